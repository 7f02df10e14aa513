import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestNode, type TestNode } from '../../testing/index.ts';
import { workflowModule } from '../workflow/index.ts';
import { addRows, createLedger, ledgersModule } from './index.ts';

describe('ledgers', () => {
  let test: TestNode;
  const id = randomUUID();
  const actor = { name: '周九', post: '所长' };
  beforeAll(async () => {
    test = await startTestNode({ modules: [workflowModule, ledgersModule] });
    await inOrgan((tx) =>
      createLedger(tx, {
        id,
        organId: test.organ.id,
        name: '安全生产检查台账',
        columns: ['序号', '单位'],
        actor,
        at: test.clock.now(),
      }),
    );
  });
  afterAll(() => test?.stop());

  function inOrgan<T>(fn: Parameters<typeof test.node.db.asOrgan<T>>[1], organId = test.organ.id) {
    return test.node.db.asOrgan<T>({ organId }, fn);
  }
  const add = (rows: string[][]) =>
    inOrgan((tx) => addRows(tx, { ledgerId: id, rows, actor, at: test.clock.now() }));

  it('numbers rows on without gaps, also when two add at once', async () => {
    await add([['1', '甲']]);
    const both = await Promise.all([
      add([
        ['2', '乙'],
        ['3', '丙'],
      ]),
      add([['4', '丁']]),
    ]);
    expect(both.map(({ to }) => to).sort()).toContain(4);
    const client = await test.client('clerk');
    const { body } = await client.get(`/api/v1/ledgers/${id}`);
    expect(body.items.map((row: { no: number }) => row.no)).toEqual([1, 2, 3, 4]);
  });

  it('refuses rows that do not fit, all of them', async () => {
    await expect(add([['5', '戊'], ['6']])).rejects.toMatchObject({ code: 'ledgers.row-does-not-fit' });
    await expect(add([])).rejects.toMatchObject({ code: 'ledgers.row-does-not-fit' });
    const client = await test.client('clerk');
    expect((await client.get('/api/v1/ledgers')).body).toEqual([
      { id, name: '安全生产检查台账', columns: ['序号', '单位'], rows: 4 },
    ]);
  });

  it('refuses a second ledger of the same name', async () => {
    const again = { id: randomUUID(), organId: test.organ.id, name: '安全生产检查台账', columns: ['a'] };
    await expect(
      inOrgan((tx) => createLedger(tx, { ...again, actor, at: test.clock.now() })),
    ).rejects.toMatchObject({ code: 'ledgers.name-taken' });
  });

  it('is read page by page, by officers and the inspector', async () => {
    const client = await test.client('inspector');
    const first = await client.get(`/api/v1/ledgers/${id}?limit=3`);
    expect(first.body).toMatchObject({ id, columns: ['序号', '单位'], next: '3' });
    expect(first.body.items).toHaveLength(3);
    const second = await client.get(`/api/v1/ledgers/${id}?limit=3&cursor=${first.body.next}`);
    expect(second.body.items.map((row: { no: number }) => row.no)).toEqual([4]);
    expect(second.body.next).toBeNull();
  });

  it('is not shown to administrators, nor to another organ', async () => {
    const admin = await test.client('system-admin');
    expect((await admin.get('/api/v1/ledgers')).status).toBe(403);
    const village = await test.addOrgan('外村', 'x', ['village-clerk']);
    const clerk = await test.client('village-clerk', village);
    expect((await clerk.get('/api/v1/ledgers')).body).toEqual([]);
    expect((await clerk.get(`/api/v1/ledgers/${id}`)).status).toBe(404);
    await expect(
      inOrgan(
        (tx) => addRows(tx, { ledgerId: id, rows: [['1', '外']], actor, at: test.clock.now() }),
        village.id,
      ),
    ).rejects.toMatchObject({ code: 'ledgers.unknown' });
  });
});
