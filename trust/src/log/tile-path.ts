/** Names of the log's static files (C2SP tlog-tiles). */

import { isCount } from '../merkle/index.ts';
import { LogError } from './log-error.ts';

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;
/** Highest tile level a path may name. */
const MAX_LEVEL = 63;

/** A tile or an entry bundle. `width` 256 is a full one. */
export type TileName = {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
};

/** Path of a tile or bundle below the log's prefix, e.g. `tile/0/x001/x234/067.p/8`. @throws RangeError */
export function tilePath({ level, index, width }: TileName): string {
  const isLevel = level === 'entries' || (isCount(level) && level <= MAX_LEVEL);
  if (!isLevel || !isCount(index) || !isCount(width) || width < 1 || width > TILE_WIDTH) {
    throw new RangeError(`no tile at level ${level}, index ${index}, width ${width}`);
  }
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const groups = digits.match(/.{3}/g)!;
  const number = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${number}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
}

/**
 * Reads a path; the one spelling that {@link tilePath} writes is accepted and no other.
 *
 * @throws LogError `tile-path-malformed`, also for indices above 2^53-1
 */
export function readTilePath(path: string): TileName {
  const match = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(
    path,
  );
  if (match !== null) {
    const level = match[1] === 'entries' ? 'entries' : Number(match[1]);
    const index = Number(match[2]!.replaceAll(/[x/]/g, ''));
    const width = match[3] === undefined ? TILE_WIDTH : Number(match[3]);
    const isLevel = level === 'entries' || level <= MAX_LEVEL;
    // Writing it again refuses leading zeros and a full width spelled as a partial one.
    if (
      isLevel &&
      isCount(index) &&
      width >= 1 &&
      width <= TILE_WIDTH &&
      tilePath({ level, index, width }) === path
    ) {
      return { level, index, width };
    }
  }
  throw new LogError('tile-path-malformed', 'not the path of a tile or an entry bundle');
}

/** Hashes at a tile level in a tree of `size`: ⌊size / 256^level⌋. */
export function hashesAtLevel(size: number, level: number): number {
  let count = size;
  for (let i = 0; i < level; i++) {
    count = Math.floor(count / TILE_WIDTH);
  }
  return count;
}

/** Width of tile `index` at `level` in a tree of `size`: 256 when full, 0 when there is none. Bundles are as level 0. */
export function tileWidth(size: number, level: number | 'entries', index: number): number {
  const count = hashesAtLevel(size, level === 'entries' ? 0 : level);
  return Math.max(0, Math.min(TILE_WIDTH, count - index * TILE_WIDTH));
}

/** The bundle that holds the entry of a leaf in a tree of `size`. */
export function bundleOfLeaf(leaf: number, size: number): TileName {
  const index = Math.floor(leaf / TILE_WIDTH);
  return { level: 'entries', index, width: tileWidth(size, 'entries', index) };
}

/** The partial tiles and the partial bundle that a tree of `size` needs besides the full ones. */
export function partialTiles(size: number): TileName[] {
  const partials: TileName[] = [];
  for (let level = 0; hashesAtLevel(size, level) > 0; level++) {
    const count = hashesAtLevel(size, level);
    const width = count % TILE_WIDTH;
    if (width > 0) {
      const index = Math.floor(count / TILE_WIDTH);
      partials.push({ level, index, width });
      if (level === 0) {
        partials.push({ level: 'entries', index, width });
      }
    }
  }
  return partials;
}
