import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  EMPTY_EDGE,
  edgeFiles,
  edgeRoot,
  growEdge,
  type LogStore,
  readBundle,
  readEdge,
  readEntries,
  storeSource,
  TILE_WIDTH,
  type TileSource,
  tileSource,
  tileWidth,
  writeBundle,
} from '@yiwen/trust/log';
import { fetchBytes, folderStore } from '../log/index.ts';

/** A bundle of 256 entries of 65,535 bytes, with their lengths. */
const MAX_FILE_BYTES = 17_000_000;
/** Bundles taken into the tree at once. */
const BUNDLES_AT_ONCE = 16;

/** Thrown when a log's files do not lead to the root it signed: it shows two histories, or its files are broken. */
export class MirrorContradiction extends Error {
  override readonly name = 'MirrorContradiction';
}

/** The folder in which a mirrored log is kept, laid out like the log itself. */
export function mirrorFolder(dataDir: string, digest: string): string {
  return join(dataDir, 'witness', 'mirror', digest);
}

/** A log of another node as a source. */
export function remoteSource(address: string, deadline: AbortSignal): TileSource {
  return tileSource(async (path) => {
    deadline.throwIfAborted();
    const { status, bytes } = await fetchBytes(`${address}/${path}`, {
      timeoutMs: 20_000,
      maxBytes: MAX_FILE_BYTES,
    });
    if (status === 404) {
      return undefined;
    }
    if (status !== 200) {
      throw new Error(`${address}/${path}: HTTP ${status}`);
    }
    return bytes;
  });
}

/**
 * Brings a mirror up to a checkpoint: the missing bundles are fetched, the tree is grown from what the mirror has, and only
 * when it leads to the signed root are the new files kept, durably. A mirror therefore never holds what it did not check,
 * and its growing from its own edge is the proof that the log is consistent.
 *
 * @param have size the mirror holds already
 * @throws MirrorContradiction for another root
 */
export async function growMirror(
  folder: string,
  log: TileSource,
  have: number,
  goal: { size: number; root: Uint8Array },
): Promise<void> {
  const mirror = folderStore(folder);
  let edge = have === 0 ? EMPTY_EDGE : await readEdge(storeSource(mirror), have);
  const draftFolder = `${folder}.draft-${have}-${goal.size}`;
  await rm(draftFolder, { recursive: true, force: true });
  const draft = folderStore(draftFolder);
  try {
    while (edge.size < goal.size) {
      const grown = growEdge(edge, await entriesAfter(log, edge.size, goal.size));
      for (const { path, bytes } of grown.files) {
        if (isFull(path)) {
          await draft.write(path, bytes);
        }
      }
      edge = grown.edge;
    }
    if (Buffer.compare(edgeRoot(edge), goal.root) !== 0) {
      throw new MirrorContradiction(
        `the entries lead from size ${have} to another root at size ${goal.size} than the log signed`,
      );
    }
    // Partial files on the way are not needed, those of the goal itself are: also where its last entries left one as it was.
    for (const { path, bytes } of edgeFiles(edge)) {
      await draft.write(path, bytes);
    }
    await moveAll(draft, mirror);
  } finally {
    await rm(draftFolder, { recursive: true, force: true });
  }
}

/**
 * A mirror as a source for every size up to the one it holds: a partial file of an earlier size that was never fetched is
 * cut from the wider one.
 */
export function mirrorSource(folder: string, held: number): TileSource {
  const source = storeSource(folderStore(folder));
  return {
    ...source,
    async tile(level, index, width) {
      const exact = await source.tile(level, index, width);
      const wider = Math.min(TILE_WIDTH, tileWidth(held, level, index));
      return (
        exact ?? (wider > width ? (await source.tile(level, index, wider))?.slice(0, width * 32) : undefined)
      );
    },
    async entries(index, width) {
      const exact = await source.entries(index, width);
      const wider = Math.min(TILE_WIDTH, tileWidth(held, 'entries', index));
      const bundle = exact === undefined && wider > width ? await source.entries(index, wider) : undefined;
      return bundle === undefined ? exact : writeBundle(readBundle(bundle, wider).slice(0, width));
    },
  };
}

function isFull(path: string): boolean {
  return !path.includes('.p/');
}

async function entriesAfter(log: TileSource, from: number, size: number): Promise<Uint8Array[]> {
  const entries: Uint8Array[] = [];
  const first = Math.floor(from / TILE_WIDTH);
  for (let index = first; index < first + BUNDLES_AT_ONCE && index * TILE_WIDTH < size; index++) {
    const bundle = await readEntries(log, index, Math.min(TILE_WIDTH, size - index * TILE_WIDTH));
    entries.push(...(index === first ? bundle.slice(from % TILE_WIDTH) : bundle));
  }
  return entries;
}

async function moveAll(draft: LogStore, mirror: LogStore): Promise<void> {
  for (const path of await draft.list!()) {
    await mirror.write(path, (await draft.read(path))!);
  }
}
