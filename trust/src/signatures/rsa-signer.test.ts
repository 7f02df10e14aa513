/** RSA through the `Signer` port: what is signed is verified by us and by OpenSSL, certificate and algorithm names included. */

import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildCertificateRequest,
  makeDemoAuthority,
  readCertificateRequest,
} from '@yiwen/trust/certificates';
import { hash, keySigner, readDer, readPublicKey, utf8 } from '@yiwen/trust/crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { checkSignedData, signedAttributes, signedData } from './index.ts';

const random = (n: number) => new Uint8Array(randomBytes(n));
const NOW = Date.UTC(2026, 10, 23, 8);
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) {
  console.log('openssl is not on this machine: RSA signers are not held against it');
}
const folder = mkdtempSync(join(tmpdir(), 'yiwen-rsa-signer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = new Uint8Array(pair.privateKey.export({ type: 'pkcs8', format: 'der' }));
const publicKey = readPublicKey(
  readDer(new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' })), { maxNodes: 50 }),
);
const authority = makeDemoAuthority({ random, now: NOW });
const { certificate, chain } = authority.certify({ commonName: '赵六' }, publicKey, {
  purpose: 'person',
  algorithm: 'ecdsa-p256-sha256',
  notBefore: NOW,
  notAfter: NOW + 86_400_000,
});
const content = utf8('关于防汛工作的通知');

describe.each(['rsa-pkcs1-sha256', 'rsa-pss-sha256'] as const)('a signer with %s', (algorithm) => {
  it('signs CMS that holds here and at OpenSSL', async () => {
    const signer = keySigner({ algorithm, privateKey, certificate, chain }, { random });
    const attributes = signedAttributes({ contentDigest: hash('sha256', content), certificate, algorithm });
    const signature = await signer.sign(attributes);
    const cms = signedData({ attributes, signature, certificate, chain, algorithm });
    expect(checkSignedData(cms, content)).toMatchObject({ intact: true, findings: [] });
    expect(checkSignedData(cms, utf8('另一份')).intact).toBe(false);
    if (hasOpenssl) {
      writeFileSync(join(folder, 'content'), content);
      writeFileSync(join(folder, 'cms'), cms);
      const args = 'cms -verify -binary -inform DER -in cms -content content -noverify -out out'.split(' ');
      const openssl = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
      expect(openssl.stderr).toContain('successful');
      writeFileSync(join(folder, 'content'), '另一份');
      expect(spawnSync('openssl', args, { cwd: folder }).status).not.toBe(0);
    }
  });

  it('asks for a certificate', () => {
    const request = buildCertificateRequest(
      { commonName: '赵六' },
      { privateKey, publicKey, algorithm },
      { random },
    );
    expect(readCertificateRequest(request)).toMatchObject({ publicKey, algorithm: 'rsa-pkcs1-sha256' });
  });
});
