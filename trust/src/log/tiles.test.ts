import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, sha256, utf8 } from '../crypto/index.ts';
import { checkConsistency, checkInclusion, leafHash, proveInclusion, rootOf } from '../merkle/index.ts';
import {
  bundleOfLeaf,
  EMPTY_EDGE,
  edgeRoot,
  growEdge,
  hashesAtLevel,
  partialTiles,
  readBundle,
  readEdge,
  readTile,
  readTilePath,
  TileTree,
  type TreeEdge,
  tilePath,
  tileSource,
  tileWidth,
  writeBundle,
} from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 2 ** 31);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`log tiles: YIWEN_SEED=${seed}`);
const samples = `${process.env.YIWEN_SAMPLES ?? new URL('../../../../shared/samples', import.meta.url).pathname}/tlog`;
const haveSamples = existsSync(samples);
const entry = (i: number): Uint8Array => utf8(`entry ${i}`);
const entries = (from: number, to: number): Uint8Array[] =>
  Array.from({ length: to - from }, (_, i) => entry(from + i));

/** Grows a log of "entry 0", "entry 1", … through the given sizes and keeps every file. */
function grow(...sizes: number[]): { files: Map<string, Uint8Array>; edge: TreeEdge } {
  const files = new Map<string, Uint8Array>();
  let edge = EMPTY_EDGE;
  for (const size of sizes) {
    const grown = growEdge(edge, entries(edge.size, size));
    for (const file of grown.files) {
      const stored = files.get(file.path);
      expect(
        stored === undefined || Buffer.compare(stored, file.bytes) === 0,
        `${file.path} overwritten`,
      ).toBe(true);
      files.set(file.path, file.bytes);
    }
    edge = grown.edge;
  }
  return { files, edge };
}
const sourceOf = (files: ReadonlyMap<string, Uint8Array>) => tileSource(async (path) => files.get(path));

