/**
 * Cosignatures of witnesses (C2SP tlog-cosignature, type 0x04): at that time, this was the largest consistent tree of
 * that origin the witness had seen.
 */

import { concat, ed25519PublicKey, ed25519Sign, ed25519Verify, utf8 } from '../crypto/index.ts';
import type { NoteSigner } from './signed-note.ts';
import { KEY_TYPE, makeVkey, type Vkey } from './vkey.ts';

const TIME_BYTES = 8;

/** Whether a line's 72 bytes are this witness key's cosignature of the checkpoint text. */
export function verifyCosignature(publicKey: Uint8Array, text: Uint8Array, line: Uint8Array): boolean {
  const time = cosignatureTime(line);
  return time !== undefined && ed25519Verify(publicKey, cosignedBytes(text, time), line.subarray(TIME_BYTES));
}

/** POSIX seconds a cosignature line claims; undefined when it is not 72 bytes or later than 2^53-1. */
export function cosignatureTime(line: Uint8Array): number | undefined {
  if (line.length !== TIME_BYTES + 64) {
    return undefined;
  }
  const time = new DataView(line.buffer, line.byteOffset, TIME_BYTES).getBigUint64(0);
  return time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : undefined;
}

/** Cosigns checkpoints with an Ed25519 seed; `now` gives POSIX seconds. One key per witness: its name is not signed. */
export function cosigner(
  name: string,
  seed: Uint8Array,
  now: () => number,
): NoteSigner & { readonly vkey: Vkey } {
  const vkey = makeVkey(name, KEY_TYPE.cosignature, ed25519PublicKey(seed));
  const sign = async (text: Uint8Array): Promise<Uint8Array> => {
    const time = now();
    const line = new Uint8Array(TIME_BYTES);
    new DataView(line.buffer).setBigUint64(0, BigInt(time));
    return concat(line, ed25519Sign(seed, cosignedBytes(text, time)));
  };
  return { name, keyId: vkey.keyId, vkey, sign };
}

function cosignedBytes(text: Uint8Array, time: number): Uint8Array {
  return concat(utf8(`cosignature/v1\ntime ${time}\n`), text);
}
