/** Text and pages of a file that came from another organ. Read once per content: an envelope goes to many at a time. */

import { type FileReading, readFileInThread } from './read-file.ts';
import { FileReadError } from './run-in-thread.ts';

/** What is kept of such a file. Nothing of it when it cannot be read: it was signed for as it is. */
export type ReceivedReading = Pick<FileReading, 'text' | 'head'>;

const CACHED = 32;
const cache = new Map<string, Promise<ReceivedReading>>();

/** Reads a received file; `sha256` names its content. A file that cannot be read has no text and no head. */
export async function readReceived(file: {
  sha256: string;
  bytes: Uint8Array;
  name: string;
  /** Unix milliseconds. */
  now: number;
}): Promise<ReceivedReading> {
  const found = cache.get(file.sha256);
  if (found !== undefined) {
    return await found;
  }
  const made = read(file);
  cache.set(file.sha256, made);
  for (const old of [...cache.keys()].slice(0, Math.max(0, cache.size - CACHED))) {
    cache.delete(old);
  }
  return await made;
}

async function read(file: { bytes: Uint8Array; name: string; now: number }): Promise<ReceivedReading> {
  try {
    const { text, head } = await readFileInThread({
      bytes: file.bytes,
      fileName: file.name,
      now: file.now,
      withoutReport: true,
    });
    return { head, ...(text === undefined ? {} : { text }) };
  } catch (error) {
    if (error instanceof FileReadError) {
      return { head: '' };
    }
    throw error;
  }
}
