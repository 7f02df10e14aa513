/**
 * Growing a log: the right edge of its tree, and the files that a batch of new entries adds. Pure; whoever calls it
 * stores the files before a checkpoint that needs them is signed.
 */

import { concat, sha256 } from '../crypto/index.ts';
import { emptyRoot, foldRight, type Hash, leafHash, rootOf } from '../merkle/index.ts';
import { writeBundle } from './bundle.ts';
import { hashesAtLevel, TILE_WIDTH, tilePath } from './tile-path.ts';
import { readEntries, readTile, type TileSource } from './tile-source.ts';

/** What must be known of a log to append to it: its incomplete bundle and, per level, its incomplete tile. */
export type TreeEdge = {
  readonly size: number;
  /** Entries of the incomplete bundle, fewer than 256. */
  readonly entries: readonly Uint8Array[];
  /** Per level from 0 the hashes of the incomplete tile, fewer than 256 each. */
  readonly levels: readonly (readonly Uint8Array[])[];
};

/** A file to be stored below the log's prefix. */
export type LogFile = { readonly path: string; readonly bytes: Uint8Array };

/** The edge of an empty log. */
export const EMPTY_EDGE: TreeEdge = { size: 0, entries: [], levels: [] };

/** Reads the edge of a tree of `size` back from its tiles. @throws LogError `tile-missing`, `bundle-malformed` */
export async function readEdge(source: TileSource, size: number): Promise<TreeEdge> {
  const levels: Uint8Array[][] = [];
  for (let level = 0; hashesAtLevel(size, level) > 0; level++) {
    const count = hashesAtLevel(size, level);
    const width = count % TILE_WIDTH;
    const index = Math.floor(count / TILE_WIDTH);
    levels.push(width === 0 ? [] : await readTile(source, { level, index, width }));
  }
  const width = size % TILE_WIDTH;
  const entries = width === 0 ? [] : await readEntries(source, Math.floor(size / TILE_WIDTH), width);
  return { size, entries, levels };
}

/** Root of the tree an edge belongs to: everything left of the edge hangs below its hashes. */
export function edgeRoot(edge: TreeEdge): Uint8Array {
  if (edge.size === 0) {
    return emptyRoot(sha256);
  }
  const perfect: Uint8Array[] = [];
  for (const hashes of edge.levels.toReversed()) {
    let from = 0;
    for (let run = TILE_WIDTH; run >= 1; run /= 2) {
      if ((hashes.length & run) !== 0) {
        perfect.push(rootOf(sha256, hashes.slice(from, from + run)));
        from += run;
      }
    }
  }
  return foldRight(sha256, perfect);
}

/**
 * Appends entries: the new edge and the files that it adds, full and partial. A hash goes up a level only when the tile
 * below it is full; partial tiles get a name of their own width, so no published file is ever overwritten.
 *
 * @param hash SHA-256; a server may give its runtime's own, which is faster than the portable one
 */
export function growEdge(
  edge: TreeEdge,
  added: readonly Uint8Array[],
  hash: Hash = sha256,
): { edge: TreeEdge; files: LogFile[] } {
  const files: LogFile[] = [];
  const levels = edge.levels.map((hashes) => [...hashes]);
  let entries = [...edge.entries];
  let size = edge.size;
  for (const entry of added) {
    entries.push(entry);
    size++;
    if (entries.length === TILE_WIDTH) {
      const path = tilePath({ level: 'entries', index: size / TILE_WIDTH - 1, width: TILE_WIDTH });
      files.push({ path, bytes: writeBundle(entries) });
      entries = [];
    }
    pushHash(levels, size, leafHash(hash, entry), files, hash);
  }
  const grown: TreeEdge = { size, entries, levels };
  return { edge: grown, files: [...files, ...partialFiles(edge, grown)] };
}

function pushHash(
  levels: Uint8Array[][],
  size: number,
  leaf: Uint8Array,
  files: LogFile[],
  hash: Hash,
): void {
  let root = leaf;
  for (let level = 0; ; level++) {
    const hashes = levels[level] ?? [];
    levels[level] = hashes;
    hashes.push(root);
    if (hashes.length < TILE_WIDTH) {
      return;
    }
    const index = hashesAtLevel(size, level) / TILE_WIDTH - 1;
    files.push({ path: tilePath({ level, index, width: TILE_WIDTH }), bytes: concat(...hashes) });
    root = rootOf(hash, hashes);
    levels[level] = [];
  }
}

/** The partial files of a tree of this size: what no full tile or bundle holds. */
export function edgeFiles(edge: TreeEdge): LogFile[] {
  return partialFiles(EMPTY_EDGE, edge);
}

/** Partial files of the new edge that the old one did not have. */
function partialFiles(old: TreeEdge, grown: TreeEdge): LogFile[] {
  const files: LogFile[] = [];
  const index = Math.floor(grown.size / TILE_WIDTH);
  if (grown.entries.length > 0 && grown.size > old.size) {
    const path = tilePath({ level: 'entries', index, width: grown.entries.length });
    files.push({ path, bytes: writeBundle(grown.entries) });
  }
  for (const [level, hashes] of grown.levels.entries()) {
    const count = hashesAtLevel(grown.size, level);
    if (hashes.length > 0 && count > hashesAtLevel(old.size, level)) {
      const path = tilePath({ level, index: Math.floor(count / TILE_WIDTH), width: hashes.length });
      files.push({ path, bytes: concat(...hashes) });
    }
  }
  return files;
}
