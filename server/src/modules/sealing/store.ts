/** All SQL of this module. Everything is under row security: one organ's rows only. */
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { type SealingTables, tables } from './tables.ts';

/** A seal with its wrapped keys. */
export type SealRow = SealingTables['sealing.seal'];
/** A request to seal. */
export type RequestRow = SealingTables['sealing.request'];

/** The organ's seal valid at a time; the newest when there are several. */
export function sealAt(tx: Tx, at: Date): Promise<SealRow | undefined> {
  return tables(tx)
    .selectFrom('sealing.seal')
    .selectAll()
    .where('valid_from', '<=', at)
    .where('valid_to', '>', at)
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** One seal. */
export function sealById(tx: Tx, id: string): Promise<SealRow | undefined> {
  return tables(tx).selectFrom('sealing.seal').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The organ's seals, newest first. */
export function allSeals(tx: Tx): Promise<SealRow[]> {
  return tables(tx).selectFrom('sealing.seal').selectAll().orderBy('made_at', 'desc').execute();
}

/** Keeps a new seal. */
export async function insertSeal(tx: Tx, row: SealRow): Promise<void> {
  await tables(tx)
    .insertInto('sealing.seal')
    .values({ ...row, wrapped: JSON.stringify(row.wrapped) as never })
    .execute();
}

/** Keeps a new request; false when one of this document is under way. */
export async function insertRequest(tx: Tx, row: RequestRow): Promise<boolean> {
  const made = await tables(tx)
    .insertInto('sealing.request')
    .values({ ...row, frozen: JSON.stringify(row.frozen) as never })
    .onConflict((conflict) =>
      conflict.column('document_id').where(sql<boolean>`sealed_at is null and failed_at is null`).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** One request, locked when it is about to change. */
export function requestById(tx: Tx, id: string, lock = false): Promise<RequestRow | undefined> {
  const query = tables(tx).selectFrom('sealing.request').selectAll().where('id', '=', id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

/** The newest request of a document. */
export function newestRequest(tx: Tx, documentId: string): Promise<RequestRow | undefined> {
  return tables(tx)
    .selectFrom('sealing.request')
    .selectAll()
    .where('document_id', '=', documentId)
    .orderBy('requested_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Notes what happened to a request. */
export async function updateRequest(
  tx: Tx,
  id: string,
  change: Partial<Pick<RequestRow, 'ofd_tbs' | 'pdf_tbs' | 'sealed_at' | 'failed_at' | 'failure'>>,
): Promise<void> {
  await tables(tx).updateTable('sealing.request').set(change).where('id', '=', id).execute();
}

/** Gives up a request of a document that was made before a moment and never ended, so that it can be asked anew. */
export async function giveUpStale(
  tx: Tx,
  documentId: string,
  before: Date,
  failure: { at: Date; message: string },
): Promise<void> {
  await tables(tx)
    .updateTable('sealing.request')
    .set({ failed_at: failure.at, failure: failure.message })
    .where('document_id', '=', documentId)
    .where('sealed_at', 'is', null)
    .where('failed_at', 'is', null)
    .where('requested_at', '<', before)
    .execute();
}
