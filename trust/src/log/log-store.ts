/** The port through which a node keeps the static files of one log, and the suite every adapter must pass. */

import { LogError } from './log-error.ts';
import { type TileSource, tileSource } from './tile-source.ts';
import { EMPTY_EDGE, growEdge, type TreeEdge } from './tree-edge.ts';

/**
 * Keeps the files of one log under paths such as `checkpoint` and `tile/0/000.p/3`. A write that has returned survives a
 * crash and is never seen half done. Tiles and bundles are written once: the same bytes again are welcome (a retry),
 * other bytes are refused, since a published file must never change. Only `checkpoint` is replaced.
 */
export type LogStore = {
  /** The bytes at a path; undefined when nothing is there. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Stores bytes durably. @throws LogError `log-file-differs` when a tile or bundle stands there with other bytes */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /**
   * Writes the files that entries behind an edge add, as {@link growEdge} names them, and answers the new edge. For stores
   * that can make a whole batch durable at once; others get each file by `write`.
   *
   * @throws LogError `log-file-differs`
   */
  grow?(edge: TreeEdge, added: readonly Uint8Array[]): Promise<TreeEdge>;
  /** Every path stored, in no particular order. */
  list?(): Promise<readonly string[]>;
};

/** The one path that may be written again with other bytes. */
export const CHECKPOINT_PATH = 'checkpoint';

/** What an adapter throws when a file that may not change would. */
export function refuseChange(path: string): never {
  throw new LogError('log-file-differs', `${path} is stored with other bytes`);
}

/** Adds entries behind an edge to a store, durably, and answers the new edge. @throws LogError `log-file-differs` */
export async function growStore(
  store: LogStore,
  edge: TreeEdge,
  added: readonly Uint8Array[],
): Promise<TreeEdge> {
  if (store.grow !== undefined) {
    return await store.grow(edge, added);
  }
  const grown = growEdge(edge, added);
  for (const { path, bytes } of grown.files) {
    await store.write(path, bytes);
  }
  return grown.edge;
}

/** A store as a source to read the log from. */
export function storeSource(store: LogStore): TileSource {
  const source = tileSource((path) => store.read(path));
  const list = store.list?.bind(store);
  return list === undefined ? source : { ...source, list };
}

/** One case of the contract: give it an empty store; it throws where the store breaks the contract. */
export type LogStoreCase = { readonly name: string; run(store: LogStore): Promise<void> };

