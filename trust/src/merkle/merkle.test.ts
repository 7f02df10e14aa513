import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkConsistency,
  checkInclusion,
  consistencyRanges,
  emptyRoot,
  foldRight,
  inclusionRanges,
  leafHash,
  nodeHash,
  proveConsistency,
  proveInclusion,
  rootOf,
  splitPoint,
} from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 2 ** 31);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`merkle: YIWEN_SEED=${seed}`);
const samples = `${process.env.YIWEN_SAMPLES ?? new URL('../../../../shared/samples', import.meta.url).pathname}/tlog/merkle`;
const haveSamples = existsSync(samples);

/** Another implementation of SHA-256 than the product's: the tree code takes its hash as a parameter. */
const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());
const entry = (i: number): Uint8Array => leafHash(sha256, new TextEncoder().encode(`entry ${i}`));
const entries = (n: number): Uint8Array[] => Array.from({ length: n }, (_, i) => entry(i));
const unbase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const read = <T>(name: string): T => JSON.parse(readFileSync(`${samples}/${name}`, 'utf8')) as T;

describe('the tree', () => {
  it('splits at the largest power of two below n, up to 2^53-1', () => {
    expect([2, 3, 4, 5, 8, 9].map(splitPoint)).toEqual([1, 2, 2, 4, 4, 8]);
    expect(splitPoint(2 ** 53 - 1)).toBe(2 ** 52);
    expect(splitPoint(2 ** 40 + 1)).toBe(2 ** 40);
  });

  it('prefixes leaves with 0x00 and nodes with 0x01, and never doubles a last leaf', () => {
    expect(hex(leafHash(sha256, new Uint8Array(0)))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
    const [a, b, c] = entries(3);
    expect(rootOf(sha256, [a!, b!, c!])).toEqual(nodeHash(sha256, nodeHash(sha256, a!, b!), c!));
    const doubled = nodeHash(sha256, nodeHash(sha256, a!, b!), nodeHash(sha256, c!, c!));
    expect(rootOf(sha256, [a!, b!, c!])).not.toEqual(doubled);
    expect(rootOf(sha256, [a!])).toEqual(a);
    expect(rootOf(sha256, [])).toEqual(emptyRoot(sha256));
    expect(foldRight(sha256, [])).toEqual(emptyRoot(sha256));
  });

  it('handles indices beyond 32 bits: proof shapes at 2^53-1 leaves', () => {
    const size = 2 ** 53 - 1;
    expect(inclusionRanges(0, size)).toHaveLength(53);
    // The last leaf of 2^53-1: every level of the right edge adds one perfect subtree.
    expect(inclusionRanges(size - 1, size)).toHaveLength(52);
    for (const range of consistencyRanges(2 ** 33 + 5, size)) {
      expect(range.to).toBeGreaterThan(range.from);
      expect(range.to).toBeLessThanOrEqual(size);
    }
    const leaf = entry(0);
    const index = 2 ** 40 + 3;
    const path = inclusionRanges(index, 2 ** 41).map((_, i) => entry(i));
    let root = leaf;
    for (const [level, sibling] of path.entries()) {
      const isRight = Math.floor(index / 2 ** level) % 2 === 1;
      root = isRight ? nodeHash(sha256, sibling, root) : nodeHash(sha256, root, sibling);
    }
    expect(checkInclusion(sha256, { leaf, index, size: 2 ** 41, root }, path)).toBe(true);
    expect(checkInclusion(sha256, { leaf, index: 3, size: 2 ** 41, root }, path)).toBe(false);
  });

  it('refuses sizes and indices that are no counts', () => {
    const root = entry(0);
    for (const index of [-1, 0.5, Number.NaN, 2 ** 53, 1]) {
      expect(checkInclusion(sha256, { leaf: root, index, size: 1, root }, [])).toBe(false);
      expect(() => inclusionRanges(index, 1)).toThrow(RangeError);
    }
    expect(() => consistencyRanges(3, 2)).toThrow(RangeError);
    const claim = { oldSize: 2, oldRoot: root, newSize: 1, newRoot: root };
    expect(checkConsistency(sha256, claim, [])).toBe(false);
  });

  it('takes an old size of 0 with an empty proof, and only with the root of nothing', () => {
    const newRoot = rootOf(sha256, entries(5));
    const claim = { oldSize: 0, oldRoot: emptyRoot(sha256), newSize: 5, newRoot };
    expect(checkConsistency(sha256, claim, [])).toBe(true);
    expect(checkConsistency(sha256, claim, [newRoot])).toBe(false);
    expect(checkConsistency(sha256, { ...claim, oldRoot: newRoot }, [])).toBe(false);
  });

  it(`proves every leaf and every earlier size, and nothing else (seed ${seed})`, () => {
    const sizes = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, a, b) => {
        const leaves = entries(size);
        const root = rootOf(sha256, leaves);
        const index = a % size;
        const proof = proveInclusion(sha256, leaves, index);
        const claim = { leaf: leaves[index]!, index, size, root };
        expect(checkInclusion(sha256, claim, proof)).toBe(true);
        expect(checkInclusion(sha256, claim, [...proof, root])).toBe(false);
        if (proof.length > 0) {
          expect(checkInclusion(sha256, claim, proof.slice(1))).toBe(false);
          const flipped = proof.map((h, i) => (i === b % proof.length ? flip(h, b) : h));
          expect(checkInclusion(sha256, claim, flipped)).toBe(false);
          if (proof.length > 1) {
            expect(checkInclusion(sha256, claim, [...proof].reverse())).toBe(false);
          }
          expect(checkInclusion(sha256, { ...claim, index: (index + 1) % size }, proof)).toBe(false);
        }
        const oldSize = 1 + (b % size);
        const oldRoot = rootOf(sha256, leaves.slice(0, oldSize));
        const grown = { oldSize, oldRoot, newSize: size, newRoot: root };
        const consistency = proveConsistency(sha256, leaves, oldSize);
        expect(checkConsistency(sha256, grown, consistency)).toBe(true);
        expect(checkConsistency(sha256, grown, [...consistency, root])).toBe(false);
        expect(checkConsistency(sha256, { ...grown, oldRoot: flip(oldRoot, a) }, consistency)).toBe(false);
        expect(checkConsistency(sha256, { ...grown, newRoot: flip(root, a) }, consistency)).toBe(false);
      }),
      { seed, numRuns: 80 * soak },
    );
  });
});

