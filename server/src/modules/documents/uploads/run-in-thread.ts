/** Work on bytes from outside, in a thread of its own with limits on memory and time; two threads at once. */

import { Worker } from 'node:worker_threads';

/** How the work ended when it did not end well. */
export class FileReadError extends Error {
  override readonly name = 'FileReadError';
}

/** Longest time one file may take, in milliseconds. */
export const READ_TIMEOUT_MS = 30_000;
const MEMORY_MB = 512;
const AT_ONCE = 2;
/** More than this many waiting means that somebody floods the node. */
const MOST_WAITING = 64;

let running = 0;
const waiting: (() => void)[] = [];

async function turn(): Promise<() => void> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) {
      throw new FileReadError('too many files are being read');
    }
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  }
  running += 1;
  return () => {
    running -= 1;
    waiting.shift()?.();
  };
}

/**
 * Runs a thread file on a request and answers the one message it posts.
 * @throws FileReadError when the thread failed, ran out of memory or of time
 */
export async function runInThread<T>(thread: URL, request: object): Promise<T> {
  const done = await turn();
  try {
    return await run<T>(thread, request);
  } finally {
    done();
  }
}

function run<T>(thread: URL, request: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(thread, {
      workerData: request,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
      env: {},
      stdout: true,
      stderr: true,
    });
    const timer = setTimeout(() => {
      void worker.terminate();
      reject(new FileReadError(`not read within ${READ_TIMEOUT_MS} ms`));
    }, READ_TIMEOUT_MS);
    const end = (act: () => void) => {
      clearTimeout(timer);
      void worker.terminate();
      act();
    };
    worker.once('message', (answer: T) => end(() => resolve(answer)));
    worker.once('error', (error) => end(() => reject(new FileReadError(String(error)))));
    worker.once('exit', (code) => end(() => reject(new FileReadError(`the thread ended with ${code}`))));
  });
}
