import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkPart,
  digestContent,
  digestFile,
  newSalt,
  orderParts,
  type Part,
  provePart,
  versionRoot,
} from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 2 ** 31);
const runs = 60 * Number(process.env.YIWEN_SOAK ?? 1);
console.log(`version roots: YIWEN_SEED=${seed}`);

/** A part whose salt and content follow from its id: good for tests, never for a document. */
function part(id: string, parent: string, position: number, text = `content of ${id}`): Part {
  const salt = createHash('sha256').update(`salt ${id}`).digest('hex').slice(0, 32);
  return { id, kind: 'block.paragraph', parent, position, salt, contentDigest: digestContent({ text }) };
}

const version = [
  part('body-2', 'body', 20),
  part('title', '', 0),
  part('body', '', 10),
  part('annex', '', 11),
  part('body-1', 'body', 3),
  part('body-1-a', 'body-1', 0),
];

describe('a version’s root', () => {
  it('orders parts depth first by position, whatever order they come in', () => {
    const want = ['title', 'body', 'body-1', 'body-1-a', 'body-2', 'annex'];
    expect(orderParts(version).map((p) => p.id)).toEqual(want);
    expect(versionRoot(version).leaves.map((leaf) => leaf.id)).toEqual(want);
    expect(versionRoot([...version].reverse())).toEqual(versionRoot(version));
  });

  it('is what the contract’s vectors say', () => {
    const file = new URL('../../../contract/version-root.json', import.meta.url);
    const contract = JSON.parse(readFileSync(file, 'utf8')) as {
      vectors: { name: string; parts: Part[]; sha256: string; sm3: string; order: string[] }[];
    };
    expect(contract.vectors.length).toBeGreaterThanOrEqual(6);
    for (const vector of contract.vectors) {
      const root = versionRoot(vector.parts);
      expect(root, vector.name).toMatchObject({ sha256: vector.sha256, sm3: vector.sm3 });
      expect(root.leaves.map((leaf) => leaf.id)).toEqual(vector.order);
    }
  });

  it('changes with every member of every part', () => {
    const before = versionRoot(version);
    const changes: Partial<Part>[] = [
      { id: 'other' },
      { kind: 'block.heading1' },
      { parent: 'title' },
      { position: 21 },
      { salt: '00'.repeat(16) },
      { contentDigest: digestContent({ text: 'other' }) },
    ];
    for (const change of changes) {
      const after = versionRoot(version.map((p) => (p.id === 'body-2' ? { ...p, ...change } : p)));
      expect(after.sha256).not.toBe(before.sha256);
      expect(after.sm3).not.toBe(before.sm3);
    }
  });

  const refusals: [string, string, Part[]][] = [
    ['an id twice', 'part-id-repeated', [part('a', '', 0), part('a', '', 1)]],
    ['a missing parent', 'part-parent-missing', [part('a', 'b', 0)]],
    ['a position twice', 'part-position-repeated', [part('a', '', 1), part('b', '', 0), part('c', '', 1)]],
    ['a ring', 'part-in-cycle', [part('a', 'b', 0), part('b', 'a', 0), part('c', '', 0)]],
    ['its own parent', 'part-in-cycle', [part('a', 'a', 0)]],
    ['a short salt', 'part-malformed', [{ ...part('a', '', 0), salt: 'aa' }]],
    ['an upper-case salt', 'part-malformed', [{ ...part('a', '', 0), salt: 'AA'.repeat(16) }]],
    ['a fractional position', 'part-malformed', [{ ...part('a', '', 0), position: 0.5 }]],
    ['a lone surrogate in the id', 'part-malformed', [part('\ud800', '', 0, 'x')]],
    ['an empty id', 'part-malformed', [part('', '', 0)]],
    ['a wrong digest', 'part-malformed', [{ ...part('a', '', 0), contentDigest: { sha256: '', sm3: '' } }]],
  ];
  it.each(refusals)('refuses %s', (_name, code, parts) => {
    expect(() => versionRoot(parts)).toThrow(expect.objectContaining({ code }));
  });

  it('bears nesting deeper than a call stack', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => part(`p${i}`, i === 0 ? '' : `p${i - 1}`, 0, 'x'));
    expect(orderParts(chain).at(-1)?.id).toBe('p19999');
  });

  it('digests a file as its bytes, and makes salts of 128 random bits', () => {
    const bytes = new TextEncoder().encode('abc');
    expect(digestFile(bytes).sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(digestFile(bytes).sm3).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(newSalt((n) => new Uint8Array(n).fill(171))).toBe('ab'.repeat(16));
  });

  it(`proves every part, and no changed part, path or root (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), fc.nat(), (draws, pick) => {
        const parts = draws.map((draw, i) => {
          const parent = i === 0 || draw % 4 === 0 ? '' : `p${draw % i}`;
          return part(`p${i}`, parent, i);
        });
        const root = versionRoot(parts);
        const proof = provePart(parts, `p${pick % parts.length}`);
        expect(checkPart(proof, root)).toBe(true);
        expect(
          checkPart({ ...proof, part: { ...proof.part, position: proof.part.position + 1 } }, root),
        ).toBe(false);
        expect(checkPart({ ...proof, part: { ...proof.part, salt: 'bad' } }, root)).toBe(false);
        expect(checkPart({ ...proof, sha256: [...proof.sha256, '00'.repeat(32)] }, root)).toBe(false);
        expect(checkPart({ ...proof, sm3: [...proof.sm3.slice(1), 'zz'] }, root)).toBe(false);
        expect(checkPart(proof, { ...root, sm3: root.sha256 })).toBe(false);
        expect(checkPart(proof, { ...root, sha256: root.sha256.toUpperCase() })).toBe(
          /^[0-9]*$/.test(root.sha256),
        );
        if (parts.length > 1) {
          const other = { ...provePart(parts, `p${(pick + 1) % parts.length}`), part: proof.part };
          expect(checkPart(other, root)).toBe(false);
        }
      }),
      { seed, numRuns: runs },
    );
  });

  it('refuses to prove a part that is not there', () => {
    expect(() => provePart(version, 'nobody')).toThrow(expect.objectContaining({ code: 'part-missing' }));
  });
});
