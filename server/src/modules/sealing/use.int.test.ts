/** 用印申请 on a real database: files sealed on approval, the register of uses, and what an attacker would try. */
import { randomUUID } from 'node:crypto';
import { readZip, writeZip } from '@yiwen/formats/container';
import { ofdToPdf } from '@yiwen/formats/convert';
import { buildOfd, readOfd } from '@yiwen/formats/ofd';
import { verifyDocument } from '@yiwen/trust/verification';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  noticeDraft,
  sealInUse,
  startTestNode,
  type TestClient,
  type TestNode,
} from '../../testing/index.ts';
import { authorityModule } from '../authority/index.ts';
import { delegate } from '../directory/index.ts';
import { documentsModule } from '../documents/module.ts';
import { logModule } from '../log/index.ts';
import { paperModule } from '../paper/index.ts';
import { workflowModule } from '../workflow/module.ts';
import { sealingModule, sealingService, usualRule } from './index.ts';

const OFFICE = [
  'clerk',
  'office-director',
  'principal-leader',
  'deputy-leader',
  'section-head',
  'security-admin',
] as const;
type Name = (typeof OFFICE)[number];

let test: TestNode;
let business: string;
let personal: string;
let village: string;
const clients = new Map<string, TestClient>();
const as = (role: Name): TestClient => clients.get(role)!;
const post = (role: Name) => test.organ.posts[role];

beforeAll(async () => {
  test = await startTestNode({
    modules: [logModule, workflowModule, authorityModule, sealingModule, paperModule, documentsModule],
    roles: OFFICE,
  });
  village = (await test.addOrgan('测试村', 'v', ['village-clerk'])).id;
  for (const role of OFFICE) {
    clients.set(role, await test.client(role));
  }
  await sealInUse(test);
  business = await bring({ kind: 'business', purpose: '便民服务专用章', shape: 'oval' });
  personal = await bring({
    kind: 'personal',
    shape: 'horizontal',
    personId: post('principal-leader').personId,
    keeperPost: null,
    approverRoles: ['office-director'],
  });
}, 120_000);

afterAll(() => test?.stop());

async function bring(seal: {
  kind: 'business' | 'personal';
  shape: 'oval' | 'horizontal';
  purpose?: string;
  personId?: string;
  keeperPost?: null;
  approverRoles?: ['office-director'];
}): Promise<string> {
  const actor = { name: '测试', post: '测试' };
  const { keeperPost = post('clerk').postId, approverRoles, ...rest } = seal;
  const rule = { ...usualRule(keeperPost), files: true };
  return await test.node.db.asOrgan({ organId: test.organ.id }, (tx) =>
    test.node.services.get(sealingService).bringIntoUse(tx, test.node, {
      organId: test.organ.id,
      reason: '业务需要',
      rule: approverRoles === undefined ? rule : { ...rule, approverRoles },
      hands: { apply: actor, approve: actor, make: actor, file: actor },
      filing: { authority: '测试', number: '1', day: '2026-11-23' },
      ...rest,
    }),
  );
}

function ofdFile(): Uint8Array {
  const page = (text: string) => ({
    widthMm: 210,
    heightMm: 297,
    objects: [
      {
        kind: 'text' as const,
        font: 'body',
        sizeMm: 5.64,
        runs: [{ text, xMm: 40, yMm: 40, deltaXMm: [...text].slice(1).map(() => 5.64) }],
      },
    ],
  });
  return writeZip(
    buildOfd({
      docId: randomUUID().replaceAll('-', ''),
      title: '居住证明',
      author: '测试镇',
      creationDate: '2026-11-23',
      fonts: [{ key: 'body', fontName: '宋体' }],
      pages: [page('居住证明'), page('附页')],
    }),
  );
}

async function upload(role: Name, bytes: Uint8Array, name: string): Promise<string> {
  const answer = await as(role).upload('/api/v1/uploads', [{ field: 'file', name, bytes }]);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.id;
}

async function apply(role: Name, more: Record<string, unknown>) {
  const id = randomUUID();
  const answer = await as(role).post('/api/v1/seal-uses', {
    id,
    key: randomUUID(),
    sealId: business,
    purpose: '给群众出具居住证明',
    postId: post('principal-leader').postId,
    ...more,
  });
  return { id, ...answer };
}

