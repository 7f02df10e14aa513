/** Enrolling a passkey for signing: the very passkey signs what is enrolled, whose, and under which name in the log. */

import { type CanonicalValue, canonicalBytes } from '../content/index.ts';
import {
  base64url,
  concat,
  DerError,
  fromBase64url,
  type PublicKey,
  readDer,
  readPublicKey,
  sha256,
  utf8,
} from '../crypto/index.ts';
import { faultOfAssertion } from './passkey-assertion.ts';
import type { PasskeyProof } from './signature.ts';

/** What is enrolled. `publicKey` is a SubjectPublicKeyInfo. */
export type Enrolment = {
  readonly keyId: string;
  readonly personId: string;
  readonly organ: string;
  readonly publicKey: Uint8Array;
};

const DOMAIN = utf8('yiwen-enrolment-v1\n');

/** The challenge the new passkey signs: 32 bytes. */
export function enrolmentChallenge(enrolment: Enrolment): Uint8Array {
  const { keyId, personId, organ, publicKey } = enrolment;
  const value = { keyId, personId, organ, publicKey: base64url(publicKey) } satisfies CanonicalValue;
  return sha256(concat(DOMAIN, canonicalBytes(value)));
}

/** The passkey's key when the assertion shows that its holder enrolled it for this person; undefined otherwise. */
export function readEnrolment(
  enrolment: Omit<Enrolment, 'publicKey'>,
  proof: PasskeyProof,
): { publicKey: PublicKey; publicKeyInfo: Uint8Array } | undefined {
  const publicKeyInfo = fromBase64url(proof.publicKey);
  if (publicKeyInfo === undefined) {
    return undefined;
  }
  try {
    const publicKey = readPublicKey(readDer(publicKeyInfo, { maxDepth: 8, maxNodes: 32 }));
    const challenge = enrolmentChallenge({ ...enrolment, publicKey: publicKeyInfo });
    return faultOfAssertion(proof, publicKey, challenge) === undefined
      ? { publicKey, publicKeyInfo }
      : undefined;
  } catch (error) {
    if (error instanceof DerError) {
      return undefined;
    }
    throw error;
  }
}
