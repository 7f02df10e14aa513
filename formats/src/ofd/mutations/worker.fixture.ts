/** Reads, searches and draws damaged files, one after the other; says of each what it must not have done. */
import { parentPort, workerData } from 'node:worker_threads';
import { ContainerError } from '../../container/index.ts';
import { drawPageSvg, extractText, plainText, readOfd, searchRuns, taggedTexts } from '../index.ts';
import { mutate } from './mutate.fixture.ts';
import { randomOf } from './random.fixture.ts';
import { readSeeds, type Seed } from './seeds.fixture.ts';

/** What the test tells the worker. `progress`: the mutation in hand, so that a hang has a name. */
export type MutationWork = {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly samples: string;
  readonly images: string;
  readonly large: boolean;
  readonly progress: Int32Array;
};

/** What the worker tells the test. */
export type MutationFault = { readonly mutation: number; readonly name: string; readonly fault: string };
export type MutationResult = {
  readonly faults: readonly MutationFault[];
  readonly refused: number;
  readonly read: number;
  readonly withFindings: number;
  readonly slowestMs: number;
  readonly slowest: string;
  readonly mostBytes: number;
};

const mostMs = 2000;
const mostBytes = 300_000_000;

const work = workerData as MutationWork;
const seeds = readSeeds(work.samples, work.images, work.large);
const whole = seeds.reduce((sum, seed) => sum + seed.weight, 0);

function pickSeed(share: number): Seed {
  let left = share * whole;
  for (const seed of seeds) {
    left -= seed.weight;
    if (left < 0) {
      return seed;
    }
  }
  return seeds[0]!;
}

/** Everything a viewer does with a file. Throws what must not be thrown. */
function use(bytes: Uint8Array): 'refused' | 'clean' | 'findings' {
  let document: ReturnType<typeof readOfd>;
  try {
    document = readOfd(bytes);
  } catch (error) {
    if (error instanceof ContainerError) {
      return 'refused';
    }
    throw error;
  }
  const runs = structuredClone(extractText(document));
  plainText(runs);
  searchRuns(runs, '的');
  searchRuns(runs, '办 理o');
  taggedTexts(document);
  for (let page = 0; page < document.pages.length && page < 20; page++) {
    const drawing = drawPageSvg(document, page);
    if (!drawing.startsWith('<svg ') || !drawing.endsWith('</svg>')) {
      throw new Error('the drawing is no SVG');
    }
  }
  for (const doc of document.docs) {
    // Read on demand: asking is the test.
    void [doc.attachments, doc.outlines, doc.bookmarks, doc.extensions];
  }
  const severe = document.findings.some(({ severity }) => severity !== 'info');
  return severe || document.reached.size === 0 ? 'findings' : 'clean';
}

const faults: MutationFault[] = [];
const counts = { refused: 0, clean: 0, findings: 0 };
let slowestMs = 0;
let slowest = '';
let peak = 0;
for (let mutation = work.from; mutation < work.to; mutation++) {
  const random = randomOf(work.seed + Math.imul(mutation, 2_654_435_761));
  const seed = pickSeed(random.below(1_000_000) / 1_000_000);
  const bytes = mutate(seed, random);
  Atomics.store(work.progress, 0, mutation);
  Atomics.add(work.progress, 1, 1);
  const before = process.threadCpuUsage();
  const report = (fault: string): void => {
    faults.push({ mutation, name: seed.name, fault });
  };
  try {
    counts[use(bytes)] += 1;
  } catch (error) {
    report(error instanceof Error ? (error.stack ?? error.message).slice(0, 1500) : String(error));
  }
  const { user, system } = process.threadCpuUsage(before);
  const ms = (user + system) / 1000;
  if (ms > slowestMs) {
    [slowestMs, slowest] = [ms, `${mutation} of ${seed.name}`];
  }
  if (ms > mostMs) {
    report(`took ${Math.round(ms)} ms of processor time`);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  peak = Math.max(peak, heapUsed + arrayBuffers);
  if (arrayBuffers > mostBytes) {
    report(`holds ${Math.round(arrayBuffers / 1e6)} MB of buffers`);
  }
}
const result: MutationResult = {
  faults,
  refused: counts.refused,
  read: counts.clean + counts.findings,
  withFindings: counts.findings,
  slowestMs,
  slowest,
  mostBytes: peak,
};
parentPort!.postMessage(result);
