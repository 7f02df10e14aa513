import {
  LogError,
  type NoteSignature,
  type NoteVerifier,
  noteVerifier,
  type OpenedCheckpoint,
  openCheckpoint,
  originDigest,
  readCosignatures,
  readNote,
  SIZE_TYPE,
  writeAddCheckpoint,
  writeNote,
} from '@yiwen/trust/log';
import { type FetchedBytes, fetchBytes } from './fetch-bytes.ts';
import type { Witness } from './witness-policy.ts';

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 100_000;

/** What came of asking a witness. */
export type WitnessOutcome =
  | { kind: 'cosigned'; lines: NoteSignature[] }
  /** It has seen more of this log than we have, or another history: somebody must look. */
  | { kind: 'conflict'; reason: string }
  /** Not now: unreachable, too busy, or not following this log. */
  | { kind: 'refused'; reason: string };

/** A signed state about to be cosigned. */
export type StateToCosign = {
  size: number;
  note: Uint8Array;
  logKey: NoteVerifier;
  /** Consistency proof from an earlier size. */
  proofFrom(oldSize: number): Promise<Uint8Array[]>;
};

/**
 * Asks a witness to cosign a state (C2SP tlog-witness). A 409 that names a size is answered once from that size; any other
 * 409, a size beyond ours, and a 422 are conflicts. Every line is checked; lines of other keys are dropped.
 *
 * @param lastSize what this witness cosigned last, as far as is known here
 */
export async function askWitness(
  witness: Witness,
  state: StateToCosign,
  lastSize: number,
): Promise<WitnessOutcome> {
  // Only the log's own Ed25519 line: some witnesses take no more than 10 kB.
  const { text, signatures } = readNote(state.note);
  const own = signatures.filter(
    (line) => line.name === state.logKey.name && line.keyId === state.logKey.keyId,
  );
  const checkpoint = writeNote({ text, signatures: own });
  const send = async (oldSize: number): Promise<FetchedBytes> => {
    const proof = oldSize === 0 ? [] : await state.proofFrom(oldSize);
    return await fetchBytes(`${witness.url}/add-checkpoint`, {
      method: 'POST',
      body: writeAddCheckpoint({ oldSize, proof, checkpoint }),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
    });
  };
  try {
    let answer = await send(lastSize);
    const known = answer.status === 409 ? namedSize(answer) : undefined;
    if (known !== undefined && known <= state.size && known !== lastSize) {
      answer = await send(known);
    }
    return outcomeOf(answer, text, witness);
  } catch (error) {
    return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
}

function outcomeOf(answer: FetchedBytes, text: string, witness: Witness): WitnessOutcome {
  const { status, bytes } = answer;
  if (status === 200) {
    const lines = readCosignatures(bytes, text, witness.vkey);
    return lines.length > 0
      ? { kind: 'cosigned', lines }
      : { kind: 'refused', reason: 'it answered without a line of its key' };
  }
  const said = new TextDecoder().decode(bytes.subarray(0, 200)).trim();
  if (status === 409) {
    const known = namedSize(answer);
    return known === undefined
      ? { kind: 'conflict', reason: `it refuses this history (409 ${said})` }
      : { kind: 'conflict', reason: `it has seen size ${known} of this log` };
  }
  return { kind: status === 422 ? 'conflict' : 'refused', reason: `it answered ${status} ${said}` };
}

/** The size in a 409 of type `text/x.tlog.size`. */
function namedSize({ type, bytes }: FetchedBytes): number | undefined {
  const text = new TextDecoder().decode(bytes);
  const isSize = type.split(';')[0]?.trim() === SIZE_TYPE && /^(?:0|[1-9][0-9]{0,15})\n?$/.test(text);
  return isSize && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
}

/**
 * The last checkpoint a witness has of a log, opened with the log's own key: what it shows there this log has signed,
 * whoever says so. Undefined when the witness has none, or shows one the log has not signed.
 *
 * @throws Error when the witness cannot be reached
 */
export async function lastAtWitness(
  witness: Witness,
  origin: string,
  logKey: NoteVerifier,
): Promise<OpenedCheckpoint | undefined> {
  const url = `${witness.url}/${originDigest(origin)}/checkpoint`;
  const { status, bytes } = await fetchBytes(url, {
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_ANSWER_BYTES,
  });
  if (status !== 200 && status !== 404) {
    throw new Error(`${url}: HTTP ${status}`);
  }
  try {
    return status === 404 ? undefined : openCheckpoint(bytes, logKey, [noteVerifier(witness.vkey)]);
  } catch (error) {
    if (error instanceof LogError) {
      return undefined;
    }
    throw error;
  }
}
