import { execFileSync, spawnSync } from 'node:child_process';
import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  bytesOf,
  DerError,
  der,
  fromHex,
  hex,
  readRsaPrivateKey,
  rsaPkcs1Sign,
  rsaPkcs1Verify,
  rsaPssSign,
  rsaPssVerify,
  utf8,
} from './index.ts';
import { mgf1 } from './rsa.ts';
import { RSA_PKCS1_KEY, RSA_PSS_KEY } from './rsa-keys.fixture.ts';
import { RSA_PKCS1_SAMPLE, RSA_PSS_SAMPLE } from './rsa-samples.ts';

const random = (n: number) => new Uint8Array(randomBytes(n));
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) {
  console.log('openssl is not on this machine: the cross-checks of RSA with it are skipped');
}
const folder = mkdtempSync(join(tmpdir(), 'yiwen-rsa-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const message = utf8('关于防汛工作的通知');

describe('published answers', () => {
  it('PKCS#1 v1.5 gives the signature of RFC 7515 A.2', () => {
    const signature = rsaPkcs1Sign(RSA_PKCS1_KEY, 'sha256', utf8(RSA_PKCS1_SAMPLE.message), { random });
    expect(hex(signature)).toBe(RSA_PKCS1_SAMPLE.signature);
  });

  it('PSS gives the signature of RFC 7520 4.2 when it is given its salt', () => {
    // The salt is not published: it is taken out of the published signature, by other code than ours.
    const jwk = { kty: 'RSA', e: 'AQAB', n: Buffer.from(bytesOf(RSA_PSS_KEY.n, 256)).toString('base64url') };
    const encoded = publicEncrypt(
      { key: createPublicKey({ key: jwk, format: 'jwk' }), padding: constants.RSA_NO_PADDING },
      fromHex(RSA_PSS_SAMPLE.signature),
    );
    const digest = new Uint8Array(encoded.subarray(256 - 49, 255));
    const mask = mgf1('sha384', digest, 256 - 49);
    const salt = encoded.subarray(256 - 49 - 48, 256 - 49).map((byte, i) => byte ^ mask[256 - 49 - 48 + i]!);
    const given = (n: number) => (n === 48 ? new Uint8Array(salt) : random(n));
    const signature = rsaPssSign(RSA_PSS_KEY, 'sha384', utf8(RSA_PSS_SAMPLE.message), { random: given });
    expect(hex(signature)).toBe(RSA_PSS_SAMPLE.signature);
  });
});

describe.each([2048, 2049, 3072])('RSA of %i bits', (modulusLength) => {
  const pair = generateKeyPairSync('rsa', { modulusLength });
  const key = readRsaPrivateKey(new Uint8Array(pair.privateKey.export({ type: 'pkcs8', format: 'der' })));

  it('reads the same key from PKCS#1', () => {
    const pkcs1 = pair.privateKey.export({ type: 'pkcs1', format: 'der' });
    expect(readRsaPrivateKey(new Uint8Array(pkcs1))).toEqual(key);
  });

  it.each(['sha256', 'sha384', 'sha512'] as const)('signs with %s what node verifies, and back', (hash) => {
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    const ours = rsaPkcs1Sign(key, hash, message, { random });
    expect(verify(hash, message, pair.publicKey, ours)).toBe(true);
    expect(hex(ours)).toBe(hex(sign(hash, message, pair.privateKey)));
    const oursPss = rsaPssSign(key, hash, message, { random });
    expect(verify(hash, message, { key: pair.publicKey, ...pss }, oursPss)).toBe(true);
    expect(rsaPkcs1Verify(key, hash, message, ours)).toBe(true);
    const saltLength = { sha256: 32, sha384: 48, sha512: 64 }[hash];
    const theirs = new Uint8Array(sign(hash, message, { key: pair.privateKey, ...pss }));
    for (const signature of [oursPss, theirs]) {
      expect(rsaPssVerify(key, hash, message, signature, { saltLength, mgfHash: hash })).toBe(true);
      expect(rsaPssVerify(key, hash, utf8('x'), signature, { saltLength, mgfHash: hash })).toBe(false);
    }
  });
});

describe('keys that are none', () => {
  const { n, e, d, p, q } = RSA_PKCS1_KEY;
  const pkcs1 = (...numbers: bigint[]) =>
    der.seq(der.int(0), ...[...numbers, 1n, 1n, 1n].map((value) => der.int(value)));

  it('are refused when read', () => {
    expect(readRsaPrivateKey(pkcs1(n, e, d, p, q))).toEqual({ n, e, d, p, q });
    for (const wrong of [
      pkcs1(n + 2n, e, d, p, q),
      pkcs1(n, e, d + 2n, p, q),
      pkcs1(n, e, d, n, 1n),
      pkcs1(n, e, -d, p, q),
      der.seq(der.int(0)),
      utf8('key'),
    ]) {
      expect(() => readRsaPrivateKey(wrong)).toThrow(DerError);
    }
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const short = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }));
    expect(() => readRsaPrivateKey(short)).toThrow(DerError);
  });

  it('sign nothing', () => {
    expect(() => rsaPkcs1Sign({ n, e, d: d + 1n, p, q }, 'sha256', message, { random })).toThrow(RangeError);
  });
});

describe.skipIf(!hasOpenssl)('openssl as the judge of RSA', () => {
  it('verifies ours and signs what we verify, PKCS#1 v1.5 and PSS', () => {
    const keyFile = join(folder, 'key.pem');
    execFileSync('openssl', ['genrsa', '-out', keyFile, '2048'], { stdio: 'pipe' });
    const publicFile = join(folder, 'public.pem');
    execFileSync('openssl', ['rsa', '-in', keyFile, '-pubout', '-out', publicFile], { stdio: 'pipe' });
    const exported = createPrivateKey(readFileSync(keyFile)).export({ type: 'pkcs8', format: 'der' });
    const key = readRsaPrivateKey(new Uint8Array(exported));
    const data = file('data', message);
    const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'];
    for (const [options, signature] of [
      [[], rsaPkcs1Sign(key, 'sha256', message, { random })],
      [pss, rsaPssSign(key, 'sha256', message, { random })],
    ] as const) {
      const ours = file('signature', signature);
      const done = spawnSync('openssl', [
        ...['dgst', '-sha256', '-verify', publicFile, ...options, '-signature', ours, data],
      ]);
      expect(done.stdout.toString()).toContain('Verified OK');
      const theirs = execFileSync('openssl', ['dgst', '-sha256', '-sign', keyFile, ...options, data]);
      const value = new Uint8Array(theirs);
      expect(
        options.length === 0
          ? rsaPkcs1Verify(key, 'sha256', message, value)
          : rsaPssVerify(key, 'sha256', message, value, { saltLength: 32, mgfHash: 'sha256' }),
      ).toBe(true);
    }
  });
});
