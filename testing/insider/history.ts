/** One log and its acts in the hands of an insider: read, changed at will, written back whole and signed with the stolen keys. */
import { type CanonicalValue, canonicalBytes } from '@yiwen/trust/content';
import { sha256, sm3, type WrappedKey } from '@yiwen/trust/crypto';
import {
  commitment,
  EMPTY_EDGE,
  edgeRoot,
  entryDigest,
  growEdge,
  signNote,
  writeCheckpoint,
} from '@yiwen/trust/log';
import type pg from 'pg';
import { openLogKeys } from '../../server/src/modules/log/log-keys.ts';
import type { LogRow } from '../../server/src/modules/log/store.ts';

/** An act in the journal. */
export type Act = {
  id: string;
  kind: string;
  chain: string;
  doc: string | null;
  matter: string | null;
  person_id: string | null;
  seq: number;
  body: { [name: string]: CanonicalValue };
  recorded_at: Date;
  /** Entry bytes, as stored or as last made. */
  entry: Uint8Array;
};

/** The acts of one log in the order of their indices; the first entry of the log stands before them. */
export type History = { opening: Uint8Array; acts: Act[] };

/** Reads a log's history. */
export async function readHistory(client: pg.Client, log: LogRow): Promise<History> {
  const { rows } = await client.query(
    `select l.bytes, e.id, e.kind, e.chain, e.doc, e.matter, e.person_id, e.seq, e.body, e.recorded_at
     from log.entry l left join event.entry e on e.id = l.event_id
     where l.organ_id = $1 and l.year = $2 order by l.index`,
    [log.organId, log.year],
  );
  const [first, ...rest] = rows;
  return {
    opening: new Uint8Array(first.bytes),
    acts: rest.map(({ bytes, ...row }) => ({ ...row, seq: Number(row.seq), entry: new Uint8Array(bytes) })),
  };
}

/** The entries of a history, from index 0. */
export function entriesOf({ opening, acts }: History): Uint8Array[] {
  return [opening, ...acts.map(({ entry }) => entry)];
}

/** Numbers, links and entries of all chains made anew, as if it had always been so. */
export function rechain(history: History): void {
  const last = new Map<string, { seq: number; entry: Uint8Array }>();
  for (const act of history.acts) {
    const before = last.get(act.chain);
    act.seq = (before?.seq ?? 0) + 1;
    if (act.body.seq !== act.seq) {
      act.body = { ...act.body, seq: act.seq };
    }
    const bytes = canonicalBytes(act.body);
    act.entry = commitment({
      type: act.kind,
      doc: act.chain,
      seq: act.seq,
      prev: before === undefined ? undefined : entryDigest(before.entry),
      sha256: sha256(bytes),
      sm3: sm3(bytes),
    });
    last.set(act.chain, act);
  }
}

/** Writes a history in place of the one that was: acts, entries, files, one new checkpoint under the log's own keys. */
export async function writeHistory(
  client: pg.Client,
  log: LogRow,
  nodeKey: Uint8Array,
  history: History,
): Promise<Uint8Array> {
  rechain(history);
  const key = [log.organId, log.year];
  for (const table of [
    'log.witnessed',
    'log.cosignature',
    'log.checkpoint',
    'log.file',
    'log.entry',
    'event.entry',
  ]) {
    await client.query(`delete from ${table} where organ_id = $1 and year = $2`, key);
  }
  const entries = entriesOf(history);
  for (const [index, bytes] of entries.entries()) {
    const act = history.acts[index - 1];
    await client.query(
      'insert into log.entry (organ_id, year, index, event_id, bytes) values ($1, $2, $3, $4, $5)',
      [...key, index, act?.id ?? null, bytes],
    );
    if (act !== undefined) {
      await insertAct(client, log, act, index, history.acts);
    }
  }
  const { edge, files } = growEdge(EMPTY_EDGE, entries);
  for (const { path, bytes } of files) {
    await client.query('insert into log.file (organ_id, year, path, bytes) values ($1, $2, $3, $4)', [
      ...key,
      path,
      bytes,
    ]);
  }
  const wrapped = (await client.query('select wrapped from log.key where organ_id = $1 and year = $2', key))
    .rows[0].wrapped;
  const signers = await openLogKeys(log, wrapped as WrappedKey, nodeKey);
  const text = writeCheckpoint({ origin: log.origin, size: entries.length, root: edgeRoot(edge) });
  const note = await signNote(text, [signers.ed25519, signers.sm2]);
  await client.query(
    'insert into log.checkpoint (organ_id, year, size, root, note, signed_at) values ($1, $2, $3, $4, $5, now())',
    [...key, entries.length, edgeRoot(edge), note],
  );
  await client.query('insert into log.file (organ_id, year, path, bytes) values ($1, $2, $3, $4)', [
    ...key,
    'checkpoint',
    note,
  ]);
  await client.query('update log.log set size = $3 where organ_id = $1 and year = $2', [
    ...key,
    entries.length,
  ]);
  return note;
}

async function insertAct(
  client: pg.Client,
  log: LogRow,
  act: Act,
  index: number,
  acts: readonly Act[],
): Promise<void> {
  const bytes = canonicalBytes(act.body);
  const before = acts.slice(0, index - 1).findLast((other) => other.chain === act.chain);
  await client.query(
    `insert into event.entry (id, organ_id, year, kind, chain, doc, matter, person_id, seq, prev, body, sha256, sm3,
       commitment, log_index, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      act.id,
      log.organId,
      log.year,
      act.kind,
      act.chain,
      act.doc,
      act.matter,
      act.person_id,
      act.seq,
      before === undefined ? null : entryDigest(before.entry),
      JSON.stringify(act.body),
      sha256(bytes),
      sm3(bytes),
      act.entry,
      index,
      act.recorded_at,
    ],
  );
}
