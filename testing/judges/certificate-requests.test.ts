import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildCertificateRequest,
  readCertificateRequest,
  subjectOf,
  writePem,
} from '@yiwen/trust/certificates';
import { p256KeyPair, sm2KeyPair } from '@yiwen/trust/crypto';
import { afterAll, describe, expect, it } from 'vitest';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) {
  console.log('skipped: openssl is not on this machine, so no other program judges our certificate requests');
}
const folder = mkdtempSync(join(tmpdir(), 'yiwen-csr-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const random = (n: number) => new Uint8Array(randomBytes(n));

describe.skipIf(!hasOpenssl).each(['sm2', 'p256'] as const)('openssl req as the judge, %s', (kind) => {
  const algorithm = kind === 'sm2' ? 'sm2-sm3' : 'ecdsa-p256-sha256';

  it('accepts our request', () => {
    const pair = kind === 'sm2' ? sm2KeyPair(random) : p256KeyPair(random);
    const request = buildCertificateRequest(
      { commonName: '禾汀镇人民政府', organisation: '某县' },
      { privateKey: pair.privateKey, publicKey: { kind, point: pair.publicKey }, algorithm },
      { random },
    );
    const path = join(folder, `${kind}.csr`);
    writeFileSync(path, writePem('CERTIFICATE REQUEST', request));
    const identifier = kind === 'sm2' ? ['-vfyopt', 'distid:1234567812345678'] : [];
    const done = spawnSync(
      'openssl',
      ['req', '-in', path, '-verify', '-noout', '-subject', '-utf8', '-nameopt', 'utf8', ...identifier],
      {
        encoding: 'utf8',
      },
    );
    expect(`${done.stdout}${done.stderr}`).toMatch(/verify OK/);
    expect(done.stdout).toContain('禾汀镇人民政府');
  });

  it('makes a request we accept', () => {
    const key = join(folder, `${kind}.key`);
    const curve = kind === 'sm2' ? 'SM2' : 'P-256';
    execFileSync(
      'openssl',
      ['genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`, '-out', key],
      { stdio: 'pipe' },
    );
    const out = join(folder, `${kind}.theirs`);
    const options = kind === 'sm2' ? ['-sm3', '-sigopt', 'distid:1234567812345678'] : ['-sha256'];
    execFileSync(
      'openssl',
      [
        'req',
        '-new',
        '-key',
        key,
        '-utf8',
        '-subj',
        '/C=CN/O=某县/CN=禾汀镇',
        '-outform',
        'DER',
        '-out',
        out,
        ...options,
      ],
      { stdio: 'pipe' },
    );
    const read = readCertificateRequest(new Uint8Array(readFileSync(out)));
    expect(read.algorithm).toBe(algorithm);
    expect(subjectOf(read.subject)).toEqual({ commonName: '禾汀镇', organisation: '某县' });
  });
});
