import { describe, expect, it } from 'vitest';
import { Checker } from './checker.ts';

describe('the line before the checking thread', () => {
  it('is short: one file more is sent away at once, and later ones are taken again', async () => {
    const checker = new Checker();
    const file = { bytes: new TextEncoder().encode('no document'), trust: undefined, now: 0, fileName: 'x' };
    const taken = Array.from({ length: 8 }, () => checker.check(file));
    await expect(checker.check(file)).rejects.toThrow(/http.unavailable/);
    for (const report of await Promise.all(taken)) {
      expect(report.verdict).toBe('refused');
    }
    expect((await checker.check(file)).verdict).toBe('refused');
    await checker.stop();
  });
});
