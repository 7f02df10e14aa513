/** Small strict pieces that the text formats of the log share: decimals, hashes in base64, base64url. */

import { fromBase64 } from '../crypto/index.ts';
import { HASH_BYTES } from '../merkle/index.ts';

export { base64url, fromBase64url } from '../crypto/index.ts';

/** A decimal without sign or leading zeros, at most 2^53-1; undefined for anything else. */
export function readDecimal(text: string): number | undefined {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text)) {
    return undefined;
  }
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** One 32-byte hash in standard base64 with padding; undefined for anything else. */
export function readHash(text: string): Uint8Array | undefined {
  const bytes = text.length === 44 ? fromBase64(text) : undefined;
  return bytes?.length === HASH_BYTES ? bytes : undefined;
}
