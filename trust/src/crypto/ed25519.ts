/** Ed25519 (RFC 8032), used for signed notes of the log. Verification by the strict rules of RFC 8032. */

import { ed25519 } from '@noble/curves/ed25519.js';
import type { RandomSource } from './bytes.ts';

/** A fresh key pair: 32-byte seed, 32-byte public key. */
export function ed25519KeyPair(random: RandomSource): { privateKey: Uint8Array; publicKey: Uint8Array } {
  const privateKey = random(32);
  return { privateKey, publicKey: ed25519PublicKey(privateKey) };
}

/** Public key of a seed. */
export function ed25519PublicKey(privateKey: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(privateKey);
}

/** 64-byte signature of `message`. */
export function ed25519Sign(privateKey: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, privateKey);
}

/** Whether `signature` is valid; false for anything malformed. */
export function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
