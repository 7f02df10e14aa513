import { spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ecdsaP256Verify, hex, readDer, readPublicKey, sm2KeyPair, sm2Verify } from '@yiwen/trust/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from './checked-signer.ts';
import { identityFor, random } from './identities.fixture.ts';
import { openSigner } from './index.ts';
import { keyPlace } from './settings.ts';

const PYTHON = spawnSync('python3', ['--version']).status === 0;
const bytes = new TextEncoder().encode('关于防汛工作的通知');
let folder: string;
let keyFile: string;
let identity: Identity;
let point: Uint8Array;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yiwen-device-'));
  keyFile = join(folder, 'key.pem');
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(keyFile, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const read = readPublicKey(readDer(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }))));
  identity = identityFor(read, 'ecdsa-p256-sha256');
  point = (read as { point: Uint8Array }).point;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = join(import.meta.dirname, 'device.fixture.mjs');
const place = (fault: string[] = [], timeLimitMs = 2000) =>
  keyPlace.parse({
    kind: 'device',
    command: [process.execPath, program, keyFile, ...fault],
    key: 'seal-1',
    timeLimitMs,
  });

describe('a device behind a program', () => {
  it('signs through lines of JSON; many at once wait for each other', async () => {
    const signer = await openSigner(place(), identity);
    const values = await Promise.all(Array.from({ length: 12 }, () => signer.sign(bytes)));
    for (const value of values) {
      expect(ecdsaP256Verify(point, bytes, value)).toBe(true);
    }
    expect(signer.algorithm).toBe('ecdsa-p256-sha256');
    await expect(signer.sign(new Uint8Array(1024 * 1024 + 1))).rejects.toMatchObject({
      code: 'signer.too-large',
    });
    await signer.close();
  });

  it.runIf(PYTHON)('may be written in any language, and sign a prepared SM2 digest as SKF does', async () => {
    const pair = sm2KeyPair(random);
    const signer = await openSigner(
      keyPlace.parse({
        kind: 'device',
        command: ['python3', join(import.meta.dirname, 'device.fixture.py'), hex(pair.privateKey)],
        key: 'container/sign',
        timeLimitMs: 20_000,
      }),
      identityFor({ kind: 'sm2', point: pair.publicKey }, 'sm2-sm3'),
    );
    expect(signer.algorithm).toBe('sm2-sm3');
    expect(sm2Verify(pair.publicKey, bytes, await signer.sign(bytes))).toBe(true);
    await signer.close();
  });
  if (!PYTHON) {
    console.log('skipped: python3 is not here, so the SM2 device program was not run');
  }

  it.each([
    ['silent', 'signer.device-silent'],
    ['crash', 'signer.device-failed'],
    ['error', 'signer.device-failed'],
    ['noise', 'signer.device-failed'],
    ['flood', 'signer.device-failed'],
    ['other-id', 'signer.device-failed'],
    ['other-bytes', 'signer.key-differs'],
  ])('that is %s is refused in words', async (fault, code) => {
    const signer = await openSigner(place([fault], fault === 'silent' ? 600 : 5000), identity);
    await expect(signer.sign(bytes)).rejects.toMatchObject({ code });
    await signer.close();
  });

  it('that ended is started again for the next signature', async () => {
    const signer = await openSigner(place(['crash'], 5000), identity);
    await expect(signer.sign(bytes)).rejects.toMatchObject({ code: 'signer.device-failed' });
    expect(ecdsaP256Verify(point, bytes, await signer.sign(bytes))).toBe(true);
    await signer.close();
  });

  it('with another key than the certificate’s, or that is not there, is found when it is opened', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const otherFile = join(folder, 'other.pem');
    writeFileSync(
      otherFile,
      createPrivateKey(other.export({ format: 'pem', type: 'pkcs8' })).export({
        format: 'pem',
        type: 'pkcs8',
      }),
    );
    const wrong = keyPlace.parse({
      kind: 'device',
      command: [process.execPath, program, otherFile],
      key: 'seal-1',
    });
    await expect(openSigner(wrong, identity)).rejects.toMatchObject({ code: 'signer.key-differs' });
    const absent = keyPlace.parse({ kind: 'device', command: [join(folder, 'no-such-program')], key: 'x' });
    await expect(openSigner(absent, identity)).rejects.toMatchObject({ code: 'signer.device-failed' });
  });
});