describe('tiles', () => {
  it('of a tree of 256 leaves are one full tile and one hash above it', () => {
    const { files } = grow(256);
    expect([...files.keys()].sort()).toEqual(['tile/0/000', 'tile/1/000.p/1', 'tile/entries/000']);
    expect(files.get('tile/1/000.p/1')).toEqual(
      rootOf(
        sha256,
        entries(0, 256).map((e) => leafHash(sha256, e)),
      ),
    );
  });

  it('never hash a partial tile upward', () => {
    const { files } = grow(300);
    expect(files.get('tile/1/000.p/1')).toEqual(
      rootOf(
        sha256,
        entries(0, 256).map((e) => leafHash(sha256, e)),
      ),
    );
    expect(files.has('tile/1/000.p/2')).toBe(false);
  });

  it('of 70,000 leaves have the widths of the specification', () => {
    expect(hashesAtLevel(70_000, 0) % 256).toBe(112);
    const names = partialTiles(70_000).map(tilePath).sort();
    expect(names).toEqual([
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
      'tile/entries/273.p/112',
    ]);
    expect(tileWidth(70_000, 0, 272)).toBe(256);
    expect(tileWidth(70_000, 0, 274)).toBe(0);
    expect(partialTiles(0)).toEqual([]);
    expect(bundleOfLeaf(2 ** 40, 2 ** 41)).toEqual({ level: 'entries', index: 2 ** 32, width: 256 });
  });

  it('rebuild the root at 70,000 whatever the batches were', () => {
    const want = 'o5IPun8jmgcam9EHIfE0Gt3vuu3ttBx+JEN6nRa98Ao=';
    const once = grow(70_000);
    const often = grow(1, 255, 256, 257, 511, 513, 65_535, 65_536, 65_537, 70_000);
    expect(edgeRoot(once.edge)).toEqual(fromBase64(want));
    expect(edgeRoot(often.edge)).toEqual(fromBase64(want));
    for (const [path, bytes] of once.files) {
      expect(Buffer.compare(often.files.get(path)!, bytes), path).toBe(0);
    }
  });

  it(`prove every leaf and every earlier size (seed ${seed})`, async () => {
    const { files } = grow(100, 256, 300, 700, 1000, 66_000);
    const leaves = entries(0, 1000).map((e) => leafHash(sha256, e));
    const source = sourceOf(files);
    expect(await new TileTree(source, 1000).inclusionProof(555)).toEqual(proveInclusion(sha256, leaves, 555));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(100, 256, 300, 700, 1000, 66_000), fc.nat(), async (size, pick) => {
        const tree = new TileTree(source, size);
        const root = await tree.root();
        const index = pick % size;
        const leaf = leafHash(sha256, entry(index));
        expect(checkInclusion(sha256, { leaf, index, size, root }, await tree.inclusionProof(index))).toBe(
          true,
        );
        const oldSize = [1, 100, 256, 300, 700, 1000][pick % 6]!;
        if (oldSize <= size && (oldSize > 1 || size > 1)) {
          const oldRoot =
            oldSize === 1 ? leafHash(sha256, entry(0)) : await new TileTree(source, oldSize).root();
          const claim = { oldSize, oldRoot, newSize: size, newRoot: root };
          expect(checkConsistency(sha256, claim, await tree.consistencyProof(oldSize))).toBe(true);
        }
      }),
      { seed, numRuns: 60 * soak },
    );
  });

  it(`give the edge back, and the log grows on from it (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 2, maxLength: 5 }),
        async (steps) => {
          const sizes = steps.map((_, i) => steps.slice(0, i + 1).reduce((a, b) => a + b, 0));
          const { files, edge } = grow(...sizes);
          const back = await readEdge(sourceOf(files), edge.size);
          expect(edgeRoot(back)).toEqual(edgeRoot(edge));
          const more = growEdge(back, entries(edge.size, edge.size + 77)).edge;
          expect(edgeRoot(more)).toEqual(edgeRoot(grow(edge.size + 77).edge));
          expect(await new TileTree(sourceOf(files), edge.size).root()).toEqual(edgeRoot(edge));
        },
      ),
      { seed, numRuns: 20 * soak },
    );
  });

  it('are cut from the full tile when the partial one is gone, and missing ones are named', async () => {
    const { files } = grow(3, 256);
    files.delete('tile/0/000.p/3');
    const source = sourceOf(files);
    expect(await readTile(source, { level: 0, index: 0, width: 3 })).toHaveLength(3);
    files.set('tile/0/000.p/2', new Uint8Array(63));
    await expect(readTile(source, { level: 0, index: 0, width: 2 })).rejects.toMatchObject({
      code: 'tile-missing',
    });
    await expect(readTile(source, { level: 3, index: 0, width: 2 })).rejects.toMatchObject({
      code: 'tile-missing',
    });
  });
});

describe('an entry bundle', () => {
  it('gives back its entries, the empty and the longest one included', () => {
    const list = [new Uint8Array(0), new Uint8Array(65_535).fill(7), utf8('x')];
    expect(readBundle(writeBundle(list), 3)).toEqual(list);
  });

  it('is refused when cut, longer, or of another width', () => {
    const bytes = writeBundle(entries(0, 5));
    for (const [broken, width] of [
      [bytes.slice(0, -1), 5],
      [bytes, 4],
      [bytes, 6],
      [Uint8Array.of(...bytes, 0), 5],
      [Uint8Array.of(...bytes, 0, 0), 5],
      [new Uint8Array(0), 1],
    ] as const) {
      expect(() => readBundle(broken, width)).toThrow(expect.objectContaining({ code: 'bundle-malformed' }));
    }
    expect(() => writeBundle([])).toThrow(expect.objectContaining({ code: 'bundle-malformed' }));
    expect(() => writeBundle([new Uint8Array(65_536)])).toThrow();
    expect(() => writeBundle(entries(0, 257))).toThrow();
  });
});

describe('a tile’s path', () => {
  it('is refused in any second spelling', () => {
    for (const path of [
      'tile/00/000',
      'tile/0/000.p/256',
      'tile/0/000.p/0',
      'tile/0/000.p/08',
      'tile/0/x000/001',
      'tile/0/../x',
      '/tile/0/000',
      'tile/0/000\n',
      'tile/entries/x',
    ]) {
      expect(() => readTilePath(path), path).toThrow(
        expect.objectContaining({ code: 'tile-path-malformed' }),
      );
    }
    expect(() => tilePath({ level: 64, index: 0, width: 1 })).toThrow(RangeError);
    expect(() => tilePath({ level: 0, index: -1, width: 1 })).toThrow(RangeError);
    expect(() => tilePath({ level: 0, index: 0, width: 0 })).toThrow(RangeError);
    const far = { level: 6, index: 2 ** 53 - 1, width: 256 };
    expect(readTilePath(tilePath(far))).toEqual(far);
  });

  it.skipIf(!haveSamples)('is written and read as tessera does', () => {
    type Row = { level: number; index: number; partial: number; path: string };
    const paths = JSON.parse(readFileSync(`${samples}/tiles/paths.json`, 'utf8')) as {
      tile: Row[];
      entries: Row[];
      entries_for_leaf: { leaf: number; size: number; path: string }[];
      parse_ok: { level: string; path: string; index: number | string; partial: number }[];
      parse_bad: { level: string; path: string }[];
    };
    const widthOf = (partial: number): number => (partial === 0 ? 256 : partial);
    for (const row of paths.tile) {
      expect(tilePath({ level: row.level, index: row.index, width: widthOf(row.partial) })).toBe(row.path);
    }
    for (const row of paths.entries) {
      expect(tilePath({ level: 'entries', index: row.index, width: widthOf(row.partial) })).toBe(row.path);
    }
    for (const row of paths.entries_for_leaf) {
      expect(tilePath(bundleOfLeaf(row.leaf, row.size))).toBe(row.path);
    }
    let beyondCounts = 0;
    for (const row of paths.parse_ok) {
      // One index of the list is above 2^53-1: no log of ours can have it, so it is refused and not rounded.
      if (Number.isSafeInteger(Number(row.index))) {
        const { index, width } = readTilePath(`tile/${row.level}/${row.path}`);
        expect({ index, width }).toEqual({ index: row.index, width: widthOf(row.partial) });
      } else {
        beyondCounts++;
        expect(() => readTilePath(`tile/${row.level}/${row.path}`)).toThrow();
      }
    }
    expect(beyondCounts).toBe(1);
    for (const row of paths.parse_bad) {
      expect(() => readTilePath(`tile/${row.level}/${row.path}`), row.path).toThrow();
    }
  });
});
