/** ECDSA on NIST P-256 and P-384 (FIPS 186-5) with DER SEQUENCE{r, s}; arithmetic from @noble/curves. */

import { p256, p384 } from '@noble/curves/nist.js';
import { bytesOf, concat, type RandomSource } from './bytes.ts';
import { readEcSignature } from './ec-signature.ts';
import { type HashName, hash } from './hash.ts';

/** Curves for verification. We sign with P-256 only. */
export type EcdsaCurve = 'p256' | 'p384';

const CURVES = { p256: { ecdsa: p256, length: 32 }, p384: { ecdsa: p384, length: 48 } } as const;

/** A fresh P-256 key pair: 32-byte private scalar, 65-byte uncompressed public point. */
export function p256KeyPair(random: RandomSource): { privateKey: Uint8Array; publicKey: Uint8Array } {
  const privateKey = p256.utils.randomSecretKey(random(48));
  return { privateKey, publicKey: p256PublicKey(privateKey) };
}

/** Public point (65 bytes) of a P-256 private key; throws on a key out of range. */
export function p256PublicKey(privateKey: Uint8Array): Uint8Array {
  return p256.getPublicKey(privateKey, false);
}

/** Signs the SHA-256 of `message`; deterministic (RFC 6979). DER. */
export function ecdsaP256Sign(privateKey: Uint8Array, message: Uint8Array): Uint8Array {
  return p256.sign(hash('sha256', message), privateKey, { prehash: false, lowS: false, format: 'der' });
}

/**
 * Whether `signature` (strict DER) is an ECDSA signature of `message`. False for anything malformed: a point off
 * the curve, r or s out of range. High s is allowed, as everywhere outside cryptocurrencies.
 */
export function ecdsaVerify(
  curve: EcdsaCurve,
  hashName: HashName,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { ecdsa, length } = CURVES[curve];
  const value = readEcSignature(signature);
  if (value === undefined || value.r < 1n || value.s < 1n) {
    return false;
  }
  try {
    const compact = concat(bytesOf(value.r, length), bytesOf(value.s, length));
    const digest = hash(hashName, message);
    return ecdsa.verify(compact, digest, publicKey, { prehash: false, lowS: false, format: 'compact' });
  } catch {
    return false;
  }
}

/** ECDSA P-256 with SHA-256. */
export function ecdsaP256Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return ecdsaVerify('p256', 'sha256', publicKey, message, signature);
}
