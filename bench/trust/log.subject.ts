/** The log: its file writer to the disk's own syncs, acts to bare commits, proofs in a large log, the check of a whole one. */
import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  EMPTY_EDGE,
  ed25519NoteSigner,
  edgeFiles,
  edgeRoot,
  fsck,
  growEdge,
  type LogFile,
  noteVerifier,
  signNote,
  TileCache,
  TileTree,
  type TreeEdge,
  tileSource,
  writeCheckpoint,
  writeVkey,
} from '@yiwen/trust/log';
import { sql } from 'kysely';
import { z } from 'zod';
import { folderReader, sourceOf } from '../../cli/src/log-source.ts';
import { folderMemory } from '../../server/src/modules/log/checkpoint-memory.ts';
import { databaseStore } from '../../server/src/modules/log/database-store.ts';
import { FolderWriter } from '../../server/src/modules/log/folder-writer.ts';
import { readNodeKey } from '../../server/src/modules/log/node-key.ts';
import { nodeSha256 } from '../../server/src/modules/log/node-sha256.ts';
import { Sequencer } from '../../server/src/modules/log/sequencer.ts';
import { systemClock } from '../../server/src/platform/clock/index.ts';
import { type Database, openDatabase } from '../../server/src/platform/database/index.ts';
import { declareAct, recordAct } from '../../server/src/platform/events/index.ts';
import { makeTestDatabase } from '../../server/src/testing/index.ts';
import { goCommand } from '../../testing/judges/go-programs.ts';
import type { Row, Subject } from './row.ts';

const LARGE = 10_000_000;
const CHECKED = 500_000;
const ENTRY_BYTES = 300;
const origin = 'bench.test/log/2026';
const key = ed25519NoteSigner(origin, new Uint8Array(createHash('sha256').update('bench').digest()));
const cache = join(process.env.YIWEN_BENCH_CACHE ?? join(homedir(), '.cache/yiwen-bench'), 'log');

const text = new TextEncoder();
const entry = (i: number): Uint8Array => text.encode(`{"index":${i}}`.padEnd(ENTRY_BYTES));
const noteOf = (edge: TreeEdge) =>
  signNote(writeCheckpoint({ origin, size: edge.size, root: edgeRoot(edge) }), [key]);

/** Durable appends of 4 kB a second: what the disk gives a single writer. */
function syncsPerSecond(folder: string, forMs: number): number {
  const fd = openSync(join(folder, 'yardstick'), 'w');
  const block = new Uint8Array(4096).fill(7);
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < forMs) {
    writeSync(fd, block);
    fdatasyncSync(fd);
    count++;
  }
  closeSync(fd);
  return (count / (performance.now() - start)) * 1000;
}

/** Batches a second through the file writer: journaled, files made, checkpoint signed, journaled and shown. */
async function batchesPerSecond(folder: string, batch: number, forMs: number): Promise<number> {
  const writer = new FolderWriter(folder);
  const entries = Array.from({ length: batch }, (_, i) => entry(i));
  let edge = EMPTY_EDGE;
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < forMs) {
    edge = await writer.grow(edge, entries);
    await writer.show(await noteOf(edge));
    count++;
  }
  await writer.close();
  return (count / (performance.now() - start)) * 1000;
}

/** Runs `one` from eight sides for a while; how many a second. */
async function perSecond(one: (i: number) => Promise<unknown>, forMs: number): Promise<number> {
  const start = performance.now();
  let count = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (performance.now() - start < forMs) {
        await one(count++);
      }
    }),
  );
  return (count / (performance.now() - start)) * 1000;
}

async function actRows(): Promise<Row[]> {
  declareAct({
    kind: 'log-bench.act',
    version: 1,
    schema: z.object({ n: z.number() }),
    label: { zh: '测量', en: 'measured' },
  });
  const migrations = new URL('../../server/src/modules/log/migrations/', import.meta.url);
  const database = await makeTestDatabase([{ module: 'log', folder: migrations }]);
  const db = openDatabase(database.address, () => undefined);
  const dataDir = mkdtempSync(join(tmpdir(), 'yiwen-bench-log-'));
  const organId = randomUUID();
  try {
    const bare = await perSecond(
      (i) =>
        db.asOrgan({ organId }, (tx) =>
          sql`select platform.set_fact(${`bench ${i} ${randomUUID()}`}, '1')`.execute(tx),
        ),
      3_000,
    );
    const started = performance.now();
    let acts = 0;
    const recording = perSecond((n) => {
      acts++;
      return recordOne(db, organId, n);
    }, 4_000);
    const sequencer = new Sequencer({
      db,
      clock: systemClock,
      nodeKey: await readNodeKey(dataDir),
      memory: folderMemory(dataDir),
      storeOf: (name) => databaseStore(db, name),
      originOf: () => origin,
      onFault: (_name, error) => {
        throw error;
      },
    });
    let isRecording = true;
    void recording.then(() => {
      isRecording = false;
    });
    let logged = 0;
    while (isRecording || logged < acts) {
      logged += await sequencer.sweep();
    }
    const ours = (acts / (performance.now() - started)) * 1000;
    const yardstick = { name: 'commits of one row', value: bare };
    return [{ name: 'acts recorded and under a signed checkpoint', ours, unit: '/s', yardstick }];
  } finally {
    await db.close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function recordOne(db: Database, organId: string, n: number): Promise<void> {
  await db.asOrgan({ organId }, (tx) =>
    recordAct(tx, {
      kind: 'log-bench.act',
      organId,
      actor: { name: '系统', post: '系统' },
      at: systemClock.now(),
      body: { n },
    }),
  );
}

/** The tiles (no bundles) of a log of ten million entries, built once into the cache folder. */
async function largeTree(): Promise<string> {
  const folder = join(cache, `tiles-${LARGE}`);
  if (existsSync(folder)) {
    return folder;
  }
  console.error(`builds the tiles of ${LARGE} entries once in ${folder}`);
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  const keep = (files: readonly LogFile[]): void => {
    for (const { path, bytes } of files.filter((file) => !file.path.startsWith('tile/entries'))) {
      mkdirSync(dirname(join(draft, path)), { recursive: true });
      writeFileSync(join(draft, path), bytes);
    }
  };
  let edge = EMPTY_EDGE;
  while (edge.size < LARGE) {
    const from = edge.size;
    const count = Math.min(65_536, LARGE - from);
    const grown = growEdge(
      edge,
      Array.from({ length: count }, (_, i) => text.encode(`entry ${from + i}`)),
      nodeSha256,
    );
    keep(grown.files.filter(({ path }) => !path.includes('.p/')));
    edge = grown.edge;
  }
  keep(edgeFiles(edge));
  renameSync(draft, folder);
  return folder;
}

async function proofRows(): Promise<Row[]> {
  const folder = await largeTree();
  const source = tileSource((path) => readFile(join(folder, path)).catch(() => undefined));
  const tiles = new TileCache(256, nodeSha256);
  const times: number[] = [];
  for (let i = 0; i < 4_000; i++) {
    const index = Math.floor(Math.random() * LARGE);
    const start = performance.now();
    await new TileTree(source, LARGE, tiles).inclusionProof(index);
    times.push(performance.now() - start);
  }
  // The first ones warm the compiler up.
  const sorted = times.slice(1_000).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)]!;
  return [
    { name: 'inclusion proof at 10 M leaves, random leaf, median', ours: at(0.5), unit: 'ms' },
    {
      name: 'inclusion proof at 10 M leaves, random leaf, p99',
      ours: at(0.99),
      unit: 'ms',
      goal: '≤ 1 ms',
      met: at(0.99) <= 1,
    },
  ];
}

