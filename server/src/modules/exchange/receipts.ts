/** Receipts: made and signed by the receiver in the act that they tell of, checked and kept by the sender. */

import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/database/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { organById } from '../directory/index.ts';
import { sealingService } from '../sealing/index.ts';
import { loadMatter } from '../workflow/index.ts';
import { receiptReceived } from './acts.ts';
import {
  bodyBytes,
  envelopeBody,
  openPacket,
  PacketError,
  type ReceiptBody,
  type ReceiptKind,
  receiptBody,
  type SignedPacket,
  signPacket,
} from './packet.ts';
import {
  type ArrivalRow,
  answerOf,
  arrivalOfMatter,
  deliveryById,
  envelopeById,
  insertAnswer,
  insertReceipt,
} from './store.ts';
import { transport } from './transport.ts';

/** Queue of the job that hands a receipt back. */
export const answerQueue = 'exchange.answer';

/** What that job is told. */
export type AnswerJob = { organId: string; senderId: string; arrivalId: string; kind: ReceiptKind };

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Makes and keeps a receipt in the receiver's transaction; one that was given before is given again. */
export async function makeReceipt(
  tx: Tx,
  node: Node,
  arrival: ArrivalRow,
  what: { kind: ReceiptKind; at: Date; by?: { name: string; post: string }; note?: string },
): Promise<SignedPacket> {
  const given = await answerOf(tx, arrival.id, what.kind);
  if (given !== undefined) {
    return given;
  }
  const organ = await organById(tx, arrival.organ_id);
  if (organ === undefined) {
    throw new Error(`organ ${arrival.organ_id} is not in the address book`);
  }
  const envelope = envelopeBody.parse(arrival.packet.body);
  const body: ReceiptBody = {
    v: 1,
    kind: 'receipt',
    id: crypto.randomUUID(),
    at: what.at.toISOString(),
    receipt: what.kind,
    envelopeId: arrival.envelope_id,
    deliveryId: arrival.delivery_id,
    envelope: sha256(bodyBytes(envelope)),
    receiver: { organId: organ.id, name: organ.name },
    ...(what.by === undefined ? {} : { by: what.by }),
    ...(what.note ? { note: what.note.slice(0, 2000) } : {}),
  };
  const packet = await signPacket(body, await node.services.get(sealingService).organSigner(tx, organ));
  await insertAnswer(tx, {
    id: body.id,
    organ_id: arrival.organ_id,
    arrival_id: arrival.id,
    kind: what.kind,
    packet,
    made_at: what.at,
  });
  return packet;
}

/** In the transaction of an act on an incoming matter: the receipt is made, and a job will hand it back. */
export async function tellSender(
  tx: Tx,
  node: Node,
  matterId: string,
  what: { kind: ReceiptKind; at: Date; by?: { name: string; post: string }; note?: string },
): Promise<void> {
  const arrival = await arrivalOfMatter(tx, matterId);
  if (arrival === undefined) {
    return;
  }
  await makeReceipt(tx, node, arrival, what);
  const job: AnswerJob = {
    organId: arrival.organ_id,
    senderId: arrival.sender_id,
    arrivalId: arrival.id,
    kind: what.kind,
  };
  await node.jobs.enqueue(tx, answerQueue, job, { key: `${arrival.id}/${what.kind}` });
}

/** Hands a receipt back to the sender. */
export async function answerSender(node: Node, job: AnswerJob): Promise<void> {
  const packet = await node.db.asJob({ organId: job.organId }, (tx) => answerOf(tx, job.arrivalId, job.kind));
  if (packet !== undefined) {
    await node.services.get(transport).answer(job.senderId, packet);
  }
}

/** The sender takes a receipt: checked, kept once, and an act on the document. Throws PacketError. */
export async function acceptReceipt(node: Node, organId: string, packet: SignedPacket): Promise<void> {
  const trust = await node.services.get(sealingService).trustList();
  const body = openPacket(packet, receiptBody, ({ receiver }) => receiver, trust);
  await node.db.asJob({ organId }, async (tx) => {
    const delivery = await deliveryById(tx, body.deliveryId);
    const envelope = delivery && (await envelopeById(tx, delivery.envelope_id));
    const sent = envelope?.packet && envelopeBody.parse(envelope.packet.body);
    const fits =
      sent !== undefined &&
      sent !== null &&
      envelope?.id === body.envelopeId &&
      delivery?.receiver_id === body.receiver.organId &&
      // The certificate vouches for the name alone: another receiver must not answer under this one's id.
      delivery.receiver_name === body.receiver.name &&
      sha256(bodyBytes(sent)) === body.envelope;
    if (!delivery || !envelope || !fits) {
      throw new PacketError('the receipt answers nothing that was sent from here');
    }
    // The matter's row orders the acts on its document.
    await loadMatter(tx, envelope.matter_id, true);
    const at = node.clock.now();
    const isNew = await insertReceipt(tx, {
      id: body.id,
      organ_id: organId,
      delivery_id: delivery.id,
      kind: body.receipt,
      at: new Date(body.at),
      by_name: body.by?.name ?? null,
      by_post: body.by?.post ?? null,
      note: body.note ?? null,
      packet,
      received_at: at,
    });
    if (isNew) {
      await recordAct(tx, {
        kind: receiptReceived.kind,
        organId,
        actor: { name: delivery.receiver_name, post: '收文单位' },
        at,
        doc: envelope.document_id,
        matter: envelope.matter_id,
        claimedAt: body.at,
        body: {
          deliveryId: delivery.id,
          envelopeId: envelope.id,
          receipt: body.receipt,
          receiver: delivery.receiver_name,
          at: body.at,
          packet: sha256(bodyBytes(body)),
        },
      });
    }
  });
}
