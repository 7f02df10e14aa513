/**
 * Secret keys at rest: scrypt (RFC 7914) makes a wrapping key from a passphrase, AES-256-GCM seals the secret.
 * The record is JSON-ready. The header is authenticated, so nobody can lower the cost unnoticed.
 */

import { base64, fromBase64, type RandomSource, utf8 } from './bytes.ts';
import { scrypt } from './scrypt.ts';

/** A wrapped secret. Binary fields are base64. */
export type WrappedKey = {
  v: 1;
  kdf: 'scrypt';
  logN: number;
  r: 8;
  p: 1;
  salt: string;
  cipher: 'aes-256-gcm';
  iv: string;
  data: string;
};

const DEFAULT_LOG_N = 17;
/** 2^20 needs 1 GB of memory: nobody wraps with more, and a hostile file must not make us try. */
const MAX_LOG_N = 20;

function header(wrapped: Omit<WrappedKey, 'data'>): Uint8Array {
  const { v, kdf, logN, r, p, salt, cipher, iv } = wrapped;
  return utf8(JSON.stringify([v, kdf, logN, r, p, salt, cipher, iv]));
}

async function wrappingKey(passphrase: string | Uint8Array, salt: Uint8Array, logN: number) {
  const raw = await scrypt(passphrase, salt, { logN, r: 8, p: 1 }, 32);
  return globalThis.crypto.subtle.importKey('raw', Uint8Array.from(raw), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
}

/** Wraps `secret` under `passphrase`. `logN` is the scrypt cost (17: about half a second). */
export async function wrapKey(
  secret: Uint8Array,
  passphrase: string | Uint8Array,
  options: { random: RandomSource; logN?: number },
): Promise<WrappedKey> {
  const logN = options.logN ?? DEFAULT_LOG_N;
  const salt = options.random(16);
  const iv = options.random(12);
  const head: Omit<WrappedKey, 'data'> = {
    v: 1,
    kdf: 'scrypt',
    logN,
    r: 8,
    p: 1,
    salt: base64(salt),
    cipher: 'aes-256-gcm',
    iv: base64(iv),
  };
  const key = await wrappingKey(passphrase, salt, logN);
  const sealed = await globalThis.crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: Uint8Array.from(iv), additionalData: Uint8Array.from(header(head)) },
    key,
    Uint8Array.from(secret),
  );
  return { ...head, data: base64(new Uint8Array(sealed)) };
}

/** The secret again, or undefined when the passphrase is wrong or the record was changed or is not ours. */
export async function unwrapKey(
  wrapped: WrappedKey,
  passphrase: string | Uint8Array,
): Promise<Uint8Array | undefined> {
  const { logN } = wrapped;
  const salt = fromBase64(String(wrapped.salt));
  const iv = fromBase64(String(wrapped.iv));
  const data = fromBase64(String(wrapped.data));
  const isOurs =
    wrapped.v === 1 &&
    wrapped.kdf === 'scrypt' &&
    wrapped.cipher === 'aes-256-gcm' &&
    wrapped.r === 8 &&
    wrapped.p === 1 &&
    Number.isInteger(logN) &&
    logN >= 10 &&
    logN <= MAX_LOG_N;
  if (!isOurs || salt === undefined || iv?.length !== 12 || data === undefined) {
    return undefined;
  }
  const key = await wrappingKey(passphrase, salt, logN);
  try {
    const opened = await globalThis.crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: Uint8Array.from(iv), additionalData: Uint8Array.from(header(wrapped)) },
      key,
      Uint8Array.from(data),
    );
    return new Uint8Array(opened);
  } catch {
    return undefined;
  }
}
