/** What personal signing asks of WebAuthn: a passkey with PRF where there is one, else assertions over a digest. */

import type { PasskeyProof } from '@yiwen/trust/approvals';
import { base64url, fromBase64url, utf8 } from '@yiwen/trust/crypto';
import { PasskeyRefused } from './signing-errors.ts';

/** A new passkey for signing. */
export type NewPasskey = { credentialId: string; publicKey: Uint8Array; hasPrf: boolean };

/** This site, as passkeys know it. */
export function ownRpId(): string {
  return location.hostname;
}

function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n));

/** Makes a passkey whose only use is signing. Throws PasskeyRefused. */
export async function createPasskey(person: { id: string; name: string }): Promise<NewPasskey> {
  const made = await orRefused(
    navigator.credentials.create({
      publicKey: {
        // Nothing is proved by this challenge: the enrolment is proved by the assertion that follows.
        challenge: random(32),
        rp: { id: ownRpId(), name: '一文通签名' },
        user: {
          id: plain(utf8(`sign:${person.id}`)),
          name: `${person.name}（签名）`,
          displayName: person.name,
        },
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
        attestation: 'none',
        extensions: { prf: {} },
      },
    }),
  );
  const answer = made.response as AuthenticatorAttestationResponse;
  const publicKey = answer.getPublicKey();
  if (publicKey === null) {
    throw new PasskeyRefused();
  }
  return {
    credentialId: base64url(new Uint8Array(made.rawId)),
    publicKey: new Uint8Array(publicKey),
    hasPrf: made.getClientExtensionResults().prf?.enabled === true,
  };
}

/** The 32 bytes this passkey gives for a salt, after the person was verified. Throws PasskeyRefused. */
export async function prfOutput(credentialId: string, salt: Uint8Array): Promise<Uint8Array> {
  const got = await ask(credentialId, random(32), { prf: { eval: { first: plain(salt) } } });
  const first = got.getClientExtensionResults().prf?.results?.first;
  if (first === undefined) {
    throw new PasskeyRefused();
  }
  return ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength).slice()
    : new Uint8Array(first);
}

/** An assertion of this passkey over exactly these 32 bytes. Throws PasskeyRefused. */
export async function assertOver(
  challenge: Uint8Array,
  key: { credentialId: string; publicKey: string },
): Promise<PasskeyProof> {
  const got = await ask(key.credentialId, challenge, {});
  const answer = got.response as AuthenticatorAssertionResponse;
  return {
    kind: 'passkey',
    publicKey: key.publicKey,
    rpId: ownRpId(),
    origin: location.origin,
    authenticatorData: base64url(new Uint8Array(answer.authenticatorData)),
    clientDataJSON: base64url(new Uint8Array(answer.clientDataJSON)),
    value: base64url(new Uint8Array(answer.signature)),
  };
}

async function ask(
  credentialId: string,
  challenge: Uint8Array,
  extensions: AuthenticationExtensionsClientInputs,
): Promise<PublicKeyCredential> {
  return await orRefused(
    navigator.credentials.get({
      publicKey: {
        challenge: plain(challenge),
        rpId: ownRpId(),
        allowCredentials: [{ type: 'public-key', id: plain(fromBase64url(credentialId)!) }],
        userVerification: 'required',
        extensions,
      },
    }),
  );
}

async function orRefused(answer: Promise<Credential | null>): Promise<PublicKeyCredential> {
  const credential = await answer.catch(() => null);
  if (credential === null) {
    throw new PasskeyRefused();
  }
  return credential as PublicKeyCredential;
}