async function act(role: Name, id: string, verb: string, body: object = {}) {
  const { body: page, status } = await as(role).get(`/api/v1/seal-uses/${id}`);
  expect(status, JSON.stringify(page)).toBe(200);
  const open = page.steps.find((step: { state: string }) => step.state === 'open');
  return await as(role).post(`/api/v1/matters/${id}/steps/${open?.id ?? page.steps.at(-1).id}/${verb}`, {
    key: randomUUID(),
    expected: page.revision,
    ...body,
  });
}

const code = (answer: { body: { error?: { code?: string } } }) => answer.body.error?.code;
const read = async (role: Name, id: string) => (await as(role).get(`/api/v1/seal-uses/${id}`)).body;

describe('用印申请 for a file', () => {
  it.each(['pdf', 'ofd'] as const)(
    'seals a %s that was applied for and approved, and writes it down',
    async (format) => {
      const plain = ofdFile();
      const bytes = format === 'ofd' ? plain : (await ofdToPdf(readOfd(plain))).pdf;
      const uploadId = await upload('section-head', bytes, `居住证明.${format}`);
      const { id, status, body } = await apply('section-head', { uploadId });
      expect(status, JSON.stringify(body)).toBe(200);
      expect(await read('section-head', id)).toMatchObject({ state: 'waiting', mine: null });
      expect(await act('principal-leader', id, 'approve', { opinion: '同意' })).toMatchObject({
        status: 200,
      });
      expect(await read('clerk', id)).toMatchObject({ state: 'approved', mine: { node: 'seal' } });
      expect(await act('clerk', id, 'seal')).toMatchObject({ status: 200 });
      await test.node.jobs.idle(30_000);
      const page = await read('section-head', id);
      expect(page, JSON.stringify(page)).toMatchObject({
        state: 'sealed',
        closed: true,
        sealed: { verdict: 'valid' },
      });
      const { bytes: sealed } = await as('section-head').bytes(page.sealed.href);
      const trust = await test.node.services.get(sealingService).trustList();
      const report = verifyDocument(sealed, { trust, now: test.clock.now().getTime() });
      expect(report.verdict).toBe('valid');
      expect(report.signatures[0]?.pages).toEqual([1]);
      const { body: uses } = await as('clerk').get(`/api/v1/seals/${business}/uses`);
      expect(uses[0]).toMatchObject({
        what: `居住证明.${format}`,
        basis: 'application',
        applicant: { name: post('section-head').personName },
        approval: { name: post('principal-leader').personName },
        sealer: { name: post('clerk').personName },
        files: [{ format }],
      });
      expect(uses[0].digest).toBe(page.file.sha256);
    },
    60_000,
  );

  it.each([
    [
      '现场.png',
      Uint8Array.from(
        Buffer.from(
          'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
          'base64',
        ),
      ),
    ],
    ['危房名单.csv', new TextEncoder().encode('户主,面积\n周某某,60\n')],
  ] as const)('closes %s in a container with the signature of the seal', async (name, bytes) => {
    const uploadId = await upload('section-head', bytes, name);
    const { id } = await apply('section-head', { uploadId });
    await act('principal-leader', id, 'approve');
    expect(await act('clerk', id, 'seal')).toMatchObject({ status: 200 });
    await test.node.jobs.idle(30_000);
    const page = await read('section-head', id);
    expect(page, JSON.stringify(page)).toMatchObject({
      state: 'sealed',
      sealed: { format: 'asice', verdict: 'valid', name: `${name}（已用印）.asice` },
    });
    const { bytes: sealed } = await as('section-head').bytes(page.sealed.href);
    const trust = await test.node.services.get(sealingService).trustList();
    const report = verifyDocument(sealed, { trust, now: test.clock.now().getTime() });
    expect(report).toMatchObject({ verdict: 'valid', format: 'asice' });
    // The demonstration's own time source answered while it was sealed.
    expect(report.signatures[0]).toMatchObject({ timeSource: 'timestamp', covers: 'all' });
    expect(readZip(sealed).entries.get(name)).toEqual(bytes);
    const { body: uses } = await as('clerk').get(`/api/v1/seals/${business}/uses`);
    expect(uses[0]).toMatchObject({ what: name, files: [{ format: 'asice' }] });
  });

  it('goes back for completion and is decided anew', async () => {
    const uploadId = await upload('section-head', ofdFile(), 'a.ofd');
    const { id } = await apply('section-head', { uploadId });
    await act('principal-leader', id, 'approve');
    expect(await act('clerk', id, 'return', { reason: '缺份数' })).toMatchObject({ status: 200 });
    expect(await read('section-head', id)).toMatchObject({ state: 'waiting', mine: { node: 'apply' } });
    await act('section-head', id, 'submit', { opinion: '补充：三份' });
    expect(await act('principal-leader', id, 'reject', { reason: '不需要盖章' })).toMatchObject({
      status: 200,
    });
    expect(await read('section-head', id)).toMatchObject({ state: 'ended', closed: true });
  });
});

