import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestNode, type TestClient, type TestNode } from '../../testing/index.ts';
import { authorityModule } from '../authority/index.ts';
import { documentsModule } from '../documents/index.ts';
import { logModule } from '../log/index.ts';
import { sealingModule } from '../sealing/index.ts';
import { workflowModule } from '../workflow/index.ts';
import {
  circulationModule,
  createIncoming,
  type IncomingNews,
  incomingClosed,
  incomingRegistered,
  incomingReturned,
  incomingSignedFor,
} from './index.ts';

const samples =
  process.env.YIWEN_SAMPLES ?? fileURLToPath(new URL('../../../../../shared/samples', import.meta.url));
const hasSamples = existsSync(samples);
if (!hasSamples) {
  console.info(`skipped: no samples at ${samples} (set YIWEN_SAMPLES)`);
}

let node: TestNode;
const people: Record<string, TestClient> = {};
const news: [string, IncomingNews][] = [];

beforeAll(async () => {
  node = await startTestNode({
    modules: [logModule, workflowModule, authorityModule, sealingModule, documentsModule, circulationModule],
  });
  for (const role of [
    'clerk',
    'office-director',
    'principal-leader',
    'deputy-leader',
    'section-head',
    'section-staff',
  ] as const) {
    people[role] = await node.client(role);
  }
  for (const what of [incomingSignedFor, incomingReturned, incomingRegistered, incomingClosed]) {
    node.node.services.on(what, async (_tx, data) => {
      news.push([what.name, data]);
    });
  }
});
afterAll(() => node?.stop());

const ink = {
  v: 1,
  page: 1,
  box: { xMm: 20, yMm: 30, wMm: 60, hMm: 25 },
  startedAt: '2026-11-23T02:00:00.000Z',
  device: { pointerType: 'pen', dpr: 2 },
  strokes: [
    {
      tool: 'pen',
      color: '#1f1d1a',
      widthMm: 0.6,
      t0Ms: 0,
      points: [
        [100, 300, 500, 0, 10, 0],
        [1400, 900, 510, 8, 10, 0],
      ],
    },
    { tool: 'pen', color: '#1f1d1a', widthMm: 0.6, t0Ms: 300, points: [[500, 500, 500, 0, 10, 0]] },
  ],
};

/** What the exchange would do: bytes in the store, then the door. */
async function arrive(more: object = {}): Promise<string> {
  const bytes = new TextEncoder().encode(`file ${randomUUID()}`);
  const ref = await node.node.blobs.put(bytes);
  const made = await node.node.db.asJob({ organId: node.organ.id }, (tx) =>
    createIncoming(tx, {
      organId: node.organ.id,
      from: { name: '青槐县人民政府办公室' },
      title: '青槐县人民政府办公室关于做好森林防灭火工作的通知',
      number: '青槐政办发〔2026〕37号',
      urgency: '加急',
      dueOn: '2026-11-30',
      origin: 'e-seal',
      report: { verdict: 'valid', sentence: { zh: '是真的', en: 'valid' }, format: 'ofd' },
      files: [{ ...ref, role: 'original', name: 'D1.ofd', format: 'ofd', sealed: true, pages: 2 }],
      actor: { name: '青槐县人民政府办公室', post: '发文机关' },
      at: node.clock.now(),
      newId: randomUUID,
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
      ...more,
    }),
  );
  return made.matterId;
}

