import type { Section } from '../workflow/index.ts';
import type { ReceiptKind } from './packet.ts';
import { deliveriesOfDocument, receiptsOf } from './store.ts';

/**
 * How far a receipt says the document has come. The state follows from this and not from the receipts' times, which
 * are told by the receivers' own clocks.
 */
const progress: Record<ReceiptKind, number> = {
  delivered: 0,
  'signed-for': 1,
  registered: 2,
  closed: 3,
  returned: 4,
};

/** The matter page's section on where the document has gone and what came back. */
export const deliverySection: Section = async (tx, matter) => {
  if (matter.documentId === undefined || matter.flow.id !== 'dispatch') {
    return [];
  }
  const deliveries = await deliveriesOfDocument(tx, matter.documentId);
  const receipts = await receiptsOf(
    tx,
    deliveries.map((delivery) => delivery.id),
  );
  return deliveries.map((delivery) => {
    const own = receipts
      .filter((receipt) => receipt.delivery_id === delivery.id)
      .sort((a, b) => progress[a.kind] - progress[b.kind]);
    const last = own.at(-1);
    return {
      id: delivery.id,
      receiver: delivery.receiver_name,
      role: delivery.role,
      channel: delivery.channel,
      state: last?.kind ?? 'sending',
      at: (last?.at ?? delivery.created_at).toISOString(),
      receipts: own.map((receipt) => ({
        kind: receipt.kind,
        at: receipt.at.toISOString(),
        by: receipt.by_name === null ? '' : `${receipt.by_name}（${receipt.by_post ?? ''}）`,
        ...(receipt.note === null ? {} : { note: receipt.note }),
      })),
    };
  });
};
