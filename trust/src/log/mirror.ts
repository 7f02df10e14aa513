/** What a mirror is for: to say which record of a log is not the one it once was. */

import { sameHash } from '../merkle/index.ts';
import { LogError } from './log-error.ts';
import { TILE_WIDTH } from './tile-path.ts';
import { readEntries, type TileSource } from './tile-source.ts';

/** A log as {@link compareWithMirror} reads it: where its bundles are, and how many entries it has. */
export type LogCopy = { readonly source: TileSource; readonly size: number };

/** The first record in which a log and its mirror differ. */
export type MirrorDifference = {
  /** Index of the record in the mirror, from 0. */
  readonly index: number;
  /**
   * `changed`: another entry stands there; `removed`: it is gone and the next follows; `inserted`: an entry stands before
   * it that the mirror does not have; `cut-off`: the log ends before it; `unreadable`: the file that should hold it is
   * missing or broken.
   */
  readonly kind: 'changed' | 'removed' | 'inserted' | 'cut-off' | 'unreadable';
  /** The entry the mirror holds. */
  readonly mirrored: Uint8Array;
  /** What stands in the log instead, where anything does. */
  readonly found: Uint8Array | undefined;
};

/**
 * Names the first record of a log that differs from what its mirror holds, entry by entry from the front; undefined when
 * every record of the mirror stands in the log. What the log has beyond the mirror's size is no difference: the mirror
 * has not seen it. The mirror must be whole: check it with `fsck` first.
 *
 * @throws LogError `tile-missing`, `bundle-malformed` when the mirror itself cannot be read
 */
export async function compareWithMirror(
  log: LogCopy,
  mirror: LogCopy,
): Promise<MirrorDifference | undefined> {
  for (let bundle = 0; bundle * TILE_WIDTH < mirror.size; bundle++) {
    const first = bundle * TILE_WIDTH;
    const mirrored = await readEntries(mirror.source, bundle, Math.min(TILE_WIDTH, mirror.size - first));
    const found = await readWhatThereIs(log, bundle);
    if (found === undefined) {
      return { index: first, kind: 'unreadable', mirrored: mirrored[0]!, found: undefined };
    }
    const at = mirrored.findIndex((entry, i) => found[i] === undefined || !sameHash(entry, found[i]));
    if (at >= 0) {
      const next = at + 1 < found.length ? found[at + 1] : (await readWhatThereIs(log, bundle + 1))?.[0];
      const following =
        at + 1 < mirrored.length ? mirrored[at + 1] : await firstOf(mirror, first + TILE_WIDTH);
      const there = { index: first + at, mirrored: mirrored[at]!, found: found[at] };
      return { ...there, kind: kindOf(there.mirrored, there.found, next, following) };
    }
  }
  return undefined;
}

function kindOf(
  mirrored: Uint8Array,
  found: Uint8Array | undefined,
  next: Uint8Array | undefined,
  following: Uint8Array | undefined,
): MirrorDifference['kind'] {
  if (found === undefined) {
    return 'cut-off';
  }
  if (following !== undefined && sameHash(found, following)) {
    return 'removed';
  }
  return next !== undefined && sameHash(next, mirrored) ? 'inserted' : 'changed';
}

/** The entries of a bundle as far as the log has them: none beyond its size, undefined when the file cannot be read. */
async function readWhatThereIs(log: LogCopy, bundle: number): Promise<Uint8Array[] | undefined> {
  const width = Math.min(TILE_WIDTH, log.size - bundle * TILE_WIDTH);
  if (width <= 0) {
    return [];
  }
  try {
    return await readEntries(log.source, bundle, width);
  } catch (error) {
    if (error instanceof LogError) {
      return undefined;
    }
    throw error;
  }
}

async function firstOf(mirror: LogCopy, index: number): Promise<Uint8Array | undefined> {
  if (index >= mirror.size) {
    return undefined;
  }
  const width = Math.min(TILE_WIDTH, mirror.size - index);
  return (await readEntries(mirror.source, index / TILE_WIDTH, width))[0];
}
