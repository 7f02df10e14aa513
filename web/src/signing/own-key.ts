/** A person's key pair: made here, wrapped here, opened here for one signature, and wiped. */

import {
  enrolmentChallenge,
  type PersonalKey,
  type PrfWrappedKey,
  unwrapByPrf,
  wrapByPrf,
} from '@yiwen/trust/approvals';
import { buildCertificateRequest } from '@yiwen/trust/certificates';
import {
  base64url,
  fromBase64url,
  sm2KeyPair,
  unwrapKey,
  type WrappedKey,
  wrapKey,
} from '@yiwen/trust/crypto';
import {
  enrolSigningKey,
  enrolSigningPasskey,
  type MySigning,
  newId,
  type SigningKey,
} from '../api/index.ts';
import { assertOver, createPasskey, ownRpId, prfOutput } from './passkeys.ts';
import { PasskeyRefused } from './signing-errors.ts';

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n));

type Person = MySigning['person'];

/**
 * Makes an SM2 key pair, wraps it by the signing password and enrols it. The signing password is not sent; the one for
 * signing in is, to show that it is not somebody at an open session.
 */
export async function enrolByPassword(
  person: Person,
  password: string,
  signInPassword: string,
): Promise<MySigning> {
  return await enrolPair(person, (secret) => wrapKey(secret, password, { random }), signInPassword);
}

/**
 * Makes a passkey for signing. With PRF an SM2 key is wrapped by what the passkey gives; without, the passkey itself is
 * enrolled and every signature is an assertion of it. Throws PasskeyRefused.
 */
export async function enrolByPasskey(person: Person, signInPassword: string): Promise<MySigning> {
  const passkey = await createPasskey(person);
  if (passkey.hasPrf) {
    const salt = random(32);
    const output = await prfOutput(passkey.credentialId, salt);
    const place = { credentialId: passkey.credentialId, rpId: ownRpId(), salt };
    try {
      return await enrolPair(
        person,
        (secret) => wrapByPrf(secret, output, place, { random }),
        signInPassword,
      );
    } finally {
      output.fill(0);
    }
  }
  const id = newId();
  const publicKey = base64url(passkey.publicKey);
  const challenge = enrolmentChallenge({
    keyId: id,
    personId: person.id,
    organ: person.organId,
    publicKey: passkey.publicKey,
  });
  const proof = await assertOver(challenge, { credentialId: passkey.credentialId, publicKey });
  return await enrolSigningPasskey({
    id,
    credentialId: passkey.credentialId,
    proof,
    password: signInPassword,
  });
}

async function enrolPair(
  person: Person,
  wrap: (secret: Uint8Array) => Promise<WrappedKey | PrfWrappedKey>,
  signInPassword: string,
): Promise<MySigning> {
  const pair = sm2KeyPair(random);
  try {
    const request = buildCertificateRequest(
      { commonName: person.name, organisation: person.organ, serialNumber: person.id },
      {
        privateKey: pair.privateKey,
        publicKey: { kind: 'sm2', point: pair.publicKey },
        algorithm: 'sm2-sm3',
      },
      { random },
    );
    const wrapped = await wrap(pair.privateKey);
    return await enrolSigningKey({
      id: newId(),
      request: base64url(request),
      wrapped,
      password: signInPassword,
    });
  } finally {
    pair.privateKey.fill(0);
  }
}

/** Opens a key for one signature; undefined when the password is wrong. Throws PasskeyRefused. The caller wipes it. */
export async function openKey(key: SigningKey, password: string): Promise<PersonalKey | undefined> {
  const { wrapped, certificate } = key;
  if (wrapped === null || certificate === null) {
    return undefined;
  }
  const privateKey = await openSecret(wrapped, password);
  return (
    privateKey && {
      algorithm: key.algorithm as PersonalKey['algorithm'],
      privateKey,
      certificate: fromBase64url(certificate.der)!,
      chain: certificate.chain.map((one) => fromBase64url(one)!),
    }
  );
}

async function openSecret(
  wrapped: NonNullable<SigningKey['wrapped']>,
  password: string,
): Promise<Uint8Array | undefined> {
  if (wrapped.kdf === 'scrypt') {
    return await unwrapKey(wrapped, password);
  }
  const output = await prfOutput(wrapped.credentialId, fromBase64url(wrapped.salt)!);
  const secret = await unwrapByPrf(wrapped, output);
  output.fill(0);
  if (secret === undefined) {
    throw new PasskeyRefused();
  }
  return secret;
}
