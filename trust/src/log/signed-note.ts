/**
 * Signed notes (C2SP signed-note v1.0): a text, a blank line, and one line per signature. Nothing of the text may be
 * used before {@link openNote} has accepted it.
 */

import { base64, concat, fromBase64, fromHex, hex, utf8, utf8Text } from '../crypto/index.ts';
import { LogError } from './log-error.ts';
import { isKeyName } from './vkey.ts';

/** Most signature lines read; the specification asks for at least 16. */
const MAX_NOTE_SIGNATURES = 100;
/** Longest note read. */
export const MAX_NOTE_BYTES = 1_000_000;

/** One signature line. */
export type NoteSignature = {
  readonly name: string;
  /** 8 lower-case hexadecimal digits. */
  readonly keyId: string;
  /** The bytes after the key ID. */
  readonly signature: Uint8Array;
};

/** A note taken apart, nothing verified yet. */
export type SignedNote = { readonly text: string; readonly signatures: readonly NoteSignature[] };

/** Something that can check signatures of one key. */
export type NoteVerifier = {
  readonly name: string;
  readonly keyId: string;
  /** Whether `signature` is this key's over the note text. Never throws on input bytes. */
  verify(text: Uint8Array, signature: Uint8Array): boolean;
};

/** Something that can sign a note text as one line. */
export type NoteSigner = {
  readonly name: string;
  readonly keyId: string;
  /** The bytes after the key ID. Asynchronous: the key may live in a device. */
  sign(text: Uint8Array): Promise<Uint8Array>;
};

/** An accepted note: its text, the signatures by known keys (all good), and the lines of unknown keys. */
export type OpenedNote = {
  readonly text: string;
  readonly verified: readonly NoteSignature[];
  readonly unknown: readonly NoteSignature[];
};

/**
 * Takes a note apart by the letter of the specification.
 *
 * @throws LogError `note-malformed`
 */
export function readNote(bytes: Uint8Array): SignedNote {
  const note = bytes.length <= MAX_NOTE_BYTES ? utf8Text(bytes) : undefined;
  if (note === undefined || bytes.some((byte) => byte < 0x20 && byte !== 0x0a)) {
    throw new LogError('note-malformed', 'not UTF-8 text of at most 1 MB without control characters');
  }
  // The LAST blank line separates: the text may have blank lines of its own.
  const separator = note.lastIndexOf('\n\n');
  const text = note.slice(0, separator + 1);
  const block = note.slice(separator + 2);
  if (separator < 0 || text === '\n' || block === '' || !block.endsWith('\n')) {
    throw new LogError('note-malformed', 'expected a text, a blank line and signature lines');
  }
  const lines = block.slice(0, -1).split('\n');
  if (lines.length > MAX_NOTE_SIGNATURES) {
    throw new LogError('note-malformed', `more than ${MAX_NOTE_SIGNATURES} signatures`);
  }
  return { text, signatures: lines.map(readSignatureLine) };
}

/** Reads one line `— <name> <base64>` (without its LF). @throws LogError `note-malformed` */
export function readSignatureLine(line: string): NoteSignature {
  const match = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line);
  const bytes = match === null ? undefined : fromBase64(match[2]!);
  if (match === null || bytes === undefined || bytes.length < 5 || !isKeyName(match[1]!)) {
    throw new LogError('note-malformed', 'malformed signature line');
  }
  return { name: match[1]!, keyId: hex(bytes.subarray(0, 4)), signature: bytes.slice(4) };
}

/** Writes one signature line with its LF. */
export function writeSignatureLine(line: NoteSignature): string {
  return `— ${line.name} ${base64(concat(fromHex(line.keyId), line.signature))}\n`;
}

/** Bytes of a note. @throws LogError `note-malformed` when the text does not end with LF or has no signature */
export function writeNote(note: SignedNote): Uint8Array {
  const bytes = utf8(`${note.text}\n${note.signatures.map(writeSignatureLine).join('')}`);
  const again = readNote(bytes);
  if (again.text !== note.text || again.signatures.length !== note.signatures.length) {
    throw new LogError('note-malformed', 'the text cannot be told from the signatures');
  }
  return bytes;
}

/** Signs a text with each signer, in order. */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<Uint8Array> {
  const signatures: NoteSignature[] = [];
  for (const signer of signers) {
    const signature = await signer.sign(utf8(text));
    signatures.push({ name: signer.name, keyId: signer.keyId, signature });
  }
  return writeNote({ text, signatures });
}

/**
 * Opens a note with the keys one knows. Lines of unknown (name, key ID) pairs are skipped; one bad signature by a known
 * key refuses the whole note, as does a note without any good one.
 *
 * @throws LogError `note-malformed`, `note-signature-bad`, `note-unsigned`
 */
export function openNote(bytes: Uint8Array, verifiers: readonly NoteVerifier[]): OpenedNote {
  const note = readNote(bytes);
  const text = utf8(note.text);
  const verified: NoteSignature[] = [];
  const unknown: NoteSignature[] = [];
  const seen = new Set<string>();
  for (const line of note.signatures) {
    const matching = verifiers.filter((v) => v.name === line.name && v.keyId === line.keyId);
    if (matching.length === 0) {
      unknown.push(line);
      continue;
    }
    // A key ID has 32 bits: two known keys may share one. Then it is not clear whose line this is.
    if (matching.length > 1 || !matching[0]!.verify(text, line.signature)) {
      throw new LogError('note-signature-bad', `the signature of ${line.name} is bad`);
    }
    const key = `${line.name} ${line.keyId}`;
    if (!seen.has(key)) {
      seen.add(key);
      verified.push(line);
    }
  }
  if (verified.length === 0) {
    throw new LogError('note-unsigned', 'no signature by a known key');
  }
  return { text: note.text, verified, unknown };
}
