import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  checkProof,
  fsck,
  noteVerifier,
  openCheckpoint,
  readPolicy,
  storeSource,
  tileSource,
} from '@yiwen/trust/log';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fixedClock } from '../../platform/clock/index.ts';
import { clientOptions, type OpenDatabase, openDatabase } from '../../platform/database/index.ts';
import { declareAct, recordAct } from '../../platform/events/index.ts';
import { makeTestDatabase, startTestNode, type TestDatabase, type TestNode } from '../../testing/index.ts';
import { witnessModule } from '../witness/index.ts';
import { askAtStart } from './ask-at-start.ts';
import { folderMemory } from './checkpoint-memory.ts';
import { CosignatureCollector } from './collect-cosignatures.ts';
import { databaseStore } from './database-store.ts';
import { logModule, logService } from './index.ts';
import { makeLogService } from './log-service.ts';
import { readNodeKey } from './node-key.ts';
import { Sequencer } from './sequencer.ts';
import { allLogs } from './store.ts';
import { type WitnessPolicy, witnessPolicy } from './witness-policy.ts';

declareAct({
  kind: 'log-test.witnessed',
  version: 1,
  schema: z.object({ n: z.number() }),
  label: { zh: '测试', en: 'test' },
});

const folder = mkdtempSync(join(tmpdir(), 'yiwen-witnesses-'));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const witnesses: TestNode[] = [];
const databases: TestDatabase[] = [];
const opened: OpenDatabase[] = [];
let witnessLines = '';

