/**
 * Damaged files: whatever happens to a file, reading gives findings or a `ContainerError`, in time and in bounds. Each
 * batch runs in a thread of its own, whose memory is capped; a watchdog ends it when one file does not come to an end.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
const mostFaults = 20;
/** Wall time without any progress that counts as a hang; processor time of one file is measured in the thread. */
const hangMs = 20_000;
const samples = `${process.env.YIWEN_SAMPLES ?? '../shared/samples'}/ofd`;
const images = fileURLToPath(new URL('../images/fixtures', import.meta.url));

/** What came of a batch; `stopped` when its thread had to be ended or died, at the mutation in hand. */
type Batch = { result?: MutationResult; stopped?: { at: number; why: string } };

function runBatch(from: number, to: number): Promise<Batch> {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const workerData: MutationWork = { seed, from, to, samples, images, large: soak > 1, progress };
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./mutations/worker.fixture.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: 300, maxYoungGenerationSizeMb: 48 },
    });
    let seen = -1;
    let since = Date.now();
    const end = (batch: Batch): void => {
      clearInterval(watchdog);
      void worker.terminate().then(() => resolve(batch));
    };
    const stop = (why: string): void => end({ stopped: { at: Atomics.load(progress, 0), why } });
    const watchdog = setInterval(() => {
      const now = Atomics.load(progress, 1);
      if (now !== seen) {
        [seen, since] = [now, Date.now()];
      } else if (Date.now() - since > hangMs) {
        stop('hangs');
      }
    }, 500);
    worker.on('message', (result: MutationResult) => end({ result }));
    worker.on('error', (error) => stop(String(error)));
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
      for (let from = first; from < last && faults.length < mostFaults; ) {
        const to = Math.min(from + batch, last);
        const { result, stopped } = await runBatch(from, to);
        if (!result) {
          faults.push(`YIWEN_SEED=${seed} YIWEN_MUTATION=${stopped!.at}: ${stopped!.why}`);
          from = Math.max(stopped!.at, from) + 1;
          continue;
        }
        for (const { mutation, name, fault } of result.faults) {
          faults.push(`YIWEN_SEED=${seed} YIWEN_MUTATION=${mutation} (${name}): ${fault}`);
        }
        sum.refused += result.refused;
        sum.read += result.read;
        sum.withFindings += result.withFindings;
        slowest = result.slowestMs > slowest.slowestMs ? result : slowest;
        mostBytes = Math.max(mostBytes, result.mostBytes);
        from = to;
      }
      console.log(
        `${last - first} damaged files: ${sum.read} read (${sum.withFindings} with findings above info), ` +
          `${sum.refused} refused; slowest ${Math.round(slowest.slowestMs)} ms (${slowest.slowest}); ` +
          `at most ${Math.round(mostBytes / 1e6)} MB`,
      );
      expect(faults).toEqual([]);
      expect(sum.read + sum.refused).toBe(last - first);
      expect(sum.refused).toBeLessThan(sum.read + 1);
    },
    600_000 * Math.max(1, soak),
  );

  it('are read from memory only: nothing of the library reaches for files or the network', () => {
    const library = fileURLToPath(new URL('..', import.meta.url));
    const sources = readdirSync(library, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(name),
    );
    expect(sources.length).toBeGreaterThan(150);
    for (const name of sources) {
      const source = readFileSync(join(library, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      expect(source, name).not.toMatch(/from ['"]node:|require\(|\bfetch\(|XMLHttpRequest|process\./);
    }
  });
});
