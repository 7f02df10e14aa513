/** Which signed states of a log bear out when given entries came into it, with proofs that all lead to the newest. */

import { storeSource, TileTree } from '@yiwen/trust/log';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { Node } from '../../platform/node/index.ts';
import type { LogName } from './log-name.ts';
import { storesOf } from './module.ts';
import { findLog } from './store.ts';

/** Signed notes, oldest first, and the consistency of each with the newest. */
export type DocumentStates = {
  readonly notes: readonly Uint8Array[];
  readonly links: readonly { origin: string; from: number; to: number; hashes: Uint8Array[] }[];
};

/** Most states given for one document; entries in between are told within wider bounds. */
const MOST_STATES = 200;

/**
 * For each index the last state before it and the first that holds it, and the newest of all. `tx` must be of the log's
 * organ. No state yet gives nothing.
 */
export async function documentStates(
  tx: Tx,
  node: Node,
  name: LogName,
  indices: readonly number[],
): Promise<DocumentStates> {
  const log = await findLog(tx, name);
  if (log === undefined) {
    return { notes: [], links: [] };
  }
  const { rows } = await sql<{ size: string; note: Uint8Array }>`
    with wanted as (
      select max(c.size) as size from log.checkpoint c where c.organ_id = ${name.organId} and c.year = ${name.year}
      union
      select bound.size from unnest(${sql.val(indices.slice(0, MOST_STATES / 2))}::bigint[]) as i(index)
      cross join lateral (
        (select max(c.size) as size from log.checkpoint c
         where c.organ_id = ${name.organId} and c.year = ${name.year} and c.size <= i.index)
        union all
        (select min(c.size) from log.checkpoint c
         where c.organ_id = ${name.organId} and c.year = ${name.year} and c.size > i.index)
      ) bound
    )
    select c.size, c.note from log.checkpoint c join wanted on wanted.size = c.size
    where c.organ_id = ${name.organId} and c.year = ${name.year} order by c.size`.execute(tx);
  const newest = Number(rows.at(-1)?.size ?? 0);
  const tree = new TileTree(storeSource(storesOf(node)(name)), newest);
  const links: DocumentStates['links'][number][] = [];
  for (const { size } of rows.slice(0, -1)) {
    const from = Number(size);
    links.push({ origin: log.origin, from, to: newest, hashes: await tree.consistencyProof(from) });
  }
  return { notes: rows.map(({ note }) => new Uint8Array(note)), links };
}
