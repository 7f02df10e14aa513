/**
 * Damaged files: whatever happens to a file, reading gives findings or a `ContainerError`, in time and in bounds. Each
 * batch runs in a thread of its own, whose memory is capped; a watchdog ends it when one file does not come to an end.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { MutationResult, MutationWork } from './mutations/worker.fixture.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
/** One mutation alone, to look into a fault. */
const only = process.env.YIWEN_MUTATION;
console.log(`ofd mutations: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);

const total = Math.ceil(2000 * soak);
const batch = 500;
/** Wall time without any progress that counts as a hang; processor time of one file is measured in the thread. */
const hangMs = 20_000;
const samples = `${process.env.YIWEN_SAMPLES ?? '../shared/samples'}/ofd`;
const images = fileURLToPath(new URL('../images/fixtures', import.meta.url));

function runBatch(from: number, to: number): Promise<MutationResult> {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const workerData: MutationWork = { seed, from, to, samples, images, large: soak > 1, progress };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./mutations/worker.fixture.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: 300, maxYoungGenerationSizeMb: 48 },
    });
    let seen = -1;
    let since = Date.now();
    const name = (): string => `YIWEN_SEED=${seed} YIWEN_MUTATION=${Atomics.load(progress, 0)}`;
    const watchdog = setInterval(() => {
      const now = Atomics.load(progress, 1);
      if (now !== seen) {
        [seen, since] = [now, Date.now()];
      } else if (Date.now() - since > hangMs) {
        void worker.terminate();
        end(() => reject(new Error(`hangs: ${name()}`)));
      }
    }, 500);
    const end = (settle: () => void): void => {
      clearInterval(watchdog);
      settle();
    };
    worker.on('message', (result: MutationResult) => end(() => resolve(result)));
    worker.on('error', (error) => end(() => reject(new Error(`${name()}: ${String(error)}`))));
  });
}

describe('damaged files', () => {
  it(
    'are read, searched and drawn without a fault, a hang or too much memory',
    async () => {
      const [first, last] = only === undefined ? [0, total] : [Number(only), Number(only) + 1];
      const faults: string[] = [];
      const sum = { refused: 0, read: 0, withFindings: 0 };
      let slowest = { slowestMs: 0, slowest: '' };
      let mostBytes = 0;
      for (let from = first; from < last; from += batch) {
        const result = await runBatch(from, Math.min(from + batch, last));
        for (const { mutation, name, fault } of result.faults) {
          faults.push(`YIWEN_SEED=${seed} YIWEN_MUTATION=${mutation} (${name}): ${fault}`);
        }
        sum.refused += result.refused;
        sum.read += result.read;
        sum.withFindings += result.withFindings;
        slowest = result.slowestMs > slowest.slowestMs ? result : slowest;
        mostBytes = Math.max(mostBytes, result.mostBytes);
      }
      console.log(
        `${last - first} damaged files: ${sum.read} read (${sum.withFindings} with findings above info), ` +
          `${sum.refused} refused; slowest ${Math.round(slowest.slowestMs)} ms (${slowest.slowest}); ` +
          `at most ${Math.round(mostBytes / 1e6)} MB`,
      );
      expect(faults.slice(0, 20)).toEqual([]);
      expect(sum.read + sum.refused).toBe(last - first);
      expect(sum.refused).toBeLessThan(sum.read + 1);
    },
    600_000 * Math.max(1, soak),
  );
});
