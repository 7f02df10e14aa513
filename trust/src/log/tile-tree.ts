/** Roots and proofs out of tiles: any subtree a proof names is a run of perfect subtrees, each inside one tile. */

import { sha256 } from '../crypto/index.ts';
import {
  consistencyRanges,
  emptyRoot,
  foldRight,
  type Hash,
  inclusionRanges,
  type LeafRange,
} from '../merkle/index.ts';
import { type TileCache, TileNodes } from './tile-cache.ts';
import { TILE_WIDTH, tileWidth } from './tile-path.ts';
import { readTile, type TileSource } from './tile-source.ts';

/** Levels of the tree inside one tile: 2^8 hashes. */
const LEVELS_PER_TILE = 8;

/**
 * Reads a tree of one size from tiles. Tiles are kept for the life of the reader, so make one per question; a cache keeps
 * full ones longer. What it
 * answers is only as good as the tiles: compare with a signed root.
 */
export class TileTree {
  readonly size: number;
  readonly #source: TileSource;
  readonly #cache: TileCache | undefined;
  readonly #hash: Hash;
  readonly #tiles = new Map<string, Promise<TileNodes>>();

  /** @param cache keeps full tiles of this log from one question to the next */
  constructor(source: TileSource, size: number, cache?: TileCache) {
    this.#source = source;
    this.size = size;
    this.#cache = cache;
    this.#hash = cache?.hash ?? sha256;
  }

  /** Root of the whole tree. @throws LogError `tile-missing` */
  async root(): Promise<Uint8Array> {
    return this.size === 0 ? emptyRoot(this.#hash) : this.#rootOfRange({ from: 0, to: this.size });
  }

  /** Inclusion proof of a leaf, leaf side first. @throws LogError `tile-missing`, RangeError for no such leaf */
  async inclusionProof(index: number): Promise<Uint8Array[]> {
    return this.#roots(inclusionRanges(index, this.size));
  }

  /** Consistency proof from an earlier size. @throws LogError `tile-missing`, RangeError for a larger size */
  async consistencyProof(oldSize: number): Promise<Uint8Array[]> {
    return this.#roots(consistencyRanges(oldSize, this.size));
  }

  async #roots(ranges: readonly LeafRange[]): Promise<Uint8Array[]> {
    const roots: Uint8Array[] = [];
    for (const range of ranges) {
      roots.push(await this.#rootOfRange(range));
    }
    return roots;
  }

  async #rootOfRange(range: LeafRange): Promise<Uint8Array> {
    const roots: Uint8Array[] = [];
    let from = range.from;
    while (from < range.to) {
      // The largest perfect subtree that starts here and fits; sizes fall from left to right.
      let height = 0;
      while (from % 2 ** (height + 1) === 0 && from + 2 ** (height + 1) <= range.to) {
        height++;
      }
      roots.push(await this.#perfectRoot(height, from / 2 ** height));
      from += 2 ** height;
    }
    return foldRight(this.#hash, roots);
  }

  /** Root of leaves [i·2^height, (i+1)·2^height): a node inside one tile, recomputed from that tile's hashes. */
  async #perfectRoot(height: number, i: number): Promise<Uint8Array> {
    const level = Math.floor(height / LEVELS_PER_TILE);
    const inner = height % LEVELS_PER_TILE;
    const perTile = 2 ** (LEVELS_PER_TILE - inner);
    const index = Math.floor(i / perTile);
    const tile = await this.#tile(level, index);
    return tile.node(inner, i % perTile);
  }

  #tile(level: number, index: number): Promise<TileNodes> {
    const key = `${level}/${index}`;
    const known = this.#tiles.get(key);
    if (known !== undefined) {
      return known;
    }
    const width = Math.min(TILE_WIDTH, tileWidth(this.size, level, index));
    const read = async (): Promise<TileNodes> =>
      new TileNodes(await readTile(this.#source, { level, index, width }), this.#hash);
    const tile = this.#cache !== undefined && width === TILE_WIDTH ? this.#cache.tile(key, read) : read();
    this.#tiles.set(key, tile);
    return tile;
  }
}
