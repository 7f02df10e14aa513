/** Sealing as two acts on a real database: the job is stopped after each of its stages and repeated. */
import { randomUUID } from 'node:crypto';
import { verifyDocument } from '@yiwen/trust/verification';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Module } from '../../platform/node/index.ts';
import { noticeDraft } from '../../testing/notice-draft.ts';
import { sealInUse } from '../../testing/seal-in-use.ts';
import type { TestClient } from '../../testing/test-client.ts';
import { startTestNode, type TestNode } from '../../testing/test-node.ts';
import { authorityModule, readSealingKey } from '../authority/index.ts';
import { documentsModule } from '../documents/module.ts';
import { logModule } from '../log/index.ts';
import { paperModule } from '../paper/index.ts';
import { workflowModule } from '../workflow/module.ts';
import {
  type SealingJob,
  type SealingStage,
  sealDocument,
  sealingModule,
  sealingQueue,
  sealingService,
} from './index.ts';

let test: TestNode;
let village: string;
const clients = new Map<string, TestClient>();

beforeAll(async () => {
  // The queue's own worker does nothing here: these tests run the job themselves, stage by stage.
  const manual: Module = { ...sealingModule, jobs: (jobs) => jobs.work(sealingQueue, async () => {}) };
  test = await startTestNode({
    modules: [logModule, workflowModule, authorityModule, manual, paperModule, documentsModule],
    roles: ['clerk', 'office-director', 'principal-leader', 'security-admin'],
  });
  village = (await test.addOrgan('测试村', 'v', ['village-clerk'])).id;
  for (const role of ['clerk', 'office-director', 'principal-leader', 'security-admin'] as const) {
    clients.set(role, await test.client(role));
  }
}, 120_000);

afterAll(async () => {
  await test?.stop();
});

const as = (role: string): TestClient => clients.get(role) as TestClient;

async function act(role: string, matterId: string, verb: string, body: object = {}) {
  const { body: view, status } = await as(role).get(`/api/v1/matters/${matterId}`);
  expect(status, JSON.stringify(view)).toBe(200);
  expect(view.mine, `${role} holds ${matterId} for ${verb}`).toBeTruthy();
  const answer = await as(role).post(`/api/v1/matters/${matterId}/steps/${view.mine?.stepId}/${verb}`, {
    key: randomUUID(),
    expected: view.revision,
    ...body,
  });
  expect(answer, `${verb}: ${JSON.stringify(answer.body)}`).toMatchObject({ status: 200 });
  return answer.body;
}

/** A document that waits at 用印. */
async function numbered(): Promise<string> {
  const matterId = randomUUID();
  const made = await as('clerk').post('/api/v1/drafts', noticeDraft(test.organ.name, matterId));
  expect(made, JSON.stringify(made.body)).toMatchObject({ status: 200 });
  await act('clerk', matterId, 'submit');
  await act('office-director', matterId, 'pass');
  await act('principal-leader', matterId, 'approve', { opinion: '同意' });
  await act('office-director', matterId, 'pass');
  await act('clerk', matterId, 'register', {
    copies: 5,
    receivers: [{ organId: village, role: '主送' }],
  });
  return matterId;
}

async function requestSealing(matterId: string): Promise<SealingJob> {
  await act('clerk', matterId, 'seal');
  const rows = await test.node.db.asJob({ organId: test.organ.id }, (tx) =>
    tx
      .$extendTables<{ 'sealing.request': { id: string; matter_id: string } }>()
      .selectFrom('sealing.request')
      .select('id')
      .where('matter_id', '=', matterId)
      .execute(),
  );
  return { organId: test.organ.id, requestId: rows[0]?.id ?? '' };
}

