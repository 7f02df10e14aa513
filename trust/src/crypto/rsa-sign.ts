/**
 * RSA signatures (RFC 8017): PKCS#1 v1.5 and PSS, for offices whose certificates are RSA. The private operation runs by
 * remainders of both primes on a blinded value, and its result is checked with the public key before it leaves: one wrong
 * half would give away the key.
 */

import { bigIntOf, bytesOf, concat, type RandomSource } from './bytes.ts';
import {
  DerError,
  integer,
  objectIdentifier,
  octets,
  readDer,
  sequence,
  smallInteger,
} from './der-reader.ts';
import { HASH_LENGTH, type HashName, hash } from './hash.ts';
import { inverseMod, powerMod } from './modular.ts';
import { mgf1, pkcs1Encoding, type RsaKey, rsaBits } from './rsa.ts';

/** RSA private key with its two primes. */
export type RsaPrivateKey = RsaKey & { d: bigint; p: bigint; q: bigint };

/** We verify from 1024 bits on, for old papers; what we sign is new. */
const MIN_SIGNING_BITS = 2048;
const MAX_SIGNING_BITS = 8192;

/**
 * Reads a private key: PKCS#8 PrivateKeyInfo or PKCS#1 RSAPrivateKey, DER, not encrypted. Throws DerError when it is
 * neither, has more than two primes, or its numbers do not belong together.
 */
export function readRsaPrivateKey(bytes: Uint8Array): RsaPrivateKey {
  let fields = sequence(readDer(bytes, { maxDepth: 8, maxNodes: 100 }));
  if (fields[1]?.tag === 0x30) {
    if (objectIdentifier(sequence(fields[1])[0]) !== '1.2.840.113549.1.1.1') {
      throw new DerError('expected an RSA key');
    }
    fields = sequence(readDer(octets(fields[2]), { maxDepth: 8, maxNodes: 100 }));
  }
  if (fields.length !== 9 || smallInteger(fields[0]) !== 0) {
    throw new DerError('expected an RSA private key with two primes');
  }
  const [n, e, d, p, q] = fields.slice(1, 6).map(integer) as [bigint, bigint, bigint, bigint, bigint];
  const key = { n, e, d, p, q };
  if (!isConsistent(key)) {
    throw new DerError('expected numbers that make an RSA key');
  }
  return key;
}

function isConsistent({ n, e, d, p, q }: RsaPrivateKey): boolean {
  const bitLength = n > 0n ? rsaBits({ n, e }) : 0;
  return (
    bitLength >= MIN_SIGNING_BITS &&
    bitLength <= MAX_SIGNING_BITS &&
    p > 2n &&
    q > 2n &&
    p !== q &&
    p * q === n &&
    e > 2n &&
    d > 0n &&
    d < n &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n
  );
}

/** encoded^d mod n as bytes of the modulus' length. */
function privateOperation(key: RsaPrivateKey, encoded: Uint8Array, random: RandomSource): Uint8Array {
  const { n, e, d, p, q } = key;
  if (!isConsistent(key)) {
    throw new RangeError(`expected an RSA private key of at least ${MIN_SIGNING_BITS} bits`);
  }
  const length = Math.ceil(rsaBits(key) / 8);
  const message = bigIntOf(encoded);
  const blind = (bigIntOf(random(length)) % (n - 3n)) + 2n;
  const unblind = inverseMod(blind, n);
  const inverseOfQ = inverseMod(q, p);
  if (unblind === undefined || inverseOfQ === undefined) {
    throw new Error('expected usable randomness and primes');
  }
  const blinded = (message * powerMod(blind, e, n)) % n;
  const half = (prime: bigint) => powerMod(blinded % prime, d % (prime - 1n), prime);
  const [fromP, fromQ] = [half(p), half(q)];
  const lift = ((((fromP - fromQ) % p) + p) * inverseOfQ) % p;
  const value = ((fromQ + lift * q) * unblind) % n;
  if (powerMod(value, e, n) !== message) {
    throw new Error('expected the signature just made to hold: the machine or the key is at fault');
  }
  return bytesOf(value, length);
}

/** PKCS#1 v1.5 signature. `random` only blinds: the signature is the same every time. */
export function rsaPkcs1Sign(
  key: RsaPrivateKey,
  hashName: HashName,
  message: Uint8Array,
  options: { random: RandomSource },
): Uint8Array {
  const encoded = pkcs1Encoding(hashName, message, Math.ceil(rsaBits(key) / 8));
  if (encoded === undefined) {
    throw new RangeError('expected a longer RSA key');
  }
  return privateOperation(key, encoded, options.random);
}

/** PSS signature with MGF1 of the same digest and a salt as long as the digest. */
export function rsaPssSign(
  key: RsaPrivateKey,
  hashName: HashName,
  message: Uint8Array,
  options: { random: RandomSource },
): Uint8Array {
  const emBits = rsaBits(key) - 1;
  const emLength = Math.ceil(emBits / 8);
  const hashLength = HASH_LENGTH[hashName];
  const salt = options.random(hashLength);
  const zeros = emLength - 2 * hashLength - 2;
  if (zeros < 0 || salt.length !== hashLength) {
    throw new RangeError('expected a longer RSA key and a salt of the length asked for');
  }
  const digest = hash(hashName, concat(new Uint8Array(8), hash(hashName, message), salt));
  const db = concat(new Uint8Array(zeros), Uint8Array.of(1), salt);
  const mask = mgf1(hashName, digest, db.length);
  const masked = db.map((byte, i) => byte ^ mask[i]!);
  masked[0]! &= 0xff >> (8 * emLength - emBits);
  return privateOperation(key, concat(masked, digest, Uint8Array.of(0xbc)), options.random);
}
