/**
 * Damaged certificates, signatures, time-stamps, notes, proofs, seals, printed codes, sealed files and evidence packages:
 * a named refusal or a report, in time and in bounds, and never called good with other content. Each batch runs in a
 * thread of its own, whose memory is capped; a watchdog ends it when one input does not come to an end.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { FuzzResult, FuzzWork } from './worker.fixture.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
/** One input alone, to look into a fault. */
const only = process.env.YIWEN_MUTATION;
console.log(`trust fuzzing: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);

const total = Math.ceil(1000 * soak);
const batch = 1000;
const mostFaults = 20;
/** Wall time without any progress that counts as a hang; processor time of one input is measured in the thread. */
const hangMs = 60_000;
/** The good inputs are made first: keys, seals, a log. */
const patienceMs = 300_000;
const keep = fileURLToPath(new URL('../../.cache/fuzz', import.meta.url));

/** What came of a batch; `stopped` when its thread had to be ended or died, at the input in hand. */
type Batch = { result?: FuzzResult; stopped?: { at: number; why: string } };

function runBatch(from: number, to: number): Promise<Batch> {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const workerData: FuzzWork = { seed, from, to, keep, progress };
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.fixture.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: 400, maxYoungGenerationSizeMb: 64 },
    });
    let seen = -1;
    let since = Date.now();
    const end = (outcome: Batch): void => {
      clearInterval(watchdog);
      void worker.terminate().then(() => resolve(outcome));
    };
    const stop = (why: string): void => end({ stopped: { at: Atomics.load(progress, 0), why } });
    const watchdog = setInterval(() => {
      const now = Atomics.load(progress, 1);
      if (now !== seen) {
        [seen, since] = [now, Date.now()];
      } else if (Date.now() - since > (now === 0 ? patienceMs : hangMs)) {
        stop('hangs');
      }
    }, 500);
    worker.on('message', (result: FuzzResult) => end({ result }));
    worker.on('error', (error) => stop(String(error)));
  });
}

it(
  'damaged inputs are refused by name or reported on, and never called good with other content',
  async () => {
    const [first, last] = only === undefined ? [0, total] : [Number(only), Number(only) + 1];
    const faults: string[] = [];
    const sums = new Map<string, { all: number; refused: number; claimed: number }>();
    let slowest = { slowestMs: 0, slowest: '' };
    let mostBytes = 0;
    let done = 0;
    for (let from = first; from < last && faults.length < mostFaults; ) {
      const to = Math.min(from + batch, last);
      const { result, stopped } = await runBatch(from, to);
      if (!result) {
        faults.push(`YIWEN_SEED=${seed} YIWEN_MUTATION=${stopped!.at}: ${stopped!.why}`);
        from = Math.max(stopped!.at, from) + 1;
        continue;
      }
      faults.push(...result.faults.map((fault) => `YIWEN_SEED=${seed} ${fault}`));
      for (const [name, { all, refused, claimed }] of Object.entries(result.counts)) {
        const sum = sums.get(name) ?? { all: 0, refused: 0, claimed: 0 };
        sums.set(name, {
          all: sum.all + all,
          refused: sum.refused + refused,
          claimed: sum.claimed + claimed,
        });
        done += all;
      }
      slowest = result.slowestMs > slowest.slowestMs ? result : slowest;
      mostBytes = Math.max(mostBytes, result.mostBytes);
      from = to;
    }
    const named = [...sums].map(
      ([name, { all, claimed }]) => `${name} ${all}${claimed > 0 ? ` (${claimed} still good)` : ''}`,
    );
    console.log(
      `${done} damaged inputs: ${named.sort().join(', ')}; slowest ${Math.round(slowest.slowestMs)} ms ` +
        `(${slowest.slowest}); at most ${Math.round(mostBytes / 1e6)} MB`,
    );
    expect(faults).toEqual([]);
    expect(done).toBe(last - first);
    if (only === undefined) {
      expect(sums.size).toBeGreaterThan(18);
    }
  },
  600_000 * Math.max(1, soak),
);
