import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTrustList, type TrustList, trustListJson } from '@yiwen/trust/certificates';
import { verifyDocument } from '@yiwen/trust/verification';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditNode } from '../audit-node.ts';
import { modules } from '../main.ts';
import { sealingService } from '../modules/sealing/index.ts';
import { fixedClock } from '../platform/clock/index.ts';
import { composeNode, migrationFolders, type RunningNode } from '../platform/node/index.ts';
import {
  codeAt,
  makeTestDatabase,
  type TestClient,
  type TestDatabase,
  testClient,
} from '../testing/index.ts';
import { demoLedgers, demoPassword, papers, people, signInTable, withDemo } from './index.ts';

const day = 24 * 3600 * 1000;
const clock = fixedClock('2026-11-23T09:00:00+08:00');
const dataDir = mkdtempSync(join(tmpdir(), 'yiwen-demo-'));
let database: TestDatabase;
let running: RunningNode;

function start(say: (line: string) => void = () => undefined): Promise<RunningNode> {
  const options = {
    dataDir,
    databaseUrl: database.url,
    host: '127.0.0.1',
    port: 0,
    empty: false,
    clock,
    environment: { YIWEN_LOG_LEVEL: 'fatal', YIWEN_LIMIT_RATES: 'false' },
  };
  return composeNode(withDemo(options, say), modules);
}

