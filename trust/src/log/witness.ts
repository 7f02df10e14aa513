/**
 * A witness (C2SP tlog-witness v1.0): it cosigns a log's checkpoint only when that log has grown from the state the
 * witness saw last. Pure: whoever keeps the states calls {@link openAddCheckpoint} first, and {@link judgeGrowth} inside
 * the atomic step that also stores the new state.
 */

import { base64, hex, sha256, utf8, utf8Text } from '../crypto/index.ts';
import { checkConsistency, emptyRoot, sameHash } from '../merkle/index.ts';
import { type OpenedCheckpoint, openCheckpoint, readCheckpoint } from './checkpoint.ts';
import { LogError } from './log-error.ts';
import { noteVerifier } from './note-keys.ts';
import { readNote, readSignatureLine, writeSignatureLine } from './signed-note.ts';
import { readDecimal, readHash } from './text-fields.ts';
import type { Vkey } from './vkey.ts';

/** Media type of the body that names the size a witness knows (answer 409). */
export const SIZE_TYPE = 'text/x.tlog.size';
/** Longest body of `add-checkpoint` read: 63 hashes and a note of many lines fit well. */
export const MAX_ADD_CHECKPOINT_BYTES = 64_000;
const MAX_HASHES = 63;

/** What a log asks of a witness. */
export type AddCheckpoint = {
  /** Size this witness cosigned last; 0 when none. */
  readonly oldSize: number;
  /** Consistency proof from that size, at most 63 hashes. */
  readonly proof: readonly Uint8Array[];
  /** The checkpoint with the log's signature, verbatim. */
  readonly checkpoint: Uint8Array;
};

/** Why a witness does not cosign. `status` is the HTTP status of the specification. */
export type WitnessRefusal = {
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly reason: string;
  /** With 409: the size the witness knows. */
  readonly knownSize?: number;
};

/** A request whose log signature is good. */
export type OpenedAddCheckpoint = AddCheckpoint & { readonly opened: OpenedCheckpoint };

/** Body of `POST …/add-checkpoint`. @throws RangeError for more than 63 hashes */
export function writeAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): Uint8Array {
  if (proof.length > MAX_HASHES) {
    throw new RangeError(`a consistency proof has at most ${MAX_HASHES} hashes`);
  }
  const head = utf8(`old ${oldSize}\n${proof.map((hash) => `${base64(hash)}\n`).join('')}\n`);
  const bytes = new Uint8Array(head.length + checkpoint.length);
  bytes.set(head);
  bytes.set(checkpoint, head.length);
  return bytes;
}

/** Reads the body of `add-checkpoint`; nothing is verified. @throws LogError `request-malformed` */
export function readAddCheckpoint(bytes: Uint8Array): AddCheckpoint {
  const text = bytes.length <= MAX_ADD_CHECKPOINT_BYTES ? utf8Text(bytes) : undefined;
  const separator = text?.indexOf('\n\n') ?? -1;
  if (text === undefined || separator < 0) {
    throw new LogError('request-malformed', 'expected an old size, hashes, a blank line and a checkpoint');
  }
  const [first = '', ...rest] = text.slice(0, separator).split('\n');
  const oldSize = first.startsWith('old ') ? readDecimal(first.slice('old '.length)) : undefined;
  const proof = rest.slice(0, MAX_HASHES + 1).map(readHash);
  if (oldSize === undefined || proof.length > MAX_HASHES || !proof.every((hash) => hash !== undefined)) {
    throw new LogError('request-malformed', 'malformed old size or consistency proof');
  }
  return { oldSize, proof, checkpoint: utf8(text.slice(separator + 2)) };
}

/** The origin a checkpoint claims. Its signature lines are not looked at: a malformed one is a bad signature (403). */
function claimedOrigin(checkpoint: Uint8Array): string {
  const note = utf8Text(checkpoint) ?? '';
  return readCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1)).origin;
}

/**
 * The checks of `add-checkpoint` that need no state, in the order of the specification: form (400), origin (404), log
 * signature (403), old size above the new one (400).
 *
 * @param keysOf the Ed25519 keys trusted for an origin; empty for an unknown one
 */