beforeAll(async () => {
  for (const name of ['county', 'city']) {
    const node = await startTestNode({
      modules: [logModule, witnessModule],
      roles: ['clerk'],
      environment: { YIWEN_WITNESS_NAME: `w.test/${name}`, YIWEN_WITNESS_POLICY: join(folder, name) },
    });
    witnesses.push(node);
    const vkey = (await (await fetch(`${node.url}/witness/vkey`)).text()).trim();
    witnessLines += `witness ${name} ${vkey} ${node.url}/witness\n`;
    writeFileSync(join(folder, name), 'quorum none\n');
  }
}, 120_000);
afterAll(async () => {
  for (const node of witnesses) {
    await node.stop();
  }
  for (const db of opened) {
    await db.close();
  }
  for (const database of databases) {
    await database.drop();
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Tells the witnesses to follow these logs, and no others. */
function follow(vkeys: readonly string[], names: readonly string[] = ['county', 'city']): void {
  for (const name of ['county', 'city']) {
    const logs = names.includes(name) ? vkeys.map((vkey) => `log ${vkey}\n`).join('') : '';
    writeFileSync(join(folder, name), `${logs}quorum none\n`);
  }
}

const both = () => witnessPolicy(`${witnessLines}group levels all county city\nquorum levels\n`);

/** A log with its sequencer and collector, and nothing else. */
async function newLog(policy: () => WitnessPolicy | undefined = both) {
  const database = await makeTestDatabase([
    { module: 'log', folder: new URL('./migrations/', import.meta.url) },
  ]);
  databases.push(database);
  const db = openDatabase(database.address, () => undefined);
  opened.push(db);
  const organId = randomUUID();
  const dataDir = join(folder, organId);
  const clock = fixedClock('2026-11-23T09:00:00+08:00');
  const name = { organId, year: 2026 };
  const faults: string[] = [];
  const refusals: string[] = [];
  const storeOf = () => databaseStore(db, name);
  const start = async (isRequired = false, memory = dataDir) => {
    const sequencer = new Sequencer({
      db,
      clock,
      nodeKey: await readNodeKey(dataDir),
      memory: folderMemory(memory),
      storeOf,
      originOf: () => `oa.test/log/${organId}/2026`,
      witnessStates: askAtStart(
        async () => policy(),
        isRequired,
        (_log, witness) => refusals.push(witness),
      ),
      onFault: (_name, error) => faults.push(String(error)),
    });
    const collector = new CosignatureCollector({
      db,
      clock,
      storeOf,
      policy: async () => policy(),
      onContradiction: (log, reason) => sequencer.halt(log, reason),
      onRefusal: (_log, witness, reason) => refusals.push(`${witness}: ${reason}`),
    });
    return { sequencer, collector };
  };
  const act = (n: number) =>
    db.asOrgan({ organId }, (tx) =>
      recordAct(tx, {
        kind: 'log-test.witnessed',
        organId,
        actor: { name: '系统', post: '系统' },
        at: clock.now(),
        body: { n },
      }),
    );
  const row = async () => (await db.asPublic(allLogs)).find((log) => log.organId === organId)!;
  const service = makeLogService(db, storeOf, () => undefined, {
    policy: async () => policy(),
    witnessing: async () => undefined,
    keepOutside: async () => undefined,
    stampWith: () => undefined,
  });
  const owner = async (statement: string) => {
    const client = new pg.Client(clientOptions(database.address, 'yiwen_owner'));
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  return { db, organId, name, dataDir, storeOf, start, act, row, service, owner, faults, refusals };
}

describe('a log and its witnesses', () => {
  it('goes on without them, and proves acts under their cosignatures once they have answered', async () => {
    const log = await newLog();
    const { sequencer, collector } = await log.start();
    const first = await log.act(1);
    await sequencer.sweep();
    follow([]);
    await collector.sweep();
    expect(log.refusals.join()).toMatch(/w\.test\/county: it answered 404 unknown log/);
    const pending = (await log.service.proofOf(log.organId, first.id))!;
    expect(pending.witnesses).toEqual([]);
    expect(await log.service.witnessedCheckpoint(log.organId, 2026)).toBeUndefined();

    follow([(await log.row()).vkey]);
    const next = await log.start();
    await next.collector.sweep();
    const { vkey, sm2Vkey } = await log.row();
    const policy = readPolicy(`log ${vkey}\n${both().text}`);
    const witnessed = (await log.service.proofOf(log.organId, first.id))!;
    expect(witnessed.witnesses.map((one) => one.name).sort()).toEqual(['w.test/city', 'w.test/county']);
    const sm2 = [noteVerifier(sm2Vkey)];
    expect(checkProof(utf8(witnessed.proof), utf8(witnessed.entry), policy, sm2)).toMatchObject({ ok: true });
    expect(checkProof(utf8(pending.proof), utf8(pending.entry), policy)).toMatchObject({
      fault: 'policy-not-satisfied',
    });

    // What is served carries the lines, and the sequencer leaves them there.
    const all = [...sm2, ...policy.witnesses.map(noteVerifier)];
    const shown = async () =>
      openCheckpoint((await log.storeOf().read('checkpoint'))!, noteVerifier(vkey), all);
    expect((await shown()).verified).toHaveLength(4);
    await sequencer.sweep();
    expect((await shown()).verified).toHaveLength(4);

    // Two more acts: the first proof rests on the witnessed state, the new ones on the log alone until it is witnessed.
    const second = await log.act(2);
    await sequencer.sweep();
    expect((await log.service.proofOf(log.organId, first.id))!.proof).toBe(witnessed.proof);
    expect((await log.service.proofOf(log.organId, second.id))!.witnesses).toEqual([]);
    await next.collector.sweep();
    expect((await log.service.proofOf(log.organId, second.id))!.witnesses).toHaveLength(2);
    const report = await fsck(storeSource(log.storeOf()), { logKey: noteVerifier(vkey), others: all });
    expect(report).toMatchObject({ clean: true, entries: 3 });
    expect(log.faults).toEqual([]);
  });

  it('needs its whole quorum, and takes up where a witness lost its memory of us', async () => {
    const log = await newLog();
    const { sequencer, collector } = await log.start();
    const event = await log.act(1);
    await sequencer.sweep();
    follow([(await log.row()).vkey], ['county']);
    await collector.sweep();
    expect((await log.service.proofOf(log.organId, event.id))!.witnesses).toEqual([]);
    follow([(await log.row()).vkey]);
    const next = await log.start();
    await next.collector.sweep();
    expect((await log.service.proofOf(log.organId, event.id))!.witnesses).toHaveLength(2);
    // Our own record of what they cosigned is gone: a 409 names the size, and asking once more from there is enough.
    await log.owner('delete from log.witnessed; delete from log.cosignature');
    await log.act(2);
    await sequencer.sweep();
    await next.collector.sweep();
    expect((await log.service.proofOf(log.organId, event.id))!.witnesses).toHaveLength(2);
    expect(next.collector.alarms).toBe(0);
  });

  it('keeps nothing of a witness that answers with a bad line, and no witness can stop a log by refusing', async () => {
    const answers = ['— w.test/county AAAAAAAAAAAAAAAAAAAAAAAA\n', '<html>', ''];
    let status = 200;
    const liar = createServer((_request, response) => {
      response.writeHead(status).end(answers[0]);
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
    const county = witnessLines.split('\n')[0]!.replace(/ http.*$/, ` ${address}`);
    const log = await newLog(() => witnessPolicy(`${county}\nquorum county\n`));
    await log.act(1);
    for (const [code, text] of [
      [200, answers[0]!],
      [200, '<html>'],
      [200, ''],
      [409, ''],
      [422, 'no'],
      [500, 'no'],
    ] as const) {
      status = code;
      answers[0] = text;
      const { sequencer, collector } = await log.start();
      await sequencer.sweep();
      await collector.sweep();
      expect(await log.service.witnessedCheckpoint(log.organId, 2026)).toBeUndefined();
      expect(collector.alarms, text).toBe(code === 409 || code === 422 ? 1 : 0);
      expect(sequencer.halted.size).toBe(0);
    }
    liar.close();
    expect(log.faults).toEqual([]);
  });
});

describe('a log put back from an old backup, data folder included', () => {
  async function restored() {
    const log = await newLog();
    const { sequencer, collector } = await log.start();
    for (let n = 0; n < 5; n++) {
      await log.act(n);
    }
    await sequencer.sweep();
    follow([(await log.row()).vkey]);
    await collector.sweep();
    expect(await log.service.witnessedCheckpoint(log.organId, 2026)).toBeDefined();
    const early = { sequencer, collector };
    await log.owner(`delete from log.witnessed; delete from log.cosignature; delete from log.checkpoint;
      delete from log.file; delete from log.entry where index >= 3; update log.log set size = 3;
      delete from event.entry where id not in (select event_id from log.entry where event_id is not null)`);
    return { log, early };
  }
  const emptyMemory = () => join(folder, `restored-${randomUUID()}`);

  it('is not signed: the witnesses have seen more of it', async () => {
    const { log } = await restored();
    await log.act(99);
    const { sequencer } = await log.start(false, emptyMemory());
    await sequencer.start();
    await sequencer.sweep();
    expect([...sequencer.halted.values()].join()).toMatch(/witness w\.test\/.* is of size 6.*old backup/);
    expect(await log.storeOf().read('checkpoint')).toBeUndefined();
  });

  it('is not signed when it has grown to another history of the same length', async () => {
    const { log } = await restored();
    for (let n = 0; n < 7; n++) {
      await log.act(100 + n);
    }
    // While the witnesses cannot be asked it is signed; the first one that answers shows the contradiction.
    const blind = await log.start(false, emptyMemory());
    const silent = new Sequencer({
      db: log.db,
      clock: fixedClock('2026-11-23T09:00:00+08:00'),
      nodeKey: await readNodeKey(log.dataDir),
      memory: folderMemory(emptyMemory()),
      storeOf: log.storeOf,
      originOf: () => `oa.test/log/${log.organId}/2026`,
      onFault: (_name, error) => log.faults.push(String(error)),
    });
    await silent.sweep();
    expect(log.faults).toEqual([]);
    await blind.collector.sweep();
    expect(blind.collector.alarms).toBe(2);
    expect([...blind.sequencer.halted.values()].join()).toMatch(/another root at size 6/);
    await log.act(200);
    expect(await blind.sequencer.sweep()).toBe(0);
  });

  it('is signed without an answer unless an answer is required', async () => {
    const dead = witnessLines.replaceAll(/http:\S+/g, 'http://127.0.0.1:9/witness');
    const log = await newLog(() => witnessPolicy(`${dead}group g any county city\nquorum g\n`));
    await log.act(1);
    const first = await log.start();
    expect(await first.sequencer.sweep()).toBe(1);
    await log.act(2);
    const strict = await log.start(true);
    expect(await strict.sequencer.sweep()).toBe(0);
    expect(log.faults.join()).toMatch(/no witness could be asked/);
    expect(strict.sequencer.halted.size).toBe(0);
    const lenient = await log.start();
    expect(await lenient.sequencer.sweep()).toBe(1);
  });
});

describe('an office that has its log witnessed', () => {
  it('shows by whom and when, and measures what no witness has seen yet', async () => {
    const file = join(folder, 'office', 'policy');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, both().text);
    const office = await startTestNode({
      modules: [logModule],
      roles: ['clerk'],
      environment: { YIWEN_LOG_POLICY: file },
    });
    try {
      const { node, organ } = office;
      const log = node.services.get(logService);
      const acted = () =>
        node.db.asOrgan({ organId: organ.id }, (tx) =>
          recordAct(tx, {
            kind: 'log-test.witnessed',
            organId: organ.id,
            actor: { name: '系统', post: '系统' },
            at: node.clock.now(),
            body: { n: 1 },
          }),
        );
      const event = await acted();
      expect(await log.waitUntilLogged(organ.id, event.id, 30_000)).toBe(true);
      const kept = (await log.logs()).find((one) => one.organId === organ.id)!;
      const before = (await log.witnessing(organ.id, 2026))!;
      expect(before).toMatchObject({ isAsked: true, witnessed: undefined });
      expect(before.window.entries).toBeGreaterThanOrEqual(kept.size - 1);
      expect(await (await fetch(`${office.url}/metrics`)).text()).toMatch(/yiwen_log_unwitnessed_acts [1-9]/);

      follow([kept.vkey]);
      const second = await acted();
      let proof = await log.proofOf(organ.id, second.id);
      for (let i = 0; i < 600 && (proof?.witnesses.length ?? 0) < 2; i++) {
        await delay(25);
        proof = await log.proofOf(organ.id, second.id);
      }
      expect(proof?.witnesses.map((one) => one.name).sort()).toEqual(['w.test/city', 'w.test/county']);
      // The policy itself is an act of the organ; it is witnessed like any other.
      let after = (await log.witnessing(organ.id, 2026))!;
      for (let i = 0; i < 600 && after.window.entries > 0; i++) {
        await delay(25);
        after = (await log.witnessing(organ.id, 2026))!;
      }
      expect(after.witnessed?.by).toHaveLength(2);
      expect(after.window).toEqual({ entries: 0, since: undefined });
      const recorded = await node.db.asOrgan({ organId: organ.id }, (tx) =>
        tx.selectFrom('event.entry').select('body').where('kind', '=', 'log.policy-changed').execute(),
      );
      expect(recorded).toHaveLength(1);
      expect(recorded[0]!.body).toMatchObject({ data: { witnesses: ['w.test/county', 'w.test/city'] } });
      const metrics = await (await fetch(`${office.url}/metrics`)).text();
      expect(metrics).toMatch(/yiwen_log_unwitnessed_acts 0/);
      expect(metrics).toMatch(/yiwen_log_witnessed_after_seconds_count [1-9]/);

      const clerk = await office.client('clerk');
      expect(await clerk.get('/api/v1/log/2026/witnesses')).toMatchObject({
        status: 200,
        body: {
          isAsked: true,
          halted: null,
          witnessed: { by: [{}, {}] },
          witnesses: [{ name: 'w.test/county' }, { name: 'w.test/city' }],
          anchored: null,
        },
      });
      expect((await fetch(`${office.url}/api/v1/log/2026/witnesses`)).status).toBe(401);

      const get = (path: string) => fetch(`${office.url}/log/${organ.id}/2026/${path}`);
      const policy = readPolicy(`log ${kept.vkey}\n${both().text}`);
      const witnessed = new Uint8Array(await (await get('witnessed')).arrayBuffer());
      const keys = policy.witnesses.map(noteVerifier);
      expect(openCheckpoint(witnessed, noteVerifier(kept.vkey), keys).verified).toHaveLength(3);
      const source = tileSource(async (path) => {
        const answer = await get(path);
        return answer.status === 404 ? undefined : new Uint8Array(await answer.arrayBuffer());
      });
      expect(await fsck(source, { logKey: noteVerifier(kept.vkey), others: keys })).toMatchObject({
        clean: true,
      });
    } finally {
      await office.stop();
    }
  }, 120_000);
});
