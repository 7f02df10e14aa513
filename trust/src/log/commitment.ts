/**
 * What a log entry holds: a small commitment to an event, never the event. The salted body stays with the organ, so
 * that it can be kept from view or erased by law while the log still verifies.
 */

import {
  CanonicalJsonError,
  type CanonicalValue,
  canonicalBytes,
  readCanonicalJson,
} from '../content/index.ts';
import { sha256 } from '../crypto/index.ts';
import { HASH_BYTES, isCount } from '../merkle/index.ts';
import { LogError } from './log-error.ts';
import { base64url, fromBase64url } from './text-fields.ts';

/** Longest entry a bundle can hold (C2SP tlog-tiles: uint16 length). */
export const MAX_ENTRY_BYTES = 65_535;

/** The members of an event's entry. Binary members are unpadded base64url. */
export type Commitment = {
  readonly v: 1;
  /** Kind of the act, `module.verb`. */
  readonly type: string;
  /** Pseudonym of the document ({@link documentPseudonym}), or empty when the act is about no document. */
  readonly doc: string;
  /** Number of the act within its document, from 0; 0 when about no document. */
  readonly seq: number;
  /** SHA-256 of the document's previous entry ({@link entryDigest}), or empty for its first. */
  readonly prev: string;
  /** SHA-256 of the canonical event body. */
  readonly sha256: string;
  /** SM3 of the canonical event body. */
  readonly sm3: string;
};

/**
 * Entry bytes of an event: canonical JSON {doc, prev, seq, sha256, sm3, type, v}, about 250 bytes.
 *
 * @param event.doc the document's id; its pseudonym goes into the entry. Absent when the act is about no document.
 * @param event.prev SHA-256 of the document's previous entry; absent for its first
 * @param event.sha256 digest of the canonical, salted body, 32 bytes; `sm3` likewise
 * @throws LogError `entry-malformed` for values no reader would accept
 */
export function commitment(event: {
  readonly type: string;
  readonly doc?: string | undefined;
  readonly seq: number;
  readonly prev?: Uint8Array | undefined;
  readonly sha256: Uint8Array;
  readonly sm3: Uint8Array;
}): Uint8Array {
  const entry: Commitment = {
    v: 1,
    type: event.type,
    doc: event.doc === undefined ? '' : documentPseudonym(event.doc),
    seq: event.seq,
    prev: event.prev === undefined ? '' : base64url(event.prev),
    sha256: base64url(event.sha256),
    sm3: base64url(event.sm3),
  };
  refuseUnlikeCommitment(entry);
  return canonicalBytes(entry);
}

/**
 * Reads an entry that should be an event's commitment.
 *
 * @throws LogError `entry-malformed` when it is not one, spelled canonically
 */
export function readCommitment(entry: Uint8Array): Commitment {
  const value = readEntryValue(entry);
  refuseUnlikeCommitment(value);
  return value as unknown as Commitment;
}

/** The name a document has in the log: first 128 bits of SHA-256(document id), base64url. Ids are random, so it tells nothing. */
export function documentPseudonym(documentId: string): string {
  return base64url(sha256(new TextEncoder().encode(documentId)).subarray(0, 16));
}

/** SHA-256 of an entry's bytes: what the document's next entry names as `prev`. */
export function entryDigest(entry: Uint8Array): Uint8Array {
  return sha256(entry);
}

/** A state of a log: what its checkpoint says. */
export type LogState = { readonly origin: string; readonly size: number; readonly root: Uint8Array };

/**
 * The first entry of every log: canonical JSON {origin, previous?, type: "log.opened", v: 1}. `previous` is the last
 * state of the organ's log before (origin, size, root in base64url), absent for its first log.
 */
export function logOpening(origin: string, previous?: LogState): Uint8Array {
  const entry = { v: 1, type: 'log.opened', origin };
  if (previous === undefined) {
    return canonicalBytes(entry);
  }
  const named = { origin: previous.origin, size: previous.size, root: base64url(previous.root) };
  return canonicalBytes({ ...entry, previous: named });
}

/**
 * Reads a log's first entry.
 *
 * @throws LogError `entry-malformed` when it is not one
 */
export function readLogOpening(entry: Uint8Array): { origin: string; previous?: LogState } {
  const value = readEntryValue(entry);
  const { origin, previous } = value;
  const isOpening =
    value.v === 1 && value.type === 'log.opened' && typeof origin === 'string' && origin !== '';
  if (!isOpening || Object.keys(value).length !== (previous === undefined ? 3 : 4)) {
    throw new LogError('entry-malformed', 'not the first entry of a log');
  }
  return previous === undefined ? { origin } : { origin, previous: readState(previous) };
}

function readState(value: CanonicalValue): LogState {
  const { origin, size, root } = membersOf(value);
  const rootBytes = typeof root === 'string' ? fromBase64url(root) : undefined;
  if (typeof origin !== 'string' || !isCount(size) || rootBytes?.length !== HASH_BYTES) {
    throw new LogError('entry-malformed', 'the previous log’s state is malformed');
  }
  return { origin, size, root: rootBytes };
}

function readEntryValue(entry: Uint8Array): Readonly<Record<string, CanonicalValue>> {
  if (entry.length > MAX_ENTRY_BYTES) {
    throw new LogError('entry-malformed', `entry of ${entry.length} bytes`);
  }
  try {
    return membersOf(readCanonicalJson(entry));
  } catch (error) {
    if (error instanceof CanonicalJsonError) {
      throw new LogError('entry-malformed', error.message);
    }
    throw error;
  }
}

function membersOf(value: CanonicalValue): Readonly<Record<string, CanonicalValue>> {
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new LogError('entry-malformed', 'an entry is a JSON object');
  }
  return value as Readonly<Record<string, CanonicalValue>>;
}

const MEMBERS = ['doc', 'prev', 'seq', 'sha256', 'sm3', 'type', 'v'].join();

function refuseUnlikeCommitment(entry: Readonly<Record<string, unknown>>): void {
  const { v, type, doc, seq, prev, sha256: bySha256, sm3: bySm3 } = entry;
  const isCommitment =
    Object.keys(entry).sort().join() === MEMBERS &&
    v === 1 &&
    typeof type === 'string' &&
    /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/.test(type) &&
    type.length <= 100 &&
    isCount(seq) &&
    (doc === '' || isBinary(doc, 16)) &&
    (prev === '' || isBinary(prev, HASH_BYTES)) &&
    isBinary(bySha256, HASH_BYTES) &&
    isBinary(bySm3, HASH_BYTES);
  if (!isCommitment) {
    throw new LogError('entry-malformed', 'not an event’s commitment');
  }
}

function isBinary(value: unknown, length: number): boolean {
  return typeof value === 'string' && fromBase64url(value)?.length === length;
}
