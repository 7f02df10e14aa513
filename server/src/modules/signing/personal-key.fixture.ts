/** What the browser does for personal signing, for tests against the real API: makes, wraps, opens and uses a key. */

import { randomBytes, randomUUID } from 'node:crypto';
import {
  type ApprovalSignature,
  type ApprovalStatement,
  type PersonalKey,
  signApprovals,
} from '@yiwen/trust/approvals';
import { buildCertificateRequest } from '@yiwen/trust/certificates';
import {
  base64url,
  fromBase64url,
  type PublicKey,
  p256KeyPair,
  sm2KeyPair,
  unwrapKey,
  type WrappedKey,
  wrapKey,
} from '@yiwen/trust/crypto';
import { type TestClient, testPassword } from '../../testing/index.ts';

export const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));

/** A body for `POST /me/signing/keys`; the second password is `password`. */
export async function newKeyBody(
  password: string,
  algorithm: PersonalKey['algorithm'] = 'sm2-sm3',
  name = '随便写的名字',
): Promise<object> {
  const pair = algorithm === 'sm2-sm3' ? sm2KeyPair(random) : p256KeyPair(random);
  const publicKey: PublicKey = { kind: algorithm === 'sm2-sm3' ? 'sm2' : 'p256', point: pair.publicKey };
  const request = buildCertificateRequest(
    { commonName: name },
    { privateKey: pair.privateKey, publicKey, algorithm },
    { random },
  );
  return {
    id: randomUUID(),
    request: base64url(request),
    wrapped: await wrapKey(pair.privateKey, password, { random, logN: 15 }),
    label: '测试',
    password: testPassword,
  };
}

/** Opens the active key of this person from what the server hands out; undefined when the password is wrong. */
export async function openKey(client: TestClient, password: string): Promise<PersonalKey | undefined> {
  const { keys } = (await client.get('/api/v1/me/signing')).body;
  const key = keys.find(
    (one: { kind: string; state: string }) => one.kind === 'key' && one.state === 'active',
  );
  const privateKey = await unwrapKey(key.wrapped as WrappedKey, password);
  return (
    privateKey && {
      algorithm: key.algorithm,
      privateKey,
      certificate: fromBase64url(key.certificate.der)!,
      chain: key.certificate.chain.map((one: string) => fromBase64url(one)!),
    }
  );
}

/** Signs the statements with a key. */
export async function sign(statements: ApprovalStatement[], key: PersonalKey): Promise<ApprovalSignature[]> {
  return await signApprovals(statements, key, { random });
}
