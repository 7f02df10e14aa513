/**
 * What holds for every route of every module, also those written later: no route without a policy, no role beyond it,
 * and row security that keeps foreign rows unseen and unchanged even when the policy function says yes to everything.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modules } from './main.ts';
import { makeAuthoriser } from './modules/permissions/authorise.ts';
import { type Role, roles } from './modules/permissions/index.ts';
import { clientOptions } from './platform/database/index.ts';
import type { RegisteredRoute } from './platform/http/index.ts';
import { collectPermissions } from './platform/node/index.ts';
import { fillRoute, startTestNode, type TestClient, type TestNode, type TestOrgan } from './testing/index.ts';
import {
  foreignRows,
  type ProtectedTable,
  protectedTables,
  published,
  tablesWithoutProtection,
} from './testing/row-security.ts';

const permissions = collectPermissions(modules);

/** Routes that end the caller's own session; walking them would sign the walker out. */
const endsSession = (route: RegisteredRoute): boolean =>
  route.method === 'DELETE' && route.url === '/api/v1/session';

describe('every route × every role', () => {
  let test: TestNode;
  let routes: readonly RegisteredRoute[];
  beforeAll(async () => {
    test = await startTestNode();
    routes = test.running.http.routes;
  });
  afterAll(() => test?.stop());

  it('has a policy, and every action a policy names is declared', () => {
    expect(routes.length).toBeGreaterThan(20);
    for (const route of routes) {
      expect(route.policy?.kind, `${route.method} ${route.url}`).toMatch(
        /^(public|second-factor|session|may)$/,
      );
      if (route.policy.kind === 'may') {
        expect(permissions.has(route.policy.action), `${route.url}: ${route.policy.action}`).toBe(true);
      }
    }
  });

  it('lets nobody in who is not signed in, except on public routes', async () => {
    const visitor = test.visitor();
    await visitor.get('/api/v1/session');
    for (const route of routes) {
      for (const { status, body } of await fillRoute(visitor, route, [])) {
        const about = `${route.method} ${route.url}: ${JSON.stringify(body)}`;
        if (route.policy.kind === 'public') {
          expect(status, about).not.toBe(500);
        } else {
          expect(status, about).toBe(401);
        }
      }
    }
  });

  it.each(roles)('lets %s do what its policy says and nothing else', async (role: Role) => {
    const client = await test.client(role);
    for (const route of routes) {
      if (route.policy.kind !== 'may') {
        continue;
      }
      const allowed = permissions.get(route.policy.action)!.includes(role);
      for (const { status, body } of await fillRoute(client, route, [])) {
        const about = `${role} ${route.method} ${route.url}: ${status} ${JSON.stringify(body)}`;
        const denied = status === 403 && body.error?.code === 'permissions.denied';
        expect(denied, about).toBe(!allowed);
        expect(status, about).not.toBe(500);
      }
    }
  });
});

