import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storable, words } from './words.ts';

describe('words from outside', () => {
  it.each(['a\0b', '\uD800', 'x\uDC00y', '\uDC00\uD800'])('refuses %j', (text) => {
    expect(words(10).safeParse(text).success).toBe(false);
    expect(words(10).safeParse(storable(text)).success).toBe(true);
  });

  it('keeps every well-formed text as it is', () => {
    const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
    console.log(`words: YIWEN_SEED=${seed}`);
    console.info(`seed ${seed}`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const kept = storable(text);
        expect(kept.isWellFormed() && !kept.includes('\0')).toBe(true);
        if (text.isWellFormed() && !text.includes('\0')) {
          expect(kept).toBe(text);
        }
      }),
      { seed, numRuns: 500 * Number(process.env.YIWEN_SOAK ?? 1) },
    );
  });
});
