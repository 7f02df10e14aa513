/** Private keys of notes as text (C2SP signed-note): `PRIVATE+KEY+<name>+<key ID>+<base64(type ‖ 32-byte seed)>`. */

import { base64, concat, ed25519PublicKey, fromBase64 } from '../crypto/index.ts';
import { LogError } from './log-error.ts';
import { KEY_TYPE, makeVkey, type Vkey } from './vkey.ts';

const SEED_BYTES = 32;

/** A private key read from a file: its verifier key, and the Ed25519 seed. */
export type KeyFile = { readonly vkey: Vkey; readonly seed: Uint8Array };

/** Text of a key file, with its LF. `type` is Ed25519 or an Ed25519 cosignature. @throws LogError `key-malformed` */
export function writeKeyFile(name: string, type: number, seed: Uint8Array): string {
  const { keyId } = keyOf(name, type, seed);
  return `PRIVATE+KEY+${name}+${keyId}+${base64(concat(Uint8Array.of(type), seed))}\n`;
}

/** Reads a key file; the key ID must belong to the key. @throws LogError `key-malformed` */
export function readKeyFile(text: string): KeyFile {
  const match = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n?$/.exec(text);
  const encoded = match === null ? undefined : fromBase64(match[3]!);
  if (match === null || encoded?.length !== 1 + SEED_BYTES) {
    throw new LogError('key-malformed', 'not a private key file');
  }
  const seed = encoded.slice(1);
  const vkey = keyOf(match[1]!, encoded[0]!, seed);
  if (vkey.keyId !== match[2]) {
    throw new LogError('key-malformed', `the key ID of ${vkey.name} does not belong to its key`);
  }
  return { vkey, seed };
}

function keyOf(name: string, type: number, seed: Uint8Array): Vkey {
  if ((type !== KEY_TYPE.ed25519 && type !== KEY_TYPE.cosignature) || seed.length !== SEED_BYTES) {
    throw new LogError('key-malformed', `no Ed25519 key of type ${type} and ${seed.length} bytes`);
  }
  return makeVkey(name, type, ed25519PublicKey(seed));
}
