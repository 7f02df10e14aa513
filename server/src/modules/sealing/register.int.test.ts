/** The register of seals on a real database: every transition, every refusal, and what an attacker would try. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOptions } from '../../platform/database/index.ts';
import { startTestNode, type TestClient, type TestNode, type TestOrgan } from '../../testing/index.ts';
import { authorityModule } from '../authority/index.ts';
import { documentsModule } from '../documents/module.ts';
import { logModule } from '../log/index.ts';
import { paperModule } from '../paper/index.ts';
import { workflowModule } from '../workflow/module.ts';
import { sealingModule, usualRule } from './index.ts';

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
let other: TestOrgan;
const clients = new Map<string, TestClient>();
const as = (role: Name): TestClient => clients.get(role)!;

beforeAll(async () => {
  test = await startTestNode({
    modules: [logModule, workflowModule, authorityModule, sealingModule, paperModule, documentsModule],
    roles: OFFICE,
  });
  other = await test.addOrgan('外镇', 'x', OFFICE);
  for (const role of OFFICE) {
    clients.set(role, await test.client(role));
  }
}, 120_000);

afterAll(() => test?.stop());

const rule = () => ({ ...usualRule(test.organ.posts.clerk.postId), files: true });
const filing = { authority: '测试备案机关', number: '测-2', day: '2026-11-23' };

async function apply(
  more: Record<string, unknown> = {},
): Promise<{ id: string } & Awaited<ReturnType<TestClient['post']>>> {
  const id = randomUUID();
  const answer = await as('clerk').post('/api/v1/seals', {
    id,
    kind: 'business',
    purpose: `专用章${id.slice(0, 6)}`,
    reason: '业务需要',
    rule: rule(),
    ...more,
  });
  return { id, ...answer };
}

async function step(role: Name, id: string, verb: string, body: object = { note: '情况说明' }) {
  return await as(role).post(`/api/v1/seals/${id}/${verb}`, body);
}

async function inUse(more: Record<string, unknown> = {}): Promise<string> {
  const { id, status, body } = await apply(more);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(await step('principal-leader', id, 'approve')).toMatchObject({
    status: 200,
    body: { state: 'approved' },
  });
  expect(await step('security-admin', id, 'make')).toMatchObject({ status: 200, body: { state: 'made' } });
  expect(await step('office-director', id, 'file', filing)).toMatchObject({
    status: 200,
    body: { state: 'in-use' },
  });
  return id;
}

async function owner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(clientOptions(test.database, 'yiwen_owner'));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('the life of a seal', () => {
  it('passes 申请, 审批, 制作, 备案, 停用, 恢复, 撤销, 销毁, each an act in the log, and its key goes with it', async () => {
    const id = await inUse();
    const page = (await as('clerk').get(`/api/v1/seals/${id}`)).body;
    expect(page).toMatchObject({ usable: true, filing, ruleNo: 1, widthMm: 40 });
    expect(page.certificate.issuer).toContain('演示');
    expect(await step('clerk', id, 'suspend')).toMatchObject({
      status: 200,
      body: { state: 'suspended', usable: false },
    });
    expect(await step('principal-leader', id, 'resume')).toMatchObject({
      status: 200,
      body: { usable: true },
    });
    expect(await step('principal-leader', id, 'revoke')).toMatchObject({
      status: 200,
      body: { state: 'revoked' },
    });
    expect(await step('security-admin', id, 'destroy')).toMatchObject({
      status: 200,
      body: { state: 'destroyed' },
    });
    await owner(async (client) => {
      const keys = await client.query('select 1 from sealing.seal_key where seal_id = $1', [id]);
      expect(keys.rows).toHaveLength(0);
      const acts = await client.query<{ kind: string }>(
        `select kind from event.entry where body->'data'->>'sealId' = $1 order by recorded_at, kind`,
        [id],
      );
      expect(acts.rows.map(({ kind }) => kind).sort()).toEqual(
        [
          'sealing.seal-applied',
          'sealing.seal-approved',
          'sealing.seal-made',
          'sealing.seal-filed',
          'sealing.seal-suspended',
          'sealing.seal-resumed',
          'sealing.seal-revoked',
          'sealing.seal-destroyed',
        ].sort(),
      );
      const revoked = await client.query<{ reason: string }>(
        `select reason from authority.certificate where certificate = (select certificate from sealing.seal where id = $1)`,
        [id],
      );
      expect(revoked.rows).toEqual([{ reason: 'cessation' }]);
    });
    for (const [role, verb] of [
      ['principal-leader', 'resume'],
      ['principal-leader', 'approve'],
      ['security-admin', 'make'],
      ['security-admin', 'destroy'],
      ['clerk', 'suspend'],
    ] as const) {
      expect(await step(role, id, verb)).toMatchObject({
        status: 409,
        body: { error: { code: 'sealing.verb-not-now' } },
      });
    }
    expect(await step('office-director', id, 'file', filing)).toMatchObject({ status: 409 });
    const { life } = (await as('clerk').get(`/api/v1/seals/${id}`)).body;
    expect(life.map((one: { verb: string }) => one.verb)).toEqual([
      'apply',
      'approve',
      'make',
      'file',
      'suspend',
      'resume',
      'revoke',
      'destroy',
    ]);
  });

  it('puts the certificates on hold while suspended and lifts the hold', async () => {
    const id = await inUse();
    const reasonOf = () =>
      owner(async (client) => {
        const { rows } = await client.query<{ reason: string | null }>(
          `select reason from authority.certificate where certificate in
             (select certificate from sealing.seal where id = $1 union select pdf_certificate from sealing.seal where id = $1)`,
          [id],
        );
        return rows.map(({ reason }) => reason);
      });
    await step('office-director', id, 'suspend');
    expect(await reasonOf()).toEqual(['hold', 'hold']);
    await step('principal-leader', id, 'resume');
    expect(await reasonOf()).toEqual([null, null]);
  });

  it('refuses steps out of order and by the wrong role', async () => {
    const { id } = await apply();
    expect(await step('security-admin', id, 'make')).toMatchObject({ status: 409 });
    expect(await step('office-director', id, 'file', filing)).toMatchObject({ status: 409 });
    expect(await step('security-admin', id, 'destroy')).toMatchObject({ status: 409 });
    expect(await step('clerk', id, 'approve')).toMatchObject({ status: 403 });
    expect(await step('security-admin', id, 'approve')).toMatchObject({ status: 403 });
    expect(await step('principal-leader', id, 'make')).toMatchObject({ status: 403 });
    expect(await step('principal-leader', id, 'reject')).toMatchObject({
      status: 200,
      body: { state: 'rejected' },
    });
    expect(await step('principal-leader', id, 'approve')).toMatchObject({ status: 409 });
  });

  it('reissues: the new seal names the old, which ends when the new one is on record', async () => {
    const old = await inUse();
    const { purpose } = await owner(async (client) => {
      const { rows } = await client.query<{ purpose: string }>(
        'select purpose from sealing.register where id = $1',
        [old],
      );
      return rows[0]!;
    });
    expect(await apply({ purpose })).toMatchObject({
      status: 409,
      body: { error: { code: 'sealing.seal-exists' } },
    });
    const { id, status } = await apply({ purpose, replaces: old });
    expect(status).toBe(200);
    await step('principal-leader', id, 'approve');
    await step('security-admin', id, 'make');
    expect((await as('clerk').get(`/api/v1/seals/${old}`)).body.state).toBe('in-use');
    await step('office-director', id, 'file', filing);
    expect((await as('clerk').get(`/api/v1/seals/${old}`)).body).toMatchObject({
      state: 'revoked',
      replacedBy: id,
    });
    expect((await as('clerk').get(`/api/v1/seals/${id}`)).body).toMatchObject({
      state: 'in-use',
      replaces: old,
    });
  });

  it('writes on a seal only what the directory says, and gives a 签名章 to a person of the organ only', async () => {
    const id = await inUse({ kind: 'organ', purpose: undefined });
    expect((await as('clerk').get(`/api/v1/seals/${id}`)).body).toMatchObject({
      name: expect.stringContaining('测试镇人民政府'),
      widthMm: 42,
    });
    expect(await apply({ kind: 'organ', purpose: '财务专用章' })).toMatchObject({
      body: { error: { code: 'sealing.purpose-missing' } },
    });
    const personal = { kind: 'personal', purpose: undefined, rule: { ...rule(), keeperPost: null } };
    expect(await apply({ ...personal, personId: other.posts.clerk.personId })).toMatchObject({
      body: { error: { code: 'sealing.owner-unknown' } },
    });
    expect(await apply(personal)).toMatchObject({ body: { error: { code: 'sealing.owner-unknown' } } });
    const made = await inUse({
      ...personal,
      shape: 'square',
      personId: test.organ.posts['principal-leader'].personId,
    });
    expect((await as('clerk').get(`/api/v1/seals/${made}`)).body).toMatchObject({
      kind: 'personal',
      widthMm: 20,
      ownerId: test.organ.posts['principal-leader'].personId,
    });
  });
});

describe('what an attacker would try', () => {
  it('a rule under which the keeper approves, or nobody can', async () => {
    const clerk = test.organ.posts.clerk.postId;
    for (const [change, code] of [
      [{ approverPosts: [clerk] }, 'sealing.rule-keeper-approves'],
      [{ approverRoles: ['clerk'] }, 'sealing.rule-keeper-approves'],
      [{ approverRoles: [] }, 'sealing.rule-nobody-approves'],
      [{ keeperPost: other.posts.clerk.postId }, 'sealing.rule-keeper-unknown'],
      [{ keeperPost: null }, 'sealing.rule-keeper-unknown'],
    ] as const) {
      expect(await apply({ rule: { ...rule(), ...change } })).toMatchObject({
        status: 422,
        body: { error: { code } },
      });
    }
  });

  it('a rule set by somebody without the right, and one the right person sets becomes a new version', async () => {
    const id = await inUse();
    expect(await as('clerk').put(`/api/v1/seals/${id}/rule`, rule())).toMatchObject({ status: 403 });
    expect(await as('office-director').put(`/api/v1/seals/${id}/rule`, rule())).toMatchObject({
      status: 403,
    });
    expect(
      await as('principal-leader').put(`/api/v1/seals/${id}/rule`, { ...rule(), units: ['财政所'] }),
    ).toMatchObject({ status: 200, body: { ruleNo: 2, rule: { units: ['财政所'] } } });
    await owner(async (client) => {
      await expect(
        client.query(`update sealing.rule set rule = '{}' where seal_id = $1`, [id]),
      ).rejects.toThrow('stays');
    });
  });

  it("another organ's seal: not seen, not stepped, not replaced", async () => {
    const id = await inUse();
    const stranger = await test.client('principal-leader', other);
    const strangeClerk = await test.client('clerk', other);
    expect(await stranger.get(`/api/v1/seals/${id}`)).toMatchObject({ status: 404 });
    expect(await stranger.get(`/api/v1/seals/${id}/picture`)).toMatchObject({ status: 404 });
    expect(await stranger.post(`/api/v1/seals/${id}/revoke`, { note: '冒名' })).toMatchObject({
      status: 404,
    });
    expect(
      await strangeClerk.post('/api/v1/seals', {
        id: randomUUID(),
        kind: 'organ',
        reason: '冒名',
        replaces: id,
        rule: usualRule(other.posts.clerk.postId),
      }),
    ).toMatchObject({ status: 404 });
    expect(
      await strangeClerk.post('/api/v1/seals', {
        id,
        kind: 'organ',
        reason: '冒名',
        rule: usualRule(other.posts.clerk.postId),
      }),
    ).toMatchObject({ status: 409 });
  });

  it('bringing back a destroyed seal past the program: the database itself refuses', async () => {
    const id = await inUse();
    await step('principal-leader', id, 'revoke');
    await step('security-admin', id, 'destroy');
    await owner(async (client) => {
      await expect(
        client.query(`update sealing.register set state = 'in-use' where id = $1`, [id]),
      ).rejects.toThrow('destroyed');
      await expect(
        client.query(`insert into sealing.seal_key (seal_id, organ_id, wrapped) values ($1, $2, '{}')`, [
          id,
          test.organ.id,
        ]),
      ).rejects.toThrow('no key');
      await expect(client.query('delete from sealing.life where seal_id = $1', [id])).rejects.toThrow(
        'stays',
      );
    });
  });
});
