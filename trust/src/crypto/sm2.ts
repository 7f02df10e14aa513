/**
 * SM2 signatures (GB/T 32918.2-2016) on the recommended curve (GB/T 32918.5), over SM3.
 *
 *   ZA = SM3(ENTL ‖ ID ‖ a ‖ b ‖ Gx ‖ Gy ‖ Px ‖ Py),  e = SM3(ZA ‖ M)
 *   sign:   (x1, y1) = kG,  r = e + x1,  s = (1 + d)⁻¹ (k − r d)          (mod n)
 *   verify: t = r + s,  (x1, y1) = sG + tP,  accept when r = e + x1       (mod n)
 *
 * The curve arithmetic is @noble/curves' `weierstrass`; multiplication by secret scalars uses its constant-time
 * path, but the inversion and the reductions here are ordinary BigInt: not constant-time. There is no low-s rule:
 * replacing s by n − s breaks an SM2 signature.
 */

import { type WeierstrassPoint, weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { bigIntOf, bytesOf, concat, hex, type RandomSource, utf8 } from './bytes.ts';
import { int, seq } from './der-writer.ts';
import { type EcSignatureForm, readEcSignature } from './ec-signature.ts';
import { sm3 } from './sm3.ts';

const CURVE = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};
const Point = weierstrass<bigint>(CURVE);
const N = CURVE.n;

/** The default distinguishing identifier of GM/T 0009: every certificate and seal in practice uses it. */
export const SM2_DEFAULT_ID = '1234567812345678';

const CURVE_BYTES = concat(...[CURVE.a, CURVE.b, CURVE.Gx, CURVE.Gy].map((value) => bytesOf(value, 32)));

function mod(value: bigint): bigint {
  const rest = value % N;
  return rest < 0n ? rest + N : rest;
}

/** Inverse modulo the prime n, by Fermat: the sequence of operations does not depend on `value`. */
function inverse(value: bigint): bigint {
  let result = 1n;
  let base = mod(value);
  for (let exponent = N - 2n; exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) {
      result = (result * base) % N;
    }
    base = (base * base) % N;
  }
  return result;
}

/** A key pair: 32-byte private scalar in [1, n−2], 65-byte uncompressed public point. */
export type Sm2KeyPair = { privateKey: Uint8Array; publicKey: Uint8Array };

function randomScalar(random: RandomSource, limit: bigint): bigint {
  for (let attempt = 0; attempt < 128; attempt++) {
    const bytes = random(32);
    if (bytes.length !== 32) {
      throw new RangeError(`expected 32 random bytes, found ${bytes.length}`);
    }
    const scalar = bigIntOf(bytes);
    if (scalar > 0n && scalar < limit) {
      return scalar;
    }
  }
  throw new Error('expected usable randomness, found 128 values outside the range');
}

/** A fresh SM2 key pair from the given randomness. */
export function sm2KeyPair(random: RandomSource): Sm2KeyPair {
  const privateKey = bytesOf(randomScalar(random, N - 1n), 32);
  return { privateKey, publicKey: sm2PublicKey(privateKey) };
}

function privateScalar(privateKey: Uint8Array): bigint {
  const scalar = bigIntOf(privateKey);
  if (privateKey.length !== 32 || scalar === 0n || scalar >= N - 1n) {
    throw new RangeError('expected a 32-byte SM2 private key in [1, n-2]');
  }
  return scalar;
}

/** Public point (65 bytes, 04‖x‖y) of a private key; throws RangeError on a key outside [1, n−2]. */
export function sm2PublicKey(privateKey: Uint8Array): Uint8Array {
  return Point.BASE.multiply(privateScalar(privateKey)).toBytes(false);
}

/** A public key that was checked once: on the curve, not infinity. Made by `sm2Key`. */
export type Sm2Key = {
  readonly bytes: Uint8Array;
  readonly point: WeierstrassPoint<bigint>;
  readonly fast: boolean;
};

/** Bits a table of multiples looks at in one step: many verifications by one key pay for the larger table. */
const WINDOW = { asked: 8, repeated: 5 } as const;

/**
 * Checks a public key (65-byte uncompressed point). With `precompute`, tables are made that speed up many
 * verifications with the same key. Throws RangeError when the bytes are no point of the curve.
 */
export function sm2Key(publicKey: Uint8Array, options: { precompute?: boolean } = {}): Sm2Key {
  if (publicKey.length !== 65 || publicKey[0] !== 4) {
    throw new RangeError('expected a 65-byte uncompressed SM2 point');
  }
  let point: WeierstrassPoint<bigint>;
  try {
    point = Point.fromBytes(publicKey);
    point.assertValidity();
  } catch {
    throw new RangeError('expected a point of the SM2 curve');
  }
  const fast = options.precompute === true;
  return { bytes: publicKey, point: fast ? point.precompute(WINDOW.asked, false) : point, fast };
}