/** The Go checker of testing/judges, built into the cache; undefined without Go. */
function goChecker(): string | undefined {
  const go = goCommand();
  const program = join(cache, 'tlogcheck');
  mkdirSync(cache, { recursive: true });
  const source = new URL('../../testing/judges/tlogcheck', import.meta.url).pathname;
  const env = { ...process.env, GOTOOLCHAIN: 'local' };
  const built = go && spawnSync(go, ['build', '-o', program, '.'], { cwd: source, env, timeout: 120_000 });
  return built && built.status === 0 ? program : undefined;
}

async function checkRows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'yiwen-bench-fsck-'));
  try {
    const dir = join(folder, 'log');
    const writer = new FolderWriter(dir);
    let edge = EMPTY_EDGE;
    while (edge.size < CHECKED) {
      const from = edge.size;
      edge = await writer.grow(
        edge,
        Array.from({ length: Math.min(8_192, CHECKED - from) }, (_, i) => entry(from + i)),
      );
    }
    await writer.show(await noteOf(edge));
    await writer.close();
    const program = goChecker();
    const [own, others]: [number[], number[]] = [[], []];
    // Turn by turn and the best of each: what else runs on the machine slows one run, not the program.
    for (let turn = 0; turn < 3; turn++) {
      const start = performance.now();
      const report = await fsck(sourceOf(dir, await folderReader(dir)), {
        logKey: noteVerifier(key.vkey),
        hash: nodeSha256,
      });
      own.push((performance.now() - start) / 1000);
      if (!report.clean || report.entries !== CHECKED) {
        throw new Error(`the log is not clean: ${JSON.stringify(report.findings[0])}`);
      }
      if (program !== undefined) {
        const began = performance.now();
        const judged = spawnSync(program, ['log', dir, writeVkey(key.vkey)], { encoding: 'utf8' });
        others.push((performance.now() - began) / 1000);
        if (judged.status !== 0) {
          throw new Error(judged.stderr);
        }
      }
    }
    const name = `check of ${CHECKED} entries (fsck)`;
    const ours = Math.min(...own);
    if (program === undefined) {
      console.error('left out: the Go checker, since Go is not on this machine');
      return [{ name, ours, unit: 's', goal: '≤ 2 × the Go checker' }];
    }
    const value = Math.min(...others);
    const yardstick = { name: 'golang.org/x/mod', value };
    return [{ name, ours, unit: 's', yardstick, goal: '≤ 2', met: ours / value <= 2 }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writerRows(): Promise<Row[]> {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'writer-'));
  try {
    // Turn by turn, since a shared disk is not equally quick at all times.
    const syncs: number[] = [];
    const batches: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      syncs.push(syncsPerSecond(folder, 1_000));
      batches.push(await batchesPerSecond(join(folder, `one-${turn}`), 1, 2_000));
    }
    const middle = (values: number[]): number => values.sort((a, b) => a - b)[1]!;
    const [value, ours] = [middle(syncs), middle(batches)];
    const entries = 1_024 * (await batchesPerSecond(join(folder, 'many'), 1_024, 5_000));
    return [
      {
        name: 'file writer, durable batches of one entry',
        ours,
        unit: '/s',
        yardstick: { name: 'fdatasync of 4 kB', value },
        goal: '≥ 0.25',
        met: ours / value >= 0.25,
      },
      {
        name: `file writer, durable entries of ${ENTRY_BYTES} B in batches of 1,024`,
        ours: entries,
        unit: '/s',
        goal: '≥ 100,000',
        met: entries >= 100_000,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `npm run bench -- trust --only log` measures. */
export const subject: Subject = {
  title: 'Transparency log',
  async measure() {
    return [...(await writerRows()), ...(await proofRows()), ...(await checkRows()), ...(await actRows())];
  },
};
