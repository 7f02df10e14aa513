/** scrypt (RFC 7914) from @noble/hashes, with a limit on what a foreign record may make us spend. */

import { scryptAsync } from '@noble/hashes/scrypt.js';
import { utf8 } from './bytes.ts';

/** Cost: N = 2^logN, block size r, parallelism p. Memory is 128·N·r bytes. */
export type ScryptCost = { logN: number; r: number; p: number };

const MAX_MEMORY = 2 ** 30;

/**
 * Derives `length` bytes from a passphrase (text is taken as NFKC, so that input methods do not matter) and a salt.
 * Throws RangeError when the cost is not a cost or needs more than 1 GB.
 */
export async function scrypt(
  passphrase: string | Uint8Array,
  salt: Uint8Array,
  { logN, r, p }: ScryptCost,
  length: number,
): Promise<Uint8Array> {
  const isCost =
    [logN, r, p].every((value) => Number.isInteger(value) && value >= 1) && logN <= 24 && p <= 64;
  if (!isCost || 128 * 2 ** logN * r > MAX_MEMORY) {
    throw new RangeError('expected a scrypt cost of at most 1 GB');
  }
  const secret = typeof passphrase === 'string' ? utf8(passphrase.normalize('NFKC')) : passphrase;
  return scryptAsync(secret, salt, { N: 2 ** logN, r, p, dkLen: length, maxmem: 2 * MAX_MEMORY });
}