describe('row security without the policy function', () => {
  let test: TestNode;
  let owner: pg.Client;
  let own: TestOrgan;
  let stranger: TestClient;
  let tables: ProtectedTable[];
  beforeAll(async () => {
    const open = modules.map((module) =>
      module.authoriser
        ? {
            ...module,
            authoriser: (table: ReadonlyMap<string, readonly string[]>) => makeAuthoriser(table, true),
          }
        : module,
    );
    test = await startTestNode({ modules: open });
    own = test.organ;
    await makePapers(test);
    const other = await test.addOrgan('外镇', 'x');
    stranger = await test.client('clerk', other);
    owner = new pg.Client(clientOptions(test.database, 'yiwen_owner'));
    await owner.connect();
    tables = await protectedTables(owner);
  });
  afterAll(async () => {
    await owner?.end();
    await test?.stop();
  });

  it('is forced on every table, but for those listed with a reason', async () => {
    expect(tables.length).toBeGreaterThan(8);
    expect(await tablesWithoutProtection(owner)).toEqual([]);
  });

  it('shows nothing without an organ, and nothing of another organ', async () => {
    for (const table of tables.filter(({ name }) => !(name in published))) {
      expect(await foreignRows(test.database, table, undefined), table.name).toBe(0);
      expect(await foreignRows(test.database, table, own.id), table.name).toBe(0);
    }
  });

  it('reads and writes nothing foreign on any route', async () => {
    await everythingLogged();
    const before = await snapshot();
    const ids = await idsOf(own.id);
    const secrets = secretsOf(own);
    expect(ids.length).toBeGreaterThan(10);
    for (const route of test.running.http.routes) {
      if (endsSession(route)) {
        continue;
      }
      for (const answer of await fillRoute(stranger, route, ids)) {
        const said = JSON.stringify(answer.body);
        expect(answer.status, `${route.method} ${route.url}: ${said}`).not.toBe(500);
        if (route.policy.kind !== 'public') {
          for (const secret of secrets) {
            expect(said.includes(secret), `${route.method} ${route.url} shows ${secret}: ${said}`).toBe(
              false,
            );
          }
        }
      }
    }
    expect(await snapshot()).toEqual(before);
  });

  /** Waits for the sequencer, whose own writing is not the stranger's. */
  async function everythingLogged(): Promise<void> {
    await expect
      .poll(async () => {
        const { rows } = await owner.query('select 1 from event.entry where log_index is null limit 1');
        return rows.length;
      })
      .toBe(0);
  }

  /** Rows of the organ in every protected table, as one digest each. */
  async function snapshot(): Promise<Record<string, string>> {
    const digests: Record<string, string> = {};
    for (const { name, organColumn } of tables) {
      const { rows } = await owner.query<{ digest: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest
         from ${name} t where ${organColumn} = $1`,
        [own.id],
      );
      digests[name] = rows[0]!.digest;
    }
    return digests;
  }

  /** Names of the organ's things, some of each table: what a stranger might have overheard. */
  async function idsOf(organId: string): Promise<string[]> {
    const found = new Set<string>();
    for (const { name, organColumn } of tables) {
      const { rows } = await owner.query<{ id: string | null }>(
        `select to_jsonb(t)->>'id' as id from ${name} t where ${organColumn} = $1 order by 1 limit 2`,
        [organId],
      );
      for (const { id } of rows) {
        if (id) {
          found.add(id);
        }
      }
    }
    return [...found];
  }
});

/** Words that stand in the organ's papers and nowhere else. */
const secretTitle = '关于外镇不得看到的事项的通知';

/** What only the organ itself may be shown: its people and its papers. (Its name is in everybody's address book.) */
function secretsOf(organ: TestOrgan): string[] {
  return [secretTitle, ...Object.values(organ.posts).map((post) => post.personName)];
}

/** Puts a draft and a matter under way into the organ, by its own clerk. */
async function makePapers(test: TestNode): Promise<void> {
  const clerk = await test.client('clerk');
  for (const submitted of [false, true]) {
    const matterId = randomUUID();
    const drafted = await clerk.post('/api/v1/drafts', {
      matterId,
      key: randomUUID(),
      kind: '通知',
      form: '文件',
      fields: {
        organMark: ['测试镇人民政府'],
        withWenjian: true,
        title: secretTitle,
        mainReceivers: '各村民委员会',
        signature: ['测试镇人民政府'],
      },
      body: [{ id: randomUUID(), kind: 'paragraph', text: `${secretTitle}正文。` }],
    });
    expect(drafted.status, JSON.stringify(drafted.body)).toBe(200);
    if (submitted) {
      const { body } = await clerk.get(`/api/v1/matters/${matterId}`);
      const done = await clerk.post(`/api/v1/matters/${matterId}/steps/${body.mine.stepId}/submit`, {
        key: randomUUID(),
        expected: body.revision,
        postId: test.organ.posts['office-director'].postId,
      });
      expect(done.status, JSON.stringify(done.body)).toBe(200);
    }
  }
}
