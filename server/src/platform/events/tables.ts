import type { ColumnType } from 'kysely';

/** One recorded act. The body is the journal; the commitment is what the log publishes. */
export type EventEntryTable = {
  id: string;
  organ_id: string;
  /** Year of the log this entry belongs to, in the office's time zone. */
  year: number;
  /** `module.verb`, declared by `declareAct`. */
  kind: string;
  /** What the entry's numbers run over: the document, else the matter, else the entry itself. */
  chain: string;
  /** Document the act is about; entries of one document form a hash chain. */
  doc: string | null;
  matter: string | null;
  person_id: string | null;
  /** Number within the chain, from 1. */
  seq: ColumnType<number, number, never>;
  /** SHA-256 of the chain's previous entry (its commitment bytes), or null for the first. */
  prev: Uint8Array | null;
  /** Salted canonical body; null after an erasure by law. */
  body: ColumnType<Record<string, unknown> | null, string | null, string | null>;
  sha256: Uint8Array;
  sm3: Uint8Array;
  /** The exact entry bytes that go into the log (JCS). */
  commitment: Uint8Array;
  log_index: ColumnType<number | null, null | undefined, number>;
  recorded_at: Date;
};

/** Tables of the platform's event journal. */
export type EventTables = { 'event.entry': EventEntryTable };