describe('what an attacker would try', () => {
  it('the keeper approves: as approver by name, or standing in for the leader', async () => {
    const { id } = await apply('section-head', {
      uploadId: await upload('section-head', ofdFile(), 'a.ofd'),
    });
    expect(code(await act('clerk', id, 'approve'))).toBe('workflow.not-your-step');
    const { personId } = post('clerk');
    await test.node.db.asOrgan({ organId: test.organ.id }, (tx) =>
      delegate(tx, {
        id: randomUUID(),
        organId: test.organ.id,
        fromPostId: post('principal-leader').postId,
        toPersonId: personId,
        scope: 'all',
        from: '2026-11-20',
        to: '2026-11-30',
      }),
    );
    expect(code(await act('clerk', id, 'approve'))).toBe('sealing.own-approval');
    expect(await read('section-head', id)).toMatchObject({ state: 'waiting' });
  });

  it('the applicant approves, or the keeper is named as approver', async () => {
    const uploadId = await upload('deputy-leader', ofdFile(), 'a.ofd');
    const own = await apply('deputy-leader', { uploadId, postId: post('deputy-leader').postId });
    expect(code(own)).toBe('workflow.not-a-possible-holder');
    const named = await apply('deputy-leader', { uploadId, postId: post('clerk').postId });
    expect(code(named)).toBe('workflow.not-a-possible-holder');
  });

  it("somebody else's upload, a file on a seal for documents only", async () => {
    const uploadId = await upload('section-head', ofdFile(), 'a.ofd');
    expect(code(await apply('deputy-leader', { uploadId }))).toBe('sealing.file-not-usable');
    const { body: seals } = await as('clerk').get('/api/v1/seals');
    const organ = seals.find((seal: { kind: string }) => seal.kind === 'organ');
    expect(code(await apply('section-head', { uploadId, sealId: organ.id }))).toBe(
      'sealing.files-not-allowed',
    );
  });

  it('use without approval, after the approval was taken back, of a suspended seal, by others than the keeper', async () => {
    const { id } = await apply('section-head', {
      uploadId: await upload('section-head', ofdFile(), 'a.ofd'),
    });
    expect(code(await act('clerk', id, 'seal'))).toMatch(/^workflow\./);
    await act('principal-leader', id, 'approve');
    const { body: page } = await as('principal-leader').get(`/api/v1/seal-uses/${id}`);
    expect(
      await as('principal-leader').post(`/api/v1/matters/${id}/steps/${page.canWithdraw.stepId}/withdraw`, {
        key: randomUUID(),
        expected: page.revision,
      }),
    ).toMatchObject({ status: 200 });
    expect(code(await act('clerk', id, 'seal'))).toMatch(/^workflow\./);
    expect(await read('section-head', id)).not.toHaveProperty('approval');
    await act('principal-leader', id, 'approve');
    expect(code(await act('section-head', id, 'seal'))).toBe('workflow.not-your-step');
    expect(code(await act('principal-leader', id, 'seal'))).toBe('workflow.not-your-step');
    await as('clerk').post(`/api/v1/seals/${business}/suspend`, { note: '清点' });
    expect(code(await act('clerk', id, 'seal'))).toBe('sealing.not-in-use');
    expect(code(await apply('section-head', { uploadId: randomUUID() }))).toBe('sealing.not-in-use');
    await as('principal-leader').post(`/api/v1/seals/${business}/resume`, { note: '清点完毕' });
    expect(await act('clerk', id, 'seal')).toMatchObject({ status: 200 });
    await test.node.jobs.idle(30_000);
    expect(await read('clerk', id)).toMatchObject({ state: 'sealed' });
  }, 60_000);

  it('use of a seal that was revoked and destroyed after the approval', async () => {
    const ended = await bring({ kind: 'business', purpose: '临时专用章', shape: 'oval' });
    const { id } = await apply('section-head', {
      uploadId: await upload('section-head', ofdFile(), 'a.ofd'),
      sealId: ended,
    });
    await act('principal-leader', id, 'approve');
    expect(
      await as('principal-leader').post(`/api/v1/seals/${ended}/revoke`, { note: '停办' }),
    ).toMatchObject({
      status: 200,
    });
    expect(code(await act('clerk', id, 'seal'))).toBe('sealing.not-in-use');
    await as('security-admin').post(`/api/v1/seals/${ended}/destroy`, { note: '销毁' });
    expect(code(await act('clerk', id, 'seal'))).toBe('sealing.not-in-use');
    // Past the program: a job for it finds no key and no use is written down.
    expect((await as('clerk').get(`/api/v1/seals/${ended}/uses`)).body).toEqual([]);
    // The keeper sends it back, the applicant drops it: nothing is stuck.
    expect(await act('clerk', id, 'return', { reason: '印章已销毁' })).toMatchObject({ status: 200 });
    expect(await act('section-head', id, 'discard')).toMatchObject({ status: 200 });
  });

  it('a section without the right of use, and a use judged by the rule of today', async () => {
    const rule = { ...usualRule(post('clerk').postId), files: true };
    await as('principal-leader').put(`/api/v1/seals/${business}/rule`, {
      ...rule,
      posts: [post('deputy-leader').postId],
    });
    const uploadId = await upload('section-head', ofdFile(), 'a.ofd');
    expect(code(await apply('section-head', { uploadId }))).toBe('sealing.section-not-allowed');
    const { body: choices } = await as('section-head').get('/api/v1/seal-uses/choices');
    expect(choices.map((one: { id: string }) => one.id)).not.toContain(business);
    await as('principal-leader').put(`/api/v1/seals/${business}/rule`, rule);
    expect(await apply('section-head', { uploadId })).toMatchObject({ status: 200 });
  });

  it.each(['ofd', 'pdf'])(
    'a 签名章 in other hands than its owner’s (%s)',
    async (format) => {
      const plain = ofdFile();
      const bytes = format === 'ofd' ? plain : (await ofdToPdf(readOfd(plain))).pdf;
      const uploadId = await upload('section-head', bytes, `a.${format}`);
      const { id, status, body } = await apply('section-head', {
        uploadId,
        sealId: personal,
        postId: post('office-director').postId,
      });
      expect(status, JSON.stringify(body)).toBe(200);
      await act('office-director', id, 'approve');
      // The clerk still stands in for the leader (above): a personal seal knows no standing in.
      expect(code(await act('clerk', id, 'seal'))).toBe('sealing.not-owner');
      expect(await act('principal-leader', id, 'seal')).toMatchObject({ status: 200 });
      await test.node.jobs.idle(30_000);
      const page = await read('section-head', id);
      expect(page, page.failure).toMatchObject({ state: 'sealed', sealed: { verdict: 'valid' } });
    },
    60_000,
  );
});

