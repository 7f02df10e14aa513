import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCertificate, certificatesPem, certify, checkChain, writeName } from '@yiwen/trust/certificates';
import { p256KeyPair, p256PublicKey } from '@yiwen/trust/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyPlace } from '../../extensions/index.ts';
import { SettingsError } from '../../platform/config/index.ts';
import { random } from './demo-files.ts';
import { ownIssuers } from './own-issuers.ts';

const NOW = Date.parse('2026-11-24T04:00:00Z');
const program = join(import.meta.dirname, '../../extensions/device.fixture.mjs');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yiwen-issuer-'));
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(folder, 'device.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const scalar = new Uint8Array(Buffer.from(privateKey.export({ format: 'jwk' }).d!, 'base64url'));
  const subject = { commonName: '测试镇证书机构' };
  const publicKey = { kind: 'p256', point: p256PublicKey(scalar) } as const;
  const root = buildCertificate(
    { subject, publicKey, notBefore: NOW - 1000, notAfter: NOW + 1e10, ca: { pathLength: 0 } },
    { name: writeName(subject), privateKey: scalar, publicKey, algorithm: 'ecdsa-p256-sha256' },
    { random },
  );
  writeFileSync(join(folder, 'root.pem'), certificatesPem([root]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = (keyFile: string) => ({
  certificate: 'root.pem',
  device: keyPlace.parse({
    kind: 'device',
    command: [process.execPath, program, join(folder, keyFile)],
    key: 'ca',
  }),
  purposes: ['person' as const],
});

describe('an issuing key in a device', () => {
  it('certifies people without ever being in the node', async () => {
    const issuers = await ownIssuers([settings('device.pem')], folder);
    const issuer = (await issuers.issuerFor('person', 'ecdsa-p256-sha256'))!;
    const pair = p256KeyPair(random);
    const certificate = await certify(
      {
        subject: { commonName: '张三', serialNumber: 'person-1' },
        publicKey: { kind: 'p256', point: pair.publicKey },
        notBefore: NOW,
        notAfter: NOW + 1e9,
      },
      issuer.signer,
      { random },
    );
    const trust = { name: '', demo: false, anchors: [...(await issuers.anchors())], logs: [] };
    const judged = checkChain(certificate, [], trust, { at: NOW, purpose: 'person' });
    expect(judged.status).toBe('trusted');
  });

  it('that is not the certificate’s is found before the node starts, in words', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const pem = createPrivateKey(other.export({ format: 'pem', type: 'pkcs8' }));
    writeFileSync(join(folder, 'other.pem'), pem.export({ format: 'pem', type: 'pkcs8' }));
    await expect(ownIssuers([settings('other.pem')], folder)).rejects.toThrow(SettingsError);
    await expect(ownIssuers([settings('other.pem')], folder)).rejects.toThrow(/密钥与证书不是一对/);
  });
});
