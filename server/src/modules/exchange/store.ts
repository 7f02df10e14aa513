/** All SQL of this module; one organ's rows only, by row security. */
import type { Tx } from '../../platform/database/index.ts';
import type { ReceiptKind, SignedPacket } from './packet.ts';
import { type ExchangeTables, tables } from './tables.ts';

/** Rows as stored. */
export type EnvelopeRow = ExchangeTables['exchange.envelope'];
export type DeliveryRow = ExchangeTables['exchange.delivery'];
export type ReceiptRow = ExchangeTables['exchange.receipt'];
export type ArrivalRow = ExchangeTables['exchange.arrival'];

const json = (value: unknown) => JSON.stringify(value) as never;

/** Keeps an envelope and its deliveries. */
export async function insertEnvelope(
  tx: Tx,
  envelope: EnvelopeRow,
  deliveries: readonly DeliveryRow[],
): Promise<void> {
  await tables(tx).insertInto('exchange.envelope').values(envelope).execute();
  await tables(tx)
    .insertInto('exchange.delivery')
    .values([...deliveries])
    .execute();
}

/** One envelope, locked when its packet is about to be set. */
export function envelopeById(tx: Tx, id: string, lock = false): Promise<EnvelopeRow | undefined> {
  const query = tables(tx).selectFrom('exchange.envelope').selectAll().where('id', '=', id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

/** Sets an envelope's packet. */
export async function setPacket(tx: Tx, id: string, packet: SignedPacket): Promise<void> {
  await tables(tx)
    .updateTable('exchange.envelope')
    .set({ packet: json(packet) })
    .where('id', '=', id)
    .execute();
}

/** Deliveries of an envelope in the order of the distribution. */
export function deliveriesOf(tx: Tx, envelopeId: string): Promise<DeliveryRow[]> {
  return tables(tx)
    .selectFrom('exchange.delivery')
    .selectAll()
    .where('envelope_id', '=', envelopeId)
    .orderBy('position')
    .execute();
}

/** Deliveries of a document over all its envelopes. */
export function deliveriesOfDocument(tx: Tx, documentId: string): Promise<DeliveryRow[]> {
  return tables(tx)
    .selectFrom('exchange.delivery')
    .innerJoin('exchange.envelope', 'exchange.envelope.id', 'exchange.delivery.envelope_id')
    .selectAll('exchange.delivery')
    .where('exchange.envelope.document_id', '=', documentId)
    .orderBy('exchange.delivery.created_at')
    .orderBy('exchange.delivery.position')
    .execute();
}

/** One delivery. */
export function deliveryById(tx: Tx, id: string): Promise<DeliveryRow | undefined> {
  return tables(tx).selectFrom('exchange.delivery').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Receipts of deliveries, oldest first. */
export async function receiptsOf(tx: Tx, deliveryIds: readonly string[]): Promise<ReceiptRow[]> {
  return deliveryIds.length === 0
    ? []
    : await tables(tx)
        .selectFrom('exchange.receipt')
        .selectAll()
        .where('delivery_id', 'in', [...deliveryIds])
        .orderBy('at')
        .orderBy('received_at')
        .execute();
}

/** Keeps a receipt; false when one of its kind is there. */
export async function insertReceipt(tx: Tx, row: ReceiptRow): Promise<boolean> {
  const made = await tables(tx)
    .insertInto('exchange.receipt')
    .values({ ...row, packet: json(row.packet) })
    .onConflict((conflict) => conflict.columns(['delivery_id', 'kind']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** What came in by an envelope. */
export function arrivalOfEnvelope(tx: Tx, envelopeId: string): Promise<ArrivalRow | undefined> {
  return tables(tx)
    .selectFrom('exchange.arrival')
    .selectAll()
    .where('envelope_id', '=', envelopeId)
    .executeTakeFirst();
}

/** What came in and became this matter. */
export function arrivalOfMatter(tx: Tx, matterId: string): Promise<ArrivalRow | undefined> {
  return tables(tx)
    .selectFrom('exchange.arrival')
    .selectAll()
    .where('matter_id', '=', matterId)
    .executeTakeFirst();
}

/** Keeps an arrival; false when the envelope is there already. */
export async function insertArrival(tx: Tx, row: ArrivalRow): Promise<boolean> {
  const made = await tables(tx)
    .insertInto('exchange.arrival')
    .values({ ...row, packet: json(row.packet) })
    .onConflict((conflict) => conflict.columns(['organ_id', 'envelope_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** The receipt of a kind that was given for an arrival. */
export async function answerOf(
  tx: Tx,
  arrivalId: string,
  kind: ReceiptKind,
): Promise<SignedPacket | undefined> {
  const row = await tables(tx)
    .selectFrom('exchange.answer')
    .select('packet')
    .where('arrival_id', '=', arrivalId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row?.packet;
}

/** Keeps the receipt given; false when one of its kind is there. */
export async function insertAnswer(tx: Tx, row: ExchangeTables['exchange.answer']): Promise<boolean> {
  const made = await tables(tx)
    .insertInto('exchange.answer')
    .values({ ...row, packet: json(row.packet) })
    .onConflict((conflict) => conflict.columns(['arrival_id', 'kind']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}
