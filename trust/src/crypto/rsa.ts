/** RSA signature verification (RFC 8017) on BigInt: PKCS#1 v1.5 and PSS. Signing stands in rsa-sign.ts. */

import { bigIntOf, bytesOf, concat, equalBytes } from './bytes.ts';
import { nul, oct, oid, seq } from './der-writer.ts';
import { HASH_LENGTH, HASH_OID, type HashName, hash } from './hash.ts';
import { powerMod } from './modular.ts';

/** RSA public key. */
export type RsaKey = { n: bigint; e: bigint };

const MIN_BITS = 1024;
const MAX_BITS = 8192;

/** Modulus length in bits. */
export function rsaBits(key: RsaKey): number {
  return key.n.toString(2).length;
}

/** signature^e mod n as a byte string of the modulus' length, undefined when key or value is out of range. */
function recover(key: RsaKey, signature: Uint8Array): Uint8Array | undefined {
  const bitLength = rsaBits(key);
  const length = Math.ceil(bitLength / 8);
  const value = bigIntOf(signature);
  const oddModulus = (key.n & 1n) === 1n;
  if (bitLength < MIN_BITS || bitLength > MAX_BITS || !oddModulus) {
    return undefined;
  }
  // An exponent of attacker's choice costs time linear in its length: 64 bits are more than anybody uses.
  if (key.e < 3n || key.e >= 1n << 64n || (key.e & 1n) === 0n) {
    return undefined;
  }
  if (signature.length !== length || value >= key.n) {
    return undefined;
  }
  return bytesOf(powerMod(value, key.e, key.n), length);
}

/** EMSA-PKCS1-v1_5 (RFC 8017 9.2), undefined when it does not fit into `length` bytes. */
export function pkcs1Encoding(
  hashName: HashName,
  message: Uint8Array,
  length: number,
): Uint8Array | undefined {
  const info = seq(seq(oid(HASH_OID[hashName]), nul()), oct(hash(hashName, message)));
  const padding = length - info.length - 3;
  return padding < 8
    ? undefined
    : concat(Uint8Array.of(0, 1), new Uint8Array(padding).fill(0xff), Uint8Array.of(0), info);
}

/** PKCS#1 v1.5. The whole encoded message is rebuilt and compared, so no padding trick can pass. */
export function rsaPkcs1Verify(
  key: RsaKey,
  hashName: HashName,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const encoded = recover(key, signature);
  const expected = encoded && pkcs1Encoding(hashName, message, encoded.length);
  return encoded !== undefined && expected !== undefined && equalBytes(encoded, expected);
}

/** MGF1 (RFC 8017 B.2.1). */
export function mgf1(hashName: HashName, seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let counter = 0; counter * HASH_LENGTH[hashName] < length; counter++) {
    blocks.push(hash(hashName, concat(seed, bytesOf(BigInt(counter), 4))));
  }
  return concat(...blocks).subarray(0, length);
}

/** PSS (RFC 8017 9.1.2); `saltLength` in bytes. */
export function rsaPssVerify(
  key: RsaKey,
  hashName: HashName,
  message: Uint8Array,
  signature: Uint8Array,
  parameters: { saltLength: number; mgfHash: HashName },
): boolean {
  const recovered = recover(key, signature);
  if (recovered === undefined) {
    return false;
  }
  const emBits = rsaBits(key) - 1;
  const emLength = Math.ceil(emBits / 8);
  // With a modulus of 8k+1 bits the encoded message is one byte shorter than the modulus.
  const encoded = recovered.subarray(recovered.length - emLength);
  if (recovered.length > emLength && recovered[0] !== 0) {
    return false;
  }
  const hashLength = HASH_LENGTH[hashName];
  const { saltLength } = parameters;
  if (saltLength < 0 || emLength < hashLength + saltLength + 2 || encoded[emLength - 1] !== 0xbc) {
    return false;
  }
  const maskedDb = encoded.subarray(0, emLength - hashLength - 1);
  const digest = encoded.subarray(emLength - hashLength - 1, emLength - 1);
  const spareBits = 8 * emLength - emBits;
  const topMask = 0xff >> spareBits;
  if ((maskedDb[0]! & ~topMask) !== 0) {
    return false;
  }
  const mask = mgf1(parameters.mgfHash, digest, maskedDb.length);
  const db = maskedDb.map((byte, i) => byte ^ mask[i]!);
  db[0]! &= topMask;
  const zeros = emLength - hashLength - saltLength - 2;
  if (db.subarray(0, zeros).some((byte) => byte !== 0) || db[zeros] !== 1) {
    return false;
  }
  const salt = db.subarray(db.length - saltLength);
  const rebuilt = hash(hashName, concat(new Uint8Array(8), hash(hashName, message), salt));
  return equalBytes(rebuilt, digest);
}
