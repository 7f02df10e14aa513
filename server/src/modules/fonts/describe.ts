/** Which font plays each role, read in a thread with limits: a font file from outside may be made to hurt its reader. */
import { Worker } from 'node:worker_threads';
import type { FontProblem, UsedFont } from '@yiwen/typesetter';

/** The first font of each role, and the files that cannot be used. */
export type Description = { roles: UsedFont[]; problems: FontProblem[] };

/** A thread that broke, or ran out of time or memory, over a font file. */
export class FontReadError extends Error {
  override readonly name = 'FontReadError';
}

const TIMEOUT_MS = 30_000;
const MEMORY_MB = 512;

/** Loads the fonts of the folders, best first. A few hundred milliseconds. @throws FontReadError */
export function describe(folders: readonly string[]): Promise<Description> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./describing-thread.ts', import.meta.url), {
      workerData: folders,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
      env: {},
      stdout: true,
      stderr: true,
    });
    const end = (error?: Error) => {
      clearTimeout(timer);
      void worker.terminate();
      if (error) {
        reject(error);
      }
    };
    const timer = setTimeout(() => end(new FontReadError(`not read within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
    worker.once('message', (answer: Description) => {
      end();
      resolve(answer);
    });
    worker.on('error', (error) => end(new FontReadError(String(error))));
    worker.once('exit', (code) => end(new FontReadError(`the thread ended with ${code}`)));
  });
}
