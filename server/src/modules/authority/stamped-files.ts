/** SQL of files under the authority's care and of what they can be judged with. */
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { ValidationData } from './stamp-file.ts';
import { type AuthorityTables, tables } from './tables.ts';

/** What was collected about a file at one time. `stamps`: tokens over the whole file, kept beside it. */
export type KeptValidationData = ValidationData & { stamps: Uint8Array[]; at: Date };

/** A file under care. */
export type StampedFileRow = AuthorityTables['authority.stamped_file'];

const buffers = (list: readonly Uint8Array[]): Buffer[] => list.map((bytes) => Buffer.from(bytes));
const bytesOf = (list: readonly Buffer[]): Uint8Array[] => list.map((bytes) => new Uint8Array(bytes));

/** Takes a file under care; a repeat of the same owner and format changes nothing. */
export async function insertStampedFile(tx: Tx, row: StampedFileRow): Promise<void> {
  await tables(tx)
    .insertInto('authority.stamped_file')
    .values(row)
    .onConflict((conflict) => conflict.columns(['owner', 'owner_id', 'format']).doNothing())
    .execute();
}

/** One file, locked when it is about to change. */
export function stampedFileById(tx: Tx, id: string, lock = false): Promise<StampedFileRow | undefined> {
  const query = tables(tx).selectFrom('authority.stamped_file').selectAll().where('id', '=', id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

/** An owner's files. */
export function stampedFilesOf(tx: Tx, owner: { owner: string; ownerId: string }): Promise<StampedFileRow[]> {
  return tables(tx)
    .selectFrom('authority.stamped_file')
    .selectAll()
    .where('owner', '=', owner.owner)
    .where('owner_id', '=', owner.ownerId)
    .orderBy('format')
    .execute();
}

/** Notes a file's new state or next time. */
export async function updateStampedFile(
  tx: Tx,
  id: string,
  change: Partial<Pick<StampedFileRow, 'sha256' | 'stamped_at' | 'source' | 'due_at' | 'tries'>>,
): Promise<void> {
  await tables(tx).updateTable('authority.stamped_file').set(change).where('id', '=', id).execute();
}

/** Files that are due, of all organs: only whose they are and which. */
export async function dueFiles(
  tx: Tx,
  at: Date,
): Promise<{ organId: string; id: string; waiting: boolean }[]> {
  const { rows } = await sql<{ organ_id: string; id: string; waiting: boolean }>`
    select organ_id, id, waiting from authority.due(${at})`.execute(tx);
  return rows.map(({ organ_id, id, waiting }) => ({ organId: organ_id, id, waiting }));
}

/** Keeps what a file can be judged with. */
export async function keepValidationData(
  tx: Tx,
  file: { organId: string; sha256: string; data: ValidationData; stamps?: readonly Uint8Array[]; at: Date },
): Promise<void> {
  await tables(tx)
    .insertInto('authority.validation_data')
    .values({
      id: crypto.randomUUID(),
      organ_id: file.organId,
      sha256: file.sha256,
      certificates: buffers(file.data.certificates),
      crls: buffers(file.data.crls),
      ocsps: buffers(file.data.ocsps),
      stamps: buffers(file.stamps ?? []),
      at: file.at,
    })
    .execute();
}

/** What is kept about a file, the oldest first; it was collected when the file was signed or stamped. */
export async function validationDataOf(tx: Tx, sha256: string): Promise<KeptValidationData[]> {
  const rows = await tables(tx)
    .selectFrom('authority.validation_data')
    .selectAll()
    .where('sha256', '=', sha256)
    .orderBy('at')
    .execute();
  return rows.map((row) => ({
    certificates: bytesOf(row.certificates),
    crls: bytesOf(row.crls),
    ocsps: bytesOf(row.ocsps),
    stamps: bytesOf(row.stamps),
    at: row.at,
  }));
}
