/**
 * A personal key wrapped by a passkey: the authenticator's PRF output (WebAuthn level 3 §10.1.4, `prf`) makes the
 * wrapping key by HKDF-SHA-256 (RFC 5869), AES-256-GCM seals the secret. The office keeps the record and can open it
 * never: the PRF output is made inside the authenticator, after the person was verified.
 */

import { base64url, fromBase64url, type RandomSource, utf8 } from '../crypto/index.ts';

/** A secret wrapped so. Binary members are base64url. `salt` is the PRF's input. */
export type PrfWrappedKey = {
  v: 1;
  kdf: 'webauthn-prf';
  credentialId: string;
  rpId: string;
  salt: string;
  cipher: 'aes-256-gcm';
  iv: string;
  data: string;
};

const INFO = utf8('yiwen personal key wrapping v1');

function header(record: Omit<PrfWrappedKey, 'data'>): Uint8Array<ArrayBuffer> {
  const { v, kdf, credentialId, rpId, salt, cipher, iv } = record;
  return plain(utf8(JSON.stringify([v, kdf, credentialId, rpId, salt, cipher, iv])));
}

function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}

async function wrappingKey(prfOutput: Uint8Array, salt: Uint8Array) {
  const { subtle } = globalThis.crypto;
  const base = await subtle.importKey('raw', plain(prfOutput), 'HKDF', false, ['deriveKey']);
  return await subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: plain(salt), info: plain(INFO) },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

/** Wraps `secret` under the 32-byte `prfOutput` that the credential gave for `salt` (32 bytes). */
export async function wrapByPrf(
  secret: Uint8Array,
  prfOutput: Uint8Array,
  place: { credentialId: string; rpId: string; salt: Uint8Array },
  options: { random: RandomSource },
): Promise<PrfWrappedKey> {
  if (prfOutput.length !== 32 || place.salt.length !== 32) {
    throw new RangeError('expected a PRF output and a salt of 32 bytes');
  }
  const iv = options.random(12);
  const head: Omit<PrfWrappedKey, 'data'> = {
    v: 1,
    kdf: 'webauthn-prf',
    credentialId: place.credentialId,
    rpId: place.rpId,
    salt: base64url(place.salt),
    cipher: 'aes-256-gcm',
    iv: base64url(iv),
  };
  const sealed = await globalThis.crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: plain(iv), additionalData: header(head) },
    await wrappingKey(prfOutput, place.salt),
    plain(secret),
  );
  return { ...head, data: base64url(new Uint8Array(sealed)) };
}

/** The secret again, or undefined when the output is another's or the record was changed. */
export async function unwrapByPrf(
  wrapped: PrfWrappedKey,
  prfOutput: Uint8Array,
): Promise<Uint8Array | undefined> {
  const salt = fromBase64url(wrapped.salt);
  const iv = fromBase64url(wrapped.iv);
  const data = fromBase64url(wrapped.data);
  const isOurs = wrapped.v === 1 && wrapped.kdf === 'webauthn-prf' && wrapped.cipher === 'aes-256-gcm';
  if (!isOurs || salt?.length !== 32 || iv?.length !== 12 || data === undefined || prfOutput.length !== 32) {
    return undefined;
  }
  try {
    const opened = await globalThis.crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: plain(iv), additionalData: header(wrapped) },
      await wrappingKey(prfOutput, salt),
      plain(data),
    );
    return new Uint8Array(opened);
  } catch {
    return undefined;
  }
}