async function view(role: string, matterId: string) {
  const { body, status } = await people[role]!.get(`/api/v1/matters/${matterId}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

async function act(role: string, matterId: string, verb: string, more: object = {}) {
  const seen = await view(role, matterId);
  return await people[role]!.post(`/api/v1/matters/${matterId}/steps/${seen.mine?.stepId}/${verb}`, {
    key: randomUUID(),
    expected: seen.revision,
    ...more,
  });
}

async function done(role: string, matterId: string, verb: string, more: object = {}) {
  const answer = await act(role, matterId, verb, more);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

const post = (role: 'principal-leader' | 'deputy-leader' | 'section-head' | 'section-staff') =>
  node.organ.posts[role].postId;

const newsOf = (matterId: string) => news.filter(([, data]) => data.matterId === matterId);

describe('收文 on a real database', () => {
  it('goes from 签收 to 办结 and its 处理笺 fills itself', async () => {
    const matterId = await arrive();
    const todo = (await people.clerk!.get('/api/v1/todo')).body;
    expect(todo.items.find((item: { matterId: string }) => item.matterId === matterId)).toMatchObject({
      node: 'receive',
      urgency: '加急',
      number: '青槐政办发〔2026〕37号',
      deadline: '2026-11-30',
      workingDaysLeft: 5,
    });
    await done('clerk', matterId, 'sign-for');
    await done('clerk', matterId, 'register');
    await done('office-director', matterId, 'propose', {
      opinion: '拟请主要负责人批示。',
      postId: post('principal-leader'),
    });
    await done('principal-leader', matterId, 'instruct', {
      ink,
      handlers: [post('section-head'), post('section-staff')],
      lead: post('section-head'),
      readers: [post('deputy-leader')],
      deadline: '2026-11-27',
    });
    const early = await act('clerk', matterId, 'close');
    expect(early.status).toBeGreaterThanOrEqual(400);
    await done('deputy-leader', matterId, 'read');
    await done('section-head', matterId, 'report', { result: '已组织排查24处。' });
    await done('section-staff', matterId, 'report', { result: '经费已落实。' });
    await done('clerk', matterId, 'close');
    const closed = await view('clerk', matterId);
    expect(closed.state).toBe('closed');
    expect(closed.document).toMatchObject({
      direction: 'in',
      origin: 'e-seal',
      registration: { incomingNumber: expect.stringMatching(/^2026收\d{4}$/), dueOn: '2026-11-30' },
    });
    expect(closed.sheet).toMatchObject({
      proposal: { name: '测试镇党政办主任', opinion: '拟请主要负责人批示。' },
      instructions: [{ name: '测试镇主要负责人', ink }],
      circulation: [{ name: '测试镇分管副职', state: 'done' }],
      handling: [{ result: '已组织排查24处。', lead: true }, { result: '经费已落实。' }],
    });
    expect(newsOf(matterId).map(([name]) => name)).toEqual([
      'circulation.signed-for',
      'circulation.registered',
      'circulation.closed',
    ]);
    const pdf = await people.clerk!.bytes(`/api/v1/matters/${matterId}/processing-sheet.pdf`);
    expect(new TextDecoder('latin1').decode(pdf.bytes.subarray(0, 5))).toBe('%PDF-');
  });

  it('returns a document to its sender with a reason, and never without one', async () => {
    const matterId = await arrive();
    const refused = await act('clerk', matterId, 'refuse');
    expect(refused.body.error).toMatchObject({
      code: 'workflow.input-missing',
      details: { missing: ['reason'] },
    });
    await done('clerk', matterId, 'refuse', { reason: '报告中夹带请示事项，请改用请示报送' });
    expect((await view('clerk', matterId)).state).toBe('closed');
    expect(newsOf(matterId)).toMatchObject([
      ['circulation.returned', { note: '报告中夹带请示事项，请改用请示报送' }],
    ]);
  });

  it('will not close a document that waits for a reply until one is recorded', async () => {
    const matterId = await arrive({ title: '关于商请提供信息的函', needsReply: true });
    await done('clerk', matterId, 'sign-for');
    await done('clerk', matterId, 'register');
    await done('office-director', matterId, 'assign', {
      opinion: '请农业中心办理',
      handlers: [post('section-head')],
    });
    await done('section-head', matterId, 'report', { result: '已整理' });
    const refused = await act('clerk', matterId, 'close');
    expect(refused.body.error.code).toBe('circulation.reply-due');
    await done('clerk', matterId, 'reply', { result: '禾汀政函〔2026〕9号' });
    await done('clerk', matterId, 'close');
  });

  it('lets readers of one document act at the same time without standing in each other’s way', async () => {
    const matterId = await arrive();
    await done('clerk', matterId, 'sign-for');
    await done('clerk', matterId, 'register');
    await done('office-director', matterId, 'assign', {
      opinion: '请阅',
      readers: [post('deputy-leader'), post('section-head'), post('section-staff')],
    });
    const readers = ['deputy-leader', 'section-head', 'section-staff'] as const;
    const seen = await Promise.all(readers.map((role) => view(role, matterId)));
    const answers = await Promise.all(
      readers.map((role, i) =>
        people[role]!.post(`/api/v1/matters/${matterId}/steps/${seen[i].mine.stepId}/read`, {
          key: randomUUID(),
          expected: seen[i].revision,
        }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect((await view('clerk', matterId)).mine.node).toBe('close');
  });

  it('numbers the register without a gap when many register at once', async () => {
    const matters = await Promise.all(Array.from({ length: 6 }, () => arrive()));
    for (const matterId of matters) {
      await done('clerk', matterId, 'sign-for');
    }
    await Promise.all(matters.map((matterId) => done('clerk', matterId, 'register')));
    const { items } = (await people.clerk!.get('/api/v1/registers/incoming?limit=200')).body;
    const numbers = items
      .map((item: { incomingNumber: string }) => Number(item.incomingNumber.slice(5)))
      .sort((a: number, b: number) => a - b);
    expect(numbers).toEqual(numbers.map((_: number, i: number) => i + 1));
  });

  it('pages the to-do list by cursor without losing or doubling an item', async () => {
    const total = (await people.clerk!.get('/api/v1/todo?limit=1')).body.count;
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { stepId: string }[]; next: string | null } = (
        await people.clerk!.get(`/api/v1/todo?limit=2&cursor=${cursor}`)
      ).body;
      seen.push(...page.items.map((item) => item.stepId));
      cursor = page.next;
    }
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
  });

  it('lists matters by box and finds them by title', async () => {
    const found = (
      await people.clerk!.get(`/api/v1/matters?box=incoming&q=${encodeURIComponent('商请提供')}`)
    ).body;
    expect(found.items).toMatchObject([
      { counterpart: '青槐县人民政府办公室', state: 'closed', holders: [] },
    ]);
    const circulated = (await people['deputy-leader']!.get('/api/v1/matters?box=circulation')).body;
    expect(circulated.items.length).toBeGreaterThanOrEqual(2);
    const none = (await people.clerk!.get('/api/v1/matters?box=incoming&q=%25')).body;
    expect(none.items).toEqual([]);
  });

  it.skipIf(!hasSamples)('takes a real OFD by hand with its verdict, text and pages', async () => {
    const bytes = new Uint8Array(readFileSync(`${samples}/ofd/03-invoice-seal-v4-valid.ofd`));
    const upload = (
      await people.clerk!.upload('/api/v1/uploads', [{ field: 'file', name: '来文.ofd', bytes }])
    ).body;
    expect(upload.format).toBe('ofd');
    const answer = await people.clerk!.post('/api/v1/incoming', {
      uploadId: upload.id,
      from: '某局',
      title: '关于报送发票的函',
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const seen = await view('clerk', answer.body.matterId);
    expect(seen.document.origin).toBe('e-seal');
    expect(seen.document.report.verdict).toBe(upload.report.verdict);
    expect(seen.document.body.length).toBeGreaterThan(0);
    const page = await people.clerk!.bytes(seen.document.pages.hrefs[0]);
    expect(new TextDecoder().decode(page.bytes)).toContain('<svg');
    const again = await people.clerk!.post('/api/v1/incoming', {
      uploadId: upload.id,
      from: '某局',
      title: '又一次',
    });
    expect(again.body.error.code).toBe('circulation.file-not-usable');
  });
});
