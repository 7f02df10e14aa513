/** Sealing while the time source is down, and what happens when it is back; renewal before a stamp loses its worth. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Report, verifyDocument } from '@yiwen/trust/verification';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Module } from '../../platform/node/index.ts';
import { noticeDraft, sealInUse } from '../../testing/index.ts';
import type { TestClient } from '../../testing/test-client.ts';
import { startTestNode, type TestNode } from '../../testing/test-node.ts';
import { authorityModule, authorityService } from '../authority/index.ts';
import { startTimeAuthority } from '../authority/time-authority.fixture.ts';
import { documentsModule } from '../documents/module.ts';
import { logModule } from '../log/index.ts';
import { paperModule } from '../paper/index.ts';
import { verificationModule } from '../verification/index.ts';
import { workflowModule } from '../workflow/module.ts';
import { sealingModule, sealingQueue, sealingService } from './index.ts';

const DAY_MS = 86_400_000;
let test: TestNode;
let village: string;
let folder: string;
let times: Awaited<ReturnType<typeof startTimeAuthority>>;
const clients = new Map<string, TestClient>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yiwen-later-'));
  mkdirSync(join(folder, 'times'));
  const clock = () => (test?.clock.now() ?? new Date('2026-11-23T09:00:00+08:00')).getTime();
  times = await startTimeAuthority(clock, 365);
  writeFileSync(join(folder, 'times', 'tsa.pem'), times.ca);
  const manual: Module = { ...sealingModule, jobs: (jobs) => jobs.work(sealingQueue, async () => {}) };
  test = await startTestNode({
    modules: [
      logModule,
      workflowModule,
      { ...authorityModule, jobs: () => {} },
      manual,
      paperModule,
      documentsModule,
      verificationModule,
    ],
    roles: ['clerk', 'office-director', 'principal-leader', 'security-admin'],
    environment: {
      YIWEN_AUTHORITY_TRUST_FOLDER: folder,
      YIWEN_AUTHORITY_OWN_TIME: 'false',
      YIWEN_AUTHORITY_TIME_WAIT_MS: '600',
      YIWEN_AUTHORITY_TIME_SOURCES: JSON.stringify([{ url: times.url }]),
    },
  });
  village = (await test.addOrgan('测试村', 'v', ['village-clerk'])).id;
  await signIn();
  await sealInUse(test);
}, 120_000);

afterAll(async () => {
  await test?.stop();
  await times?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Sessions end when the clock is moved. */
async function signIn(): Promise<void> {
  for (const role of ['clerk', 'office-director', 'principal-leader'] as const) {
    clients.set(role, await test.client(role));
  }
}

async function pass(ms: number): Promise<void> {
  test.clock.advance(ms);
  await signIn();
}

const as = (role: string): TestClient => clients.get(role) as TestClient;
const authority = () => test.node.services.get(authorityService);

async function act(role: string, matterId: string, verb: string, body: object = {}): Promise<void> {
  const { body: view } = await as(role).get(`/api/v1/matters/${matterId}`);
  const answer = await as(role).post(`/api/v1/matters/${matterId}/steps/${view.mine?.stepId}/${verb}`, {
    key: randomUUID(),
    expected: view.revision,
    ...body,
  });
  expect(answer, `${verb}: ${JSON.stringify(answer.body)}`).toMatchObject({ status: 200 });
}

/** A sealed document, by the job itself. */
async function sealed(): Promise<string> {
  const matterId = randomUUID();
  await as('clerk').post('/api/v1/drafts', noticeDraft(test.organ.name, matterId));
  await act('clerk', matterId, 'submit');
  await act('office-director', matterId, 'pass');
  await act('principal-leader', matterId, 'approve', { opinion: '同意' });
  await act('office-director', matterId, 'pass');
  await act('clerk', matterId, 'register', { copies: 5, receivers: [{ organId: village, role: '主送' }] });
  await act('clerk', matterId, 'seal');
  const rows = await test.node.db.asJob({ organId: test.organ.id }, (tx) =>
    tx
      .$extendTables<{ 'sealing.request': { id: string; matter_id: string } }>()
      .selectFrom('sealing.request')
      .select('id')
      .where('matter_id', '=', matterId)
      .execute(),
  );
  await test.node.services
    .get(sealingService)
    .sealNow(test.node, { organId: test.organ.id, requestId: rows[0]!.id });
  return matterId;
}

type Seen = { format: string; sha256: string; bytes: Uint8Array };

async function filesOf(matterId: string): Promise<Seen[]> {
  const { body } = await as('clerk').get(`/api/v1/matters/${matterId}`);
  const files: Seen[] = [];
  for (const file of body.document.renditions) {
    const { bytes } = await as('clerk').bytes(file.href);
    files.push({ format: file.format, sha256: file.sha256, bytes });
  }
  return files.sort((a, b) => (a.format < b.format ? -1 : 1));
}

async function judged({ bytes }: Seen, at = test.clock.now()): Promise<Report> {
  return verifyDocument(bytes, {
    trust: await authority().trust(),
    revocation: await authority().revocation(),
    now: at.getTime(),
  });
}

const sources = (report: Report) => report.signatures.map(({ timeSource }) => timeSource);

