import { randomUUID } from 'node:crypto';
import { checkPart, digestContent } from '@yiwen/trust/content';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestOrgan, startTestNode, type TestClient, type TestNode } from '../../testing/index.ts';
import { authorityModule } from '../authority/index.ts';
import { delegate } from '../directory/index.ts';
import { logModule } from '../log/index.ts';
import { paperModule } from '../paper/index.ts';
import { sealingModule } from '../sealing/index.ts';
import { performSystem, workflowModule } from '../workflow/index.ts';
import { documentsModule } from './index.ts';

let node: TestNode;
const people: Record<string, TestClient> = {};

beforeAll(async () => {
  node = await startTestNode({
    modules: [logModule, workflowModule, authorityModule, sealingModule, paperModule, documentsModule],
  });
  for (const role of [
    'clerk',
    'office-director',
    'principal-leader',
    'deputy-leader',
    'section-head',
  ] as const) {
    people[role] = await node.client(role);
  }
});
afterAll(() => node?.stop());

const fields = {
  organMark: ['测试镇人民政府'],
  withWenjian: true,
  title: '测试镇人民政府关于做好2027年度参保缴费工作的通知',
  mainReceivers: '各村（居）民委员会',
  signature: ['测试镇人民政府'],
  printedBy: '测试镇党政办公室',
};
const body = [
  { id: 'b1', kind: 'paragraph', text: '现就做好参保缴费工作通知如下。' },
  { id: 'b2', kind: 'paragraph', text: '一、集中缴费期为2026年10月20日至12月31日，已完成87户。' },
];
const ink = {
  v: 1,
  page: 1,
  box: { xMm: 60.5, yMm: 120, wMm: 60, hMm: 25 },
  startedAt: '2026-11-23T02:00:00.000Z',
  device: { pointerType: 'pen', dpr: 1.5 },
  strokes: [
    {
      tool: 'pen',
      color: '#1f1d1a',
      widthMm: 0.6,
      t0Ms: 0,
      points: [
        [100, 300, 500, 0, 10, 0],
        [140, 320, 510, 8, 10, 0],
      ],
    },
  ],
};

async function newDraft(more: object = {}): Promise<string> {
  const matterId = randomUUID();
  const answer = await people.clerk!.post('/api/v1/drafts', {
    matterId,
    key: randomUUID(),
    kind: '通知',
    form: '文件',
    fields,
    body,
    ...more,
  });
  expect(answer.body).toEqual({ matterId });
  return matterId;
}

async function view(role: string, matterId: string) {
  const { body: answer, status } = await people[role]!.get(`/api/v1/matters/${matterId}`);
  expect(status, JSON.stringify(answer)).toBe(200);
  return answer;
}

async function act(
  role: string,
  matterId: string,
  verb: string,
  more: object = {},
): ReturnType<TestClient['post']> {
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
  return answer.body;
}

function holderPost(role: 'principal-leader' | 'deputy-leader' | 'section-head') {
  return node.organ.posts[role].postId;
}

async function untilRecheck(matterId: string): Promise<void> {
  await done('clerk', matterId, 'submit');
  await done('office-director', matterId, 'pass', { postId: holderPost('principal-leader') });
  await done('principal-leader', matterId, 'approve', { opinion: '同意', ink });
}

