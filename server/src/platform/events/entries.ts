import type { Tx } from '../database/index.ts';

/** A recorded act as a timeline reads it. */
export type EventEntry = {
  id: string;
  organId: string;
  year: number;
  kind: string;
  doc: string | null;
  matter: string | null;
  seq: number;
  /** Salted body; null after an erasure by law. */
  body: Record<string, unknown> | null;
  sha256: Uint8Array;
  sm3: Uint8Array;
  commitment: Uint8Array;
  /** Index in the organ's log of that year; null until the sequencer gave it. */
  logIndex: number | null;
  recordedAt: Date;
};

/** An entry that waits for its index. */
export type PendingEntry = { id: string; commitment: Uint8Array };

const columns = [
  'id',
  'organ_id',
  'year',
  'kind',
  'doc',
  'matter',
  'seq',
  'body',
  'sha256',
  'sm3',
  'commitment',
  'log_index',
  'recorded_at',
] as const;

type Row = {
  id: string;
  organ_id: string;
  year: number;
  kind: string;
  doc: string | null;
  matter: string | null;
  seq: number;
  body: Record<string, unknown> | null;
  sha256: Uint8Array;
  sm3: Uint8Array;
  commitment: Uint8Array;
  log_index: number | null;
  recorded_at: Date;
};

function entry(row: Row): EventEntry {
  return {
    id: row.id,
    organId: row.organ_id,
    year: row.year,
    kind: row.kind,
    doc: row.doc,
    matter: row.matter,
    seq: Number(row.seq),
    body: row.body,
    sha256: row.sha256,
    sm3: row.sm3,
    commitment: row.commitment,
    logIndex: row.log_index === null ? null : Number(row.log_index),
    recordedAt: row.recorded_at,
  };
}

/** The acts of one document in order. */
export async function entriesOfDocument(tx: Tx, doc: string): Promise<EventEntry[]> {
  const rows = await tx
    .selectFrom('event.entry')
    .select(columns)
    .where('doc', '=', doc)
    .orderBy('recorded_at')
    .orderBy('seq')
    .execute();
  return rows.map(entry);
}

/** The acts of one matter in order; the source of its timeline. */
export async function entriesOfMatter(tx: Tx, matter: string): Promise<EventEntry[]> {
  const rows = await tx
    .selectFrom('event.entry')
    .select(columns)
    .where('matter', '=', matter)
    .orderBy('recorded_at')
    .orderBy('seq')
    .execute();
  return rows.map(entry);
}

/** One recorded act of the organ, or undefined. */
export async function entryById(tx: Tx, id: string): Promise<EventEntry | undefined> {
  const row = await tx.selectFrom('event.entry').select(columns).where('id', '=', id).executeTakeFirst();
  return row && entry(row);
}

/** Logs that have entries without an index (sequencer only). */
export async function pendingLogs(tx: Tx): Promise<{ organId: string; year: number }[]> {
  const rows = await tx
    .selectFrom('event.entry')
    .select(['organ_id', 'year'])
    .distinct()
    .where('log_index', 'is', null)
    .execute();
  return rows.map((row) => ({ organId: row.organ_id, year: row.year }));
}

/**
 * Entries of one log that have no index yet, oldest first (sequencer only). Not a cursor: a transaction that commits
 * late is simply found next time.
 */
export async function pendingEntries(
  tx: Tx,
  organId: string,
  year: number,
  limit: number,
): Promise<PendingEntry[]> {
  return await tx
    .selectFrom('event.entry')
    .select(['id', 'commitment'])
    .where('organ_id', '=', organId)
    .where('year', '=', year)
    .where('log_index', 'is', null)
    .orderBy('recorded_at')
    .orderBy('chain')
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** Gives an entry its index once; an index already given is an assertion (sequencer only, under the log's lock). */
export async function assignIndex(tx: Tx, id: string, index: number): Promise<void> {
  const result = await tx
    .updateTable('event.entry')
    .set({ log_index: index })
    .where('id', '=', id)
    .where('log_index', 'is', null)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) {
    throw new Error(`event ${id} already has a log index or does not exist`);
  }
}
