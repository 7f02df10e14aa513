/** Which signed states of a log bear out when given entries came into it, with proofs that all lead to the newest. */

import { storeSource, TileTree } from '@yiwen/trust/log';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { Node } from '../../platform/node/index.ts';
import type { LogName } from './log-name.ts';
import { storesOf } from './module.ts';
import { findLog } from './store.ts';

/** A signed state with what was given for it outside: a time-stamp token, the receipt of an anchor and its head. */
export type DocumentState = {
  readonly note: Uint8Array;
  readonly token?: Uint8Array;
  readonly anchor?: { readonly [name: string]: string | number };
};

/** Signed states, oldest first, and the consistency of each with the newest. */
export type DocumentStates = {
  readonly states: readonly DocumentState[];
  readonly links: readonly { origin: string; from: number; to: number; hashes: Uint8Array[] }[];
};

type Row = {
  size: string;
  root: Uint8Array;
  note: Uint8Array;
  token: Uint8Array | null;
  receipt: { [name: string]: string | number } | null;
};

/** Most states given for one document; entries in between are told within wider bounds. */
const MOST_STATES = 200;

/**
 * For each index the last witnessed state before it and the first that holds it, the states of the given sizes, and the
 * newest of all. Notes carry every cosignature known. `tx` must be of the log's organ. No state yet gives nothing.
 */
export async function documentStates(
  tx: Tx,
  node: Node,
  name: LogName,
  wanted: { readonly indices: readonly number[]; readonly sizes: readonly number[] },
): Promise<DocumentStates> {
  const log = await findLog(tx, name);
  if (log === undefined) {
    return { states: [], links: [] };
  }
  const { rows } = await sql<Row>`
    with state as (
      select c.size, c.root, coalesce(w.note, c.note) as note, w.note is not null as witnessed
      from log.checkpoint c
      left join log.witnessed w on w.organ_id = c.organ_id and w.year = c.year and w.size = c.size
      where c.organ_id = ${name.organId} and c.year = ${name.year}
    ), token as (
      select size, token from log.token where organ_id = ${name.organId} and year = ${name.year}
    ), anchor as (
      select size, receipt from log.anchor where organ_id = ${name.organId} and year = ${name.year}
    ), wanted as (
      select max(size) as size from state
      union select unnest(${sql.val(wanted.sizes)}::bigint[])
      union
      select bound.size from unnest(${sql.val(wanted.indices.slice(0, MOST_STATES / 2))}::bigint[]) as i(index)
      cross join lateral (
        (select max(size) as size from state where witnessed and size <= i.index)
        union all
        (select min(size) from state where witnessed and size > i.index)
        union all
        (select min(size) from token where size > i.index)
        union all
        (select min(size) from anchor where size > i.index)
      ) bound
    )
    select state.size, state.root, state.note, token.token, anchor.receipt
    from state join wanted on wanted.size = state.size
    left join token on token.size = state.size left join anchor on anchor.size = state.size
    order by state.size`.execute(tx);
  const newest = Number(rows.at(-1)?.size ?? 0);
  const tree = new TileTree(storeSource(storesOf(node)(name)), newest);
  const links: DocumentStates['links'][number][] = [];
  for (const { size } of rows.slice(0, -1)) {
    const from = Number(size);
    links.push({ origin: log.origin, from, to: newest, hashes: await tree.consistencyProof(from) });
  }
  const states = rows.map(({ size, root, note, token, receipt }) => ({
    note: new Uint8Array(note),
    ...(token === null ? {} : { token: new Uint8Array(token) }),
    ...(receipt === null
      ? {}
      : {
          anchor: {
            ...receipt,
            origin: log.origin,
            size: Number(size),
            root: Buffer.from(root).toString('hex'),
          },
        }),
  }));
  return { states, links };
}
