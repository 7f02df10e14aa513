import { cbc } from '@noble/ciphers/aes.js';
import { md5 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { PdfError } from './errors.ts';
import { isDict, isName, isStream, isString, type PdfDict, type PdfObject } from './objects.ts';

/** Takes an object as read from the file body to what it says. */
export type Decryption = (value: PdfObject, num: number, gen: number) => PdfObject;

type Cipher = 'none' | 'rc4' | 'aes-128' | 'aes-256';

const ciphers: ReadonlyMap<string, Cipher> = new Map([
  ['V2', 'rc4'],
  ['AESV2', 'aes-128'],
  ['AESV3', 'aes-256'],
]);

// ISO 32000-1 7.6.3.3, the padding of short passwords
const padding = Uint8Array.from(
  '28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a'.match(/../g) as string[],
  (pair) => Number.parseInt(pair, 16),
);

/**
 * Opens the standard security handler, revisions 2–6 (ISO 32000-1 7.6, ISO 32000-2 7.6), with the empty user
 * password. `id` is the first file identifier, `own` the number of the encryption dictionary (it is not
 * encrypted). Throws PdfError('pdf-encrypted') when a password is needed or the method is not known.
 */
export function openDecryption(
  settings: PdfDict,
  id: Uint8Array,
  own: number,
  resolve: (value: PdfObject | undefined) => PdfObject,
): Decryption {
  if (!isName(settings.get('Filter'), 'Standard')) {
    throw new PdfError('pdf-encrypted', 'PDF 使用证书等方式加密，不能读取');
  }
  const version = numberOf(settings, 'V', 0);
  const revision = numberOf(settings, 'R', 0);
  const key = fileKey(settings, revision, version, id);
  const cipherOf = (name: string): Cipher => {
    if (version < 4) {
      return 'rc4';
    }
    const chosen = settings.get(name);
    const filters = settings.get('CF');
    const filter =
      isName(chosen) && isDict(filters) && chosen.name !== 'Identity'
        ? resolve(filters.get(chosen.name))
        : null;
    const method = isDict(filter) ? resolve(filter.get('CFM')) : null;
    return isName(method) ? (ciphers.get(method.name) ?? 'none') : 'none';
  };
  const ofStreams = cipherOf('StmF');
  const ofStrings = cipherOf('StrF');
  const plainMetadata = settings.get('EncryptMetadata') === false;
  return (value, num, gen) => {
    if (num === own) {
      return value;
    }
    const undo = (bytes: Uint8Array, cipher: Cipher): Uint8Array =>
      decrypt(bytes, cipher, objectKey(key, cipher, num, gen));
    const walk = (item: PdfObject, depth: number): PdfObject => {
      if (depth > 64) {
        return item;
      }
      if (Array.isArray(item)) {
        return item.map((one) => walk(one, depth + 1));
      }
      if (isDict(item)) {
        return new Map([...item].map(([name, one]) => [name, walk(one, depth + 1)]));
      }
      if (isString(item)) {
        return { ...item, bytes: undo(item.bytes, ofStrings) };
      }
      if (isStream(item)) {
        const kind = item.dict.get('Type');
        if (isName(kind, 'XRef')) {
          return item;
        }
        const dict = walk(item.dict, depth + 1) as PdfDict;
        const plain = hasIdentityCrypt(item.dict) || (plainMetadata && isName(kind, 'Metadata'));
        return { ...item, dict, raw: plain ? item.raw : undo(item.raw, ofStreams) };
      }
      return item;
    };
    return walk(value, 0);
  };
}

/** Whether the stream's own Crypt filter says Identity (7.4.10). */
function hasIdentityCrypt(dict: PdfDict): boolean {
  const filter = dict.get('Filter');
  const first = Array.isArray(filter) ? filter[0] : filter;
  if (!isName(first, 'Crypt')) {
    return false;
  }
  const given = dict.get('DecodeParms');
  const parameters = Array.isArray(given) ? given[0] : given;
  return !isDict(parameters) || !parameters.has('Name') || isName(parameters.get('Name'), 'Identity');
}

function numberOf(dict: PdfDict, key: string, fallback: number): number {
  const value = dict.get(key);
  return typeof value === 'number' ? value : fallback;
}

function bytesOf(dict: PdfDict, key: string): Uint8Array {
  const value = dict.get(key);
  return isString(value) ? value.bytes : new Uint8Array(0);
}

function fileKey(settings: PdfDict, revision: number, version: number, id: Uint8Array): Uint8Array {
  if (revision >= 5) {
    return fileKeyOf2(settings, revision);
  }
  if (revision < 2 || version > 4) {
    throw new PdfError('pdf-encrypted', 'PDF 的加密方式不支持');
  }
  // algorithm 2
  const bits = version === 1 ? 40 : version === 4 ? 128 : numberOf(settings, 'Length', 40);
  const length = Math.min(16, Math.max(5, bits >> 3));
  const permissions = numberOf(settings, 'P', 0) | 0;
  const parts = [
    padding,
    bytesOf(settings, 'O').subarray(0, 32),
    Uint8Array.of(permissions, permissions >> 8, permissions >> 16, permissions >> 24),
    id,
  ];
  if (revision >= 4 && settings.get('EncryptMetadata') === false) {
    parts.push(Uint8Array.of(255, 255, 255, 255));
  }
  let hash = md5(concat(...parts));
  for (let i = 0; i < 50 && revision >= 3; i++) {
    hash = md5(hash.subarray(0, length));
  }
  const key = hash.subarray(0, length);
  // algorithms 4 and 5: the key is right when it gives /U
  const user = bytesOf(settings, 'U');
  let check = revision === 2 ? rc4(key, padding) : rc4(key, md5(concat(padding, id)));
  for (let i = 1; i <= 19 && revision >= 3; i++) {
    check = rc4(
      key.map((byte) => byte ^ i),
      check,
    );
  }
  if (!check.every((byte, i) => byte === user[i])) {
    throw new PdfError('pdf-encrypted', 'PDF 已加密，需要密码才能打开');
  }
  return key;
}

/** Algorithm 2.A: AES-256, revisions 5 and 6. */
function fileKeyOf2(settings: PdfDict, revision: number): Uint8Array {
  const user = bytesOf(settings, 'U');
  const wrapped = bytesOf(settings, 'UE');
  if (user.length < 48 || wrapped.length < 32 || revision > 6) {
    throw new PdfError('pdf-encrypted', 'PDF 的加密方式不支持');
  }
  const hash = (salt: Uint8Array): Uint8Array => (revision === 5 ? sha256(salt) : hardenedHash(salt));
  if (!hash(user.subarray(32, 40)).every((byte, i) => byte === user[i])) {
    throw new PdfError('pdf-encrypted', 'PDF 已加密，需要密码才能打开');
  }
  const iv = new Uint8Array(16);
  return cbc(hash(user.subarray(40, 48)), iv, { disablePadding: true }).decrypt(wrapped.subarray(0, 32));
}

/** Algorithm 2.B with an empty password. */
function hardenedHash(salt: Uint8Array): Uint8Array {
  let key = sha256(salt);
  for (let round = 0; ; round++) {
    const block = new Uint8Array(key.length * 64);
    for (let i = 0; i < 64; i++) {
      block.set(key, i * key.length);
    }
    const encrypted = cbc(key.subarray(0, 16), key.subarray(16, 32), { disablePadding: true }).encrypt(block);
    // 16 bytes as one number modulo 3: 256 ≡ 1
    const rest = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = (rest === 0 ? sha256 : rest === 1 ? sha384 : sha512)(encrypted);
    if (round >= 63 && (encrypted.at(-1) as number) <= round - 31) {
      return key.subarray(0, 32);
    }
  }
}

/** Algorithm 1: a key of its own for every object; AES-256 has one key. */
function objectKey(key: Uint8Array, cipher: Cipher, num: number, gen: number): Uint8Array {
  if (cipher === 'aes-256' || cipher === 'none') {
    return key;
  }
  const place = Uint8Array.of(num, num >> 8, num >> 16, gen, gen >> 8);
  const salt = cipher === 'aes-128' ? Uint8Array.of(0x73, 0x41, 0x6c, 0x54) : new Uint8Array(0);
  return md5(concat(key, place, salt)).subarray(0, Math.min(16, key.length + 5));
}

function decrypt(bytes: Uint8Array, cipher: Cipher, key: Uint8Array): Uint8Array {
  if (cipher === 'none') {
    return bytes;
  }
  if (cipher === 'rc4') {
    return rc4(key, bytes);
  }
  const whole = bytes.length - (bytes.length % 16);
  if (whole < 32) {
    return new Uint8Array(0);
  }
  const plain = cbc(key, bytes.subarray(0, 16), { disablePadding: true }).decrypt(bytes.subarray(16, whole));
  // broken padding is met in the field: then everything is kept
  const pad = plain.at(-1) as number;
  return pad >= 1 && pad <= 16 ? plain.subarray(0, plain.length - pad) : plain;
}

/** RC4, which the standard asks for and which protects nothing today. */
function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const swap = (i: number, j: number): void => {
    const held = state[i] as number;
    state[i] = state[j] as number;
    state[j] = held;
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (state[i] as number) + (key[i % key.length] as number)) & 255;
    swap(i, j);
  }
  const out = new Uint8Array(data.length);
  for (let k = 0, i = 0, j = 0; k < data.length; k++) {
    i = (i + 1) & 255;
    j = (j + (state[i] as number)) & 255;
    swap(i, j);
    out[k] = (data[k] as number) ^ (state[((state[i] as number) + (state[j] as number)) & 255] as number);
  }
  return out;
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