/** The contract of {@link LogStore}, for any test runner: each case gets an empty store of its own. */
export const logStoreContract: readonly LogStoreCase[] = [
  {
    name: 'answers undefined for what is not there',
    run: async (store) => {
      expectSame(await store.read('checkpoint'), undefined);
      expectSame(await store.read('tile/0/000'), undefined);
    },
  },
  {
    name: 'gives back the very bytes, empty ones and all 256 values included',
    run: async (store) => {
      const all = Uint8Array.from({ length: 256 }, (_, i) => i);
      await store.write('tile/0/000.p/8', all);
      await store.write('tile/entries/x001/x234/067', new Uint8Array(0));
      expectSame(await store.read('tile/0/000.p/8'), all);
      expectSame(await store.read('tile/entries/x001/x234/067'), new Uint8Array(0));
    },
  },
  {
    name: 'keeps its own copy: bytes changed by the caller afterwards stay out',
    run: async (store) => {
      const bytes = Uint8Array.of(1, 2, 3);
      await store.write('tile/0/000.p/1', bytes);
      bytes.fill(9);
      const read = await store.read('tile/0/000.p/1');
      expectSame(read, Uint8Array.of(1, 2, 3));
      read?.fill(9);
      expectSame(await store.read('tile/0/000.p/1'), Uint8Array.of(1, 2, 3));
    },
  },
  {
    name: 'keeps a partial tile beside the full one of the same number',
    run: async (store) => {
      await store.write('tile/0/000.p/1', Uint8Array.of(1));
      await store.write('tile/0/000', Uint8Array.of(1, 2));
      expectSame(await store.read('tile/0/000.p/1'), Uint8Array.of(1));
      expectSame(await store.read('tile/0/000'), Uint8Array.of(1, 2));
    },
  },
  {
    name: 'takes a tile twice with the same bytes, and refuses other bytes',
    run: async (store) => {
      await store.write('tile/1/000.p/2', Uint8Array.of(1, 2));
      await store.write('tile/1/000.p/2', Uint8Array.of(1, 2));
      const refused = await store.write('tile/1/000.p/2', Uint8Array.of(1, 3)).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!(refused instanceof LogError) || refused.code !== 'log-file-differs') {
        throw new Error('other bytes over a tile were not refused with log-file-differs');
      }
      expectSame(await store.read('tile/1/000.p/2'), Uint8Array.of(1, 2));
    },
  },
  {
    name: 'replaces the checkpoint',
    run: async (store) => {
      await store.write('checkpoint', Uint8Array.of(1));
      await store.write('checkpoint', Uint8Array.of(2, 2));
      expectSame(await store.read('checkpoint'), Uint8Array.of(2, 2));
    },
  },
  {
    name: 'refuses paths that are no file of a log',
    run: async (store) => {
      for (const path of ['../x', 'tile/0/../../x', '/etc/passwd', 'tile/0/1', 'tile/0/000.p/256', '']) {
        const refused = await store.write(path, Uint8Array.of(1)).then(
          () => false,
          () => true,
        );
        if (!refused) {
          throw new Error(`the path ${JSON.stringify(path)} was written`);
        }
        expectSame(await store.read(path).catch(() => undefined), undefined);
      }
    },
  },
  {
    name: 'lists what it holds, where it can list',
    run: async (store) => {
      if (store.list === undefined) {
        return;
      }
      await store.write('checkpoint', Uint8Array.of(1));
      await store.write('tile/0/x001/000.p/7', Uint8Array.of(1));
      await store.write('tile/entries/000', Uint8Array.of(1));
      const paths = [...(await store.list())].sort().join();
      if (paths !== 'checkpoint,tile/0/x001/000.p/7,tile/entries/000') {
        throw new Error(`unexpected list: ${paths}`);
      }
    },
  },
  {
    name: 'grows by batches, again by the same ones, and not by others',
    run: async (store) => {
      const entries = Array.from({ length: 600 }, (_, i) => Uint8Array.of(i >> 8, i));
      let edge = EMPTY_EDGE;
      for (const size of [1, 3, 255, 256, 300, 600]) {
        const added = entries.slice(edge.size, size);
        const { files } = growEdge(edge, added);
        const before = edge;
        edge = await growStore(store, before, added);
        await growStore(store, before, added);
        for (const { path, bytes } of files) {
          expectSame(await store.read(path), bytes);
        }
      }
      const other = await growStore(store, EMPTY_EDGE, [Uint8Array.of(9)]).then(
        () => false,
        (error: unknown) => error instanceof LogError && error.code === 'log-file-differs',
      );
      if (!other) {
        throw new Error('another first entry was not refused');
      }
      await store.write('checkpoint', Uint8Array.of(7));
      expectSame(await store.read('checkpoint'), Uint8Array.of(7));
    },
  },
  {
    name: 'takes many writes at once',
    run: async (store) => {
      const paths = Array.from({ length: 40 }, (_, i) => `tile/0/000.p/${i + 1}`);
      await Promise.all(paths.map((path, i) => store.write(path, new Uint8Array(i).fill(i))));
      for (const [i, path] of paths.entries()) {
        expectSame(await store.read(path), new Uint8Array(i).fill(i));
      }
    },
  },
];

function expectSame(found: Uint8Array | undefined, expected: Uint8Array | undefined): void {
  const isSame =
    found === expected ||
    (found?.length === expected?.length && expected?.every((byte, i) => byte === found?.[i]) === true);
  if (!isSame) {
    throw new Error(`expected ${expected}, found ${found}`);
  }
}