describe('用印 of own documents', () => {
  async function numbered(signer: Name = 'principal-leader'): Promise<string> {
    const matterId = randomUUID();
    const made = await as('section-head').post('/api/v1/drafts', noticeDraft(test.organ.name, matterId));
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const done = async (role: Name, verb: string, body: object = {}) => {
      const { body: view } = await as(role).get(`/api/v1/matters/${matterId}`);
      const answer = await as(role).post(`/api/v1/matters/${matterId}/steps/${view.mine?.stepId}/${verb}`, {
        key: randomUUID(),
        expected: view.revision,
        ...body,
      });
      expect(answer.status, `${verb}: ${JSON.stringify(answer.body)}`).toBe(200);
    };
    await done('section-head', 'submit');
    await done('office-director', 'pass', { postId: post(signer).postId });
    await done(signer, 'approve', { opinion: '同意' });
    await done('office-director', 'pass');
    await done('clerk', 'register', { copies: 5, receivers: [{ organId: village, role: '主送' }] });
    return matterId;
  }

  async function seal(matterId: string, role: Name = 'clerk') {
    const { body: view } = await as(role).get(`/api/v1/matters/${matterId}`);
    return await as(role).post(`/api/v1/matters/${matterId}/steps/${view.mine?.stepId}/seal`, {
      key: randomUUID(),
      expected: view.revision,
    });
  }

  async function organSeal(): Promise<string> {
    const { body } = await as('clerk').get('/api/v1/seals');
    return body.find((one: { kind: string }) => one.kind === 'organ').id;
  }

  it('rests on the 签发 of the version, and is written down with who drafted, signed and sealed', async () => {
    const matterId = await numbered();
    expect(await seal(matterId)).toMatchObject({ status: 200 });
    await test.node.jobs.idle(30_000);
    const { body: uses } = await as('clerk').get(`/api/v1/seals/${await organSeal()}/uses`);
    expect(uses[0]).toMatchObject({
      basis: 'sign-off',
      versionNo: 1,
      number: expect.stringContaining('测试镇政'),
      applicant: { name: post('section-head').personName },
      approval: { name: post('principal-leader').personName, personId: post('principal-leader').personId },
      sealer: { name: post('clerk').personName },
    });
    expect(uses[0].files).toHaveLength(2);
  }, 60_000);

  it('asks for an application where the signer is not an approver, and takes the approved one', async () => {
    const id = await organSeal();
    const usual = usualRule(post('clerk').postId);
    await as('principal-leader').put(`/api/v1/seals/${id}/rule`, {
      ...usual,
      approverRoles: ['principal-leader'],
    });
    const matterId = await numbered('deputy-leader');
    expect(code(await seal(matterId))).toBe('sealing.needs-application');
    const {
      id: application,
      status,
      body,
    } = await apply('section-head', { sealId: id, documentMatterId: matterId });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(code(await seal(matterId))).toBe('sealing.needs-application');
    await act('principal-leader', application, 'approve');
    expect(code(await act('clerk', application, 'seal'))).toBe('sealing.in-the-document');
    expect(await seal(matterId)).toMatchObject({ status: 200 });
    await test.node.jobs.idle(30_000);
    expect(await read('section-head', application)).toMatchObject({ state: 'used', closed: true });
    const { body: uses } = await as('clerk').get(`/api/v1/seals/${id}/uses`);
    expect(uses[0]).toMatchObject({ basis: 'application', applicationId: application });
    await as('principal-leader').put(`/api/v1/seals/${id}/rule`, usual);
  }, 60_000);

  it('is refused for a form the rule does not name, and while the seal is suspended', async () => {
    const id = await organSeal();
    const usual = usualRule(post('clerk').postId);
    await as('principal-leader').put(`/api/v1/seals/${id}/rule`, { ...usual, documentKinds: ['函'] });
    const matterId = await numbered();
    expect(code(await seal(matterId))).toBe('sealing.kind-not-allowed');
    await as('principal-leader').put(`/api/v1/seals/${id}/rule`, usual);
    await as('clerk').post(`/api/v1/seals/${id}/suspend`, { note: '清点' });
    expect(code(await seal(matterId))).toBe('sealing.not-in-use');
    await as('principal-leader').post(`/api/v1/seals/${id}/resume`, { note: '清点完毕' });
    expect(await seal(matterId)).toMatchObject({ status: 200 });
  }, 60_000);

  it('is not done by whoever approved the application, also when they stand in for the keeper', async () => {
    const id = await organSeal();
    const usual = usualRule(post('clerk').postId);
    await as('principal-leader').put(`/api/v1/seals/${id}/rule`, {
      ...usual,
      approverRoles: ['principal-leader'],
    });
    const matterId = await numbered('deputy-leader');
    const { id: application } = await apply('section-head', { sealId: id, documentMatterId: matterId });
    expect(await act('principal-leader', application, 'approve')).toMatchObject({ status: 200 });
    await test.node.db.asOrgan({ organId: test.organ.id }, (tx) =>
      delegate(tx, {
        id: randomUUID(),
        organId: test.organ.id,
        fromPostId: post('clerk').postId,
        toPersonId: post('principal-leader').personId,
        scope: 'all',
        from: '2026-11-20',
        to: '2026-11-30',
      }),
    );
    expect(code(await seal(matterId, 'principal-leader'))).toBe('sealing.own-approval');
    expect(await seal(matterId)).toMatchObject({ status: 200 });
  }, 60_000);
});
