/**
 * Work on bytes from outside, in a thread with limits on memory and time; two threads at once. A thread that answered
 * is kept a while for the next file, since loading its code takes longer than reading one; a thread that failed is not.
 */

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

/** What a thread posts: one answer for one request. */
export type ThreadAnswer<T> = { value: T } | { fault: string };

type Kept = { worker: Worker; used: number; retire?: NodeJS.Timeout };

/** Idle threads by the file they run. */
const idle = new Map<string, Kept[]>();
/** A thread reads so many files and then makes room for a fresh one. */
const FILES_PER_THREAD = 50;
/** How long a thread waits for the next file, in milliseconds. */
const IDLE_MS = 30_000;

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

/** Forgets who listened. Named one by one: the worker listens to itself as well. */
function quiet(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) {
    worker.removeAllListeners(event);
  }
}

function take(thread: URL): Kept {
  const kept = idle.get(thread.href)?.pop();
  if (kept !== undefined) {
    clearTimeout(kept.retire);
    quiet(kept.worker);
    kept.worker.ref();
    return kept;
  }
  const worker = new Worker(thread, {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
    env: {},
    stdout: true,
    stderr: true,
  });
  return { worker, used: 0 };
}

function keep(thread: URL, kept: Kept): void {
  kept.used += 1;
  if (kept.used >= FILES_PER_THREAD) {
    void kept.worker.terminate();
    return;
  }
  const others = idle.get(thread.href) ?? [];
  idle.set(thread.href, others);
  others.push(kept);
  const drop = () => {
    clearTimeout(kept.retire);
    others.splice(0, others.length, ...others.filter((one) => one !== kept));
    void kept.worker.terminate();
  };
  kept.worker.once('error', drop);
  kept.worker.once('exit', drop);
  kept.worker.unref();
  kept.retire = setTimeout(drop, IDLE_MS).unref();
}

function run<T>(thread: URL, request: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const kept = take(thread);
    const { worker } = kept;
    const fail = (message: string) => {
      clearTimeout(timer);
      quiet(worker);
      // What a thread still says while it is being ended concerns nobody.
      worker.on('error', () => undefined);
      void worker.terminate();
      reject(new FileReadError(message));
    };
    const timer = setTimeout(() => fail(`not read within ${READ_TIMEOUT_MS} ms`), READ_TIMEOUT_MS);
    worker.once('message', (answer: ThreadAnswer<T>) => {
      if ('fault' in answer) {
        fail(answer.fault);
        return;
      }
      clearTimeout(timer);
      quiet(worker);
      keep(thread, kept);
      resolve(answer.value);
    });
    worker.once('error', (error) => fail(String(error)));
    worker.once('exit', (code) => fail(`the thread ended with ${code}`));
    worker.postMessage(request);
  });
}
