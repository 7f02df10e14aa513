import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readZip, writeZip, type ZipEntry } from '../../container/index.ts';
import { archiveRules, buildOfd, checkArchive, readOfd, toArchive } from '../index.ts';
import { everything } from '../writing/everything.fixture.ts';
import { built } from './archive.fixture.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`hostile archives: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);
vi.setConfig({ testTimeout: 120_000 * Math.max(1, soak) });

/** Two packages, the second with an embedded font, and up to six bytes of one changed. */
const packages: readonly ZipEntry[][] = [buildOfd(everything), built];
const changes = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
const broken = fc.tuple(fc.nat(1), changes);

function fileOf([which, places]: [number, [number, number, number][]]): Uint8Array {
  const entries = packages[which]!.map(({ name, bytes }) => ({ name, bytes: bytes.slice() }));
  for (const [entry, at, value] of places) {
    const { bytes } = entries[entry % entries.length]!;
    bytes[at % bytes.length] = value;
  }
  return writeZip(entries);
}

describe('broken files', () => {
  it('are checked to the end: every finding has a rule and a clause', () => {
    fc.assert(
      fc.property(broken, (change) => {
        const bytes = fileOf(change);
        for (const { code, clause } of checkArchive(readOfd(bytes))) {
          expect(archiveRules).toContain(code);
          expect(clause).toMatch(/^6\./);
        }
      }),
      { seed, numRuns: Math.ceil(60 * soak) },
    );
  });

  it('become archives, or are refused in one way', async () => {
    await fc.assert(
      fc.asyncProperty(broken, async (change) => {
        const bytes = fileOf(change);
        try {
          const { entries } = await toArchive(readOfd(bytes));
          expect(readZip(writeZip(entries)).findings.filter(({ severity }) => severity === 'error')).toEqual(
            [],
          );
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { seed, numRuns: Math.ceil(30 * soak) },
    );
  });
});
