import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  checkProof,
  fsck,
  type LogStore,
  logStoreContract,
  noteVerifier,
  openCheckpoint,
  readLogOpening,
  readPolicy,
  storeSource,
} from '@yiwen/trust/log';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fixedClock } from '../../platform/clock/index.ts';
import { clientOptions, type OpenDatabase, openDatabase } from '../../platform/database/index.ts';
import { declareAct, recordAct } from '../../platform/events/index.ts';
import { makeTestDatabase, type TestDatabase } from '../../testing/index.ts';
import { folderMemory } from './checkpoint-memory.ts';
import { databaseStore } from './database-store.ts';
import { folderStore } from './folder-store.ts';
import { type LogName, logPath, originOf } from './log-name.ts';
import { makeLogService } from './log-service.ts';
import { readNodeKey } from './node-key.ts';
import { runSequencer } from './run-sequencer.ts';
import { Sequencer, type SequencerStep } from './sequencer.ts';
import { allLogs, entriesFrom } from './store.ts';
import { withLogTables } from './tables.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 2 ** 31);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`log: YIWEN_SEED=${seed}`);

declareAct({
  kind: 'log-test.act',
  version: 1,
  schema: z.object({ n: z.number() }),
  label: { zh: '测试', en: 'test' },
});

const folder = mkdtempSync(join(tmpdir(), 'yiwen-log-'));
let count = 0;
const opened: OpenDatabase[] = [];
const databases: TestDatabase[] = [];

afterAll(async () => {
  for (const db of opened) {
    await db.close();
  }
  for (const database of databases) {
    await database.drop();
  }
  rmSync(folder, { recursive: true, force: true });
});

/** A node with nothing but the journal of acts and the log: database, data folder, organ. */
async function newNode() {
  count++;
  const migrations = new URL('./migrations/', import.meta.url);
  const database = await makeTestDatabase([{ module: 'log', folder: migrations }]);
  databases.push(database);
  const { address } = database;
  const db = openDatabase(address, () => undefined);
  opened.push(db);
  const dataDir = join(folder, `data-${count}`);
  return { db, address, dataDir, organId: randomUUID(), clock: fixedClock('2026-11-23T09:00:00+08:00') };
}
type TestNode = Awaited<ReturnType<typeof newNode>>;

/** No witnesses are asked here; witnesses.int.test.ts asks some. */
const nobody = {
  policy: async () => undefined,
  witnessing: async () => undefined,
  keepOutside: async () => undefined,
  stampWith: () => undefined,
};

class Crash extends Error {}

async function sequencerOf(
  node: TestNode,
  options: {
    storeOf?: (name: LogName) => LogStore;
    crashAfter?: (step: SequencerStep) => boolean;
    dataDir?: string;
  } = {},
) {
  const faults: unknown[] = [];
  const dataDir = options.dataDir ?? node.dataDir;
  const storeOf = options.storeOf ?? ((name: LogName) => databaseStore(node.db, name));
  const sequencer = new Sequencer({
    db: node.db,
    clock: node.clock,
    nodeKey: await readNodeKey(node.dataDir),
    memory: folderMemory(dataDir),
    storeOf,
    originOf: (name) => originOf('http://oa.test:8080', name),
    onFault: (_name, error) => faults.push(error),
    afterStep: async (step) => {
      if (options.crashAfter?.(step)) {
        throw new Crash(step);
      }
    },
  });
  return { sequencer, faults, storeOf };
}

function act(node: TestNode, n: number, doc?: string, at = node.clock.now()) {
  return node.db.asOrgan({ organId: node.organId }, (tx) =>
    recordAct(tx, {
      kind: 'log-test.act',
      organId: node.organId,
      actor: { name: '系统', post: '系统' },
      at,
      ...(doc === undefined ? {} : { doc }),
      body: { n },
    }),
  );
}

const journalOf = (node: TestNode, year = 2026) =>
  node.db.asSequencer((tx) => entriesFrom(tx, { organId: node.organId, year }, 0, 10_000));

