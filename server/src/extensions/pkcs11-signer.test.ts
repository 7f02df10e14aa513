import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bigIntOf, octets, type PublicKey, readDer, sm2KeyPair, verifySignature } from '@yiwen/trust/crypto';
import type * as Pkcs11 from 'pkcs11js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identityFor, random } from './identities.fixture.ts';
import { openSigner } from './index.ts';
import { keyPlace } from './settings.ts';

const LIBRARY = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
].find(existsSync);
const api = await import('pkcs11js').then(
  (loaded) => loaded.default as unknown as typeof Pkcs11,
  () => undefined,
);
const isHere =
  LIBRARY !== undefined && api !== undefined && spawnSync('softhsm2-util', ['--version']).status === 0;
if (!isHere) {
  console.log('skipped: SoftHSM2 (apt-get install softhsm2) or pkcs11js is not here, so no token was tried');
}

const PIN = '7391';
const bytes = new TextEncoder().encode('关于防汛工作的通知');
let folder: string;
let pinFile: string;
const keys: Record<string, PublicKey> = {};

/** Makes a token and, on it, a P-256 and an RSA key pair. */
function makeToken(pkcs11: typeof Pkcs11): void {
  folder = mkdtempSync(join(tmpdir(), 'yiwen-hsm-'));
  mkdirSync(join(folder, 'tokens'));
  const config = join(folder, 'softhsm2.conf');
  writeFileSync(
    config,
    `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  process.env.SOFTHSM2_CONF = config;
  const made = spawnSync('softhsm2-util', [
    ...['--init-token', '--free', '--label', 'yiwen', '--pin', PIN, '--so-pin', '11112222'],
  ]);
  expect(made.status, String(made.stderr)).toBe(0);
  pinFile = join(folder, 'pin');
  writeFileSync(pinFile, `${PIN}\n`, { mode: 0o600 });
  const token = new pkcs11.PKCS11();
  token.load(LIBRARY!);
  token.C_Initialize();
  const slot = token.C_GetSlotList(true).find((one) => token.C_GetTokenInfo(one).label.trim() === 'yiwen')!;
  const session = token.C_OpenSession(slot, pkcs11.CKF_SERIAL_SESSION | pkcs11.CKF_RW_SESSION);
  token.C_Login(session, pkcs11.CKU_USER, PIN);
  const common = (label: string) => [
    { type: pkcs11.CKA_TOKEN, value: true },
    { type: pkcs11.CKA_LABEL, value: label },
  ];
  const ec = token.C_GenerateKeyPair(
    session,
    { mechanism: pkcs11.CKM_EC_KEY_PAIR_GEN },
    [
      ...common('seal-p256'),
      // prime256v1, 1.2.840.10045.3.1.7.
      { type: pkcs11.CKA_EC_PARAMS, value: Buffer.from('06082a8648ce3d030107', 'hex') },
      { type: pkcs11.CKA_VERIFY, value: true },
    ],
    [
      ...common('seal-p256'),
      { type: pkcs11.CKA_PRIVATE, value: true },
      { type: pkcs11.CKA_SIGN, value: true },
    ],
  );
  const [point] = token.C_GetAttributeValue(session, ec.publicKey, [{ type: pkcs11.CKA_EC_POINT }]);
  keys['seal-p256'] = { kind: 'p256', point: octets(readDer(new Uint8Array(point!.value as Buffer))) };
  const rsa = token.C_GenerateKeyPair(
    session,
    { mechanism: pkcs11.CKM_RSA_PKCS_KEY_PAIR_GEN },
    [
      ...common('seal-rsa'),
      { type: pkcs11.CKA_MODULUS_BITS, value: 2048 },
      { type: pkcs11.CKA_PUBLIC_EXPONENT, value: Buffer.from([1, 0, 1]) },
      { type: pkcs11.CKA_VERIFY, value: true },
    ],
    [
      ...common('seal-rsa'),
      { type: pkcs11.CKA_PRIVATE, value: true },
      { type: pkcs11.CKA_SIGN, value: true },
    ],
  );
  const [modulus] = token.C_GetAttributeValue(session, rsa.publicKey, [{ type: pkcs11.CKA_MODULUS }]);
  keys['seal-rsa'] = {
    kind: 'rsa',
    key: { n: bigIntOf(new Uint8Array(modulus!.value as Buffer)), e: 65_537n },
  };
  token.C_CloseSession(session);
  token.C_Finalize();
}

const place = (key: string, more: object = {}) =>
  keyPlace.parse({ kind: 'pkcs11', library: LIBRARY!, token: 'yiwen', pinFile, key, ...more });

describe.runIf(isHere)('a key on a PKCS#11 token (SoftHSM2)', () => {
  beforeAll(() => makeToken(api!));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('signs ECDSA P-256, several at once', async () => {
    const key = keys['seal-p256']!;
    const signer = await openSigner(place('seal-p256'), identityFor(key, 'ecdsa-p256-sha256'));
    expect(signer.algorithm).toBe('ecdsa-p256-sha256');
    const values = await Promise.all(Array.from({ length: 8 }, () => signer.sign(bytes)));
    for (const value of values) {
      expect(verifySignature(key, { scheme: 'ecdsa', hash: 'sha256' }, bytes, value)).toBe(true);
    }
    await signer.close();
    // After a close the next signature opens a session again.
    expect((await signer.sign(bytes)).length).toBeGreaterThan(60);
    await signer.close();
  });

  it.each(['pkcs1', 'pss'] as const)('signs RSA (%s)', async (padding) => {
    const key = keys['seal-rsa']!;
    const signer = await openSigner(place('seal-rsa'), {
      ...identityFor(key, 'ecdsa-p256-sha256'),
      padding,
    });
    const value = await signer.sign(bytes);
    const algorithm =
      padding === 'pss'
        ? ({ scheme: 'rsa-pss', hash: 'sha256', mgfHash: 'sha256', saltLength: 32 } as const)
        : ({ scheme: 'rsa-pkcs1', hash: 'sha256' } as const);
    expect(verifySignature(key, algorithm, bytes, value)).toBe(true);
    await signer.close();
  });

  it('says in words what is wrong: PIN, token, key, library, certificate, SM2', async () => {
    const good = identityFor(keys['seal-p256']!, 'ecdsa-p256-sha256');
    const wrongPin = join(folder, 'wrong-pin');
    writeFileSync(wrongPin, '0000');
    const cases: [object, string][] = [
      [{ pinFile: wrongPin }, 'signer.token-missing'],
      [{ token: 'other' }, 'signer.token-missing'],
      [{ key: 'no-such-key' }, 'signer.key-missing'],
      [{ library: join(folder, 'no-such.so') }, 'signer.library-missing'],
    ];
    for (const [more, code] of cases) {
      await expect(openSigner(place('seal-p256', more), good)).rejects.toMatchObject({ code });
    }
    const another = identityFor(keys['seal-rsa']!, 'ecdsa-p256-sha256');
    await expect(openSigner(place('seal-p256'), another)).rejects.toMatchObject({
      code: expect.stringMatching(/^signer\.(device-failed|key-differs)$/),
    });
    const sm2 = identityFor({ kind: 'sm2', point: sm2KeyPair(random).publicKey }, 'sm2-sm3');
    await expect(openSigner(place('seal-p256'), sm2)).rejects.toMatchObject({ code: 'signer.key-missing' });
  });
});
