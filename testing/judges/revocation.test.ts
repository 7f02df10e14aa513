import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  answerOcsp,
  buildCrl,
  certificatesPem,
  checkRevocation,
  makeDemoAuthority,
  ocspRequest,
  parseCertificate,
  parseCrl,
  readPem,
  writePem,
} from '@yiwen/trust/certificates';
import { writePrivateKey } from '@yiwen/trust/crypto';
import { afterAll, describe, expect, it } from 'vitest';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) {
  console.log('skipped: openssl is not on this machine, so no other program judges our revocation lists');
}
const folder = mkdtempSync(join(tmpdir(), 'yiwen-crl-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const random = (n: number) => new Uint8Array(randomBytes(n));
const NOW = Math.floor(Date.now() / 1000) * 1000;
const DAY_MS = 86_400_000;
const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 10 * DAY_MS });
const validity = { notBefore: NOW - 2 * DAY_MS, notAfter: NOW + DAY_MS };
const P256 = 'ecdsa-p256-sha256';
const file = (name: string, content: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const run = (...args: string[]): string => {
  const done = spawnSync('openssl', args, { encoding: 'utf8', cwd: folder });
  return `${done.stdout}${done.stderr}`;
};
const list = (
  algorithm: typeof P256 | 'sm2-sm3',
  kind: 'document' | 'root',
  serials: string[],
  number: bigint,
) =>
  buildCrl(
    {
      number,
      thisUpdate: NOW - 60_000,
      nextUpdate: NOW + DAY_MS,
      revoked: serials.map((serial) => ({ serial, at: NOW - DAY_MS, reason: 'key-compromise' as const })),
    },
    authority.issuer(kind, algorithm).key,
    { random },
  );

describe.skipIf(!hasOpenssl)('openssl as the judge of revocation', () => {
  const good = authority.issue({ commonName: '甲' }, { purpose: 'document', algorithm: P256, ...validity });
  const bad = authority.issue({ commonName: '乙' }, { purpose: 'document', algorithm: P256, ...validity });
  const serialOf = (bytes: Uint8Array) => parseCertificate(bytes).serial;
  const root = file('root.pem', certificatesPem([good.chain[1]!]));
  const issuing = file('issuing.pem', certificatesPem([good.chain[0]!]));
  const goodFile = file('good.pem', certificatesPem([good.certificate]));
  const badFile = file('bad.pem', certificatesPem([bad.certificate]));

  it('takes our lists for a whole chain', () => {
    const crls = [list(P256, 'document', [serialOf(bad.certificate)], 3n), list(P256, 'root', [], 1n)];
    const lists = file('lists.pem', crls.map((crl) => writePem('X509 CRL', crl)).join(''));
    const verify = (leaf: string) =>
      run(
        ...['verify', '-x509_strict', '-crl_check_all', '-CRLfile', lists],
        ...['-CAfile', root, '-untrusted', issuing, leaf],
      );
    expect(verify(goodFile)).toContain('OK');
    expect(verify(badFile)).toContain('certificate revoked');
  });

  it('reads our SM2 list, and its value holds', () => {
    const crl = list('sm2-sm3', 'document', ['4a00ff'], 9n);
    const path = file('sm2.crl', crl);
    const text = run('crl', '-inform', 'DER', '-in', path, '-noout', '-text');
    expect(text).toMatch(/SM2-with-SM3/);
    expect(text).toMatch(/Version 2/);
    expect(text).toMatch(/X509v3 CRL Number:\s+9/);
    expect(text).toMatch(/Serial Number: 4A00FF/);
    expect(text).toMatch(/Key Compromise/);
    const { tbs, signature } = parseCrl(crl);
    const { publicKeyInfo } = parseCertificate(authority.issuer('document', 'sm2-sm3').certificate);
    const verified = run(
      ...['pkeyutl', '-verify', '-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'],
      ...['-pubin', '-inkey', file('sm2.pub', writePem('PUBLIC KEY', publicKeyInfo))],
      ...['-in', file('sm2.tbs', tbs), '-sigfile', file('sm2.sig', signature)],
    );
    expect(verified).toContain('Signature Verified Successfully');
  });

  it('makes lists we read', () => {
    const key = file(
      'ca.key',
      writePem('PRIVATE KEY', writePrivateKey('p256', authority.issuer('document', P256).key.privateKey)),
    );
    const serial = serialOf(bad.certificate).toUpperCase();
    const stamp = (at: number) =>
      `${new Date(at)
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2)}`;
    file(
      'index.txt',
      `R\t${stamp(validity.notAfter)}\t${stamp(NOW - DAY_MS)},cessationOfOperation\t${serial}\tunknown\t/CN=x\n`,
    );
    file('index.txt.attr', 'unique_subject = no\n');
    file('crlnumber', '0A\n');
    file(
      'ca.cnf',
      '[ca]\ndefault_ca = c\n[c]\ndatabase = index.txt\ncrlnumber = crlnumber\ndefault_md = sha256\ncrl_extensions = e\n[e]\nauthorityKeyIdentifier = keyid:always\n',
    );
    const out = run(
      'ca',
      '-gencrl',
      '-config',
      'ca.cnf',
      '-keyfile',
      key,
      '-cert',
      issuing,
      '-crldays',
      '7',
      '-out',
      'theirs.pem',
    );
    const [theirs] = readPem(readFileSync(join(folder, 'theirs.pem'), 'utf8'), 'X509 CRL');
    expect(theirs, out).toBeDefined();
    expect(parseCrl(theirs!).number).toBe(10n);
    const status = (leaf: Uint8Array) =>
      checkRevocation(
        [parseCertificate(leaf), parseCertificate(good.chain[0]!)],
        { crls: [theirs!], ocsps: [] },
        { at: NOW },
      );
    expect(status(good.certificate).status).toBe('good');
    expect(status(bad.certificate)).toMatchObject({
      status: 'revoked',
      reason: 'cessation',
      revokedAt: NOW - DAY_MS,
    });
  });

  it('understands our OCSP answers and asks what we understand', () => {
    const issuer = authority.issuer('document', P256);
    run('ocsp', '-issuer', issuing, '-cert', goodFile, '-cert', badFile, '-reqout', 'their.req', '-no_nonce');
    run('ocsp', '-issuer', issuing, '-cert', goodFile, '-cert', badFile, '-reqout', 'nonce.req');
    const delegated = authority.issueResponder({ purpose: 'document', algorithm: P256, ...validity });
    const responders = [
      { certificate: issuer.certificate, ...issuer.key, namedBy: 'key' as const },
      {
        certificate: delegated.certificate,
        privateKey: delegated.privateKey,
        algorithm: P256,
        namedBy: 'name' as const,
      },
    ] as const;
    for (const request of ['their.req', 'nonce.req']) {
      for (const responder of responders) {
        const answer = answerOcsp(new Uint8Array(readFileSync(join(folder, request))), responder, {
          issuer: issuer.certificate,
          statusOf: (serial) =>
            serial === serialOf(bad.certificate)
              ? { status: 'revoked', at: NOW - DAY_MS, reason: 'superseded' }
              : { status: 'good' },
          thisUpdate: NOW - 60_000,
          nextUpdate: NOW + DAY_MS,
          random,
        });
        const common = ['-respin', file('answer', answer), '-CAfile', root, '-verify_other', issuing];
        // With -cert, openssl asks anew and so with another nonce; with -reqin it holds the nonce against the request's.
        const asked = run('ocsp', '-reqin', request, '-resp_text', '-issuer', issuing, ...common);
        expect(asked).toContain('Response verify OK');
        expect(asked).not.toMatch(/nonce verify error/i);
        const said = run(
          ...['ocsp', '-no_nonce', '-issuer', issuing, '-cert', goodFile, '-cert', badFile, ...common],
        );
        expect(said).toMatch(/good\.pem: good/);
        expect(said).toMatch(/bad\.pem: revoked[\s\S]*Reason: superseded/);
      }
    }
  });

  it('answers our OCSP request, and we take its answer', () => {
    const issuer = parseCertificate(good.chain[0]!);
    const leaves = [good.certificate, bad.certificate].map((bytes) => parseCertificate(bytes));
    file('our.req', ocspRequest(leaves, issuer, { random }));
    expect(run('ocsp', '-reqin', 'our.req', '-req_text')).toContain('OCSP Nonce');
    const stamp = (at: number) =>
      `${new Date(at)
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2)}`;
    const rows = [
      `V\t${stamp(validity.notAfter)}\t\t${serialOf(good.certificate).toUpperCase()}\tunknown\t/CN=a`,
      `R\t${stamp(validity.notAfter)}\t${stamp(NOW - DAY_MS)},keyCompromise\t${serialOf(bad.certificate).toUpperCase()}\tunknown\t/CN=b`,
    ];
    file('ocsp-index.txt', `${rows.join('\n')}\n`);
    file('ocsp-index.txt.attr', 'unique_subject = no\n');
    const delegated = authority.issueResponder({ purpose: 'document', algorithm: P256, ...validity });
    const key = file('responder.key', writePem('PRIVATE KEY', writePrivateKey('p256', delegated.privateKey)));
    const signer = file('responder.pem', certificatesPem([delegated.certificate]));
    execFileSync(
      'openssl',
      [
        ...['ocsp', '-index', 'ocsp-index.txt', '-CA', issuing, '-rsigner', signer, '-rkey', key],
        ...['-reqin', 'our.req', '-respout', 'their.resp', '-ndays', '1'],
      ],
      { cwd: folder, stdio: 'pipe' },
    );
    const evidence = { crls: [], ocsps: [new Uint8Array(readFileSync(join(folder, 'their.resp')))] };
    const status = (leaf: number) => checkRevocation([leaves[leaf]!, issuer], evidence, { at: Date.now() });
    expect(status(0)).toMatchObject({ status: 'good', findings: [] });
    expect(status(1)).toMatchObject({ status: 'revoked', reason: 'key-compromise' });
  });
});