export function openAddCheckpoint(
  body: Uint8Array,
  keysOf: (origin: string) => readonly Vkey[],
): OpenedAddCheckpoint | WitnessRefusal {
  let request: AddCheckpoint;
  let origin: string;
  try {
    request = readAddCheckpoint(body);
    origin = claimedOrigin(request.checkpoint);
  } catch (error) {
    return { status: 400, reason: messageOf(error) };
  }
  const keys = keysOf(origin);
  if (keys.length === 0) {
    return { status: 404, reason: 'unknown log' };
  }
  let opened: OpenedCheckpoint | undefined;
  for (const key of keys) {
    try {
      opened ??= openCheckpoint(request.checkpoint, noteVerifier(key));
    } catch (error) {
      // A line of a known key that is bad refuses the whole note, whatever another key says.
      if (error instanceof LogError && error.code === 'note-unsigned') {
        continue;
      }
      return { status: 403, reason: `invalid signature: ${messageOf(error)}` };
    }
  }
  if (opened === undefined) {
    return { status: 403, reason: 'invalid signature: no trusted key of this log has signed' };
  }
  if (request.oldSize > opened.size) {
    return { status: 400, reason: 'the old size is above the size of the checkpoint' };
  }
  return { ...request, opened };
}

/**
 * The checks that need the state seen last, in order: other old size (409), then root and proof (422). Undefined means:
 * store the new state durably, then cosign. Must run in one atomic step with storing.
 */
export function judgeGrowth(
  { oldSize, proof, opened }: OpenedAddCheckpoint,
  seen: { readonly size: number; readonly root: Uint8Array } | undefined,
): WitnessRefusal | undefined {
  const knownSize = seen?.size ?? 0;
  if (oldSize !== knownSize) {
    return { status: 409, reason: `the size seen last is ${knownSize}`, knownSize };
  }
  const none = emptyRoot(sha256);
  if (opened.size === 0 && !sameHash(opened.root, none)) {
    return { status: 422, reason: 'a log of size 0 has the root of nothing' };
  }
  const claim = {
    oldSize,
    oldRoot: seen === undefined || seen.size === 0 ? none : seen.root,
    newSize: opened.size,
    newRoot: opened.root,
  };
  if (!checkConsistency(sha256, claim, proof)) {
    return { status: 422, reason: 'the consistency proof does not lead from the state seen last' };
  }
  return undefined;
}

/** A line that a witness answered, good or unknown. */
type WitnessLine = ReturnType<typeof readSignatureLine>;

/**
 * The cosignatures in a witness's answer that belong to `witness`, each checked over the checkpoint's text; lines of other
 * keys are ignored.
 *
 * @throws LogError `note-malformed` for an answer that is no list of lines, `note-signature-bad` for a bad one
 */
export function readCosignatures(body: Uint8Array, text: string, witness: Vkey): WitnessLine[] {
  const answer = body.length <= MAX_ADD_CHECKPOINT_BYTES ? utf8Text(body) : undefined;
  if (answer === undefined || !answer.endsWith('\n')) {
    throw new LogError('note-malformed', 'expected signature lines');
  }
  const verifier = noteVerifier(witness);
  const lines = answer.slice(0, -1).split('\n').map(readSignatureLine);
  const own = lines.filter((line) => line.name === witness.name && line.keyId === witness.keyId);
  if (!own.every((line) => verifier.verify(utf8(text), line.signature))) {
    throw new LogError('note-signature-bad', `the cosignature of ${witness.name} is bad`);
  }
  return own;
}

/** A note with further lines at its end; lines that stand there already are not added again. */
export function withLines(note: Uint8Array, lines: readonly WitnessLine[]): Uint8Array {
  const there = new Set(readNote(note).signatures.map(writeSignatureLine));
  const added = lines.map(writeSignatureLine).filter((line) => !there.has(line));
  return utf8(utf8Text(note)! + [...new Set(added)].join(''));
}

/** Lower-case hexadecimal SHA-256 of an origin: the folder of a log at a witness (`<hex>/checkpoint`). */
export function originDigest(origin: string): string {
  return hex(sha256(utf8(origin)));
}

function messageOf(error: unknown): string {
  if (error instanceof LogError) {
    return error.message;
  }
  throw error;
}
