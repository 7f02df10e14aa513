/** A running node's certificates, lists, statuses and time-stamps over HTTP, judged by openssl where it is there. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificatesPem, checkChain, parseCertificate, parseCrl, writePem } from '@yiwen/trust/certificates';
import { base64, type EcSignerAlgorithm } from '@yiwen/trust/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../platform/clock/index.ts';
import { startTestNode, type TestNode } from '../../testing/test-node.ts';
import { logModule } from '../log/index.ts';
import { authorityModule, authorityService, type IssuedKey, issueFresh } from './index.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) {
  console.log('skipped: openssl is not on this machine, so no other program judges the running authority');
}

let test: TestNode;
let folder: string;
const DAY_MS = 86_400_000;
const P256 = 'ecdsa-p256-sha256';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yiwen-authority-'));
  test = await startTestNode({
    modules: [logModule, authorityModule],
    roles: ['clerk'],
    clock: systemClock,
  });
}, 60_000);

afterAll(async () => {
  await test?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const authority = () => test.node.services.get(authorityService);
const scope = () => ({ organId: test.organ.id });
/** The address of the node that a program without name look-up understands. */
const url = (path: string) => `${test.url.replace('localhost', '127.0.0.1')}${path}`;
const file = (name: string, content: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
/** What openssl says; not waited for synchronously, since the node it asks lives in this process. */
const openssl = (...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile('openssl', args, { encoding: 'utf8', cwd: folder }, (_error, out, err) =>
      resolve(`${out}${err}`),
    );
  });

async function issue(
  purpose: 'document' | 'person' | 'seal' = 'document',
  algorithm: EcSignerAlgorithm = P256,
): Promise<IssuedKey> {
  const now = Date.parse(test.clock.now().toISOString());
  return await test.node.db.asOrgan(scope(), (tx) =>
    issueFresh(tx, authority(), {
      organId: test.organ.id,
      purpose,
      algorithm,
      subject: { organisation: '测试镇', commonName: '测试镇' },
      notBefore: now - DAY_MS,
      notAfter: now + 365 * DAY_MS,
      at: test.clock.now(),
    }),
  );
}

async function get(path: string): Promise<{ status: number; type: string | null; bytes: Uint8Array }> {
  const answer = await fetch(url(path));
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    bytes: new Uint8Array(await answer.arrayBuffer()),
  };
}

