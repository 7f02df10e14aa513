/** Reading a log from its static files, wherever they are: another node over HTTP, a folder, the own store. */

import { HASH_BYTES } from '../merkle/index.ts';
import { readBundle } from './bundle.ts';
import { LogError } from './log-error.ts';
import { TILE_WIDTH, type TileName, tilePath } from './tile-path.ts';

/** Where a log's files can be read. Undefined means: not there. Nothing read here is trusted. */
export type TileSource = {
  /** The signed note at `checkpoint`. */
  checkpoint(): Promise<Uint8Array | undefined>;
  /** Bytes of tile `index` at `level`; `width` 256 is the full tile. */
  tile(level: number, index: number, width: number): Promise<Uint8Array | undefined>;
  /** Bytes of the entry bundle `index`. */
  entries(index: number, width: number): Promise<Uint8Array | undefined>;
  /** Paths of everything stored, where that can be known. A check then also looks at files nobody asked for. */
  list?(): Promise<readonly string[]>;
};

/** A source over anything that reads a path below the log's prefix. */
export function tileSource(read: (path: string) => Promise<Uint8Array | undefined>): TileSource {
  return {
    checkpoint: () => read('checkpoint'),
    tile: (level, index, width) => read(tilePath({ level, index, width })),
    entries: (index, width) => read(tilePath({ level: 'entries', index, width })),
  };
}

/**
 * The hashes of a tile. A partial one may be gone once the full one exists; then the full one is cut.
 *
 * @throws LogError `tile-missing`, also for a tile of the wrong length
 */
export async function readTile(
  source: TileSource,
  name: TileName & { level: number },
): Promise<Uint8Array[]> {
  const wanted = name.width * HASH_BYTES;
  const exact = await source.tile(name.level, name.index, name.width);
  const isWhole = exact === undefined || exact.length === wanted;
  const full =
    exact === undefined && name.width < TILE_WIDTH
      ? await source.tile(name.level, name.index, TILE_WIDTH)
      : undefined;
  const bytes = exact ?? (full?.length === TILE_WIDTH * HASH_BYTES ? full.subarray(0, wanted) : undefined);
  if (bytes === undefined || !isWhole) {
    throw new LogError('tile-missing', `${tilePath(name)} is missing or has a wrong length`);
  }
  return Array.from({ length: name.width }, (_, i) => bytes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}

/**
 * The entries of a bundle, by the same rule as {@link readTile}.
 *
 * @throws LogError `tile-missing`, `bundle-malformed`
 */
export async function readEntries(source: TileSource, index: number, width: number): Promise<Uint8Array[]> {
  const exact = await source.entries(index, width);
  if (exact !== undefined) {
    return readBundle(exact, width);
  }
  const full = width < TILE_WIDTH ? await source.entries(index, TILE_WIDTH) : undefined;
  if (full === undefined) {
    throw new LogError('tile-missing', `${tilePath({ level: 'entries', index, width })} is missing`);
  }
  return readBundle(full, TILE_WIDTH).slice(0, width);
}
