/** Proof files (C2SP tlog-proof, `.tlog-proof`): everything needed to check one entry without asking the log. */

import { base64, fromBase64, sha256, utf8, utf8Text } from '../crypto/index.ts';
import { checkInclusion, leafHash } from '../merkle/index.ts';
import { type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
import { LogError } from './log-error.ts';
import { noteVerifier } from './note-keys.ts';
import { type Policy, satisfies } from './policy.ts';
import { MAX_NOTE_BYTES, type NoteVerifier, readNote } from './signed-note.ts';
import { readDecimal, readHash } from './text-fields.ts';
import { KEY_TYPE, type Vkey } from './vkey.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
const MAX_HASHES = 63;

/** A proof taken apart, nothing verified. */
export type LogProof = {
  readonly index: number;
  /** Inclusion proof, leaf side first, 32 bytes each. */
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: Uint8Array;
  /** Bytes of the optional `extra` line. NOT authenticated. */
  readonly extra?: Uint8Array;
};

/** Bytes of a proof file. */
export function writeProof(proof: LogProof): Uint8Array {
  const extra = proof.extra === undefined ? '' : `extra ${base64(proof.extra)}\n`;
  const hashes = proof.hashes.map((hash) => `${base64(hash)}\n`).join('');
  const head = utf8(`${HEADER}\n${extra}index ${proof.index}\n${hashes}\n`);
  const bytes = new Uint8Array(head.length + proof.checkpoint.length);
  bytes.set(head);
  bytes.set(proof.checkpoint, head.length);
  return bytes;
}

/** Reads a proof file by the letter. @throws LogError `proof-malformed` */
export function readProof(bytes: Uint8Array): LogProof {
  const text = bytes.length <= MAX_NOTE_BYTES ? utf8Text(bytes) : undefined;
  // Here it is the FIRST blank line: the checkpoint after it has blank lines of its own.
  const separator = text?.indexOf('\n\n') ?? -1;
  if (text === undefined || separator < 0) {
    throw new LogError('proof-malformed', 'expected a header, a blank line and a checkpoint');
  }
  const lines = text.slice(0, separator).split('\n');
  if (lines.shift() !== HEADER) {
    throw new LogError('proof-malformed', `expected ${HEADER}`);
  }
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift()! : undefined;
  const extra = extraLine === undefined ? undefined : fromBase64(extraLine.slice('extra '.length));
  const indexLine = lines.shift() ?? '';
  const index = indexLine.startsWith('index ') ? readDecimal(indexLine.slice('index '.length)) : undefined;
  const hashes = lines.map(readHash);
  const isBad = (extraLine !== undefined && extra === undefined) || index === undefined;
  if (isBad || hashes.length > MAX_HASHES || !hashes.every((hash) => hash !== undefined)) {
    throw new LogError('proof-malformed', 'malformed extra, index or hash line');
  }
  const checkpoint = utf8(text.slice(separator + 2));
  return extra === undefined ? { index, hashes, checkpoint } : { index, hashes, checkpoint, extra };
}

/** Why a proof was not accepted. */
export type ProofFault =
  | 'proof-malformed'
  | 'origin-unknown'
  | 'checkpoint-bad'
  | 'policy-not-satisfied'
  | 'entry-not-in-log';

/** What checking a proof found. */
export type ProofCheck =
  | { readonly ok: true; readonly index: number; readonly checkpoint: OpenedCheckpoint }
  | { readonly ok: false; readonly fault: ProofFault; readonly reason: string };

/**
 * Whether `proofFile` shows `entry` in a log the policy accepts. Policy and entry come from the verifier; the proof may
 * come from an attacker. `others` are further keys to check lines of, such as the log's SM2 key: they count for nothing
 * but a bad line by one of them refuses the proof.
 */
export function checkProof(
  proofFile: Uint8Array,
  entry: Uint8Array,
  policy: Policy,
  others: readonly NoteVerifier[] = [],
): ProofCheck {
  let fault: ProofFault = 'proof-malformed';
  try {
    const proof = readProof(proofFile);
    fault = 'checkpoint-bad';
    // The origin names which key to try; it is believed only once that key's signature holds.
    const claimed = readNote(proof.checkpoint).text.split('\n', 1)[0];
    const logKeys = policy.logs.filter((key) => key.name === claimed);
    if (logKeys.length === 0) {
      return { ok: false, fault: 'origin-unknown', reason: 'the policy accepts no log of this origin' };
    }
    const witnesses = policy.witnesses.filter(isCheckable).map(noteVerifier);
    const checkpoint = openWithAny(proof.checkpoint, logKeys, [...witnesses, ...others]);
    if (!satisfies(policy, checkpoint.verified)) {
      return { ok: false, fault: 'policy-not-satisfied', reason: 'too few witnesses have cosigned' };
    }
    const { size, root } = checkpoint;
    const claim = { leaf: leafHash(sha256, entry), index: proof.index, size, root };
    if (!checkInclusion(sha256, claim, proof.hashes)) {
      return { ok: false, fault: 'entry-not-in-log', reason: 'the proof does not lead to the signed root' };
    }
    return { ok: true, index: proof.index, checkpoint };
  } catch (error) {
    if (error instanceof LogError) {
      return { ok: false, fault, reason: error.message };
    }
    throw error;
  }
}

function isCheckable(vkey: Vkey): boolean {
  return vkey.type === KEY_TYPE.cosignature;
}

/** A log may have two keys while one replaces the other: one of them must have signed. */
function openWithAny(
  checkpoint: Uint8Array,
  logKeys: readonly Vkey[],
  others: readonly NoteVerifier[],
): OpenedCheckpoint {
  let failure: unknown;
  for (const key of logKeys) {
    try {
      return openCheckpoint(checkpoint, noteVerifier(key), others);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
