/**
 * Reads a file from outside in a thread of its own, with limits on memory and time: whatever the bytes do, the node
 * goes on. A file that cannot be read is a refusal, not a fault.
 */

import { Worker } from 'node:worker_threads';
import type { VerifyOptions } from '@yiwen/trust/verification';
import type { FileFormat } from '../tables.ts';
import type { ExtractedText } from './extracted-text.ts';

/** Longest time one file may take, in milliseconds. */
export const READ_TIMEOUT_MS = 30_000;
const MEMORY_MB = 512;

/** What was read: text, and for OFD and PDF the verification report. */
export type FileReading = {
  format: FileFormat;
  text?: ExtractedText;
  /** All text of the first pages, for the search for a secret marking. */
  head: string;
  report?: Record<string, unknown>;
};

/** What the reading thread is given. */
export type ReadRequest = {
  bytes: Uint8Array;
  fileName: string;
  now: number;
  trust?: VerifyOptions['trust'];
};

/** How reading ended when it did not end well. */
export class FileReadError extends Error {
  override readonly name = 'FileReadError';
}

let running = 0;
const waiting: (() => void)[] = [];

/** Two files are read at once; more wait. */
async function turn(): Promise<() => void> {
  if (running >= 2) {
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

/** Reads one file. @throws FileReadError when the thread failed, ran out of memory or of time */
export async function readFileInThread(request: ReadRequest): Promise<FileReading> {
  const done = await turn();
  try {
    return await run(request);
  } finally {
    done();
  }
}

function run(request: ReadRequest): Promise<FileReading> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./reading-thread.ts', import.meta.url), {
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
    worker.once('message', (answer: FileReading) => end(() => resolve(answer)));
    worker.once('error', (error) => end(() => reject(new FileReadError(String(error)))));
    worker.once('exit', (code) =>
      end(() => reject(new FileReadError(`the reading thread ended with ${code}`))),
    );
  });
}