beforeAll(async () => {
  database = await makeTestDatabase(migrationFolders(modules));
  // A start that dies in the middle leaves what a kill would leave: seeding begun and not done.
  await expect(
    start((line) => {
      if (line.includes('3/12')) {
        throw new Error('the power went');
      }
    }),
  ).rejects.toThrow('the power went');
  running = await start();
}, 600_000);
afterAll(async () => {
  await running?.stop();
  await database?.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function signedIn(login: string): Promise<TestClient> {
  const client = testClient(running.url, clock);
  const { status } = await client.signIn(login, demoPassword);
  expect(status, login).toBe(200);
  expect(client.session.state, login).toBe('signed-in');
  return client;
}

type Line = { id: string; title: string; number?: string; state: string };

async function outgoing(client: TestClient): Promise<Line[]> {
  const { body } = await client.get('/api/v1/matters?box=outgoing&limit=100');
  return body.items;
}

/** Titles and nodes of a to-do list. */
async function todo(login: string): Promise<string[]> {
  const { body } = await (await signedIn(login)).get('/api/v1/todo?limit=100');
  return body.items.map(
    (item: { node: string; number?: string; title: string }) => `${item.node} ${item.number ?? item.title}`,
  );
}

/** The trust list as others get it: written out and read back. */
async function trust(): Promise<TrustList> {
  return parseTrustList(trustListJson(await running.node.services.get(sealingService).trustList()));
}

/** Every file of a matter with its verdict under the node's trust list. */
async function verdicts(client: TestClient, matterId: string): Promise<string[]> {
  const list = await trust();
  const { body } = await client.get(`/api/v1/matters/${matterId}`);
  const found: string[] = [];
  for (const { format, href } of body.document.renditions as { format: string; href: string }[]) {
    const { status, bytes } = await client.bytes(href);
    expect(status).toBe(200);
    const report = verifyDocument(bytes, { trust: list, now: clock.now().getTime() });
    expect(report.demo).toBe(true);
    found.push(`${format} ${report.verdict}`);
  }
  return found.sort();
}

describe('the demonstration world', () => {
  it('holds the twelve papers, each sealed file valid under the trust list of the node', async () => {
    const issued: string[] = [];
    for (const login of ['ws', 'qhz1', 'xw', 'nyj1', 'wb1']) {
      const client = await signedIn(login);
      const { body } = await client.get('/api/v1/session');
      for (const post of body.posts as { id: string; organ: { name: string } }[]) {
        await client.post('/api/v1/session/post', { postId: post.id });
        for (const line of await outgoing(client)) {
          if (line.state === 'open') {
            continue;
          }
          issued.push(line.number ?? '');
          const sealed = !line.title.endsWith('纪要');
          expect(await verdicts(client, line.id), line.title).toEqual(
            sealed ? ['ofd valid', 'pdf valid'] : ['ofd unsigned', 'pdf unsigned'],
          );
        }
      }
    }
    const wanted = papers.map(({ number }) => `${number.code}〔${number.year}〕${number.n}号`);
    expect(issued.sort()).toEqual(wanted.sort());
  }, 300_000);

  it('gives receivers copies of their own, valid as well', async () => {
    const client = await signedIn('c1');
    const { body } = await client.get('/api/v1/matters?box=incoming&limit=100');
    expect(body.items).toHaveLength(4);
    for (const line of body.items as Line[]) {
      expect(await verdicts(client, line.id), line.title).toEqual(['ofd valid', 'pdf valid']);
    }
  }, 300_000);

  it('says in D5 what the ledger of safety checks adds up to', async () => {
    const client = await signedIn('jc');
    const heads = (await client.get('/api/v1/ledgers')).body as { id: string; name: string; rows: number }[];
    expect(heads.map(({ name, rows }) => [name, rows])).toEqual(
      demoLedgers().map(({ name, rows }) => [name, rows.length]),
    );
    const { id } = heads.find(({ name }) => name.startsWith('安全生产检查'))!;
    const { body } = await client.get(`/api/v1/ledgers/${id}?limit=500`);
    const column = (name: string) => body.columns.indexOf(name) as number;
    const cells = (body.items as { cells: string[] }[]).map((row) => row.cells);
    const checks = new Set(cells.map((row) => `${row[column('被检查单位')]} ${row[column('检查日期')]}`))
      .size;
    const closed = cells.filter((row) => row[column('是否销号')] === '是').length;
    const rate = ((closed / cells.length) * 100).toFixed(1);
    const text = papers.find(({ id: paper }) => paper === 'D5')!.body.join('');
    expect(text).toContain(
      `${checks}家次，发现问题隐患${cells.length}条，已完成整改${closed}条，整改率${rate}%`,
    );
    expect([checks, cells.length, closed, rate]).toEqual([63, 91, 87, '95.6']);
  });

  it('leaves on the desks what the demonstration begins with', async () => {
    expect(await todo('ws')).toEqual(['receive 青槐农函〔2026〕26号']);
    expect(await todo('sj')).toEqual(['instruct 青槐政办发〔2026〕37号']);
    expect(await todo('zz')).toEqual(['approve 禾汀镇人民政府关于开展今冬明春火灾防控工作的通知']);
    expect((await todo('c1')).sort()).toEqual([
      'register 禾汀政发〔2026〕12号',
      'register 禾汀政发〔2026〕13号',
    ]);
    expect((await todo('c4')).sort()).toEqual([
      'receive 禾汀政发〔2026〕12号',
      'register 禾汀政发〔2026〕13号',
    ]);
    const { body } = await (await signedIn('ws')).get('/api/v1/todo');
    expect(body.items[0]).toMatchObject({ deadline: '2026-11-26', workingDaysLeft: 3 });
  });

  it('shows who has signed for a paper and who has not', async () => {
    const client = await signedIn('ws');
    const notice = (await outgoing(client)).find(({ number }) => number === '禾汀政发〔2026〕12号')!;
    const { body } = await client.get(`/api/v1/matters/${notice.id}`);
    const states = Object.fromEntries(
      body.deliveries.map((one: { receiver: string; state: string }) => [
        one.receiver.slice(0, 4),
        one.state,
      ]),
    );
    expect(states).toEqual({
      枫汀村村: 'signed-for',
      前垄坝村: 'signed-for',
      鹤影湾村: 'signed-for',
      竹沐岭村: 'delivered',
      新禾社区: 'signed-for',
    });
  });

  it('goes on with the numbers', async () => {
    const client = await signedIn('ws');
    for (const [code, n] of [
      ['禾汀政发', 14],
      ['禾汀政', 49],
      ['禾汀政函', 10],
      ['禾汀政通', 3],
    ] as const) {
      const { body } = await client.get(`/api/v1/numbers/next?code=${encodeURIComponent(code)}&year=2026`);
      expect(body).toMatchObject({ code, n });
    }
  });

  it('lets 王五 stand in for 李四, the inspector look, and 陈丙 read in large print', async () => {
    const large = await signedIn('c1');
    expect((await large.get('/api/v1/session')).body.preferences.largePrint).toBe(true);
    clock.advance(day);
    expect(await todo('fz1')).toContain('approve 禾汀镇人民政府关于开展今冬明春火灾防控工作的通知');
    await signedIn('jc');
    clock.advance(3 * day);
    expect(await todo('fz1')).toEqual([]);
    const late = testClient(running.url, clock);
    expect((await late.signIn('jc', demoPassword)).status).not.toBe(200);
    clock.advance(-4 * day);
  });

  it('asks the three administrators for the code that the table prints', async () => {
    const table = await signInTable(running.node);
    for (const { login, name, totpSecret } of people) {
      expect(table).toMatch(new RegExp(`\\b${login} +${name}`));
      if (totpSecret !== undefined) {
        expect(table).toContain(totpSecret);
        const client = testClient(running.url, clock);
        await client.signIn(login, demoPassword);
        expect(client.session).toMatchObject({ state: 'second-factor', secondFactor: { enrol: false } });
        const code = await codeAt(totpSecret, clock);
        const { body } = await client.post('/api/v1/session/second-factor', { code });
        expect(body.state, login).toBe('signed-in');
      }
    }
    expect(table).toContain(join(dataDir, 'trust'));
  });

  it('is not made again on the second start', async () => {
    const before = await outgoing(await signedIn('ws'));
    await running.stop();
    const said: string[] = [];
    running = await start((line) => said.push(line));
    expect(said).toEqual([]);
    expect(running.node.demo()).toBe(true);
    expect(await outgoing(await signedIn('ws'))).toEqual(before);
  }, 300_000);

  it('stores nothing that its acts do not bear out', async () => {
    const { acts, faults } = await auditNode(running.node.db);
    expect(acts).toBeGreaterThan(300);
    expect(faults).toEqual([]);
  });
});
