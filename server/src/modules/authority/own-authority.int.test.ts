/** An office's own authority: issuing keys in files as openssl makes them, or requests taken outside and answers brought back. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildCertificateRequest,
  certificatesPem,
  freshKey,
  makeDemoAuthority,
  parseCertificate,
  writePem,
} from '@yiwen/trust/certificates';
import { writePrivateKey } from '@yiwen/trust/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../platform/clock/index.ts';
import { SettingsError } from '../../platform/config/index.ts';
import type { TestClient } from '../../testing/test-client.ts';
import { startTestNode, type TestNode } from '../../testing/test-node.ts';
import { logModule } from '../log/index.ts';
import {
  authorityModule,
  authorityService,
  type CertificateOrder,
  certificateArrived,
  issueFresh,
  random,
} from './index.ts';
import { ownIssuers } from './own-issuers.ts';
import { authoritySettings } from './settings.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) {
  console.log('skipped: openssl is not on this machine, so no office authority can be made for the test');
}
const P256 = 'ecdsa-p256-sha256';
const DAY_MS = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'yiwen-own-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);
const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
const read = (name: string) => readFileSync(path(name), 'utf8');

/** Root and issuing authority of an office, the issuing key encrypted; and a certificate that may not issue. */
function makeOffice(): void {
  writeFileSync(path('password'), 'correct horse\n');
  writeFileSync(path('ca.cnf'), 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n');
  writeFileSync(path('leaf.cnf'), 'keyUsage=critical,digitalSignature\n');
  const key = (name: string) =>
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);
  const request = (name: string, subject: string) =>
    openssl('req', '-new', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`);
  const sign = (name: string, by: string, extensions: string) =>
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-days', '900'],
      ...['-extfile', extensions, '-out', `${name}.pem`],
    );
  key('root');
  request('root', '/O=Office/CN=Office Root');
  openssl(
    ...['x509', '-req', '-in', 'root.csr', '-signkey', 'root.key', '-days', '3650'],
    ...['-extfile', 'ca.cnf', '-out', 'root.pem'],
  );
  key('issuing');
  request('issuing', '/O=Office/CN=Office Issuing');
  sign('issuing', 'root', 'ca.cnf');
  openssl(
    ...['pkcs8', '-topk8', '-in', 'issuing.key', '-v2', 'aes-256-cbc', '-passout', 'file:password'],
    ...['-out', 'issuing.p8'],
  );
  key('leaf');
  request('leaf', '/O=Office/CN=No Authority');
  sign('leaf', 'issuing', 'leaf.cnf');
}

const office = { certificate: 'issuing.pem', chain: 'root.pem', key: 'issuing.p8', passwordFile: 'password' };
const settingsOf = (issuers: object[]) => authoritySettings.parse({ kind: 'own', issuers }).issuers;

async function faultsOf(issuer: object): Promise<string> {
  try {
    await ownIssuers(settingsOf([issuer]), folder);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as SettingsError).message;
  }
  return '';
}

describe.skipIf(!hasOpenssl)('issuing keys of the office', () => {
  beforeAll(makeOffice);

  it('open from an encrypted PKCS#8 file', async () => {
    const issuers = await ownIssuers(settingsOf([office]), folder);
    expect((await issuers.issuerFor('seal', P256))?.signer.chain).toHaveLength(1);
    expect(await issuers.issuerFor('seal', 'sm2-sm3')).toBeUndefined();
    const forPersons = await ownIssuers(settingsOf([{ ...office, purposes: ['person'] }]), folder);
    expect(await forPersons.issuerFor('seal', P256)).toBeUndefined();
    expect(await forPersons.issuerFor('person', P256)).toBeDefined();
  });

  it('open with SM2, in a container openssl encrypted', async () => {
    const now = systemClock.now().getTime();
    const made = makeDemoAuthority({ random, now });
    const { root, issuing } = made.keys['sm2-sm3'];
    writeFileSync(path('sm2.pem'), certificatesPem([issuing.organ.certificate, root.certificate]));
    writeFileSync(path('sm2.key'), writePem('PRIVATE KEY', writePrivateKey('sm2', issuing.organ.privateKey)));
    openssl(
      ...['pkcs8', '-topk8', '-in', 'sm2.key', '-v2', 'aes-256-cbc', '-passout', 'file:password'],
      ...['-out', 'sm2.p8'],
    );
    const issuers = await ownIssuers(
      settingsOf([{ certificate: 'sm2.pem', key: 'sm2.p8', passwordFile: 'password' }]),
      folder,
    );
    expect((await issuers.issuerFor('seal', 'sm2-sm3'))?.signer.algorithm).toBe('sm2-sm3');
  });

  it('stay in a device: a token or a program signs', async () => {
    const program = join(import.meta.dirname, '../../extensions/device.fixture.mjs');
    const place = {
      kind: 'device',
      command: [process.execPath, program, path('issuing.key')],
      key: 'issuing',
      timeLimitMs: 5000,
    };
    const issuers = await ownIssuers(
      settingsOf([{ certificate: 'issuing.pem', chain: 'root.pem', device: place }]),
      folder,
    );
    expect((await issuers.issuerFor('person', P256))?.signer.algorithm).toBe(P256);
    await issuers.close();
    const other = { ...place, command: [process.execPath, program, path('leaf.key')] };
    expect(await faultsOf({ certificate: 'issuing.pem', chain: 'root.pem', device: other })).not.toBe('');
  });

  it('are refused in words when they do not fit', async () => {
    writeFileSync(path('wrong'), 'battery staple');
    expect(await faultsOf({ ...office, passwordFile: 'wrong' })).toContain('密钥文件打不开');
    expect(await faultsOf({ ...office, key: 'leaf.key', passwordFile: undefined })).toContain(
      '密钥与证书不是一对',
    );
    expect(await faultsOf({ ...office, certificate: 'leaf.pem' })).toContain('不是签发机构的证书');
    expect(await faultsOf({ certificate: 'issuing.pem', key: 'issuing.key' })).toContain('证书链不完整');
    expect(await faultsOf({ ...office, certificate: 'password' })).toContain('没有 PEM 证书');
    expect(await faultsOf({ ...office, certificate: 'nowhere.pem' })).toContain('读不了');
  });
});

describe.skipIf(!hasOpenssl)('a node with the office’s own authority', () => {
  let test: TestNode;
  beforeAll(async () => {
    makeOffice();
    test = await startTestNode({
      modules: [logModule, authorityModule],
      roles: ['clerk'],
      clock: systemClock,
      environment: {
        YIWEN_PUBLIC_URL: 'https://oa.example.test',
        YIWEN_AUTHORITY_KIND: 'own',
        YIWEN_AUTHORITY_ISSUERS: JSON.stringify([
          Object.fromEntries(Object.entries(office).map(([name, file]) => [name, path(file)])),
        ]),
      },
    });
  }, 60_000);
  afterAll(async () => test?.stop());

  it('issues what openssl verifies, with its addresses, and nothing says 演示无效', async () => {
    const authority = test.node.services.get(authorityService);
    const now = test.clock.now().getTime();
    const issued = await test.node.db.asOrgan({ organId: test.organ.id }, (tx) =>
      issueFresh(tx, authority, {
        organId: test.organ.id,
        purpose: 'document',
        algorithm: P256,
        subject: { organisation: 'Town', commonName: 'Town' },
        notBefore: now - DAY_MS,
        // Longer than the issuer lasts: it gets what the issuer has.
        notAfter: now + 5000 * DAY_MS,
        at: test.clock.now(),
      }),
    );
    writeFileSync(path('town.pem'), certificatesPem([issued.certificate]));
    expect(openssl('verify', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', 'town.pem')).toContain('OK');
    const text = openssl('x509', '-in', 'town.pem', '-noout', '-text');
    const { subjectKeyId } = parseCertificate(issued.chain[0]!).extensions;
    expect(text).toContain(`URI:https://oa.example.test/crl/${subjectKeyId}.crl`);
    expect(text).toContain('OCSP - URI:https://oa.example.test/ocsp');
    expect(text).toContain(`CA Issuers - URI:https://oa.example.test/ca/${subjectKeyId}.crt`);
    expect(text).not.toContain('演示');
    expect(parseCertificate(issued.certificate).notAfter).toBe(parseCertificate(issued.chain[0]!).notAfter);
    const list = await (await fetch(`${test.url}/crl/${subjectKeyId}.crl`)).arrayBuffer();
    writeFileSync(path('list.der'), new Uint8Array(list));
    expect(openssl('crl', '-inform', 'DER', '-in', 'list.der', '-CAfile', 'issuing.pem', '-noout')).toBe('');
    const trust = await authority.trust();
    expect(trust.demo).toBe(false);
    // Its own clock has a certificate of the office.
    const stamped = await authority.timeStamp(new Uint8Array(3), { hash: 'sha256', now: test.clock.now() });
    expect(stamped?.source).toBe('own');
  });
});

