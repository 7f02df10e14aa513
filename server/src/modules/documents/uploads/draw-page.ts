/** One page of a stored OFD as SVG, drawn in a thread because the file came from outside. */

import { runInThread } from './run-in-thread.ts';

const CACHED = 40;
const cache = new Map<string, Promise<string | undefined>>();

/** What the drawing thread is given; pages count from 0. */
export type DrawRequest = { bytes: Uint8Array; page: number };

/**
 * The page as SVG, undefined when the file has no such page. `sha256` names the content, so that a page is drawn once.
 * @throws FileReadError when it cannot be drawn within the limits
 */
export async function drawOfdPage(
  sha256: string,
  page: number,
  load: () => Promise<Uint8Array | undefined>,
): Promise<string | undefined> {
  const key = `${sha256}/${page}`;
  const found = cache.get(key);
  if (found !== undefined) {
    return await found;
  }
  const made = (async () => {
    const bytes = await load();
    return bytes === undefined
      ? undefined
      : await runInThread<string | undefined>(new URL('./drawing-thread.ts', import.meta.url), {
          bytes,
          page,
        });
  })();
  cache.set(key, made);
  made.catch(() => cache.delete(key));
  for (const old of [...cache.keys()].slice(0, Math.max(0, cache.size - CACHED))) {
    cache.delete(old);
  }
  return await made;
}