describe.skipIf(!haveSamples)('the tree, against published vectors', () => {
  it('has the roots and nodes of RFC 6962’s reference tree', () => {
    const reference = read<{
      leaves_hex: string[];
      node_hashes_by_level: string[][];
      [key: string]: unknown;
    }>('rfc6962-reference.json');
    const leaves = reference.leaves_hex.map((text) =>
      leafHash(sha256, new Uint8Array(Buffer.from(text, 'hex'))),
    );
    for (const [level, nodes] of reference.node_hashes_by_level.entries()) {
      for (const [i, want] of nodes.entries()) {
        expect(hex(rootOf(sha256, leaves.slice(i * 2 ** level, (i + 1) * 2 ** level)))).toBe(want);
      }
    }
    const roots = Object.entries(reference).find(([key]) => key.startsWith('root'))?.[1] as string[];
    expect(roots).toHaveLength(9);
    for (const [size, want] of roots.entries()) {
      expect(hex(rootOf(sha256, leaves.slice(0, size)))).toBe(want);
    }
  });

  it('judges all 98 inclusion cases as the reference does', () => {
    type Case = {
      file: string;
      leafIdx: number;
      treeSize: number;
      root: string;
      leafHash: string;
      proof: string[] | null;
      wantErr: boolean;
    };
    const cases = read<Case[]>('inclusion.json');
    expect(cases).toHaveLength(98);
    for (const c of cases) {
      const claim = {
        leaf: unbase64(c.leafHash),
        index: c.leafIdx,
        size: c.treeSize,
        root: unbase64(c.root),
      };
      expect(checkInclusion(sha256, claim, (c.proof ?? []).map(unbase64)), c.file).toBe(!c.wantErr);
    }
  });

  it('judges the consistency cases as the reference does, except old size 0, which tlog-witness allows', () => {
    type Case = {
      file: string;
      size1: number;
      size2: number;
      root1: string;
      root2: string;
      proof: string[] | null;
      wantErr: boolean;
    };
    const cases = read<Case[]>('consistency.json');
    expect(cases).toHaveLength(98);
    const skipped: string[] = [];
    for (const c of cases) {
      const claim = {
        oldSize: c.size1,
        oldRoot: unbase64(c.root1),
        newSize: c.size2,
        newRoot: unbase64(c.root2),
      };
      const accepted = checkConsistency(sha256, claim, (c.proof ?? []).map(unbase64));
      if (c.size1 === 0 && accepted && c.wantErr) {
        skipped.push(c.file);
      } else {
        expect(accepted, c.file).toBe(!c.wantErr);
      }
    }
    expect(skipped.length).toBeLessThanOrEqual(3);
  });

  it('agrees with golang.org/x/mod on all roots and proofs up to 300 and on large roots', () => {
    const generated = read<{
      accumulated_sha256: Record<string, string>;
      roots_base64: Record<string, string>;
    }>('generated-roots.json');
    const all = entries(70_000);
    for (const [size, want] of Object.entries(generated.roots_base64)) {
      if (Number(size) <= all.length || soak > 1) {
        const leaves = Number(size) <= all.length ? all.slice(0, Number(size)) : entries(Number(size));
        expect(Buffer.from(rootOf(sha256, leaves)).toString('base64'), size).toBe(want);
      }
    }
    const roots = createHash('sha256');
    const inclusion = createHash('sha256');
    const consistency = createHash('sha256');
    const line = (start: string, hashes: Uint8Array[]): string =>
      `${[start, ...hashes.map(hex)].join(' ')}\n`;
    const max = 300;
    for (let n = 1; n <= max; n++) {
      const memory = new Map<string, Uint8Array>();
      const root = (r: { from: number; to: number }): Uint8Array => {
        const key = `${r.from} ${r.to}`;
        const known = memory.get(key) ?? rootOf(sha256, all.slice(r.from, r.to));
        memory.set(key, known);
        return known;
      };
      roots.update(line(`${n}`, [root({ from: 0, to: n })]));
      for (let k = 0; k < n; k++) {
        inclusion.update(line(`${n} ${k}`, inclusionRanges(k, n).map(root)));
      }
      for (let m = 1; m < n; m++) {
        consistency.update(line(`${m} ${n}`, consistencyRanges(m, n).map(root)));
      }
    }
    const want = (name: string): string =>
      Object.entries(generated.accumulated_sha256).find(([k]) => k.startsWith(name))![1];
    expect(roots.digest('hex')).toBe(want('roots'));
    expect(inclusion.digest('hex')).toBe(want('inclusion'));
    expect(consistency.digest('hex')).toBe(want('consistency'));
  });
});

function flip(hash: Uint8Array, where: number): Uint8Array {
  return hash.map((byte, i) => (i === where % hash.length ? byte ^ 1 : byte));
}
