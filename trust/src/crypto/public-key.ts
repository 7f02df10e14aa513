/** Public keys as SubjectPublicKeyInfo (RFC 5280 4.1.2.7, RFC 5480, GM/T 0015), and signature checks by key kind. */

import { bits, DerError, type DerNode, integer, objectIdentifier, readDer, sequence } from './der-reader.ts';
import { bitString, int, nul, oct, oid, seq } from './der-writer.ts';
import { ecdsaVerify } from './ecdsa.ts';
import { ed25519Verify } from './ed25519.ts';
import { type RsaKey, rsaPkcs1Verify, rsaPssVerify } from './rsa.ts';
import type { SignatureAlgorithm } from './signature-algorithm.ts';
import { sm2Verify } from './sm2.ts';

/** A public key. Points are 04‖x‖y. */
export type PublicKey =
  | { kind: 'sm2'; point: Uint8Array }
  | { kind: 'p256' | 'p384'; point: Uint8Array }
  | { kind: 'rsa'; key: RsaKey }
  | { kind: 'ed25519'; bytes: Uint8Array };

const EC_KEY = '1.2.840.10045.2.1';
const RSA_KEY = '1.2.840.113549.1.1.1';
const ED25519_KEY = '1.3.101.112';
const CURVE_OID = {
  sm2: '1.2.156.10197.1.301',
  p256: '1.2.840.10045.3.1.7',
  p384: '1.3.132.0.34',
} as const;
const POINT_LENGTH = { sm2: 65, p256: 65, p384: 97 } as const;

/** Reads a SubjectPublicKeyInfo node. Throws DerError on an unknown or malformed key. */
export function readPublicKey(node: DerNode): PublicKey {
  const [algorithm, keyNode] = sequence(node);
  const parts = sequence(algorithm);
  const keyBytes = bits(keyNode);
  switch (objectIdentifier(parts[0])) {
    case EC_KEY: {
      const curve = objectIdentifier(parts[1]);
      const kind = (['sm2', 'p256', 'p384'] as const).find((name) => CURVE_OID[name] === curve);
      if (kind === undefined || keyBytes.length !== POINT_LENGTH[kind] || keyBytes[0] !== 4) {
        throw new DerError('expected an uncompressed point on SM2, P-256 or P-384');
      }
      return { kind, point: keyBytes };
    }
    case RSA_KEY: {
      const [n, e] = sequence(readDer(keyBytes));
      return { kind: 'rsa', key: { n: integer(n), e: integer(e) } };
    }
    case ED25519_KEY:
      if (keyBytes.length !== 32) {
        throw new DerError('expected a 32-byte Ed25519 key');
      }
      return { kind: 'ed25519', bytes: keyBytes };
    default:
      throw new DerError('expected an EC, RSA or Ed25519 key');
  }
}

/** SubjectPublicKeyInfo of a key. */
export function writePublicKey(key: PublicKey): Uint8Array {
  switch (key.kind) {
    case 'rsa':
      return seq(seq(oid(RSA_KEY), nul()), bitString(seq(int(key.key.n), int(key.key.e))));
    case 'ed25519':
      return seq(seq(oid(ED25519_KEY)), bitString(key.bytes));
    default:
      return seq(seq(oid(EC_KEY), oid(CURVE_OID[key.kind])), bitString(key.point));
  }
}

/**
 * Whether `signature` over `message` was made under `algorithm` by `key`. False when key and algorithm do not
 * belong together. `rawSm2` also accepts r‖s without DER (one vendor's seals).
 */
export function verifySignature(
  key: PublicKey,
  algorithm: SignatureAlgorithm,
  message: Uint8Array,
  signature: Uint8Array,
  options: { rawSm2?: boolean } = {},
): boolean {
  switch (algorithm.scheme) {
    case 'sm2':
      return (
        key.kind === 'sm2' &&
        sm2Verify(key.point, message, signature, { form: options.rawSm2 === true ? 'der-or-raw' : 'der' })
      );
    case 'ecdsa':
      return (
        (key.kind === 'p256' || key.kind === 'p384') &&
        ecdsaVerify(key.kind, algorithm.hash, key.point, message, signature)
      );
    case 'rsa-pkcs1':
      return key.kind === 'rsa' && rsaPkcs1Verify(key.key, algorithm.hash, message, signature);
    case 'rsa-pss':
      return key.kind === 'rsa' && rsaPssVerify(key.key, algorithm.hash, message, signature, algorithm);
    case 'ed25519':
      return key.kind === 'ed25519' && ed25519Verify(key.bytes, message, signature);
  }
}

/** PKCS#8 PrivateKeyInfo (RFC 5208 around RFC 5915) of a raw 32-byte EC key; for export to other tools. */
export function writePrivateKey(kind: 'sm2' | 'p256', privateKey: Uint8Array): Uint8Array {
  if (privateKey.length !== 32) {
    throw new RangeError('expected a 32-byte private key');
  }
  const inner = seq(int(1), oct(privateKey));
  return seq(int(0), seq(oid(EC_KEY), oid(CURVE_OID[kind])), oct(inner));
}