describe('time of sealed files', () => {
  it('is in both files when the source answers, with what a stranger needs to judge them', async () => {
    const files = await filesOf(await sealed());
    expect(files.map(({ format }) => format)).toEqual(['ofd', 'pdf']);
    for (const file of files) {
      const report = await judged(file);
      expect([report.verdict, ...sources(report)]).toEqual(['valid', 'timestamp']);
      const kept = await test.node.db.asOrgan({ organId: test.organ.id }, (tx) =>
        authority().validationDataOf(tx, file.sha256),
      );
      expect(kept[0]!.certificates.length).toBeGreaterThanOrEqual(5);
      expect(kept[0]!.crls.length).toBeGreaterThan(0);
      // Judged by what was kept alone.
      const alone = verifyDocument(file.bytes, {
        trust: await authority().trust(),
        revocation: kept[0]!,
        now: test.clock.now().getTime(),
      });
      expect(alone.verdict).toBe('valid');
    }
    expect(await authority().keepTime()).toBe(0);
  });

  it.each(['hangs', 'garbage', 'wrong-nonce', 'old-time'] as const)(
    'comes later when the source at first %s; the earlier files stay good and registered',
    async (manner) => {
      await pass(60 * 60_000);
      times.state.manner = manner;
      const matterId = await sealed();
      const early = await filesOf(matterId);
      for (const file of early) {
        const report = await judged(file);
        expect([report.verdict, ...sources(report)]).toEqual(['valid', 'claimed']);
      }
      const { body: waiting } = await as('clerk').get(`/api/v1/matters/${matterId}`);
      expect(waiting.sealing).toMatchObject({ state: 'sealed', awaitsTime: true });

      await pass(20 * 60_000);
      expect(await authority().keepTime()).toBe(0);
      await pass(20 * 60_000);
      times.state.manner = 'good';
      expect(await authority().keepTime()).toBe(2);
      expect(await authority().keepTime()).toBe(0);

      const late = await filesOf(matterId);
      expect(late).toHaveLength(2);
      for (const [i, file] of late.entries()) {
        expect(file.sha256).not.toBe(early[i]!.sha256);
        const report = await judged(file);
        expect(report.verdict).toBe('valid');
        expect(sources(report)).toContain('timestamp');
        expect((await judged(early[i]!)).verdict).toBe('valid');
      }
      // The later PDF begins with the earlier one.
      expect(Buffer.compare(late[1]!.bytes.subarray(0, early[1]!.bytes.length), early[1]!.bytes)).toBe(0);
      const { body: view } = await as('clerk').get(`/api/v1/matters/${matterId}`);
      expect(view.sealing.awaitsTime).toBeUndefined();
      expect(
        view.timeline.filter((one: { kind: string }) => one.kind === 'sealing.time-stamped'),
      ).toHaveLength(2);
      for (const file of [...early, ...late]) {
        const told = await test
          .visitor()
          .upload('/api/v1/verify', [{ field: 'file', name: `a.${file.format}`, bytes: file.bytes }]);
        expect(told.body.report).toMatchObject({ verdict: 'valid', status: 'valid' });
        expect(told.body.registered).toMatchObject({ versionNo: 1 });
      }
    },
    90_000,
  );

  it('is renewed before the maker of the stamp ends, so that the file is good after that', async () => {
    const matterId = await sealed();
    const [, before] = await filesOf(matterId);
    const sealTime = test.clock.now().getTime();
    // Thirty days before the certificate of the time source ends, a new one of it is in use.
    await pass(335 * DAY_MS);
    times.renew(3650);
    expect(await authority().keepTime()).toBeGreaterThan(0);
    const [, after] = await filesOf(matterId);
    expect(after!.sha256).not.toBe(before!.sha256);
    expect((await judged(after!)).verdict).toBe('valid');
    // After the seal's certificate (two years) and the first time source's (one year) have ended.
    const later = new Date(sealTime + 3 * 365 * DAY_MS);
    expect((await judged(before!, later)).verdict).toBe('intact-time-unproven');
    expect((await judged(after!, later)).verdict).toBe('valid');
  }, 90_000);

  it('decides what a revocation does: sealed and stamped before, still good; without a stamp, unproven', async () => {
    times.state.manner = 'good';
    const stamped = await filesOf(await sealed());
    await pass(30 * 60_000);
    times.state.manner = 'garbage';
    const unstamped = await filesOf(await sealed());
    await pass(30 * 60_000);
    await test.node.db.asOrgan({ organId: test.organ.id }, async (tx) => {
      const seals = await tx
        .$extendTables<{ 'sealing.seal': { certificate: Buffer; pdf_certificate: Buffer } }>()
        .selectFrom('sealing.seal')
        .select(['certificate', 'pdf_certificate'])
        .execute();
      for (const { certificate, pdf_certificate } of seals) {
        for (const der of [certificate, pdf_certificate]) {
          const done = await authority().revoke(tx, {
            organId: test.organ.id,
            certificate: new Uint8Array(der),
            reason: 'key-compromise',
            at: test.clock.now(),
          });
          expect(done).toBe(true);
        }
      }
    });
    await pass(60_000);
    const told = async ({ format, bytes }: Seen) =>
      (await test.visitor().upload('/api/v1/verify', [{ field: 'file', name: `a.${format}`, bytes }])).body
        .report;
    for (const file of stamped) {
      const report = await told(file);
      expect(report.verdict).toBe('valid');
      expect(JSON.stringify(report)).toContain('certificate-revoked-later');
    }
    for (const file of unstamped) {
      expect((await told(file)).verdict).toBe('intact-time-unproven');
    }
    // Nothing is sealed any more with a certificate on the list.
    const matterId = await sealed();
    const { body: view } = await as('clerk').get(`/api/v1/matters/${matterId}`);
    expect(view.sealing.state).toBe('failed');
  }, 90_000);
});
