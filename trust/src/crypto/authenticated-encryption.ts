/**
 * Authenticated encryption: AES-GCM (NIST SP 800-38D) from @noble/ciphers, SM4-GCM (RFC 8998, GB/T 36624) from our SM4
 * and the same library's GHASH. Nonces of 12 bytes and tags of 16 bytes only. A nonce must never be used twice with one
 * key: it gives away both texts and lets anybody forge.
 */

import { GHASH } from '@noble/ciphers/_polyval.js';
import { gcm } from '@noble/ciphers/aes.js';
import { concat } from './bytes.ts';
import { sm4Block, sm4RoundKeys } from './sm4.ts';

/** `aes-gcm` takes keys of 16, 24 or 32 bytes, `sm4-gcm` of 16. */
export type AeadName = 'aes-gcm' | 'sm4-gcm';

const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
/** SP 800-38D allows 2^36 − 32 bytes; nothing here seals more than fits in memory. */
const MAX_LENGTH = 2 ** 31;

function checkSizes(name: AeadName, key: Uint8Array, nonce: Uint8Array, length: number): void {
  const isKey = name === 'sm4-gcm' ? key.length === 16 : [16, 24, 32].includes(key.length);
  if (!isKey || nonce.length !== NONCE_LENGTH || length > MAX_LENGTH) {
    throw new RangeError(`expected a key of ${name}, a nonce of ${NONCE_LENGTH} bytes and at most 2 GB`);
  }
}

/** Ciphertext ‖ tag. `data` is authenticated but not encrypted. Throws RangeError on wrong lengths of key or nonce. */
export function sealBytes(
  name: AeadName,
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  data: Uint8Array = new Uint8Array(0),
): Uint8Array {
  checkSizes(name, key, nonce, plaintext.length);
  if (name === 'aes-gcm') {
    return gcm(key, nonce, data).encrypt(plaintext);
  }
  const roundKeys = sm4RoundKeys(key);
  const ciphertext = counterMode(roundKeys, nonce, plaintext);
  return concat(ciphertext, tagOf(roundKeys, nonce, ciphertext, data));
}

/** The plaintext, or undefined when key, nonce, data or any byte of `sealed` is not the one that was used. */
export function openBytes(
  name: AeadName,
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  data: Uint8Array = new Uint8Array(0),
): Uint8Array | undefined {
  checkSizes(name, key, nonce, sealed.length);
  if (sealed.length < TAG_LENGTH) {
    return undefined;
  }
  if (name === 'aes-gcm') {
    try {
      return gcm(key, nonce, data).decrypt(sealed);
    } catch {
      return undefined;
    }
  }
  const ciphertext = sealed.subarray(0, sealed.length - TAG_LENGTH);
  const tag = sealed.subarray(sealed.length - TAG_LENGTH);
  const roundKeys = sm4RoundKeys(key);
  const expected = tagOf(roundKeys, nonce, ciphertext, data);
  // All bytes are looked at, whatever the first difference: the time taken says nothing about the tag.
  let difference = 0;
  for (let i = 0; i < TAG_LENGTH; i++) {
    difference |= expected[i]! ^ tag[i]!;
  }
  return difference === 0 ? counterMode(roundKeys, nonce, ciphertext) : undefined;
}

function counterBlock(nonce: Uint8Array, counter: number): Uint8Array {
  const block = new Uint8Array(16);
  block.set(nonce);
  new DataView(block.buffer).setUint32(12, counter);
  return block;
}

/** GCTR of SP 800-38D 6.5, from counter 2 on: 1 is the tag's. */
function counterMode(roundKeys: Int32Array, nonce: Uint8Array, input: Uint8Array): Uint8Array {
  const output = new Uint8Array(input.length);
  const block = counterBlock(nonce, 1);
  const view = new DataView(block.buffer);
  const stream = new Uint8Array(16);
  for (let at = 0; at < input.length; at += 16) {
    view.setUint32(12, 2 + at / 16);
    sm4Block(roundKeys, block, 0, stream, 0);
    const end = Math.min(16, input.length - at);
    for (let i = 0; i < end; i++) {
      output[at + i] = input[at + i]! ^ stream[i]!;
    }
  }
  return output;
}

function tagOf(
  roundKeys: Int32Array,
  nonce: Uint8Array,
  ciphertext: Uint8Array,
  data: Uint8Array,
): Uint8Array {
  const hashKey = new Uint8Array(16);
  sm4Block(roundKeys, hashKey, 0, hashKey, 0);
  const lengths = new Uint8Array(16);
  const view = new DataView(lengths.buffer);
  view.setBigUint64(0, BigInt(data.length) * 8n);
  view.setBigUint64(8, BigInt(ciphertext.length) * 8n);
  const mac = new GHASH(hashKey, ciphertext.length);
  const digest = mac.update(data).update(ciphertext).update(lengths).digest();
  const mask = counterBlock(nonce, 1);
  sm4Block(roundKeys, mask, 0, mask, 0);
  return digest.map((byte, i) => byte ^ mask[i]!);
}