/** Checks everything about an organ's log: files, signatures, one index per event, journal of acts marked. */
async function expectClean(
  node: TestNode,
  entries: number,
  storeOf = (name: LogName): LogStore => databaseStore(node.db, name),
  year = 2026,
) {
  const log = (await node.db.asPublic(allLogs)).find((l) => l.organId === node.organId && l.year === year)!;
  const report = await fsck(storeSource(storeOf(log)), {
    logKey: noteVerifier(log.vkey),
    others: [noteVerifier(log.sm2Vkey)],
    entriesAreCommitments: true,
  });
  expect(report).toMatchObject({ clean: true, entries, findings: [] });
  expect(report.checkpoint).toMatchObject({ origin: log.origin, size: entries });
  expect(report.checkpoint?.verified).toHaveLength(2);
  const { rows } = await node.db.asOrgan({ organId: node.organId }, (tx) =>
    sql<{ id: string; log_index: number | null; commitment: Uint8Array }>`
      select id, log_index, commitment from event.entry where year = ${year} order by log_index`.execute(tx),
  );
  const journal = await journalOf(node, year);
  expect(journal.map((e) => e.index)).toEqual(journal.map((_, i) => i));
  expect(rows.map((r) => r.log_index)).toEqual(rows.map((_, i) => i + 1));
  expect(rows.map((r) => r.id)).toEqual(journal.slice(1).map((e) => e.eventId));
  return { log, report };
}

describe.each([
  ['the database', async (node: TestNode) => databaseStore(node.db, { organId: node.organId, year: 2026 })],
  ['a folder', async () => folderStore(join(folder, `store-${randomUUID()}`))],
])('the log’s files in %s', (_name, make) => {
  it.each(logStoreContract.map((c) => [c.name, c] as const))('%s', async (_case, c) => {
    await c.run(await make(await sharedNode()));
  });
});

let shared: Promise<TestNode> | undefined;
/** One database for the contract; each case takes a new organ, so its store is empty. */
async function sharedNode(): Promise<TestNode> {
  shared ??= newNode();
  return { ...(await shared), organId: randomUUID() };
}

