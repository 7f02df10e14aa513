/** All SQL of this module. Everything is under row security: one organ's rows only. */
import type { WrappedKey } from '@yiwen/trust/crypto';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { Registered } from './register.ts';
import { type SealingTables, tables } from './tables.ts';

/** A seal as it was made, with its wrapped keys. */
export type MadeSeal = SealingTables['sealing.seal'] & { wrapped: WrappedKey };
/** A seal with where it stands; the keys of a destroyed one are gone. */
export type SealRow = SealingTables['sealing.seal'] &
  Pick<Registered, 'state' | 'kind' | 'person_id' | 'rule_no' | 'purpose'> & { wrapped: WrappedKey | null };
/** A request to seal. */
export type RequestRow = SealingTables['sealing.request'];

function seals(tx: Tx) {
  return tables(tx)
    .selectFrom('sealing.seal as seal')
    .innerJoin('sealing.register as register', 'register.id', 'seal.id')
    .leftJoin('sealing.seal_key as key', 'key.seal_id', 'seal.id')
    .selectAll('seal')
    .select(['register.state', 'register.kind', 'register.person_id', 'register.rule_no', 'register.purpose'])
    .select('key.wrapped');
}

/** The organ's own seal (机关公章), in use and within its dates; the newest where there are several. */
export function organSealAt(tx: Tx, at: Date): Promise<SealRow | undefined> {
  return seals(tx)
    .where('register.kind', '=', 'organ')
    .where('register.state', '=', 'in-use')
    .where('seal.valid_from', '<=', at)
    .where('seal.valid_to', '>', at)
    .orderBy('seal.made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** One seal that was made. */
export function sealById(tx: Tx, id: string): Promise<SealRow | undefined> {
  return seals(tx).where('seal.id', '=', id).executeTakeFirst();
}

/** The organ's seals that were made, newest first. */
export function allSeals(tx: Tx): Promise<SealRow[]> {
  return seals(tx).orderBy('seal.made_at', 'desc').execute();
}

/** Whether a seal signs at this moment: in use, within its dates, its keys there. */
export function canSeal(seal: SealRow, at: Date): boolean {
  return seal.state === 'in-use' && seal.wrapped !== null && seal.valid_from <= at && seal.valid_to > at;
}

/** Keeps a new seal, its keys apart. */
export async function insertSeal(tx: Tx, { wrapped, ...row }: MadeSeal): Promise<void> {
  await tables(tx).insertInto('sealing.seal').values(row).execute();
  await tables(tx)
    .insertInto('sealing.seal_key')
    .values({ seal_id: row.id, organ_id: row.organ_id, wrapped: JSON.stringify(wrapped) as never })
    .execute();
}

/** Keeps a new request; false when one of this document is under way. */
export async function insertRequest(tx: Tx, row: RequestRow): Promise<boolean> {
  const made = await tables(tx)
    .insertInto('sealing.request')
    .values({
      ...row,
      frozen: JSON.stringify(row.frozen) as never,
      basis: JSON.stringify(row.basis) as never,
      requested_by: JSON.stringify(row.requested_by) as never,
    })
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
