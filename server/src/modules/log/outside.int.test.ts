import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteVerifier, openCheckpoint } from '@yiwen/trust/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anvil, chain, place, stopChains } from '../../extensions/anchor/anvil.fixture.ts';
import { evmAnchor } from '../../extensions/anchor/index.ts';
import { declareAct, recordAct } from '../../platform/events/index.ts';
import { startTestNode, type TestNode } from '../../testing/index.ts';
import { authorityModule } from '../authority/index.ts';
import { logModule, logService } from './index.ts';
import { keepOutside } from './outside.ts';

if (anvil === undefined) {
  console.log('skipped: anvil is not installed for this system, so no checkpoint is anchored');
}
declareAct({
  kind: 'log-test.outside',
  version: 1,
  schema: z.object({}),
  label: { zh: '测试', en: 'test' },
});

const folder = mkdtempSync(join(tmpdir(), 'yiwen-outside-'));
let test: TestNode;
beforeAll(async () => {
  test = await startTestNode({ modules: [logModule, authorityModule], roles: ['clerk'] });
}, 120_000);
afterAll(async () => {
  stopChains();
  await test?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function acted(): Promise<void> {
  const { node, organ } = test;
  const event = await node.db.asOrgan({ organId: organ.id }, (tx) =>
    recordAct(tx, {
      kind: 'log-test.outside',
      organId: organ.id,
      actor: { name: '系统', post: '系统' },
      at: node.clock.now(),
      body: {},
    }),
  );
  expect(await node.services.get(logService).waitUntilLogged(organ.id, event.id, 30_000)).toBe(true);
}
const recorded = (kind: string) =>
  test.node.db.asOrgan({ organId: test.organ.id }, (tx) =>
    tx.selectFrom('event.entry').select(['id', 'body']).where('kind', '=', kind).execute(),
  );

describe('what is kept of a log outside', () => {
  it('is a time-stamp over the newest checkpoint, once for each hour in which somebody acted', async () => {
    const log = test.node.services.get(logService);
    await acted();
    await log.keepOutside();
    const stamped = await recorded('log.timestamped');
    expect(stamped).toHaveLength(1);
    const { size } = (stamped[0]!.body as { data: { size: number } }).data;
    const token = (await log.tokenOf(test.organ.id, 2026, size))!;
    const answer = await fetch(`${test.url}/log/${test.organ.id}/2026/times/${size}`);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(token);
    // Recording it is an act of the log alone: nothing new to stamp.
    await log.keepOutside();
    expect(await recorded('log.timestamped')).toHaveLength(1);
    await acted();
    await log.keepOutside();
    expect(await recorded('log.timestamped')).toHaveLength(2);
    expect((await log.witnessing(test.organ.id, 2026))?.timestamped?.size).toBeGreaterThan(size);
  });

  it.skipIf(anvil === undefined)(
    'is the checkpoint on a chain, and no act waits when the chain is away',
    async () => {
      const { node, organ } = test;
      const faults: string[] = [];
      const running = await chain();
      const where = await place(running.url, folder);
      const parts = {
        db: node.db,
        clock: node.clock,
        anchor: () => evmAnchor(where, 10),
        stamper: () => undefined,
        onFault: (_log: unknown, what: string, error: unknown) => faults.push(`${what}: ${error}`),
      };
      await acted();
      await keepOutside(parts);
      expect(faults).toEqual([]);
      const [event] = await recorded('log.anchored');
      const { data } = event!.body as {
        data: {
          origin: string;
          size: number;
          root: string;
          noteSha256: string;
          index: number;
          blockTime: number;
        };
      };
      const log = (await node.services.get(logService).logs()).find((one) => one.organId === organ.id)!;
      const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
      const receipt = {
        chain: '31337',
        contract: where.contract,
        index: data.index,
        blockTime: data.blockTime,
      };
      const head = {
        origin: log.origin,
        size: data.size,
        root: hex(data.root),
        noteHash: hex(data.noteSha256),
      };
      expect(await (await evmAnchor(where, 10)).verify(receipt, head)).toBeUndefined();
      await keepOutside(parts);
      expect(await recorded('log.anchored')).toHaveLength(1);
      running.stop();
      await acted();
      await keepOutside(parts);
      expect(faults.join()).toMatch(/^anchor: .*127\.0\.0\.1/);
      await acted();
      expect(await recorded('log.anchored')).toHaveLength(1);
      const served = await fetch(`${test.url}/log/${organ.id}/2026/checkpoint`);
      const note = new Uint8Array(await served.arrayBuffer());
      expect(openCheckpoint(note, noteVerifier(log.vkey)).size).toBeGreaterThan(data.size);
    },
  );
});
