/** Full tiles never change: what was read and hashed of them once may serve every later question about the log. */

import { sha256 } from '../crypto/index.ts';
import { type Hash, nodeHash } from '../merkle/index.ts';

/** The hashes of one tile and the nodes above them as far as they were asked for. */
export class TileNodes {
  readonly #hash: Hash;
  readonly #hashes: readonly Uint8Array[];
  /** Inner nodes, as in a heap: the node (height, i) has number 2^(8-height) + i. */
  readonly #inner: (Uint8Array | undefined)[] = [];

  constructor(hashes: readonly Uint8Array[], hash: Hash) {
    this.#hashes = hashes;
    this.#hash = hash;
  }

  /** Root of the hashes [i·2^height, (i+1)·2^height), which must all be there. */
  node(height: number, i: number): Uint8Array {
    if (height === 0) {
      return this.#hashes[i]!;
    }
    const number = 2 ** (8 - height) + i;
    const known =
      this.#inner[number] ??
      nodeHash(this.#hash, this.node(height - 1, 2 * i), this.node(height - 1, 2 * i + 1));
    this.#inner[number] = known;
    return known;
  }
}

/** Keeps the full tiles of one log that were used last, at most `limit` of them (about 16 kB each). */
export class TileCache {
  /** SHA-256 that hashes the nodes; a server may give its runtime's own. */
  readonly hash: Hash;
  readonly #limit: number;
  readonly #tiles = new Map<string, Promise<TileNodes>>();

  constructor(limit: number, hash: Hash = sha256) {
    this.#limit = limit;
    this.hash = hash;
  }

  /** The tile under a key, read by `read` when it is not kept. A reading that fails is not kept. */
  tile(key: string, read: () => Promise<TileNodes>): Promise<TileNodes> {
    const known = this.#tiles.get(key);
    this.#tiles.delete(key);
    const tile = known ?? read();
    this.#tiles.set(key, tile);
    if (known === undefined) {
      tile.catch(() => this.#tiles.delete(key));
      if (this.#tiles.size > this.#limit) {
        this.#tiles.delete(this.#tiles.keys().next().value!);
      }
    }
    return tile;
  }
}
