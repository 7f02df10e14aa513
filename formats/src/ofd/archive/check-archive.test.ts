import { describe, expect, it } from 'vitest';
import { writeZip } from '../../container/index.ts';
import { archiveRules, checkArchive, readOfd } from '../index.ts';
import { built, signature, violations } from './archive.fixture.ts';

describe('the checker for OFD-A', () => {
  it('finds nothing in a clean file', () => {
    expect(checkArchive(readOfd(writeZip(built)))).toEqual([]);
  });

  it.each(archiveRules)('names %s, and nothing else', (rule) => {
    const entries = violations[rule](built);
    const findings = checkArchive(readOfd(writeZip(entries)));
    expect([...new Set(findings.map(({ code }) => code))]).toEqual([rule]);
    expect(findings[0]!.message).toContain(findings[0]!.clause);
    expect(findings[0]!.clause).toMatch(/^6\.\d+/);
  });

  it('takes seals of GB/T 38540 and signatures of GB/T 35275 by their form', () => {
    const seal = Uint8Array.of(0x30, 8, 0x30, 0, 0x04, 0, 0x06, 0, 0x03, 0);
    expect(checkArchive(readOfd(writeZip(signature(seal)(built))))).toEqual([]);
  });
});