describe('发文 on a real database', () => {
  it('goes from draft to 登记, with a return, ink, an immutable version each time and a gap-free number', async () => {
    const other = await node.addOrgan('枫汀村', 'fengting', ['village-clerk']);
    const matterId = await newDraft();
    await done('clerk', matterId, 'submit');
    await done('office-director', matterId, 'return', { reason: '请核对缴费期' });
    const draft = (await people.clerk!.get(`/api/v1/drafts/${matterId}`)).body;
    const saved = await people.clerk!.put(`/api/v1/drafts/${matterId}`, {
      revision: draft.revision,
      fields: draft.fields,
      body: [body[0], { ...body[1], text: '一、集中缴费期为2026年10月20日至12月30日，已完成87户。' }],
      attachments: [],
    });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    await untilRecheck(matterId);
    const signed = await view('office-director', matterId);
    expect(signed.document.versionNo).toBe(2);
    expect(signed.document.versions[1].changed).toEqual([
      { partId: 'b.b2', kind: 'changed', mark: 'substantive' },
    ]);
    expect(signed.document.registration.signer).toBe('测试镇主要负责人');
    expect(signed.timeline.find((item: { kind: string }) => item.kind === 'documents.approved').ink).toEqual(
      ink,
    );
    await done('office-director', matterId, 'pass');
    const forecast = (
      await people.clerk!.get(`/api/v1/numbers/next?code=${encodeURIComponent('测试镇政发')}`)
    ).body;
    await done('clerk', matterId, 'register', {
      receivers: [{ organId: other.id, role: '主送' }],
      copies: 30,
    });
    const numbered = await view('clerk', matterId);
    expect(numbered.document.registration.number).toBe(`测试镇政发〔2026〕${forecast.n}号`);
    expect(numbered.document.registration.verifyCode).toMatch(/^\d{20}$/);
    expect(numbered.document.registration.receivers).toEqual([
      { organId: other.id, name: '枫汀村人民政府', role: '主送' },
    ]);
    expect(numbered.mine.node).toBe('seal');
    expect(numbered.document.pages.count).toBeGreaterThan(0);
    const page = await people.clerk!.bytes(numbered.document.pages.hrefs[0]);
    expect(page.headers.get('content-type')).toContain('image/svg+xml');
    expect(new TextDecoder().decode(page.bytes)).toContain('<svg');
    const register = (await people.clerk!.get('/api/v1/registers/outgoing?year=2026')).body;
    expect(register.items[0]).toMatchObject({ matterId, number: numbered.document.registration.number });
    expect(numbered.timeline.map((item: { kind: string }) => item.kind)).toEqual([
      'documents.drafted',
      'documents.submitted',
      'documents.returned',
      'documents.submitted',
      'documents.reviewed',
      'documents.approved',
      'documents.rechecked',
      'documents.registered',
    ]);
  });

  it('stops 复核 when a figure was changed after 签发, lets a slip pass, and sends the figure back to its signer', async () => {
    const matterId = await newDraft();
    await untilRecheck(matterId);
    const draft = (await people['office-director']!.get(`/api/v1/drafts/${matterId}`)).body;
    const save = async (text: string, revision: number) => {
      const answer = await people['office-director']!.put(`/api/v1/drafts/${matterId}`, {
        revision,
        fields: draft.fields,
        body: [body[0], { ...body[1], text }],
        attachments: [],
      });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    };
    await save('一、集中缴费期为2026年10月20日至12月31日，已完成88户。', draft.revision);
    const claimed = await act('office-director', matterId, 'correct', { mark: 'slip' });
    expect(claimed.body.error.code).toBe('documents.not-a-slip');
    await done('office-director', matterId, 'correct', { mark: 'substantive' });
    const refused = await act('office-director', matterId, 'pass');
    expect(refused.body.error.code).toBe('documents.not-the-signed-version');
    expect(refused.body.error.details.changed).toEqual([
      { partId: 'b.b2', kind: 'changed', mark: 'substantive' },
    ]);
    await done('office-director', matterId, 'return-to-signer', { reason: '数字有改动，请确认' });
    await done('principal-leader', matterId, 'approve');
    await save('一、集中缴费期为2026年10月20日至12月31日，现完成88户。', draft.revision + 1);
    await done('office-director', matterId, 'correct', { mark: 'slip' });
    await done('office-director', matterId, 'pass');
    expect((await view('clerk', matterId)).mine.node).toBe('number');
  });

  it('answers a repeated key the same, refuses the key with another command, and a stale one with the difference', async () => {
    const matterId = await newDraft();
    const seen = await view('clerk', matterId);
    const path = `/api/v1/matters/${matterId}/steps/${seen.mine.stepId}/submit`;
    const command = { key: randomUUID(), expected: seen.revision, opinion: '请审' };
    const [first, second] = await Promise.all([
      people.clerk!.post(path, command),
      people.clerk!.post(path, command),
    ]);
    expect(first.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect((await view('clerk', matterId)).timeline).toHaveLength(2);
    const reused = await people.clerk!.post(path, { ...command, opinion: '别的' });
    expect(reused.body.error.code).toBe('workflow.key-reused');
    const stale = await people.clerk!.post(path, { ...command, key: randomUUID() });
    expect(stale.status).toBe(409);
    expect(stale.body.error.code).toBe('workflow.stale');
    expect(stale.body.error.details.since).toMatchObject([{ kind: 'documents.submitted' }]);
  });

  it('lets only one of two concurrent commands through', async () => {
    const matterId = await newDraft();
    await done('clerk', matterId, 'submit');
    const seen = await view('office-director', matterId);
    const path = `/api/v1/matters/${matterId}/steps/${seen.mine.stepId}`;
    const answers = await Promise.all([
      people['office-director']!.post(`${path}/return`, {
        key: randomUUID(),
        expected: seen.revision,
        reason: '改',
      }),
      people['office-director']!.post(`${path}/pass`, {
        key: randomUUID(),
        expected: seen.revision,
        postId: holderPost('principal-leader'),
      }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(
      (await view('clerk', matterId)).steps.filter((step: { state: string }) => step.state === 'open'),
    ).toHaveLength(1);
  });

  it('asks whom to send to when several could sign, and offers them', async () => {
    const matterId = await newDraft();
    await done('clerk', matterId, 'submit');
    const seen = await view('office-director', matterId);
    const pass = seen.mine.verbs.find((verb: { verb: string }) => verb.verb === 'pass');
    expect(pass.needs).toContain('post');
    expect(pass.posts.map((post: { id: string }) => post.id)).toEqual([
      holderPost('principal-leader'),
      holderPost('deputy-leader'),
    ]);
    const refused = await act('office-director', matterId, 'pass');
    expect(refused.body.error.code).toBe('workflow.choose-holder');
    expect(refused.body.error.details.candidates).toHaveLength(2);
  });

  it('gives a withdrawn act back and keeps the step it ended as history', async () => {
    const matterId = await newDraft();
    await done('clerk', matterId, 'submit');
    const seen = await view('clerk', matterId);
    const answer = await people.clerk!.post(
      `/api/v1/matters/${matterId}/steps/${seen.also.canWithdraw.stepId}/withdraw`,
      { key: randomUUID(), expected: seen.revision },
    );
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const after = await view('clerk', matterId);
    expect(after.mine.node).toBe('draft');
    expect(after.steps.map((step: { state: string }) => step.state)).toEqual(['done', 'withdrawn', 'open']);
  });

  it('countersigns in parallel and shows the last opinion', async () => {
    const matterId = await newDraft();
    await done('clerk', matterId, 'submit');
    for (const role of ['system-admin', 'inspector'] as const) {
      const stuck = await act('office-director', matterId, 'countersign', {
        postIds: [holderPost('section-head'), node.organ.posts[role].postId],
      });
      expect(stuck.body.error?.code, role).toBe('workflow.not-a-possible-holder');
    }
    await done('office-director', matterId, 'countersign', {
      postIds: [holderPost('section-head'), holderPost('deputy-leader')],
    });
    const todo = (await people['section-head']!.get('/api/v1/todo')).body;
    expect(todo.items.some((item: { matterId: string }) => item.matterId === matterId)).toBe(true);
    await done('section-head', matterId, 'agree', { opinion: '无意见' });
    await done('deputy-leader', matterId, 'object', { opinion: '第二条请再斟酌' });
    expect((await view('office-director', matterId)).mine.node).toBe('review');
  });

  it('names the delegation in the act, and refuses a delegate’s signature on an upward document', async () => {
    const organId = node.organ.id;
    await node.node.db.asOrgan({ organId }, (tx) =>
      delegate(tx, {
        id: randomUUID(),
        organId,
        fromPostId: holderPost('principal-leader'),
        toPersonId: node.organ.posts['deputy-leader'].personId,
        scope: 'all',
        from: '2026-11-23',
        to: '2026-11-26',
      }),
    );
    const matterId = await newDraft();
    await done('clerk', matterId, 'submit');
    await done('office-director', matterId, 'pass', { postId: holderPost('principal-leader') });
    const seen = await view('deputy-leader', matterId);
    expect(seen.mine.delegatedBy.postId).toBe(holderPost('principal-leader'));
    await done('deputy-leader', matterId, 'approve', { opinion: '同意' });
    const item = (await view('clerk', matterId)).timeline.at(-1);
    expect(item.actor).toMatchObject({ name: '测试镇分管副职', onBehalfOf: { name: '测试镇主要负责人' } });

    const upward = await newDraft({
      kind: '报告',
      form: '上行',
      fields: { ...fields, title: '测试镇人民政府关于安全生产工作情况的报告', mainReceivers: '县人民政府' },
    });
    await done('clerk', upward, 'submit');
    await done('office-director', upward, 'pass', { postId: holderPost('principal-leader') });
    const refused = await act('deputy-leader', upward, 'approve', { opinion: '同意' });
    expect(refused.body.error.code).toBe('documents.principal-leader-only');
    await done('principal-leader', upward, 'approve', { opinion: '同意' });
  });

  it('lets a delegate see only what the delegation is about', async () => {
    const organId = node.organ.id;
    const matterId = await newDraft();
    await done('clerk', matterId, 'submit');
    await done('office-director', matterId, 'pass', { postId: holderPost('deputy-leader') });
    const standIn = async (scope: string) => {
      await node.node.db.asOrgan({ organId }, (tx) =>
        delegate(tx, {
          id: randomUUID(),
          organId,
          fromPostId: holderPost('deputy-leader'),
          toPersonId: node.organ.posts['section-head'].personId,
          scope,
          from: '2026-11-23',
          to: '2026-11-26',
        }),
      );
      return await people['section-head']!.get(`/api/v1/matters/${matterId}`);
    };
    expect((await standIn('incoming')).status).toBe(403);
    expect((await standIn('dispatch')).status).toBe(200);
  });

  it('refuses a report with a request inside, and says where', async () => {
    const matterId = await newDraft({
      kind: '报告',
      form: '上行',
      fields: { ...fields, title: '测试镇人民政府关于增拨防汛物资的报告', mainReceivers: '县人民政府' },
      body: [{ id: 'b1', kind: 'paragraph', text: '特请县人民政府安排防汛物资补助资金20万元。' }],
    });
    const refused = await act('clerk', matterId, 'submit');
    expect(refused.body.error.code).toBe('documents.draft-not-ready');
    expect(refused.body.error.details.findings).toMatchObject([{ code: 'request-in-report', place: 'b1' }]);
  });

  it('refuses secrets in drafts and uploads, stores nothing and records no content', async () => {
    const secret = '秘密★1年';
    const matterId = randomUUID();
    const draft = await people.clerk!.post('/api/v1/drafts', {
      matterId,
      key: randomUUID(),
      kind: '通知',
      form: '文件',
      fields: { ...fields, title: '某事的通知' },
      body: [{ id: 'b1', kind: 'paragraph', text: secret }],
    });
    expect(draft.status).toBe(422);
    expect(draft.body.error.code).toBe('documents.secret-refused');
    expect((await people.clerk!.get(`/api/v1/matters/${matterId}`)).status).toBe(404);
    for (const place of [{ cc: secret }, { signature: [secret] }, { attendance: { 列席: secret } }]) {
      const hidden = await people.clerk!.post('/api/v1/drafts', {
        matterId,
        key: randomUUID(),
        kind: '通知',
        form: '文件',
        fields: { ...fields, ...place },
        body: [],
      });
      expect(hidden.body.error?.code, JSON.stringify(place)).toBe('documents.secret-refused');
    }
    const upload = await people.clerk!.upload('/api/v1/uploads', [
      { field: 'file', name: `${secret}.bin`, bytes: new TextEncoder().encode('x') },
    ]);
    expect(upload.body.error.code).toBe('documents.secret-refused');
    const plain = await newDraft();
    const opinion = await act('clerk', plain, 'submit', { opinion: `附上${secret}材料` });
    expect(opinion.body.error.code).toBe('documents.secret-refused');
    expect((await view('clerk', plain)).mine.node).toBe('draft');
    const acts = await node.node.db.asOrgan({ organId: node.organ.id }, (tx) =>
      tx.selectFrom('event.entry').select('body').where('kind', '=', 'documents.secret-refused').execute(),
    );
    expect(acts).toHaveLength(6);
    expect(JSON.stringify(acts)).not.toContain('秘密');
    const signIns = await node.node.db.asOrgan({ organId: node.organ.id }, (tx) =>
      tx.selectFrom('event.entry').select('id').where('kind', '=', 'directory.signed-in').execute(),
    );
    expect(await people.clerk!.get(`/api/v1/acts/${signIns[0]!.id}/proof`)).toMatchObject({ status: 404 });
  });

  it('saves over the revision the client had and shows the other text otherwise', async () => {
    const matterId = await newDraft();
    const put = (revision: number, title: string) =>
      people.clerk!.put(`/api/v1/drafts/${matterId}`, {
        revision,
        fields: { ...fields, title },
        body,
        attachments: [],
      });
    expect((await put(1, '甲的通知')).body).toMatchObject({ revision: 2 });
    const stale = await put(1, '乙的通知');
    expect(stale.status).toBe(409);
    expect(stale.body.error.details.theirs.fields.title).toBe('甲的通知');
    expect((await people['office-director']!.get(`/api/v1/drafts/${matterId}`)).status).toBe(200);
    const foreign = await people['office-director']!.put(`/api/v1/drafts/${matterId}`, {
      revision: 2,
      fields,
      body,
      attachments: [],
    });
    expect(foreign.body.error.code).toBe('documents.draft-not-yours');
  });

  it('removes a draft that was never submitted and keeps one that was', async () => {
    const fresh = await newDraft();
    expect((await people.clerk!.delete(`/api/v1/drafts/${fresh}`)).status).toBe(200);
    expect((await view('clerk', fresh)).state).toBe('closed');
    const submitted = await newDraft();
    await done('clerk', submitted, 'submit');
    await done('office-director', submitted, 'return', { reason: '改' });
    const refused = await people.clerk!.delete(`/api/v1/drafts/${submitted}`);
    expect(refused.body.error.code).toBe('documents.already-submitted');
    await done('clerk', submitted, 'discard', { reason: '不再需要' });
    expect((await view('clerk', submitted)).document.versions).toHaveLength(1);
  });

  it('takes an upload as attachment into the version, and shows it to readers of the matter only', async () => {
    const bytes = new TextEncoder().encode('名单');
    const upload = (
      await people.clerk!.upload('/api/v1/uploads', [{ field: 'file', name: '名单.txt', bytes }])
    ).body;
    expect((await people['office-director']!.get(`/api/v1/files/${upload.id}`)).status).toBe(404);
    const matterId = await newDraft();
    await people.clerk!.put(`/api/v1/drafts/${matterId}`, {
      revision: 1,
      fields,
      body,
      attachments: [upload.id],
    });
    await done('clerk', matterId, 'submit');
    const seen = await view('office-director', matterId);
    expect(seen.document.attachments).toMatchObject([{ id: upload.id, name: '名单.txt' }]);
    const file = await people['office-director']!.bytes(seen.document.attachments[0].href);
    expect(new TextDecoder().decode(file.bytes)).toBe('名单');
    expect((await people['section-head']!.get(`/api/v1/files/${upload.id}`)).status).toBe(403);
  });

  it('makes the files of a document without a seal in a job, and goes from 登记 to 核发', async () => {
    const other = await node.addOrgan('前垄坝村', 'qianlongba', ['village-clerk']);
    const matterId = await newDraft({
      kind: '纪要',
      form: '纪要',
      fields: {
        organMark: ['测试镇人民政府镇长办公会议纪要'],
        withWenjian: false,
        title: '',
        mainReceivers: '',
        signature: [],
        attendance: { 出席: '甲、乙', 请假: '无' },
      },
    });
    await untilRecheck(matterId);
    await done('office-director', matterId, 'pass');
    await done('clerk', matterId, 'register', { receivers: [{ organId: other.id, role: '主送' }] });
    const numbered = await view('clerk', matterId);
    expect(numbered.mine.node).toBe('release');
    expect(numbered.document.registration.number).toBe('〔2026〕1号');
    await node.node.jobs.idle(30_000);
    const rendered = await view('clerk', matterId);
    expect(
      rendered.document.renditions.map((one: { format: string; sealed: boolean }) => [
        one.format,
        one.sealed,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['ofd', false],
        ['pdf', false],
      ]),
    );
    const page = await people.clerk!.bytes(rendered.document.pages.hrefs[0]);
    expect(new TextDecoder().decode(page.bytes)).toContain('<svg');
  });

  it('does nothing when the node repeats a system act', async () => {
    const matterId = await newDraft();
    const answer = await node.node.db.asJob({ organId: node.organ.id }, (tx) =>
      performSystem(tx, node.node, { matterId, nodeId: 'seal', verb: 'sealed' }),
    );
    expect(answer).toBeUndefined();
  });

  it('shows another organ nothing', async () => {
    const matterId = await newDraft();
    const stranger = await node.client('clerk', await node.addOrgan('别镇', 'other', ['clerk']));
    expect((await stranger.get(`/api/v1/matters/${matterId}`)).status).toBe(404);
    expect((await stranger.get(`/api/v1/drafts/${matterId}`)).status).toBe(404);
    expect((await stranger.get('/api/v1/todo')).body.count).toBe(0);
  });
});

describe('登记', () => {
  async function readyToNumber(more: object = {}): Promise<string> {
    const matterId = await newDraft(more);
    await untilRecheck(matterId);
    await done('office-director', matterId, 'pass');
    return matterId;
  }

  it('takes numbers without a gap when several register at once and one of them is refused', async () => {
    const village = await makeTestOrgan(node.node, {
      name: '鹤影湾村',
      suffix: 'heying',
      roles: ['village-clerk'],
    });
    const numberCode = '测试镇函';
    const matters = await Promise.all(
      Array.from({ length: 4 }, () => readyToNumber({ fields: { ...fields, numberCode } })),
    );
    const answers = await Promise.all(
      matters.map((matterId, i) =>
        act('clerk', matterId, 'register', {
          receivers: [{ organId: i === 1 ? randomUUID() : village.id, role: '主送' }],
        }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 422, 200, 200]);
    expect(answers[1]!.body.error.details.findings).toMatchObject([{ code: 'receiver-unknown' }]);
    await done('clerk', matters[1]!, 'register', { receivers: [{ organId: village.id, role: '主送' }] });
    const numbers = await Promise.all(
      matters.map(async (matterId) => (await view('clerk', matterId)).document.registration.number),
    );
    expect(numbers.toSorted()).toEqual([1, 2, 3, 4].map((n) => `测试镇函〔2026〕${n}号`));
  });

  it('keeps number and code when 登记 is repeated after a return', async () => {
    const village = await makeTestOrgan(node.node, {
      name: '竹沐岭村',
      suffix: 'zhumu',
      roles: ['village-clerk'],
    });
    const matterId = await readyToNumber();
    await done('clerk', matterId, 'return', { reason: '请再核对' });
    await done('office-director', matterId, 'pass');
    await done('clerk', matterId, 'register', {
      receivers: [{ organId: village.id, role: '主送' }],
      copies: 5,
    });
    expect((await view('clerk', matterId)).document.registration.copies).toBe(5);
  });

  it('sends nothing up and down at once, nothing to itself and nothing twice', async () => {
    const village = await makeTestOrgan(node.node, {
      name: '新禾社区',
      suffix: 'xinhe',
      parentId: node.organ.id,
      roles: ['village-clerk'],
    });
    const matterId = await readyToNumber({
      kind: '报告',
      form: '上行',
      fields: { ...fields, title: '测试镇人民政府关于工作情况的报告', mainReceivers: '县人民政府' },
    });
    const codesFor = async (receivers: object[]) =>
      (await act('clerk', matterId, 'register', { receivers })).body.error.details.findings.map(
        (finding: { code: string }) => finding.code,
      );
    expect(await codesFor([{ organId: village.id, role: '抄送' }])).toEqual(['upward-to-subordinate']);
    expect(await codesFor([{ organId: node.organ.id, role: '主送' }])).toEqual(['receiver-is-issuer']);
    expect(
      await codesFor([
        { organId: village.id, role: '主送' },
        { organId: village.id, role: '抄送' },
      ]),
    ).toContain('receiver-twice');
  });
});

describe('a version', () => {
  it('shows what changed since its parent and proves one part without the others', async () => {
    const matterId = await newDraft();
    await done('clerk', matterId, 'submit');
    await done('office-director', matterId, 'return', { reason: '改' });
    const draft = (await people.clerk!.get(`/api/v1/drafts/${matterId}`)).body;
    await people.clerk!.put(`/api/v1/drafts/${matterId}`, {
      revision: draft.revision,
      fields: draft.fields,
      body: [{ ...body[0], text: '现通知如下。' }, body[1]],
      attachments: [],
    });
    await done('clerk', matterId, 'submit');
    const second = (await people.clerk!.get(`/api/v1/matters/${matterId}/versions/2`)).body;
    expect(second.changed).toEqual([
      {
        partId: 'b.b1',
        kind: 'changed',
        mark: 'substantive',
        before: { text: body[0]!.text },
        after: { text: '现通知如下。' },
      },
    ]);
    const { root, content, proof } = (
      await people.clerk!.get(`/api/v1/matters/${matterId}/versions/2/parts/b.b1/proof`)
    ).body;
    expect(root).toEqual(second.root);
    expect(content).toEqual({ text: '现通知如下。' });
    expect(proof.part.contentDigest).toEqual(digestContent(content));
    expect(checkPart(proof, root)).toBe(true);
    expect((await people.clerk!.get(`/api/v1/matters/${matterId}/versions/3`)).status).toBe(404);
  });
});

describe('preview', () => {
  it('sets pages and lists what speaks against the draft', async () => {
    const answer = await people.clerk!.post('/api/v1/preview', {
      form: '文件',
      fields: { ...fields, title: '关于参保缴费' },
      body,
      registration: { number: { code: '测试镇政发', year: 2026, n: 3 } },
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.count).toBe(answer.body.pages.length);
    expect(answer.body.findings).toMatchObject([{ code: 'title-without-kind', severity: 'warning' }]);
  });
});

describe('hostile text', () => {
  it('refuses what cannot be stored or hashed, in every place a person can write, with a refusal and not a fault', async () => {
    for (const bad of ['a\u0000b', '\uD800']) {
      const draft = await people.clerk!.post('/api/v1/drafts', {
        matterId: randomUUID(),
        key: randomUUID(),
        kind: '通知',
        form: '文件',
        fields: { ...fields, title: bad },
        body,
      });
      expect(draft.status).toBe(400);
      const matterId = await newDraft();
      const opinion = await act('clerk', matterId, 'submit', { opinion: bad });
      expect(opinion.status).toBe(400);
    }
    const bytes = new TextEncoder().encode('x');
    const upload = await people.clerk!.upload('/api/v1/uploads', [
      { field: 'file', name: 'a\u0001.bin', bytes },
    ]);
    expect(upload.status).toBe(200);
  });
});
