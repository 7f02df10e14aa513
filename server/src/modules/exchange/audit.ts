/** Deliveries and receipts against the acts of releasing and of receiving them. */

import { type AuditedAct, type AuditFault, Faults } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { tables } from './tables.ts';

/** Audits the exchange's rows of one organ. */
export async function auditExchange(
  tx: Tx,
  { acts }: { acts: readonly AuditedAct[] },
): Promise<AuditFault[]> {
  const faults = new Faults();
  await auditDeliveries(tx, acts, faults);
  await auditReceipts(tx, acts, faults);
  return faults.list;
}

type Receiver = { organId: string; name: string; role: string };

async function auditDeliveries(tx: Tx, acts: readonly AuditedAct[], faults: Faults): Promise<void> {
  const envelopes = await tables(tx).selectFrom('exchange.envelope').selectAll().execute();
  const deliveries = await tables(tx)
    .selectFrom('exchange.delivery')
    .selectAll()
    .orderBy('position')
    .execute();
  const released = new Map(
    acts.flatMap((act) =>
      act.kind === 'exchange.released' && typeof act.data.envelopeId === 'string'
        ? [[act.data.envelopeId, act] as const]
        : [],
    ),
  );
  for (const envelope of envelopes) {
    const place = `exchange.envelope ${envelope.id}`;
    const act = released.get(envelope.id);
    released.delete(envelope.id);
    if (act === undefined) {
      faults.add('row-without-act', place, '发出过，没有核发的记录');
      continue;
    }
    const expected = { document_id: act.doc, matter_id: act.matter, sealed_event: act.data.sealedEvent };
    faults.compare(place, envelope, expected, act.index);
    const sent = deliveries
      .filter((delivery) => delivery.envelope_id === envelope.id)
      .map(({ receiver_id, receiver_name, role }) => ({ organId: receiver_id, name: receiver_name, role }));
    faults.compare(place, { receivers: sent }, { receivers: act.data.receivers as Receiver[] }, act.index);
  }
  for (const [id, { index }] of released) {
    faults.add('row-missing', `exchange.envelope ${id}`, '有核发的记录，没有发出的信封', index);
  }
}

async function auditReceipts(tx: Tx, acts: readonly AuditedAct[], faults: Faults): Promise<void> {
  const rows = await tables(tx).selectFrom('exchange.receipt').selectAll().execute();
  const byKey = new Map(rows.map((row) => [`${row.delivery_id} ${row.kind}`, row]));
  for (const act of acts) {
    if (act.kind !== 'exchange.receipt-received') {
      continue;
    }
    const key = `${act.data.deliveryId} ${act.data.receipt}`;
    const row = byKey.get(key);
    byKey.delete(key);
    if (row === undefined) {
      faults.add('row-missing', `exchange.receipt ${key}`, '有收到回执的记录，没有回执', act.index);
    } else {
      const expected = { at: new Date(String(act.data.at)), received_at: new Date(act.at) };
      faults.compare(`exchange.receipt ${row.id}`, row, expected, act.index);
    }
  }
  for (const row of byKey.values()) {
    faults.add('row-without-act', `exchange.receipt ${row.id}`, '有回执，没有收到的记录');
  }
}
