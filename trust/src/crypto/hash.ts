/** Digest algorithms by name and by OID. SHA comes from @noble/hashes, SM3 is our own. */

import { sha1 as nobleSha1 } from '@noble/hashes/legacy.js';
import { sha256 as nobleSha256, sha384 as nobleSha384, sha512 as nobleSha512 } from '@noble/hashes/sha2.js';
import { sm3 } from './sm3.ts';

/** Digest algorithms this product knows. SHA-1 only to recognise old foreign signatures. */
export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'sm3';

/** SHA-256: 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  return nobleSha256(message);
}

/** SHA-384: 48 bytes. */
export function sha384(message: Uint8Array): Uint8Array {
  return nobleSha384(message);
}

/** SHA-512: 64 bytes. */
export function sha512(message: Uint8Array): Uint8Array {
  return nobleSha512(message);
}

/** SHA-1: 20 bytes. Broken for collisions: never sign with it, never trust a new signature over it. */
export function sha1(message: Uint8Array): Uint8Array {
  return nobleSha1(message);
}

/** Digest of `message` under the named algorithm. */
export function hash(name: HashName, message: Uint8Array): Uint8Array {
  switch (name) {
    case 'sha1':
      return sha1(message);
    case 'sha256':
      return sha256(message);
    case 'sha384':
      return sha384(message);
    case 'sha512':
      return sha512(message);
    case 'sm3':
      return sm3(message);
  }
}

/** Digest length in bytes. */
export const HASH_LENGTH: Readonly<Record<HashName, number>> = {
  sha1: 20,
  sha256: 32,
  sha384: 48,
  sha512: 64,
  sm3: 32,
};

/** OID of each digest algorithm. */
export const HASH_OID: Readonly<Record<HashName, string>> = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  sm3: '1.2.156.10197.1.401',
};

/** Digest algorithm of an OID, undefined when unknown. */
export function hashOfOid(oid: string): HashName | undefined {
  const names = Object.keys(HASH_OID) as HashName[];
  return names.find((name) => HASH_OID[name] === oid);
}
