import { fsck, noteVerifier, tileSource } from '@yiwen/trust/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { declareAct, recordAct } from '../../platform/events/index.ts';
import { startTestNode, type TestNode } from '../../testing/index.ts';
import { logModule, logService } from './index.ts';

declareAct({
  kind: 'log-test.served',
  version: 1,
  schema: z.object({}),
  label: { zh: '测试', en: 'test' },
});

describe.each(['database', 'folder'])('the log of a node that keeps its files in the %s', (store) => {
  let test: TestNode;
  beforeAll(async () => {
    test = await startTestNode({
      modules: [logModule],
      roles: ['clerk'],
      environment: { YIWEN_LOG_STORE: store },
    });
  }, 120_000);
  afterAll(() => test?.stop());

  const get = (path: string) => fetch(`${test.url}/log/${test.organ.id}/2026/${path}`);

  it('is served to anybody as the static files of a tiled log', async () => {
    expect((await get('checkpoint')).status).toBe(404);
    const { node, organ } = test;
    const event = await node.db.asOrgan({ organId: organ.id }, (tx) =>
      recordAct(tx, {
        kind: 'log-test.served',
        organId: organ.id,
        actor: { name: '系统', post: '系统' },
        at: node.clock.now(),
        body: {},
      }),
    );
    const log = node.services.get(logService);
    expect(await log.waitUntilLogged(organ.id, event.id, 30_000)).toBe(true);
    const checkpoint = await get('checkpoint');
    expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(checkpoint.headers.get('access-control-allow-origin')).toBe('*');
    const tile = await get('tile/0/000.p/2');
    expect(tile.headers.get('content-type')).toBe('application/octet-stream');
    expect(tile.headers.get('cache-control')).toContain('immutable');
    expect((await tile.arrayBuffer()).byteLength).toBe(64);

    const [vkey, sm2Vkey] = (await (await get('keys')).text()).trim().split('\n');
    const kept = (await log.logs()).find((one) => one.organId === organ.id);
    expect(kept).toMatchObject({ vkey, sm2Vkey, size: 2 });
    const source = tileSource(async (path) => {
      const answer = await get(path);
      return answer.status === 404 ? undefined : new Uint8Array(await answer.arrayBuffer());
    });
    const report = await fsck(source, {
      logKey: noteVerifier(vkey!),
      others: [noteVerifier(sm2Vkey!)],
      entriesAreCommitments: true,
    });
    expect(report).toMatchObject({ clean: true, entries: 2 });
    expect(report.checkpoint?.origin).toBe(`${new URL(test.url).host}/log/${organ.id}/2026`);
  });

  it('answers in words for what is no file of a log', async () => {
    for (const path of [
      'tile/0/000',
      'tile/0/..%2f..%2fcheckpoint',
      'tile/64/000',
      'tile/entries/x',
      'tile/0/000.p/256',
    ]) {
      const answer = await get(path);
      expect(answer.status, path).toBe(404);
      expect(await answer.json()).toMatchObject({ error: { code: 'log.file-unknown' } });
    }
    const elsewhere = await fetch(`${test.url}/log/not-an-organ/2026/checkpoint`);
    expect(elsewhere.status).toBe(400);
  });
});