describe('the sequencer', () => {
  it('opens a log with its first act, and proves each act to a stranger', async () => {
    const node = await newNode();
    const { sequencer, faults, storeOf } = await sequencerOf(node);
    const doc = randomUUID();
    const events: { id: string }[] = [];
    for (const [n, about] of [doc, doc, undefined].entries()) {
      events.push(await act(node, n, about));
      node.clock.advance(1000);
    }
    expect(await sequencer.sweep()).toBe(3);
    expect(faults).toEqual([]);
    const { log } = await expectClean(node, 4);
    expect(log.origin).toBe(`oa.test:8080/log/${node.organId}/2026`);
    const service = makeLogService(node.db, storeOf, () => undefined, nobody);
    const policy = readPolicy(`log ${log.vkey}\nquorum none\n`);
    const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
    for (const [i, event] of events.entries()) {
      const proof = (await service.proofOf(node.organId, event.id))!;
      expect(proof).toMatchObject({ index: i + 1, origin: log.origin });
      const sm2 = [noteVerifier(log.sm2Vkey)];
      expect(checkProof(utf8(proof.proof), utf8(proof.entry), policy, sm2)).toMatchObject({
        ok: true,
        index: i + 1,
      });
      const other = proof.entry.replace('"seq":', '"seq":1');
      expect(checkProof(utf8(proof.proof), utf8(other), policy)).toMatchObject({ ok: false });
    }
    // Each entry of a document names the entry before it.
    const second = JSON.parse((await service.proofOf(node.organId, events[1]!.id))!.entry) as {
      prev: string;
    };
    const first = (await service.proofOf(node.organId, events[0]!.id))!.entry;
    expect(second.prev).toBe(createHash('sha256').update(first).digest('base64url'));
    expect(await service.proofOf(randomUUID(), events[0]!.id)).toBeUndefined();
    expect(await service.proofOf(node.organId, randomUUID())).toBeUndefined();
  });

  it('loses nothing when two transactions commit in the opposite order of their ids', async () => {
    const node = await newNode();
    const { sequencer, faults } = await sequencerOf(node);
    let releaseFirst = (): void => undefined;
    const mayCommit = new Promise<void>((resolve) => {
      releaseFirst = resolve;
    });
    let firstRecorded = (): void => undefined;
    const recorded = new Promise<void>((resolve) => {
      firstRecorded = resolve;
    });
    const record = (n: number) => ({
      kind: 'log-test.act',
      organId: node.organId,
      actor: { name: '系统', post: '系统' },
      at: node.clock.now(),
      body: { n },
    });
    // The first is recorded earlier, in time and in order of insertion, and commits last.
    const first = node.db.asOrgan({ organId: node.organId }, async (tx) => {
      const event = await recordAct(tx, record(1));
      firstRecorded();
      await mayCommit;
      return event;
    });
    await recorded;
    node.clock.advance(5);
    const second = await node.db.asOrgan({ organId: node.organId }, (tx) => recordAct(tx, record(2)));
    expect(await sequencer.sweep()).toBe(1);
    releaseFirst();
    const late = await first;
    expect(await sequencer.sweep()).toBe(1);
    expect(faults).toEqual([]);
    expect((await journalOf(node)).map((e) => e.eventId)).toEqual([null, second.id, late.id]);
    await expectClean(node, 3);
  });

  it('gives no index to an act that was rolled back', async () => {
    const node = await newNode();
    const { sequencer } = await sequencerOf(node);
    await act(node, 1);
    await node.db
      .asOrgan({ organId: node.organId }, async (tx) => {
        await recordAct(tx, {
          kind: 'log-test.act',
          organId: node.organId,
          actor: { name: '系统', post: '系统' },
          at: node.clock.now(),
          body: { n: 2 },
        });
        throw new Error('changed my mind');
      })
      .catch(() => undefined);
    await sequencer.sweep();
    await expectClean(node, 2);
  });

  it('holds an act and its commitment, or neither, when the connection dies anywhere in between', async () => {
    const node = await newNode();
    const { sequencer, faults } = await sequencerOf(node);
    const facts = async () => {
      const { rows } = await node.db.asPublic((tx) =>
        sql<{
          name: string;
        }>`select name from platform.fact where name like 'log-test%' order by name`.execute(tx),
      );
      return rows.map((row) => row.name);
    };
    /** A change and its act in one transaction; the server ends the connection after one of the steps. */
    const change = (n: number, dies: 'before-act' | 'after-act' | 'never') =>
      node.db
        .asOrgan({ organId: node.organId }, async (tx) => {
          const die = () => sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
          await sql`select platform.set_fact(${`log-test ${n}`}, '1')`.execute(tx);
          if (dies === 'before-act') {
            await die();
          }
          await recordAct(tx, {
            kind: 'log-test.act',
            organId: node.organId,
            actor: { name: '系统', post: '系统' },
            at: node.clock.now(),
            body: { n },
          });
          if (dies === 'after-act') {
            await die();
          }
          return 'done';
        })
        .catch(() => 'died');
    expect(await change(1, 'before-act')).toBe('died');
    expect(await change(2, 'after-act')).toBe('died');
    expect(await change(3, 'never')).toBe('done');
    expect(await facts()).toEqual(['log-test 3']);
    expect(await sequencer.sweep()).toBe(1);
    expect(faults).toEqual([]);
    await expectClean(node, 2);
    // An act without a declared kind is not recorded at all, and its change with it is not made.
    const undeclared = node.db.asOrgan({ organId: node.organId }, async (tx) => {
      await sql`select platform.set_fact('log-test 4', '1')`.execute(tx);
      await recordAct(tx, {
        kind: 'log-test.unheard-of',
        organId: node.organId,
        actor: { name: '系统', post: '系统' },
        at: node.clock.now(),
        body: {},
      });
    });
    await expect(undeclared).rejects.toThrow(/not declared/);
    expect(await facts()).toEqual(['log-test 3']);
  });

  it('is finished by the next process whatever step it died after', async () => {
    const steps: SequencerStep[] = [
      'opened',
      'journaled',
      'files-written',
      'signed',
      'remembered',
      'published',
      'marked',
    ];
    const node = await newNode();
    let recorded = 0;
    for (const step of [...steps, ...steps]) {
      for (let i = 0; i < 3; i++) {
        await act(node, recorded++);
      }
      const dying = await sequencerOf(node, { crashAfter: (at) => at === step });
      await dying.sequencer.start();
      await dying.sequencer.sweep();
      const isOpeningAgain = step === 'opened' && recorded > 3;
      expect(dying.faults.length > 0, step).toBe(!isOpeningAgain);
      expect(dying.faults.every((fault) => fault instanceof Crash)).toBe(true);
      await act(node, recorded++);
      const next = await sequencerOf(node);
      await next.sequencer.start();
      await next.sequencer.sweep();
      expect(next.faults).toEqual([]);
      await expectClean(node, recorded + 1);
    }
  });

  it('shows a checkpoint only after it is stored, and marks acts only after it is shown', async () => {
    const node = await newNode();
    await act(node, 1);
    const look = async () => {
      const name = { organId: node.organId, year: 2026 };
      const store = databaseStore(node.db, name);
      const shown = await store.read('checkpoint');
      const tiles = (await store.list!()).filter((path) => path !== 'checkpoint').length;
      const remembered = await folderMemory(node.dataDir).recall(name);
      return await node.db.asSequencer(async (tx) => {
        const signed = await withLogTables(tx).selectFrom('log.checkpoint').select('size').execute();
        const { rows } = await sql`select id from event.entry where log_index is not null`.execute(tx);
        return {
          tiles,
          signed: signed.length,
          remembered: remembered !== undefined,
          shown: shown !== undefined,
          marked: rows.length,
        };
      });
    };
    const seen: Record<string, unknown> = {};
    const watched = new Sequencer({
      db: node.db,
      clock: node.clock,
      nodeKey: await readNodeKey(node.dataDir),
      memory: folderMemory(node.dataDir),
      storeOf: (name) => databaseStore(node.db, name),
      originOf: (name) => originOf('http://oa.test', name),
      onFault: (_name, error) => {
        throw error;
      },
      afterStep: async (step) => {
        seen[step] ??= await look();
      },
    });
    await watched.sweep();
    expect(seen).toEqual({
      opened: { tiles: 0, signed: 0, remembered: false, shown: false, marked: 0 },
      journaled: { tiles: 0, signed: 0, remembered: false, shown: false, marked: 0 },
      'files-written': { tiles: 2, signed: 0, remembered: false, shown: false, marked: 0 },
      signed: { tiles: 2, signed: 1, remembered: false, shown: false, marked: 0 },
      remembered: { tiles: 2, signed: 1, remembered: true, shown: false, marked: 0 },
      published: { tiles: 2, signed: 1, remembered: true, shown: true, marked: 0 },
      marked: { tiles: 2, signed: 1, remembered: true, shown: true, marked: 1 },
    });
  });

  it('keeps one history with several processes at once', async () => {
    const node = await newNode();
    const store = join(folder, `shared-${count}`);
    const storeOf = (name: LogName): LogStore => folderStore(join(store, logPath(name)));
    const other = openDatabase(node.address, () => undefined);
    opened.push(other);
    const a = await sequencerOf(node, { storeOf });
    const b = await sequencerOf({ ...node, db: other }, { storeOf });
    const docs = [randomUUID(), randomUUID(), undefined];
    const total = 60 * soak;
    let recording = true;
    const writers = Promise.all(
      [0, 1, 2].map(async (w) => {
        for (let i = w; i < total; i += 3) {
          await act(node, i, docs[w]);
        }
      }),
    ).then(() => {
      recording = false;
    });
    const work = async (one: Sequencer): Promise<void> => {
      while (recording) {
        await one.sweep();
        await delay(1);
      }
      await one.sweep();
    };
    await Promise.all([writers, work(a.sequencer), work(b.sequencer)]);
    await a.sequencer.sweep();
    expect([...a.faults, ...b.faults]).toEqual([]);
    await expectClean(node, total + 1, storeOf);
  });

  it(`keeps one history through crashes anywhere, in processes that keep running or are new (seed ${seed})`, async () => {
    const node = await newNode();
    const next = randomNumbers(seed);
    const docs = [randomUUID(), randomUUID()];
    /** Steps left before the process dies; shared by both, since a process that died is replaced by a new one. */
    let stepsLeft = Number.POSITIVE_INFINITY;
    const alive = () => sequencerOf(node, { crashAfter: () => stepsLeft-- <= 0 });
    const processes = [await alive(), await alive()];
    let recorded = 0;
    for (let round = 0; round < 30 * soak; round++) {
      for (let i = next(5); i > 0; i--) {
        await act(node, recorded++, docs[next(3)]);
      }
      const at = next(2);
      stepsLeft = next(3) === 0 ? Number.POSITIVE_INFINITY : next(12);
      await processes[at]!.sequencer.sweep();
      const faults = processes[at]!.faults.splice(0);
      expect(faults.every((fault) => fault instanceof Crash)).toBe(true);
      // A process that failed may also live on, as after a lost connection: it must read everything again.
      if (faults.length > 0 && next(2) === 0) {
        processes[at] = await alive();
      }
    }
    stepsLeft = Number.POSITIVE_INFINITY;
    await act(node, recorded++);
    await processes[0]!.sequencer.sweep();
    expect(processes[0]!.faults).toEqual([]);
    await expectClean(node, recorded + 1);
  });

  it('crosses bundle borders and makes lost files again from the journal', async () => {
    const node = await newNode();
    const { sequencer } = await sequencerOf(node);
    await node.db.asOrgan({ organId: node.organId }, async (tx) => {
      for (let n = 0; n < 600; n++) {
        await recordAct(tx, {
          kind: 'log-test.act',
          organId: node.organId,
          actor: { name: '系统', post: '系统' },
          at: node.clock.now(),
          body: { n },
        });
      }
    });
    expect(await sequencer.sweep()).toBe(600);
    await expectClean(node, 601);
    const owner = new pg.Client(clientOptions(node.address, 'yiwen_owner'));
    await owner.connect();
    await owner.query("delete from log.file where path like 'tile/%'");
    await owner.end();
    await act(node, 601);
    const next = await sequencerOf(node);
    await next.sequencer.start();
    await next.sequencer.sweep();
    expect(next.faults).toEqual([]);
    await expectClean(node, 602);
  });

  it('names the last state of the year before in the first entry of a new log', async () => {
    const node = await newNode();
    const { sequencer } = await sequencerOf(node);
    await act(node, 1);
    await sequencer.sweep();
    const { report } = await expectClean(node, 2);
    node.clock.set('2027-01-01T00:00:01+08:00');
    // One late act of the old year is recorded together with the first of the new one.
    await act(node, 2, undefined, new Date('2026-12-31T23:59:59+08:00'));
    await act(node, 3);
    await sequencer.sweep();
    const old = await expectClean(node, 3);
    const { log } = await expectClean(node, 2, undefined, 2027);
    expect(log.origin).toBe(`oa.test:8080/log/${node.organId}/2027`);
    const opening = readLogOpening((await journalOf(node, 2027))[0]!.bytes);
    expect(opening.previous).toEqual({
      origin: old.log.origin,
      size: 3,
      root: old.report.checkpoint!.root,
    });
    expect(report.checkpoint!.size).toBe(2);
  });
});

