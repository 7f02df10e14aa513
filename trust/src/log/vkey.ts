/**
 * Verifier keys (C2SP signed-note v1.0): `<name>+<8 hex digits of key ID>+<base64(type ‖ public key)>`. A private type
 * carries SM2 with SM3 for GB/T 39786; verifiers that do not know it skip its line.
 */

import { base64, concat, fromBase64, hex, sha256, utf8 } from '../crypto/index.ts';
import { LogError } from './log-error.ts';

/** Signature types of a note, by their type byte. */
export const KEY_TYPE = { ed25519: 0x01, cosignature: 0x04, mlDsaCosignature: 0x06, private: 0xff } as const;

/** The long unique string of our private type, before the 65-byte public key. User ID: 1234567812345678. */
const SM2_KEY_PREFIX = utf8('oa-sm2-sm3/v1\n');

/** A verifier key: who, which key, and the encoded public key. */
export type Vkey = {
  /** Name of the key; for a log the origin. */
  readonly name: string;
  /** First 4 bytes of SHA-256(name ‖ LF ‖ type ‖ public key), 8 lower-case hexadecimal digits. */
  readonly keyId: string;
  /** Type byte, see {@link KEY_TYPE}. */
  readonly type: number;
  /** Public key without the type byte (and, for SM2, without {@link SM2_KEY_PREFIX}). */
  readonly publicKey: Uint8Array;
};

/** What a vkey's type says about the bytes after the type byte. */
type Encoding = { prefix: Uint8Array; keyBytes: number };

/** Encodings of the types known here. Others are refused: their keys could only be miscounted. */
function encodingOf(type: number): Encoding | undefined {
  switch (type) {
    case KEY_TYPE.ed25519:
    case KEY_TYPE.cosignature:
      return { prefix: new Uint8Array(0), keyBytes: 32 };
    case KEY_TYPE.mlDsaCosignature:
      return { prefix: new Uint8Array(0), keyBytes: 1312 };
    case KEY_TYPE.private:
      return { prefix: SM2_KEY_PREFIX, keyBytes: 65 };
    default:
      return undefined;
  }
}

/** Whether a text may name a key: not empty, no Unicode white space, no `+`, no control character. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.length <= 512 && !/[\p{White_Space}\p{Cc}+]/u.test(name) && name.isWellFormed();
}

/** The vkey of a public key. @throws LogError `key-malformed` for a bad name, an unknown type or a wrong length */
export function makeVkey(name: string, type: number, publicKey: Uint8Array): Vkey {
  const encoding = encodingOf(type);
  if (!isKeyName(name) || encoding === undefined || publicKey.length !== encoding.keyBytes) {
    throw new LogError('key-malformed', `no key of type ${type} and ${publicKey.length} bytes named ${name}`);
  }
  const encoded = concat(Uint8Array.of(type), encoding.prefix, publicKey);
  const keyId = hex(sha256(concat(utf8(`${name}\n`), encoded)).subarray(0, 4));
  return { name, keyId, type, publicKey };
}

/** The text form of a vkey. */
export function writeVkey(vkey: Vkey): string {
  const prefix = encodingOf(vkey.type)?.prefix ?? new Uint8Array(0);
  return `${vkey.name}+${vkey.keyId}+${base64(concat(Uint8Array.of(vkey.type), prefix, vkey.publicKey))}`;
}

/** Reads a vkey and recomputes its key ID. @throws LogError `key-malformed` */
export function readVkey(text: string): Vkey {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  const encoded = match === null ? undefined : fromBase64(match[3]!);
  const type = encoded?.[0];
  const encoding = type === undefined ? undefined : encodingOf(type);
  if (match === null || encoded === undefined || type === undefined || encoding === undefined) {
    throw new LogError('key-malformed', 'not a verifier key of a known type');
  }
  const publicKey = encoded.slice(1 + encoding.prefix.length);
  const vkey = makeVkey(match[1]!, type, publicKey);
  // Writing it again also shows a wrong key ID and a wrong private-type string.
  if (writeVkey(vkey) !== text) {
    throw new LogError('key-malformed', `the key ID of ${vkey.name} does not belong to its key`);
  }
  return vkey;
}
