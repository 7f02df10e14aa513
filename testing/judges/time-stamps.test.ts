import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificatesPem, makeDemoAuthority, parseCertificate, writePem } from '@yiwen/trust/certificates';
import { keySigner, type Signer, writePrivateKey } from '@yiwen/trust/crypto';
import {
  judgeTimeStamp,
  makeTimeStamp,
  readTimeStampResponse,
  timeStampRequest,
} from '@yiwen/trust/signatures';
import { afterAll, describe, expect, it } from 'vitest';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) {
  console.log('skipped: openssl is not on this machine, so no other program judges our time-stamps');
}
const folder = mkdtempSync(join(tmpdir(), 'yiwen-ts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const random = (n: number) => new Uint8Array(randomBytes(n));
const NOW = Math.floor(Date.now() / 1000) * 1000;
const DAY_MS = 86_400_000;
const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 10 * DAY_MS });
const issued = authority.issue(
  { commonName: '时间戳' },
  { purpose: 'time', algorithm: 'ecdsa-p256-sha256', notBefore: NOW - DAY_MS, notAfter: NOW + DAY_MS },
);
const file = (name: string, content: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString();
const document = new TextEncoder().encode('关于防汛工作的通知');

describe.skipIf(!hasOpenssl)('openssl ts as the judge of time-stamps', () => {
  const data = file('data', document);
  const root = file('root.pem', certificatesPem([issued.chain[1]!]));
  const issuing = file('issuing.pem', certificatesPem([issued.chain[0]!]));

  it('has its query answered by us, and verifies the reply', async () => {
    const query = join(folder, 'query');
    openssl('ts', '-query', '-data', data, '-sha256', '-cert', '-out', query);
    const signer = keySigner(issued, { random });
    const reply = await makeTimeStamp(new Uint8Array(readFileSync(query)), signer, {
      now: NOW,
      serial: 4711n,
      accuracy: 1,
    });
    const path = file('reply', reply);
    expect(openssl('ts', '-reply', '-in', path, '-text')).toMatch(/Status: Granted/);
    const trusted = ['-CAfile', root, '-untrusted', issuing];
    expect(openssl('ts', '-verify', '-queryfile', query, '-in', path, ...trusted)).toContain('OK');
    expect(openssl('ts', '-verify', '-data', data, '-in', path, ...trusted)).toContain('OK');
    const other = file('other', 'other');
    expect(spawnSync('openssl', ['ts', '-verify', '-data', other, '-in', path, ...trusted]).status).not.toBe(
      0,
    );
  });

  it('verifies the value of our token with SM2, which openssl ts cannot', async () => {
    const algorithm = 'sm2-sm3';
    const national = authority.issue(
      { commonName: '时间戳' },
      { purpose: 'time', algorithm, notBefore: NOW - DAY_MS, notAfter: NOW + DAY_MS },
    );
    const signed: { bytes: Uint8Array; value: Uint8Array }[] = [];
    const inner = keySigner(national, { random });
    const signer: Signer = {
      ...inner,
      sign: async (bytes) => {
        const value = await inner.sign(bytes);
        signed.push({ bytes, value });
        return value;
      },
    };
    const request = timeStampRequest(document, { hash: 'sm3', random });
    const reply = file('sm2-reply', await makeTimeStamp(request, signer, { now: NOW, serial: 1n }));
    expect(openssl('ts', '-reply', '-in', reply, '-text')).toMatch(/Hash Algorithm: sm3/);
    const { publicKeyInfo } = parseCertificate(national.certificate);
    const said = openssl(
      ...['pkeyutl', '-verify', '-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'],
      ...['-pubin', '-inkey', file('sm2.pub', writePem('PUBLIC KEY', publicKeyInfo))],
      ...['-in', file('sm2.attributes', signed[0]!.bytes), '-sigfile', file('sm2.value', signed[0]!.value)],
    );
    expect(said).toContain('Signature Verified Successfully');
  });

  it('answers our query, and we trust its reply', () => {
    const request = timeStampRequest(document, { hash: 'sha256', random });
    const query = file('our-query', request);
    expect(openssl('ts', '-query', '-in', query, '-text')).toContain('Certificate required: yes');
    const key = file('key.pem', writePem('PRIVATE KEY', writePrivateKey('p256', issued.privateKey)));
    const config = file(
      'ts.cnf',
      `[tsa]\ndefault_tsa = one\n[one]\nserial = ${file('serial', '01\n')}\nsigner_digest = sha256\n` +
        'default_policy = 1.2.3.4.1\ndigests = sha256, sha384, sha512\naccuracy = secs:1, millisecs:500\n' +
        'ordering = no\ntsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n',
    );
    const reply = join(folder, 'their-reply');
    const signer = file('tsa.pem', certificatesPem([issued.certificate]));
    openssl(
      ...['ts', '-reply', '-config', config, '-queryfile', query, '-inkey', key],
      ...['-signer', signer, '-chain', issuing, '-out', reply],
    );
    const answer = readTimeStampResponse(new Uint8Array(readFileSync(reply)), request);
    expect(answer.findings).toEqual([]);
    const judged = judgeTimeStamp(answer.token!, document, authority.trustList());
    expect(judged).toMatchObject({ status: 'trusted', accuracyMs: 1500 });
    expect(Math.abs(judged.time! - Date.now())).toBeLessThan(DAY_MS / 2);
  });
});
