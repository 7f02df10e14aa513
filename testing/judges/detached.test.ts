/** OpenSSL on signatures beside files and in ASiC-E containers, and its own judged by us. Skipped in words without openssl. */

import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readZip } from '@yiwen/formats/container';
import { certificatesPem, makeDemoAuthority } from '@yiwen/trust/certificates';
import {
  keySigner,
  readDer,
  readPublicKey,
  type Signer,
  type SignerAlgorithm,
  utf8,
  writePrivateKey,
} from '@yiwen/trust/crypto';
import { completeAsic, completeDetached, prepareAsic, prepareDetached } from '@yiwen/trust/documents';
import { verifyDetached } from '@yiwen/trust/verification';
import { afterAll, describe, expect, it } from 'vitest';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) {
  console.log('openssl is not on this machine: its opinion of detached signatures is skipped');
}
const random = (n: number) => new Uint8Array(randomBytes(n));
const now = Date.now();
const validity = { notBefore: now - 86_400_000, notAfter: now + 300 * 86_400_000 };
const authority = makeDemoAuthority({ random, now: now - 86_400_000 });
const trust = authority.trustList();
const content = new Uint8Array(randomBytes(5000));

const folder = mkdtempSync(join(tmpdir(), 'yiwen-detached-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder, name), bytes);
const openssl = (words: string) => spawnSync('openssl', words.split(' '), { cwd: folder, encoding: 'utf8' });

/** A signer and its key as PKCS#8 for openssl. */
function signerOf(algorithm: SignerAlgorithm): { signer: Signer; key: Uint8Array } {
  const person = { purpose: 'person', ...validity } as const;
  if (algorithm === 'sm2-sm3' || algorithm === 'ecdsa-p256-sha256') {
    const issued = authority.issue({ commonName: '赵六' }, { ...person, algorithm });
    const kind = algorithm === 'sm2-sm3' ? 'sm2' : 'p256';
    return { signer: keySigner(issued, { random }), key: writePrivateKey(kind, issued.privateKey) };
  }
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = new Uint8Array(pair.privateKey.export({ type: 'pkcs8', format: 'der' }));
  const spki = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }));
  const issued = authority.certify({ commonName: '赵六' }, readPublicKey(readDer(spki, { maxNodes: 50 })), {
    ...person,
    algorithm: 'ecdsa-p256-sha256',
  });
  return { signer: keySigner({ ...issued, algorithm, privateKey: key }, { random }), key };
}

async function detached(bytes: Uint8Array, signer: Signer): Promise<Uint8Array> {
  const prepared = prepareDetached(bytes, { ...signer, time: now });
  return completeDetached(prepared, await signer.sign(prepared.toBeSigned));
}

function rootsOf(signer: Signer): void {
  put('root.pem', certificatesPem([signer.chain.at(-1)!]));
}

describe.skipIf(!hasOpenssl).each(['ecdsa-p256-sha256', 'rsa-pkcs1-sha256', 'rsa-pss-sha256'] as const)(
  'openssl and signatures beside a file, %s',
  (algorithm) => {
    const { signer, key } = signerOf(algorithm);

    it('verifies ours, chain and all, and not over another file', async () => {
      rootsOf(signer);
      put('ours.p7s', await detached(content, signer));
      put('content', content);
      const verify =
        'cms -verify -binary -inform DER -in ours.p7s -content content -CAfile root.pem -purpose any -out out';
      expect(openssl(verify).stderr).toContain('successful');
      expect(openssl(`${verify} -cades`).stderr).toContain('successful');
      put('content', utf8('x'));
      expect(openssl(verify).status).not.toBe(0);
    });

    it('makes what we verify, DER and PEM', () => {
      put('content', content);
      put('key.der', key);
      put('signer.pem', certificatesPem([signer.certificate]));
      put('chain.pem', certificatesPem(signer.chain));
      const pss =
        algorithm === 'rsa-pss-sha256' ? ' -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:32' : '';
      for (const form of ['DER', 'PEM']) {
        const made = openssl(
          `cms -sign -binary -cades -md sha256 -in content -signer signer.pem -inkey key.der -keyform DER -certfile chain.pem -outform ${form} -out theirs${pss}`,
        );
        expect(made.stderr).toBe('');
        const theirs = new Uint8Array(readFileSync(join(folder, 'theirs')));
        const report = verifyDetached(content, theirs, { trust, now });
        expect(report.verdict).toBe('valid');
        expect(verifyDetached(utf8('x'), theirs, { trust, now }).verdict).toBe('tampered');
      }
    });
  },
);

describe.skipIf(!hasOpenssl)('openssl and SM2', () => {
  it('checks the value of ours by its parts', async () => {
    const { signer } = signerOf('sm2-sm3');
    const prepared = prepareDetached(content, { ...signer, time: now });
    const value = await signer.sign(prepared.toBeSigned);
    expect(verifyDetached(content, completeDetached(prepared, value), { trust, now }).verdict).toBe('valid');
    put('signer.pem', certificatesPem([signer.certificate]));
    put('attributes', prepared.toBeSigned);
    put('value', value);
    expect(openssl('x509 -in signer.pem -pubkey -noout -out public.pem').status).toBe(0);
    const verify =
      'pkeyutl -verify -pubin -inkey public.pem -rawin -in attributes -digest sm3 -pkeyopt distid:1234567812345678 -sigfile value';
    expect(openssl(verify).stdout).toContain('Success');
    put('content', content);
    // messageDigest is SM3 of the file.
    const digest = openssl('dgst -sm3 -binary -out digest content');
    expect(digest.status).toBe(0);
    const inside = Buffer.from(prepared.toBeSigned).includes(readFileSync(join(folder, 'digest')));
    expect(inside).toBe(true);
  });
});

describe.skipIf(!hasOpenssl)('openssl and an ASiC-E container', () => {
  it('verifies the signature over the manifest, and the manifest names the digests of the files', async () => {
    const { signer } = signerOf('ecdsa-p256-sha256');
    const files = [
      { name: '现场.jpg', bytes: content },
      { name: '台账.csv', bytes: utf8('户主,面积\n') },
    ];
    const prepared = prepareAsic(files, { ...signer, time: now });
    const container = completeAsic(prepared, await signer.sign(prepared.signing.toBeSigned));
    const { entries } = readZip(container);
    const manifest = entries.get('META-INF/ASiCManifest001.xml')!;
    rootsOf(signer);
    put('manifest', manifest);
    put('signature.p7s', entries.get('META-INF/signature001.p7s')!);
    const verify =
      'cms -verify -cades -binary -inform DER -in signature.p7s -content manifest -CAfile root.pem -purpose any -out out';
    expect(openssl(verify).stderr).toContain('successful');
    for (const { bytes } of files) {
      put('file', bytes);
      openssl('dgst -sha256 -binary -out digest file');
      const digest = readFileSync(join(folder, 'digest')).toString('base64');
      expect(new TextDecoder().decode(manifest)).toContain(`>${digest}</ds:DigestValue>`);
    }
  });
});