async function post(path: string, type: string, bytes: Uint8Array): Promise<Uint8Array> {
  const answer = await fetch(url(path), {
    method: 'POST',
    headers: { 'content-type': type },
    body: Uint8Array.from(bytes),
  });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

const keyIdOf = (certificate: Uint8Array): string =>
  parseCertificate(certificate).extensions.subjectKeyId ?? '';

describe('the authority of a node', () => {
  it('issues under its own trust list, marked 演示无效, without addresses nobody could reach', async () => {
    for (const algorithm of [P256, 'sm2-sm3'] as const) {
      const { certificate, chain } = await issue('person', algorithm);
      const parsed = parseCertificate(certificate);
      expect(parsed.subject.attributes.some(({ value }) => value.includes('演示无效'))).toBe(true);
      const judged = (purpose: 'person' | 'seal') =>
        authority()
          .trust()
          .then((trust) =>
            checkChain(certificate, chain, trust, { at: test.clock.now().getTime(), purpose }),
          );
      expect((await judged('person')).status).toBe('trusted');
      expect((await judged('seal')).status).toBe('untrusted');
      expect(Buffer.from(certificate).includes(Buffer.from('http'))).toBe(false);
    }
  });

  it('publishes what was revoked, once and for all organs, and lifts a hold only', async () => {
    const { certificate, chain } = await issue();
    const { serial } = parseCertificate(certificate);
    const revoke = (reason: 'hold' | 'removed' | 'key-compromise') =>
      test.node.db.asOrgan(scope(), (tx) =>
        authority().revoke(tx, { organId: test.organ.id, certificate, reason, at: test.clock.now() }),
      );
    const listed = async () => {
      const { status, type, bytes } = await get(`/crl/${keyIdOf(chain[0]!)}.crl`);
      expect([status, type]).toEqual([200, 'application/pkix-crl']);
      return parseCrl(bytes).entries.get(serial)?.reason;
    };
    expect(await listed()).toBeUndefined();
    expect(await revoke('hold')).toBe(true);
    expect(await listed()).toBe('hold');
    await revoke('removed');
    expect(await listed()).toBeUndefined();
    await revoke('key-compromise');
    await revoke('removed');
    expect(await listed()).toBe('key-compromise');
    const trust = await authority().trust();
    const at = test.clock.now().getTime() + DAY_MS;
    const judged = checkChain(certificate, chain, trust, {
      at,
      purpose: 'document',
      revocation: await authority().revocation(),
    });
    expect(judged.status).toBe('bad');
    expect(judged.revocation?.reason).toBe('key-compromise');
  });

  it('does not revoke what others issued', async () => {
    const { makeDemoAuthority } = await import('@yiwen/trust/certificates');
    const { random } = await import('./index.ts');
    const now = test.clock.now().getTime();
    const foreign = makeDemoAuthority({ random, now, validFrom: now - DAY_MS }).issue(
      { commonName: '别处' },
      { purpose: 'document', algorithm: P256, notBefore: now, notAfter: now + DAY_MS },
    );
    const done = await test.node.db.asOrgan(scope(), (tx) =>
      authority().revoke(tx, {
        organId: test.organ.id,
        certificate: foreign.certificate,
        reason: 'superseded',
        at: test.clock.now(),
      }),
    );
    expect(done).toBe(false);
  });

  it('answers nonsense with the protocols’ own refusals and unknown names with 404', async () => {
    const nonsense = new TextEncoder().encode('nonsense');
    expect(await post('/ocsp', 'application/ocsp-request', nonsense)).toEqual(
      Uint8Array.of(0x30, 3, 0x0a, 1, 1),
    );
    const refused = await post('/tsa', 'application/timestamp-query', nonsense);
    expect(Buffer.from(refused.subarray(0, 10)).toString('hex')).toContain('020102');
    expect((await get('/crl/00112233.crl')).status).toBe(404);
    expect((await get('/ca/..%2f..%2fx.crt')).status).toBe(404);
    expect((await get('/ocsp/%00')).bytes).toEqual(Uint8Array.of(0x30, 3, 0x0a, 1, 1));
    const long = await fetch(url('/tsa'), {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: new Uint8Array(100_000),
    });
    expect(long.status).toBe(413);
  });

  it('gives each time-stamp another serial number, and SM2 to who asks by SM3', async () => {
    const { timeStampRequest, readTimeStampResponse } = await import('@yiwen/trust/signatures');
    const { random } = await import('./index.ts');
    const serials = new Set<string>();
    for (const hash of ['sha256', 'sm3', 'sha256'] as const) {
      const request = timeStampRequest(new TextEncoder().encode('通知'), { hash, random });
      const { token, check } = readTimeStampResponse(
        await post('/tsa', 'application/timestamp-query', request),
        request,
      );
      expect(token).toBeDefined();
      expect(check?.info?.accuracyMs).toBe(1000);
      expect(check?.maker?.publicKey?.kind).toBe(hash === 'sm3' ? 'sm2' : 'p256');
      serials.add(check?.info?.serial ?? '');
    }
    expect(serials.size).toBe(3);
    const stamped = await authority().timeStamp(new TextEncoder().encode('x'), {
      hash: 'sm3',
      now: test.clock.now(),
    });
    expect(stamped?.source).toBe('own');
  });
});

describe.skipIf(!hasOpenssl)('openssl against the running node', () => {
  it('asks for a time-stamp and verifies it', async () => {
    const data = file('data', '关于防汛工作的通知');
    await openssl('ts', '-query', '-data', data, '-sha256', '-cert', '-out', 'query.tsq');
    const query = readFileSync(join(folder, 'query.tsq'));
    file('reply.tsr', await post('/tsa', 'application/timestamp-query', new Uint8Array(query)));
    const issuing = (await authority().trust()).anchors
      .filter(({ purposes }) => purposes.includes('time'))
      .map(({ certificate }) => certificate);
    file('tsa-ca.pem', certificatesPem(issuing));
    const told = await openssl(
      'ts',
      '-verify',
      '-queryfile',
      'query.tsq',
      '-in',
      'reply.tsr',
      '-CAfile',
      'tsa-ca.pem',
      '-partial_chain',
    );
    expect(told).toContain('Verification: OK');
  });

  it.each([P256, 'sm2-sm3'] as const)('asks for the status of a certificate with %s', async (algorithm) => {
    const { certificate, chain } = await issue('document', algorithm);
    const name = algorithm === P256 ? 'p' : 's';
    file(`${name}.pem`, certificatesPem([certificate]));
    file(`${name}-ca.pem`, certificatesPem([chain[0]!]));
    file(`${name}-root.pem`, certificatesPem([chain[1]!]));
    const status = () =>
      openssl(
        'ocsp',
        '-issuer',
        `${name}-ca.pem`,
        '-cert',
        `${name}.pem`,
        '-url',
        url('/ocsp'),
        '-CAfile',
        `${name}-root.pem`,
        '-verify_other',
        `${name}-ca.pem`,
        '-timeout',
        '10',
      );
    const told = await status();
    expect(told).toContain(': good');
    // OpenSSL 3.0 checks SM2 responses with an empty identity instead of the default one; we check those ourselves.
    expect(told).toContain(algorithm === P256 ? 'Response verify OK' : 'signature failure');
    const request = join(folder, 'status.der');
    await openssl(
      'ocsp',
      '-issuer',
      `${name}-ca.pem`,
      '-cert',
      `${name}.pem`,
      '-reqout',
      'status.der',
      '-no_nonce',
    );
    const asked = base64(new Uint8Array(readFileSync(request)));
    const { bytes, type } = await get(`/ocsp/${encodeURIComponent(asked)}`);
    expect(type).toBe('application/ocsp-response');
    expect(bytes.length).toBeGreaterThan(200);
    await test.node.db.asOrgan(scope(), (tx) =>
      authority().revoke(tx, {
        organId: test.organ.id,
        certificate,
        reason: 'cessation',
        at: test.clock.now(),
      }),
    );
    expect(await status()).toMatch(/revoked[\s\S]*cessationOfOperation/);
  });

  it('verifies a chain with the lists it fetches by their addresses', async () => {
    const { certificate, chain } = await issue();
    const lists: string[] = [];
    for (const issuer of chain) {
      const { bytes } = await get(`/crl/${keyIdOf(issuer)}.crl`);
      lists.push(writePem('X509 CRL', bytes));
      const ca = await get(`/ca/${keyIdOf(issuer)}.crt`);
      expect(ca.bytes).toEqual(issuer);
    }
    file('leaf.pem', certificatesPem([certificate]));
    file('issuing.pem', certificatesPem([chain[0]!]));
    file('root.pem', certificatesPem([chain[1]!]));
    file('lists.pem', lists.join(''));
    const verify = () =>
      openssl(
        'verify',
        '-crl_check_all',
        '-CRLfile',
        'lists.pem',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
        'leaf.pem',
      );
    expect(await verify()).toContain('leaf.pem: OK');
    await test.node.db.asOrgan(scope(), (tx) =>
      authority().revoke(tx, {
        organId: test.organ.id,
        certificate,
        reason: 'key-compromise',
        at: test.clock.now(),
      }),
    );
    const { bytes } = await get(`/crl/${keyIdOf(chain[0]!)}.crl`);
    file('lists.pem', [writePem('X509 CRL', bytes), lists[1]].join(''));
    expect(await verify()).toContain('certificate revoked');
  });
});