describe('sealing', () => {
  it('is refused in words while the organ has no seal', async () => {
    const matterId = await numbered();
    const { body: view } = await as('clerk').get(`/api/v1/matters/${matterId}`);
    const answer = await as('clerk').post(`/api/v1/matters/${matterId}/steps/${view.mine.stepId}/seal`, {
      key: randomUUID(),
      expected: view.revision,
    });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'sealing.no-seal' } } });
  });

  it('goes on once a seal is in use', async () => {
    await sealInUse(test);
    const { body } = await as('clerk').get('/api/v1/seals');
    expect(body[0].name).toContain('演示无效');
    expect(body[0]).toMatchObject({ state: 'in-use', usable: true, kind: 'organ', widthMm: 42 });
  });

  const stages: SealingStage[] = ['rendered', 'prepared', 'signed', 'verified', 'stored'];
  it.each(stages)(
    'stopped after %s hands nothing out, and repeated it seals once',
    async (stage) => {
      const matterId = await numbered();
      const job = await requestSealing(matterId);
      const means = {
        nodeKey: await readSealingKey(test.node.dataDir),
        trust: await test.node.services.get(sealingService).trustList(),
      };
      await expect(
        sealDocument(test.node, means, job, (reached) => {
          if (reached === stage) {
            throw new Error(`stopped after ${stage}`);
          }
        }),
      ).rejects.toThrow(`stopped after ${stage}`);
      const { body: between } = await as('clerk').get(`/api/v1/matters/${matterId}`);
      expect(between.document.renditions.filter((file: { sealed: boolean }) => file.sealed)).toHaveLength(0);
      expect(between.sealing).toMatchObject({ state: 'requested' });

      await Promise.all([sealDocument(test.node, means, job), sealDocument(test.node, means, job)]);
      await sealDocument(test.node, means, job);
      const { body: after } = await as('clerk').get(`/api/v1/matters/${matterId}`);
      const sealed = after.document.renditions.filter((file: { sealed: boolean }) => file.sealed);
      expect(sealed).toHaveLength(2);
      expect(after.timeline.filter((one: { kind: string }) => one.kind === 'sealing.sealed')).toHaveLength(1);
      expect(after.mine.node).toBe('release');
      for (const file of sealed) {
        const { bytes } = await as('clerk').bytes(file.href);
        const report = verifyDocument(bytes, { trust: means.trust, now: test.clock.now().getTime() });
        expect(report.verdict, JSON.stringify(report.findings)).toBe('valid');
        expect(report.sentence.zh).toContain('演示无效');
        expect(verifyDocument(bytes, { now: test.clock.now().getTime() }).verdict).toBe('intact-untrusted');
      }
    },
    60_000,
  );

  it('takes no second request while one is under way', async () => {
    const matterId = await numbered();
    await requestSealing(matterId);
    const { body: view } = await as('clerk').get(`/api/v1/matters/${matterId}`);
    const answer = await as('clerk').post(`/api/v1/matters/${matterId}/steps/${view.mine.stepId}/seal`, {
      key: randomUUID(),
      expected: view.revision,
    });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'sealing.under-way' } } });
  });

  it('may be asked anew when a request has lost its job, and the lost one then seals nothing', async () => {
    const matterId = await numbered();
    const lost = await requestSealing(matterId);
    test.clock.advance(11 * 60_000);
    await act('clerk', matterId, 'seal');
    const service = test.node.services.get(sealingService);
    await service.sealNow(test.node, lost);
    const { body: between } = await as('clerk').get(`/api/v1/matters/${matterId}`);
    expect(between.document.renditions.filter((file: { sealed: boolean }) => file.sealed)).toHaveLength(0);
    expect(between.sealing).toMatchObject({ state: 'requested' });
  });

  it('seals nothing with a seal that was suspended after the request, and says so', async () => {
    const matterId = await numbered();
    const job = await requestSealing(matterId);
    const { body: seals } = await as('clerk').get('/api/v1/seals');
    const suspend = (when: string) =>
      as('clerk').post(`/api/v1/seals/${seals[0].id}/suspend`, { note: when });
    const resume = () =>
      as('principal-leader').post(`/api/v1/seals/${seals[0].id}/resume`, { note: '清点完毕' });
    expect(await suspend('盖章以前')).toMatchObject({ status: 200 });
    const service = test.node.services.get(sealingService);
    await service.sealNow(test.node, job);
    const { body: failed } = await as('clerk').get(`/api/v1/matters/${matterId}`);
    expect(failed.sealing).toMatchObject({ state: 'failed', message: expect.stringContaining('停用') });
    expect(await resume()).toMatchObject({ status: 200 });

    // Suspended while the job works: what it signed is thrown away.
    const another = await numbered();
    const second = await requestSealing(another);
    let suspended: Promise<unknown> | undefined;
    const means = {
      nodeKey: await readSealingKey(test.node.dataDir),
      trust: await service.trustList(),
    };
    const slow = {
      ...test.node,
      blobs: {
        ...test.node.blobs,
        put: async (bytes: Uint8Array) => {
          suspended ??= suspend('盖章当中');
          await suspended;
          return await test.node.blobs.put(bytes);
        },
      },
    } as typeof test.node;
    await sealDocument(slow, means, second);
    const { body: after } = await as('clerk').get(`/api/v1/matters/${another}`);
    expect(after.sealing).toMatchObject({ state: 'failed', message: expect.stringContaining('盖章过程中') });
    expect(after.document.renditions.filter((file: { sealed: boolean }) => file.sealed)).toHaveLength(0);
    await resume();
  }, 60_000);
});
