/** A passkey as an authenticator would be one: signs authenticatorData ‖ SHA-256(clientDataJSON) (WebAuthn §6.3.3). */

import {
  base64url,
  concat,
  ecdsaP256Sign,
  ed25519Sign,
  type RsaPrivateKey,
  rsaPkcs1Sign,
  sha256,
  utf8,
} from '../crypto/index.ts';
import type { PasskeyProof } from './signature.ts';

export const RP_ID = 'office.example.cn';
export const ORIGIN = 'https://office.example.cn';

/** What the fixture may be told to do wrong. */
export type AssertionFaults = {
  type?: string;
  origin?: string;
  rpId?: string;
  flags?: number;
  crossOrigin?: boolean;
};

export type PasskeySecret =
  | { kind: 'p256' | 'ed25519'; privateKey: Uint8Array }
  | { kind: 'rsa'; key: RsaPrivateKey };

function signWith(secret: PasskeySecret, bytes: Uint8Array): Uint8Array {
  switch (secret.kind) {
    case 'p256':
      return ecdsaP256Sign(secret.privateKey, bytes);
    case 'ed25519':
      return ed25519Sign(secret.privateKey, bytes);
    case 'rsa':
      return rsaPkcs1Sign(secret.key, 'sha256', bytes, {
        random: (n) => globalThis.crypto.getRandomValues(new Uint8Array(n)),
      });
  }
}

/** An assertion over `challenge`. */
export function assertion(
  secret: PasskeySecret,
  publicKeyInfo: Uint8Array,
  challenge: Uint8Array,
  faults: AssertionFaults = {},
): PasskeyProof {
  const rpId = faults.rpId ?? RP_ID;
  const origin = faults.origin ?? ORIGIN;
  const authenticatorData = concat(sha256(utf8(rpId)), Uint8Array.of(faults.flags ?? 0x05, 0, 0, 0, 9));
  const client = utf8(
    JSON.stringify({
      type: faults.type ?? 'webauthn.get',
      challenge: base64url(challenge),
      origin,
      crossOrigin: faults.crossOrigin ?? false,
    }),
  );
  return {
    kind: 'passkey',
    publicKey: base64url(publicKeyInfo),
    rpId: RP_ID,
    origin: ORIGIN,
    authenticatorData: base64url(authenticatorData),
    clientDataJSON: base64url(client),
    value: base64url(signWith(secret, concat(authenticatorData, sha256(client)))),
  };
}