describe.skipIf(!hasOpenssl)('a node without an issuing key', () => {
  let test: TestNode;
  let admin: TestClient;
  beforeAll(async () => {
    makeOffice();
    mkdirSync(path('trust/signers'), { recursive: true });
    writeFileSync(path('trust/signers/root.pem'), read('root.pem'));
    test = await startTestNode({
      modules: [logModule, authorityModule],
      roles: ['clerk', 'security-admin', 'system-admin'],
      clock: systemClock,
      environment: { YIWEN_AUTHORITY_KIND: 'own', YIWEN_AUTHORITY_TRUST_FOLDER: path('trust') },
    });
    admin = await test.client('security-admin');
  }, 60_000);
  afterAll(async () => test?.stop());

  const order = (): Omit<CertificateOrder, 'key'> => ({
    organId: test.organ.id,
    purpose: 'document',
    subject: { organisation: 'Town', commonName: 'Town' },
    notBefore: test.clock.now().getTime(),
    notAfter: test.clock.now().getTime() + DAY_MS,
    at: test.clock.now(),
  });

  it('has keys certified outside: the request goes out, only its own answer comes in', async () => {
    const { privateKey, publicKey } = freshKey(P256, random);
    const request = buildCertificateRequest(
      { organisation: 'Town', commonName: 'Town' },
      { privateKey, publicKey, algorithm: P256 },
      { random },
    );
    const arrived: string[] = [];
    test.node.services.on(certificateArrived, async (_tx, { requestId }) => void arrived.push(requestId));
    const authority = test.node.services.get(authorityService);
    const answer = await test.node.db.asOrgan({ organId: test.organ.id }, (tx) =>
      authority.issue(tx, { ...order(), key: { request } }),
    );
    expect(answer.state).toBe('awaiting');
    const id = answer.state === 'awaiting' ? answer.requestId : '';

    const { body: page } = await admin.get('/api/v1/authority');
    expect(page).toMatchObject({ kind: 'own', requests: [{ id, subject: 'Town' }] });
    const { bytes } = await admin.bytes(page.requests[0].href);
    writeFileSync(path('town.csr'), bytes);
    expect(openssl('req', '-in', 'town.csr', '-verify', '-noout', '-subject')).toContain('Town');
    openssl(
      ...['x509', '-req', '-in', 'town.csr', '-CA', 'issuing.pem', '-CAkey', 'issuing.key', '-days', '300'],
      ...['-extfile', 'leaf.cnf', '-out', 'answer.pem'],
    );
    const bring = (file: string, who = admin) =>
      who.upload(`/api/v1/authority/requests/${id}/certificate`, [
        { field: 'file', name: 'answer.pem', bytes: new TextEncoder().encode(file) },
      ]);
    expect(await bring(read('answer.pem'), await test.client('clerk'))).toMatchObject({ status: 403 });
    expect((await bring('no certificate')).body.error.code).toBe('authority.bad-certificate');
    expect((await bring(read('leaf.pem'))).body.error.code).toBe('authority.other-key');
    // Without the issuing authority's certificate it leads nowhere.
    const alone = await bring(read('answer.pem'));
    expect(alone.body.error.code).toBe('authority.not-believed');
    expect(alone.body.error.details.findings[0].code).toBe('chain-not-anchored');
    const good = await bring(read('issuing.pem') + read('answer.pem'));
    expect(good).toMatchObject({ status: 200, body: { subject: 'Town', issuer: 'Office Issuing' } });
    expect(arrived).toEqual([id]);
    expect((await bring(read('issuing.pem') + read('answer.pem'))).body.error.code).toBe(
      'authority.already-answered',
    );
    const { body: after } = await admin.get('/api/v1/authority');
    expect(after.requests[0].answeredAt).toBeDefined();
    expect(after.certificates[0]).toMatchObject({ subject: 'Town', purpose: 'document' });
  });

  it('says what cannot be done at once, and has no time of its own', async () => {
    const authority = test.node.services.get(authorityService);
    const wish = { ...order(), algorithm: P256, purpose: 'document' } as const;
    await expect(
      test.node.db.asOrgan({ organId: test.organ.id }, (tx) => issueFresh(tx, authority, wish)),
    ).rejects.toMatchObject({ code: 'authority.outside' });
    expect(
      await authority.timeStamp(new Uint8Array(3), { hash: 'sha256', now: test.clock.now() }),
    ).toBeUndefined();
  });
});
