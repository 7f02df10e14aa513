/** Checkpoints (C2SP tlog-checkpoint v1.0): the signed state of a log. The log key's name is the origin. */

import { base64 } from '../crypto/index.ts';
import type { LogState } from './commitment.ts';
import { LogError } from './log-error.ts';
import { type NoteSignature, type NoteVerifier, openNote } from './signed-note.ts';
import { readDecimal, readHash } from './text-fields.ts';

/** A checkpoint's text: origin, size, root, each on a line. @throws LogError `checkpoint-malformed` */
export function writeCheckpoint(state: LogState): string {
  const text = `${state.origin}\n${state.size}\n${base64(state.root)}\n`;
  readCheckpoint(text);
  return text;
}

/**
 * Reads a checkpoint's text. Extension lines are accepted, since other logs may have them, and carry no meaning here.
 *
 * @throws LogError `checkpoint-malformed`
 */
export function readCheckpoint(text: string): LogState {
  const lines = text.split('\n');
  const [origin, sizeText, rootText] = lines;
  const size = readDecimal(sizeText ?? '');
  const root = readHash(rootText ?? '');
  const rest = lines.slice(3);
  // Splitting leaves one empty piece after the last LF; any other empty piece is an empty extension line.
  const isWhole = rest.at(-1) === '' && rest.indexOf('') === rest.length - 1;
  if (origin === undefined || origin === '' || size === undefined || root === undefined || !isWhole) {
    throw new LogError('checkpoint-malformed', 'expected origin, size and root, each on a line');
  }
  return { origin, size, root };
}

/** A checkpoint whose log signature is good. */
export type OpenedCheckpoint = LogState & {
  /** The signed text. */
  readonly text: string;
  /** Every good signature by a known key, the log's own included. */
  readonly verified: readonly NoteSignature[];
};

/**
 * Opens a checkpoint of the log whose Ed25519 key is `logKey`; `others` are further known keys (SM2 line, witnesses).
 *
 * @throws LogError as {@link openNote}; `note-unsigned` when the log itself has not signed; `checkpoint-malformed` also
 *   for another origin than the key's name
 */
export function openCheckpoint(
  bytes: Uint8Array,
  logKey: NoteVerifier,
  others: readonly NoteVerifier[] = [],
): OpenedCheckpoint {
  const note = openNote(bytes, [logKey, ...others]);
  if (!note.verified.some((line) => line.name === logKey.name && line.keyId === logKey.keyId)) {
    throw new LogError('note-unsigned', `not signed by ${logKey.name}`);
  }
  const state = readCheckpoint(note.text);
  if (state.origin !== logKey.name) {
    throw new LogError('checkpoint-malformed', `origin ${state.origin}, signed by ${logKey.name}`);
  }
  return { ...state, text: note.text, verified: note.verified };
}
