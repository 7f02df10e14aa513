/** What the journal of a log in a folder holds, as bytes: records that are whole or not there. */
import { createHash } from 'node:crypto';

/** Entries about to get their files, or a checkpoint about to be shown. */
export type JournalRecord =
  | { kind: 'entries'; from: number; entries: readonly Uint8Array[] }
  | { kind: 'checkpoint'; note: Uint8Array };

const KINDS = { entries: 1, checkpoint: 2 } as const;
/** Kind, length of the content, first 8 bytes of SHA-256 over kind and content. */
const HEAD_BYTES = 1 + 4 + 8;

/** Bytes of a record. */
export function writeRecord(record: JournalRecord): Buffer {
  const content = record.kind === 'checkpoint' ? record.note : entriesBytes(record.from, record.entries);
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + content.length);
  bytes[0] = KINDS[record.kind];
  bytes.writeUInt32BE(content.length, 1);
  bytes.set(content, HEAD_BYTES);
  sumOf(bytes[0], bytes.subarray(HEAD_BYTES)).copy(bytes, 5);
  return bytes;
}

/** The whole records at the beginning of a journal; what a crash left behind the last one is not read. */
export function* readRecords(bytes: Buffer): Generator<JournalRecord> {
  let at = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    const kind = bytes[at]!;
    const content = bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + bytes.readUInt32BE(at + 1));
    const isWhole =
      content.length === bytes.readUInt32BE(at + 1) &&
      sumOf(kind, content).equals(bytes.subarray(at + 5, at + HEAD_BYTES));
    if (!isWhole) {
      return;
    }
    if (kind === KINDS.checkpoint) {
      yield { kind: 'checkpoint', note: new Uint8Array(content) };
    } else if (kind === KINDS.entries) {
      yield { kind: 'entries', ...readEntries(content) };
    }
    at += HEAD_BYTES + content.length;
  }
}

function sumOf(kind: number, content: Uint8Array): Buffer {
  return createHash('sha256').update(Uint8Array.of(kind)).update(content).digest().subarray(0, 8);
}

function entriesBytes(from: number, entries: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.allocUnsafe(entries.reduce((sum, entry) => sum + 2 + entry.length, 8));
  bytes.writeBigUInt64BE(BigInt(from), 0);
  let at = 8;
  for (const entry of entries) {
    at = bytes.writeUInt16BE(entry.length, at);
    bytes.set(entry, at);
    at += entry.length;
  }
  return bytes;
}

function readEntries(content: Buffer): { from: number; entries: Uint8Array[] } {
  const entries: Uint8Array[] = [];
  for (let at = 8; at < content.length; ) {
    const length = content.readUInt16BE(at);
    entries.push(new Uint8Array(content.subarray(at + 2, at + 2 + length)));
    at += 2 + length;
  }
  return { from: Number(content.readBigUInt64BE(0)), entries };
}
