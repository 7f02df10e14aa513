/** Keys that sign and check note lines: Ed25519 (every verifier knows it) and SM2 with SM3 (GB/T 39786). */

import {
  ed25519PublicKey,
  ed25519Sign,
  ed25519Verify,
  type RandomSource,
  sm2Signer,
  sm2Verify,
} from '../crypto/index.ts';
import { verifyCosignature } from './cosignature.ts';
import { LogError } from './log-error.ts';
import type { NoteSigner, NoteVerifier } from './signed-note.ts';
import { rawOfDer } from './sm2-line.ts';
import { KEY_TYPE, makeVkey, readVkey, type Vkey } from './vkey.ts';

/**
 * The checker of a verifier key.
 *
 * @throws LogError `key-malformed` for a malformed key, or one whose type cannot be checked here (ML-DSA)
 */
export function noteVerifier(vkey: Vkey | string): NoteVerifier {
  const { name, keyId, type, publicKey } = typeof vkey === 'string' ? readVkey(vkey) : vkey;
  switch (type) {
    case KEY_TYPE.ed25519:
      return {
        name,
        keyId,
        verify: (text, signature) => signature.length === 64 && ed25519Verify(publicKey, text, signature),
      };
    case KEY_TYPE.cosignature:
      return { name, keyId, verify: (text, signature) => verifyCosignature(publicKey, text, signature) };
    case KEY_TYPE.private:
      return {
        name,
        keyId,
        verify: (text, signature) =>
          signature.length === 64 && sm2Verify(publicKey, text, signature, { form: 'der-or-raw' }),
      };
    default:
      throw new LogError('key-malformed', `signatures of type ${type} cannot be checked here`);
  }
}

/** Signs notes with an Ed25519 seed (32 bytes). */
export function ed25519NoteSigner(name: string, seed: Uint8Array): NoteSigner & { readonly vkey: Vkey } {
  const vkey = makeVkey(name, KEY_TYPE.ed25519, ed25519PublicKey(seed));
  return { name, keyId: vkey.keyId, vkey, sign: async (text) => ed25519Sign(seed, text) };
}

/** Signs notes with SM2 and SM3 (user ID 1234567812345678): 64 bytes r ‖ s over the note text. */
export function sm2NoteSigner(
  name: string,
  privateKey: Uint8Array,
  random: RandomSource,
): NoteSigner & { readonly vkey: Vkey } {
  const signer = sm2Signer(privateKey);
  const vkey = makeVkey(name, KEY_TYPE.private, signer.publicKey);
  return {
    name,
    keyId: vkey.keyId,
    vkey,
    sign: async (text) => rawOfDer(signer.sign(text, { random })),
  };
}
