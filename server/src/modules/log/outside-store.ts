import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { LogName } from './log-name.ts';
import { withLogTables } from './tables.ts';

/** Kinds of act that record what was done with the log itself; they alone are no reason to do it again. */
const OWN_ACTS = ['log.anchored', 'log.timestamped', 'log.policy-changed'];

/** The size last anchored or stamped; 0 when none. */
export async function lastOutside(
  tx: Tx,
  table: 'log.anchor' | 'log.token',
  { organId, year }: LogName,
): Promise<number> {
  const row = await withLogTables(tx)
    .selectFrom(table)
    .select((eb) => eb.fn.max('size').as('size'))
    .where('organ_id', '=', organId)
    .where('year', '=', year)
    .executeTakeFirst();
  return Number(row?.size ?? 0);
}

/** Whether an act of the office stands between two sizes of a log. */
export async function hasActsBetween(tx: Tx, name: LogName, from: number, to: number): Promise<boolean> {
  const row = await tx
    .selectFrom('event.entry')
    .select('id')
    .where('organ_id', '=', name.organId)
    .where('year', '=', name.year)
    .where('log_index', '>=', from)
    .where('log_index', '<', to)
    .where('kind', 'not in', OWN_ACTS)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps an anchor's receipt with the act that recorded it. */
export async function keepAnchor(
  tx: Tx,
  { organId: organ_id, year }: LogName,
  one: { size: number; receipt: object; at: Date; eventId: string },
): Promise<void> {
  const { size, at: anchored_at, eventId: event_id } = one;
  const receipt = JSON.stringify(one.receipt);
  await withLogTables(tx)
    .insertInto('log.anchor')
    .values({ organ_id, year, size, receipt, anchored_at, event_id })
    .execute();
}

/** Keeps a token with the act that recorded it. */
export async function keepToken(
  tx: Tx,
  { organId: organ_id, year }: LogName,
  one: { size: number; token: Uint8Array; at: Date; eventId: string },
): Promise<void> {
  const { size, token, at: stamped_at, eventId: event_id } = one;
  await withLogTables(tx)
    .insertInto('log.token')
    .values({ organ_id, year, size, token, stamped_at, event_id })
    .execute();
}

/** The token of a size; undefined where there is none. Public, as the checkpoint is. */
export async function tokenOf(tx: Tx, name: LogName, size: number): Promise<Uint8Array | undefined> {
  const row = await withLogTables(tx)
    .selectFrom('log.token')
    .select('token')
    .where('organ_id', '=', name.organId)
    .where('year', '=', name.year)
    .where('size', '=', size)
    .executeTakeFirst();
  return row && new Uint8Array(row.token);
}

/** Receipts and times of the newest anchor and the newest token of a log. */
export async function newestOutside(
  tx: Tx,
  { organId, year }: LogName,
): Promise<{ anchor?: { size: number; at: Date; receipt: object }; token?: { size: number; at: Date } }> {
  const newest = (table: 'log.anchor' | 'log.token') =>
    withLogTables(tx)
      .selectFrom(table)
      .where('organ_id', '=', organId)
      .where('year', '=', year)
      .orderBy('size', 'desc')
      .limit(1);
  const anchor = await newest('log.anchor')
    .select(['size', sql<object>`receipt`.as('receipt'), sql<Date>`anchored_at`.as('at')])
    .executeTakeFirst();
  const token = await newest('log.token')
    .select(['size', sql<Date>`stamped_at`.as('at')])
    .executeTakeFirst();
  return { ...(anchor ? { anchor } : {}), ...(token ? { token } : {}) };
}

/** The digest of the policy an organ's log knows as in force. */
export async function policyKnown(tx: Tx, organId: string): Promise<Uint8Array | undefined> {
  const row = await withLogTables(tx)
    .selectFrom('log.policy_of')
    .select('sha256')
    .where('organ_id', '=', organId)
    .orderBy('since', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && new Uint8Array(row.sha256);
}

/** Notes a policy as in force for an organ's logs. */
export async function notePolicy(
  tx: Tx,
  row: { organId: string; since: Date; sha256: Uint8Array; eventId: string },
): Promise<void> {
  await withLogTables(tx)
    .insertInto('log.policy_of')
    .values({ organ_id: row.organId, since: row.since, sha256: row.sha256, event_id: row.eventId })
    .execute();
}
