/** Reads a file from outside: its format, its text, and for OFD and PDF the report on its seals and signatures. */

import type { Believed } from '../ports.ts';
import type { FileFormat } from '../tables.ts';
import type { ExtractedText } from './extracted-text.ts';
import { runInThread } from './run-in-thread.ts';

/** What was read. */
export type FileReading = {
  format: FileFormat;
  text?: ExtractedText;
  /** All text of the first pages, for the search for a secret marking. */
  head: string;
  report?: Record<string, unknown>;
};

/** What the reading thread is given. */
export type ReadRequest = Believed & {
  bytes: Uint8Array;
  fileName: string;
  /** Unix milliseconds. */
  now: number;
  /** The report is made elsewhere. */
  withoutReport?: boolean;
};

/** Reads one file in a thread. @throws FileReadError when it cannot be read within the limits */
export function readFileInThread(request: ReadRequest): Promise<FileReading> {
  return runInThread<FileReading>(new URL('./reading-thread.ts', import.meta.url), request);
}
