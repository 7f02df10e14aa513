/** Checks a passkey assertion (WebAuthn level 2 §7.2) from its bytes, without any library that trusts its caller. */

import {
  base64url,
  concat,
  equalBytes,
  fromBase64url,
  type PublicKey,
  type SignatureAlgorithm,
  sha256,
  utf8,
  utf8Text,
  verifySignature,
} from '../crypto/index.ts';
import type { ApprovalFault } from './reasons.ts';
import type { PasskeyProof } from './signature.ts';

/** User present, user verified (§6.1): the person was there and showed it, by fingerprint, face or PIN. */
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
/** rpIdHash, flags, counter. */
const HEADER_BYTES = 37;

/** What is wrong with the assertion, first fault first; undefined when it shows that this challenge was approved. */
export function faultOfAssertion(
  proof: PasskeyProof,
  key: PublicKey,
  challenge: Uint8Array,
): ApprovalFault | undefined {
  const data = fromBase64url(proof.authenticatorData);
  const client = fromBase64url(proof.clientDataJSON);
  const value = fromBase64url(proof.value);
  if (data === undefined || client === undefined || value === undefined || data.length < HEADER_BYTES) {
    return 'approval-passkey-unreadable';
  }
  const claims = readClientData(client);
  if (claims === undefined || claims.type !== 'webauthn.get' || claims.crossOrigin === true) {
    return 'approval-passkey-unreadable';
  }
  if (claims.challenge !== base64url(challenge)) {
    return 'approval-passkey-other-challenge';
  }
  if (claims.origin !== proof.origin || !belongs(proof.origin, proof.rpId)) {
    return 'approval-passkey-other-site';
  }
  if (!equalBytes(data.subarray(0, 32), sha256(utf8(proof.rpId)))) {
    return 'approval-passkey-other-site';
  }
  const flags = data[32]!;
  if ((flags & USER_PRESENT) === 0 || (flags & USER_VERIFIED) === 0) {
    return 'approval-passkey-person-not-verified';
  }
  const algorithm = algorithmFor(key);
  if (algorithm === undefined) {
    return 'approval-key-kind';
  }
  const isGood = verifySignature(key, algorithm, concat(data, sha256(client)), value);
  return isGood ? undefined : 'approval-value-wrong';
}

/** ES256, RS256 and EdDSA: the algorithms registered for WebAuthn that every browser knows. */
function algorithmFor(key: PublicKey): SignatureAlgorithm | undefined {
  switch (key.kind) {
    case 'p256':
      return { scheme: 'ecdsa', hash: 'sha256' };
    case 'rsa':
      return { scheme: 'rsa-pkcs1', hash: 'sha256' };
    case 'ed25519':
      return { scheme: 'ed25519', hash: 'sha512' };
    default:
      return undefined;
  }
}

function readClientData(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(utf8Text(bytes) ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** An origin is the site's own or one below it (§5.1.4.1 step 7); plain http only on the machine itself. */
function belongs(origin: string, rpId: string): boolean {
  let url: URL;
  try {
    url = new URL(origin);
  } catch {
    return false;
  }
  const isSecure = url.protocol === 'https:' || url.hostname === 'localhost';
  const isBelow = url.hostname === rpId || url.hostname.endsWith(`.${rpId}`);
  return isSecure && isBelow && url.origin === origin;
}
