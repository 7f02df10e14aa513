/** The value of an elliptic-curve signature: DER SEQUENCE{r, s}, the same for SM2 (GM/T 0009) and ECDSA (RFC 3279). */

import { bigIntOf } from './bytes.ts';
import { DerError, integer, readDer, sequence } from './der-reader.ts';

/** Form of the signature value: `der` only, or also the raw 64-byte r‖s that one vendor writes. */
export type EcSignatureForm = 'der' | 'der-or-raw';

/** r and s of a signature value, undefined when its form is not allowed. */
export function readEcSignature(
  signature: Uint8Array,
  form: EcSignatureForm = 'der',
): { r: bigint; s: bigint } | undefined {
  if (form === 'der-or-raw' && signature.length === 64) {
    return { r: bigIntOf(signature.subarray(0, 32)), s: bigIntOf(signature.subarray(32)) };
  }
  try {
    const parts = sequence(readDer(signature, { maxDepth: 1, maxNodes: 3 }));
    return parts.length === 2 ? { r: integer(parts[0]), s: integer(parts[1]) } : undefined;
  } catch (error) {
    if (error instanceof DerError) {
      return undefined;
    }
    throw error;
  }
}
