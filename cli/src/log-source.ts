/** Where `yiwen log` reads a log: an address or a folder. */
import { existsSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type TileSource, tileSource } from '@yiwen/trust/log';

const fileLimitBytes = 20_000_000;
const fetchTimeoutMs = 20_000;

/** Wrong use, or something that could not be read: exit code 2. */
export class CannotCheck extends Error {}

/** Reads a file of a log by its path below the log's address; undefined when it is not there. */
export type LogReader = (path: string) => Promise<Uint8Array | undefined>;

/** Reads a log at `http(s)://…`. */
export function urlReader(place: string): LogReader {
  const base = place.endsWith('/') ? place : `${place}/`;
  return async (path) => {
    const answer = await fetch(new URL(path, base), { signal: AbortSignal.timeout(fetchTimeoutMs) });
    if (answer.status === 404) {
      return undefined;
    }
    if (!answer.ok) {
      throw new CannotCheck(`${base}${path}: HTTP ${answer.status}`);
    }
    return await limited(answer, `${base}${path}`);
  };
}

/** The body of an answer; the other side decides how long it is, so it is counted while it comes. */
async function limited(answer: Response, place: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > fileLimitBytes) {
      throw new CannotCheck(`${place}: 超过 more than ${fileLimitBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Reads a log in a folder. */
export async function folderReader(place: string): Promise<LogReader> {
  if (!(await stat(place)).isDirectory()) {
    throw new CannotCheck(`${place} 不是目录。 ${place} is no folder.`);
  }
  return async (path) => {
    try {
      // Nothing else waits in this process, and thousands of small files come sooner one after the other.
      return new Uint8Array(readFileSync(join(place, ...path.split('/'))));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  };
}

/** A folder can be listed, so files nobody asked for are looked at as well. */
export function sourceOf(place: string, read: LogReader): TileSource {
  const source = tileSource(read);
  if (/^https?:\/\//.test(place)) {
    return source;
  }
  return {
    ...source,
    async list() {
      const tiles = join(place, 'tile');
      if (!existsSync(tiles)) {
        return [];
      }
      const files = await readdir(tiles, { recursive: true, withFileTypes: true });
      return files
        .filter((file) => file.isFile())
        .map((file) => relative(place, join(file.parentPath, file.name)).split(sep).join('/'));
    },
  };
}
