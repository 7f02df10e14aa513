import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dateIn, fixedClock, shiftedClock, systemClock, yearIn } from './index.ts';

const sources = fileURLToPath(new URL('../../', import.meta.url));
const readsTime = /Date\.now\(|new Date\(\)|performance\.now\(/;

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory()
      ? files(path)
      : path.endsWith('.ts') && !path.endsWith('.test.ts')
        ? [path]
        : [];
  });
}

describe('clock', () => {
  it('is the only place of the server that reads the time', () => {
    const readers = files(sources).filter((path) => readsTime.test(readFileSync(path, 'utf8')));
    expect(readers.map((path) => path.slice(sources.length))).toEqual(['platform/clock/clock.ts']);
  });

  it('can be set to another day and runs on from there', async () => {
    const clock = shiftedClock('2026-11-23T09:00:00+08:00');
    const first = clock.now();
    expect(dateIn(first)).toBe('2026-11-23');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.now().getTime()).toBeGreaterThan(first.getTime());
    expect(() => shiftedClock('Monday')).toThrow(RangeError);
    expect(systemClock.now()).toBeInstanceOf(Date);
  });

  it('tells day and year of the office, not of the machine', () => {
    const clock = fixedClock('2026-12-31T23:30:00+08:00');
    expect(dateIn(clock.now())).toBe('2026-12-31');
    clock.advance(3_600_000);
    expect(dateIn(clock.now())).toBe('2027-01-01');
    expect(yearIn(clock.now())).toBe(2027);
    expect(dateIn(new Date('2026-11-22T17:00:00Z'))).toBe('2026-11-23');
  });
});
