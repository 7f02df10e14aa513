import type { WrappedKey } from '@yiwen/trust/crypto';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { LogName } from './log-name.ts';
import { withLogTables } from './tables.ts';

/** A log as its row says. */
export type LogRow = LogName & { origin: string; vkey: string; sm2Vkey: string; size: number };

/** A state this node has signed. */
export type SignedState = { size: number; root: Uint8Array; note: Uint8Array; signedAt: Date };

/** An entry with its index. */
export type IndexedEntry = { index: number; eventId: string | null; bytes: Uint8Array };

const logColumns = ['organ_id', 'year', 'origin', 'vkey', 'sm2_vkey', 'size'] as const;

function logRow(row: {
  organ_id: string;
  year: number;
  origin: string;
  vkey: string;
  sm2_vkey: string;
  size: number;
}): LogRow {
  const { organ_id: organId, year, origin, vkey, sm2_vkey: sm2Vkey, size } = row;
  return { organId, year, origin, vkey, sm2Vkey, size };
}

/** Bytes of a bytea value as a plain array: a Buffer's `slice` would share memory. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** Takes the log's advisory lock until the transaction ends; false when another process has it. */
export async function tryLogLock(tx: Tx, { organId, year }: LogName): Promise<boolean> {
  const key = `yiwen log ${organId}/${year}`;
  const { rows } = await sql<{ got: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${key}, 0)) as got`.execute(tx);
  return rows[0]?.got === true;
}

/** All logs of this node that the transaction may see, by organ and year. */
export async function allLogs(tx: Tx): Promise<LogRow[]> {
  const rows = await withLogTables(tx)
    .selectFrom('log.log')
    .select(logColumns)
    .orderBy('organ_id')
    .orderBy('year')
    .execute();
  return rows.map(logRow);
}

/** One log; with `lock`, its row is held until the transaction ends. */
export async function findLog(tx: Tx, name: LogName, lock = false): Promise<LogRow | undefined> {
  let query = withLogTables(tx)
    .selectFrom('log.log')
    .select(logColumns)
    .where('organ_id', '=', name.organId)
    .where('year', '=', name.year);
  if (lock) {
    query = query.forUpdate();
  }
  const row = await query.executeTakeFirst();
  return row && logRow(row);
}

/** The organ's newest log before a year, or undefined. */
export async function logBefore(tx: Tx, { organId, year }: LogName): Promise<LogRow | undefined> {
  const row = await withLogTables(tx)
    .selectFrom('log.log')
    .select(logColumns)
    .where('organ_id', '=', organId)
    .where('year', '<', year)
    .orderBy('year', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && logRow(row);
}

/** Opens a log with its first entry. False when another process was quicker. */
export async function insertLog(
  tx: Tx,
  log: Omit<LogRow, 'size'> & { wrapped: WrappedKey; openedAt: Date; firstEntry: Uint8Array },
): Promise<boolean> {
  const { organId: organ_id, year } = log;
  const opened = await withLogTables(tx)
    .insertInto('log.log')
    .values({
      organ_id,
      year,
      origin: log.origin,
      vkey: log.vkey,
      sm2_vkey: log.sm2Vkey,
      size: 1,
      opened_at: log.openedAt,
    })
    .onConflict((conflict) => conflict.columns(['organ_id', 'year']).doNothing())
    .executeTakeFirst();
  if (opened.numInsertedOrUpdatedRows !== 1n) {
    return false;
  }
  await withLogTables(tx)
    .insertInto('log.key')
    .values({ organ_id, year, wrapped: JSON.stringify(log.wrapped) })
    .execute();
  await withLogTables(tx)
    .insertInto('log.entry')
    .values({ organ_id, year, index: 0, event_id: null, bytes: log.firstEntry })
    .execute();
  return true;
}

/** The wrapped private keys of a log (sequencer only). */
export async function wrappedKeyOf(tx: Tx, name: LogName): Promise<WrappedKey> {
  const row = await withLogTables(tx)
    .selectFrom('log.key')
    .select('wrapped')
    .where('organ_id', '=', name.organId)
    .where('year', '=', name.year)
    .executeTakeFirstOrThrow();
  return row.wrapped;
}

/** Indices already given to some of these events. */
export async function indicesOf(tx: Tx, eventIds: readonly string[]): Promise<Map<string, number>> {
  if (eventIds.length === 0) {
    return new Map();
  }
  const rows = await withLogTables(tx)
    .selectFrom('log.entry')
    .select(['event_id', 'index'])
    .where('event_id', 'in', [...eventIds])
    .execute();
  return new Map(rows.map((row) => [row.event_id!, row.index]));
}

/** Appends entries at the end of a log whose row this transaction holds, and counts them. */
export async function appendEntries(
  tx: Tx,
  log: LogRow,
  entries: readonly { eventId: string; bytes: Uint8Array }[],
): Promise<void> {
  const { organId: organ_id, year } = log;
  await withLogTables(tx)
    .insertInto('log.entry')
    .values(
      entries.map(({ eventId, bytes }, i) => ({
        organ_id,
        year,
        index: log.size + i,
        event_id: eventId,
        bytes,
      })),
    )
    .execute();
  await withLogTables(tx)
    .updateTable('log.log')
    .set({ size: log.size + entries.length })
    .where('organ_id', '=', organ_id)
    .where('year', '=', year)
    .execute();
}

/** Entries from an index on, at most `limit`. */
export async function entriesFrom(
  tx: Tx,
  name: LogName,
  from: number,
  limit: number,
): Promise<IndexedEntry[]> {
  const rows = await withLogTables(tx)
    .selectFrom('log.entry')
    .select(['index', 'event_id', 'bytes'])
    .where('organ_id', '=', name.organId)
    .where('year', '=', name.year)
    .where('index', '>=', from)
    .orderBy('index')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ index: row.index, eventId: row.event_id, bytes: plain(row.bytes) }));
}

/** The entry of an event, where it has an index already. */
export async function entryOfEvent(tx: Tx, eventId: string): Promise<(LogName & IndexedEntry) | undefined> {
  const row = await withLogTables(tx)
    .selectFrom('log.entry')
    .select(['organ_id', 'year', 'index', 'event_id', 'bytes'])
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return (
    row && {
      organId: row.organ_id,
      year: row.year,
      index: row.index,
      eventId: row.event_id,
      bytes: plain(row.bytes),
    }
  );
}

/** The newest state this node has signed for a log. */
export async function lastSigned(tx: Tx, name: LogName): Promise<SignedState | undefined> {
  const row = await withLogTables(tx)
    .selectFrom('log.checkpoint')
    .select(['size', 'root', 'note', 'signed_at'])
    .where('organ_id', '=', name.organId)
    .where('year', '=', name.year)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { size: row.size, root: plain(row.root), note: plain(row.note), signedAt: row.signed_at };
}

/** Keeps a signed state. A state of that size that is there already stays. */
export async function insertSigned(tx: Tx, name: LogName, state: SignedState): Promise<void> {
  await withLogTables(tx)
    .insertInto('log.checkpoint')
    .values({
      organ_id: name.organId,
      year: name.year,
      size: state.size,
      root: state.root,
      note: state.note,
      signed_at: state.signedAt,
    })
    .onConflict((conflict) => conflict.columns(['organ_id', 'year', 'size']).doNothing())
    .execute();
}