/** Keys seen last, oldest first: an authority's key stands behind every document of an office. */
const recent = new Map<string, { key: Sm2Key; uses: number }>();
const MOST_RECENT = 32;
/** Making the table costs as much as eight verifications without it. */
const USES_BEFORE_TABLE = 8;

/** The key of some bytes, with a table once it has been used often. Throws as `sm2Key`. */
function repeatedKey(publicKey: Uint8Array): Sm2Key {
  const name = hex(publicKey);
  let known = recent.get(name);
  if (known === undefined) {
    known = { key: sm2Key(publicKey.slice()), uses: 0 };
  } else {
    recent.delete(name);
  }
  recent.set(name, known);
  known.uses += 1;
  const { key } = known;
  if (known.uses === USES_BEFORE_TABLE) {
    known.key = { ...key, point: key.point.precompute(WINDOW.repeated, false), fast: true };
  }
  if (recent.size > MOST_RECENT) {
    recent.delete(recent.keys().next().value!);
  }
  return known.key;
}

/** e = SM3(ZA ‖ message), 32 bytes: what is actually signed. */
export function sm2Digest(
  publicKey: Uint8Array,
  message: Uint8Array,
  id: string = SM2_DEFAULT_ID,
): Uint8Array {
  const idBytes = utf8(id);
  const bitLength = idBytes.length * 8;
  if (bitLength > 0xffff) {
    throw new RangeError('expected an identifier of at most 8191 bytes');
  }
  const entl = Uint8Array.of(bitLength >> 8, bitLength & 0xff);
  const za = sm3(concat(entl, idBytes, CURVE_BYTES, publicKey.subarray(1)));
  return sm3(concat(za, message));
}

/** A private key with what depends on it alone worked out once; for whoever signs more than once. */
export type Sm2Signer = {
  readonly publicKey: Uint8Array;
  /**
   * Signs `message`; the result is DER SEQUENCE{r, s} (GM/T 0009). Randomness for k is injected; a repeated k reveals
   * the private key, so `random` must be a real source.
   */
  sign(message: Uint8Array, options: { random: RandomSource; id?: string }): Uint8Array;
};

/** Prepares a private key. Throws RangeError on one outside [1, n−2]. */
export function sm2Signer(privateKey: Uint8Array): Sm2Signer {
  const d = privateScalar(privateKey);
  const publicKey = sm2PublicKey(privateKey);
  const blind = inverse(1n + d);
  return {
    publicKey,
    sign(message, { random, id }) {
      const e = bigIntOf(sm2Digest(publicKey, message, id));
      for (;;) {
        const k = randomScalar(random, N);
        const r = mod(e + Point.BASE.multiply(k).toAffine().x);
        if (r === 0n || r + k === N) {
          continue;
        }
        const s = mod(blind * mod(k - r * d));
        if (s !== 0n) {
          return seq(int(r), int(s));
        }
      }
    },
  };
}

/** One signature with a key that was not prepared; see `Sm2Signer`. */
export function sm2Sign(
  privateKey: Uint8Array,
  message: Uint8Array,
  options: { random: RandomSource; id?: string },
): Uint8Array {
  return sm2Signer(privateKey).sign(message, options);
}

/**
 * Whether `signature` is an SM2 signature of `message` by the holder of `publicKey`. False for anything
 * malformed: a point off the curve, values outside [1, n−1], a wrong form. Never throws on input bytes.
 */
export function sm2Verify(
  publicKey: Uint8Array | Sm2Key,
  message: Uint8Array,
  signature: Uint8Array,
  options: { id?: string; form?: EcSignatureForm } = {},
): boolean {
  const value = readEcSignature(signature, options.form);
  if (value === undefined || value.r < 1n || value.r >= N || value.s < 1n || value.s >= N) {
    return false;
  }
  let key: Sm2Key;
  try {
    key = publicKey instanceof Uint8Array ? repeatedKey(publicKey) : publicKey;
  } catch {
    return false;
  }
  const t = mod(value.r + value.s);
  if (t === 0n) {
    return false;
  }
  const sum = key.fast
    ? Point.BASE.multiplyUnsafe(value.s).add(key.point.multiplyUnsafe(t))
    : Point.BASE.mulAddUnsafe(value.s, key.point, t);
  if (sum.is0()) {
    return false;
  }
  const e = bigIntOf(sm2Digest(key.bytes, message, options.id));
  return mod(e + sum.toAffine().x) === value.r;
}