describe('a log that contradicts what was signed', () => {
  async function signedNode() {
    const node = await newNode();
    const { sequencer } = await sequencerOf(node);
    for (let n = 0; n < 5; n++) {
      await act(node, n);
    }
    await sequencer.sweep();
    const owner = new pg.Client(clientOptions(node.address, 'yiwen_owner'));
    await owner.connect();
    return { node, owner };
  }

  async function expectHalted(node: TestNode, words: RegExp, dataDir?: string) {
    await act(node, 99);
    const { sequencer, faults } = await sequencerOf(node, dataDir === undefined ? {} : { dataDir });
    await sequencer.start();
    await sequencer.sweep();
    expect(sequencer.halted.size).toBe(1);
    expect(String(faults[0])).toMatch(words);
    // Asked again it still refuses, and says so once.
    await sequencer.sweep();
    expect(faults).toHaveLength(1);
    const { rows } = await node.db.asSequencer((tx) =>
      sql`select id from event.entry where log_index is null`.execute(tx),
    );
    expect(rows.length).toBeGreaterThan(0);
  }

  it('is not signed when an entry of its journal was changed', async () => {
    const { node, owner } = await signedNode();
    await owner.query(`update log.entry set bytes = set_byte(bytes, 30, 64) where index = 3`);
    await owner.end();
    await expectHalted(node, /another root at size 6/);
  });

  it('is not signed when an entry is missing', async () => {
    const { node, owner } = await signedNode();
    await owner.query(`delete from log.entry where index = 3`);
    await owner.end();
    await expectHalted(node, /no entry/);
  });

  it('is not signed when the database was put back from an older backup', async () => {
    const { node, owner } = await signedNode();
    // The backup: everything of the log as it was at size 3, in the database and its files.
    await owner.query(`delete from log.checkpoint; delete from log.file; delete from log.entry where index >= 3;
      update log.log set size = 3; update event.entry set log_index = null`);
    await owner.end();
    await expectHalted(node, /old backup/);
  });

  it('is not signed when only the published files are ahead', async () => {
    const { node, owner } = await signedNode();
    await owner.query(
      `delete from log.checkpoint; delete from log.entry where index >= 3; update log.log set size = 3`,
    );
    await owner.end();
    await expectHalted(node, /published checkpoint is of size 6/, join(folder, 'another-data-folder'));
  });

  it('is not signed by a node that has another key', async () => {
    const { node, owner } = await signedNode();
    await owner.end();
    await act(node, 7);
    const { sequencer, faults } = await sequencerOf({ ...node, dataDir: join(folder, `stranger-${count}`) });
    await sequencer.sweep();
    expect(String(faults[0])).toMatch(/do not open with this node's key/);
  });

  it('is not signed over a tile that stands there with other bytes', async () => {
    const { node, owner } = await signedNode();
    await owner.query(
      `update log.file set bytes = set_byte(bytes, 0, get_byte(bytes, 0) # 1) where path = 'tile/0/000.p/6'`,
    );
    await owner.end();
    await act(node, 8);
    const { sequencer, faults } = await sequencerOf(node);
    await sequencer.sweep();
    expect(faults).toHaveLength(1);
    const name = { organId: node.organId, year: 2026 };
    const note = (await databaseStore(node.db, name).read('checkpoint'))!;
    const log = (await node.db.asPublic(allLogs)).find((l) => l.organId === node.organId)!;
    expect(openCheckpoint(note, noteVerifier(log.vkey)).size).toBe(6);
  });
});

describe('who may do what with a log', () => {
  it('anybody may read states and files; an organ reads its own entries; nobody but the sequencer writes or sees keys', async () => {
    const node = await newNode();
    const { sequencer } = await sequencerOf(node);
    const event = await act(node, 1);
    await sequencer.sweep();
    const count = async (table: string, scope?: string): Promise<number | string> => {
      const ask = (tx: Parameters<Parameters<typeof node.db.asPublic>[0]>[0]) =>
        sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(tx);
      const { rows } = await (scope ? node.db.asOrgan({ organId: scope }, ask) : node.db.asPublic(ask)).catch(
        (error: { code: string }) => ({ rows: [{ n: error.code }] }),
      );
      return rows[0]!.n;
    };
    expect(await count('log.checkpoint')).toBe(1);
    expect(await count('log.log')).toBe(1);
    expect(await count('log.file')).toBeGreaterThan(2);
    expect(await count('log.entry')).toBe(0);
    expect(await count('log.entry', randomUUID())).toBe(0);
    expect(await count('log.entry', node.organId)).toBe(2);
    expect(await count('log.key', node.organId)).toBe('42501');
    const denied = (run: (tx: never) => Promise<unknown>, role: 'asOrgan' | 'asJob' = 'asOrgan') =>
      node.db[role]({ organId: node.organId }, run as never).then(
        () => 'allowed',
        (error: { code: string }) => error.code,
      );
    for (const statement of [
      sql`update log.log set size = 9`,
      sql`delete from log.entry`,
      sql`update log.entry set bytes = ''`,
      sql`insert into log.file values (${node.organId}, 2026, 'checkpoint2', '')`,
      sql`update event.entry set log_index = 7 where id = ${event.id}`,
      sql`delete from event.entry`,
    ]) {
      expect(await denied((tx) => statement.execute(tx))).toBe('42501');
      expect(await denied((tx) => statement.execute(tx), 'asJob')).toBe('42501');
    }
    const bySequencer = (statement: ReturnType<typeof sql>) =>
      node.db
        .asSequencer((tx) => statement.execute(tx))
        .then(
          () => 'allowed',
          (error: { code: string }) => error.code,
        );
    expect(await bySequencer(sql`select body from event.entry`)).toBe('42501');
    expect(await bySequencer(sql`delete from log.checkpoint`)).toBe('42501');
    expect(await bySequencer(sql`update log.entry set bytes = ''`)).toBe('42501');
    expect(await bySequencer(sql`update log.checkpoint set root = ''`)).toBe('42501');
  });
});

describe('a running sequencer', () => {
  it('logs an act soon after it was recorded, woken by the database or by its own clock', async () => {
    const node = await newNode();
    const { sequencer, faults, storeOf } = await sequencerOf(node);
    const running = await runSequencer(sequencer, node.db, (error) => faults.push(error), 200);
    try {
      const service = makeLogService(node.db, storeOf, running.nudge, nobody);
      const event = await act(node, 1);
      expect(await service.waitUntilLogged(node.organId, event.id, 20_000)).toBe(true);
      expect(await service.waitUntilLogged(node.organId, randomUUID(), 0)).toBe(false);
      expect(await service.logs()).toHaveLength(1);
      const silent = await act(node, 2);
      while ((await service.proofOf(node.organId, silent.id)) === undefined) {
        await delay(20);
      }
    } finally {
      await running.stop();
    }
    expect(faults).toEqual([]);
    await expectClean(node, 3);
  });
});

/** A seeded source of whole numbers below a bound (mulberry32). */
function randomNumbers(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
