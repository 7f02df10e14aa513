/** Damages inputs and reads them, one after the other; says of each what it must not have done. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { randomOf } from '../../formats/src/ofd/mutations/random.fixture.ts';
import { makeTargets, type Target } from './targets.fixture.ts';

/** What the test tells the worker. `progress`: the input in hand, so that a hang has a name. */
export type FuzzWork = {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** Folder where inputs that made a fault are kept. */
  readonly keep: string;
  readonly progress: Int32Array;
};

/** What the worker tells the test. */
export type FuzzResult = {
  readonly faults: readonly string[];
  /** Inputs by target: all, refused by a named error, and claimed good. */
  readonly counts: Readonly<Record<string, { all: number; refused: number; claimed: number }>>;
  readonly slowestMs: number;
  readonly slowest: string;
  readonly mostBytes: number;
};

const mostMs = 3000;
const mostBytes = 300_000_000;

const work = workerData as FuzzWork;
const targets = await makeTargets();
const whole = targets.reduce((sum, { weight }) => sum + weight, 0);
const good = new Map<string, Set<string>>();
for (const { name, seeds, claim } of targets) {
  const claims = new Set<string>();
  for (const seed of seeds) {
    try {
      claims.add(spell(await claim(Uint8Array.from(seed))));
    } catch {
      // A good input of this kind that another target's key does not open: nothing to claim.
    }
  }
  good.set(name, claims);
}

function spell(claim: unknown): string {
  return JSON.stringify(claim) ?? 'undefined';
}

function pick(share: number): Target {
  let left = share * whole;
  for (const target of targets) {
    left -= target.weight;
    if (left < 0) {
      return target;
    }
  }
  return targets[0]!;
}

const faults: string[] = [];
const counts: Record<string, { all: number; refused: number; claimed: number }> = {};
let slowestMs = 0;
let slowest = '';
let peak = 0;
for (let n = work.from; n < work.to; n++) {
  const random = randomOf(work.seed + Math.imul(n, 2_654_435_761));
  const target = pick(random.below(1_000_000) / 1_000_000);
  const bytes = target.damage(random.pick(target.seeds), random);
  Atomics.store(work.progress, 0, n);
  Atomics.add(work.progress, 1, 1);
  const count = counts[target.name] ?? { all: 0, refused: 0, claimed: 0 };
  counts[target.name] = count;
  count.all += 1;
  const report = (fault: string): void => {
    mkdirSync(work.keep, { recursive: true });
    const path = join(work.keep, `${target.name}-${work.seed}-${n}`);
    writeFileSync(path, bytes);
    faults.push(`${target.name} ${n} (kept as ${path}): ${fault}`);
  };
  const before = process.threadCpuUsage();
  try {
    const claim = await target.claim(bytes);
    if (claim !== undefined) {
      count.claimed += 1;
      if (!good.get(target.name)!.has(spell(claim))) {
        report(`called good with other content: ${spell(claim).slice(0, 300)}`);
      }
    }
  } catch (error) {
    if (target.refusals.some((named) => error instanceof named)) {
      count.refused += 1;
    } else {
      report(error instanceof Error ? (error.stack ?? error.message).slice(0, 1500) : String(error));
    }
  }
  const { user, system } = process.threadCpuUsage(before);
  const ms = (user + system) / 1000;
  if (ms > slowestMs) {
    [slowestMs, slowest] = [ms, `${target.name} ${n}`];
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
const result: FuzzResult = { faults, counts, slowestMs, slowest, mostBytes: peak };
parentPort!.postMessage(result);
