import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines, mustStayTogether } from './line-breaking.ts';
import { CELL_MM, CELLS_PER_LINE, TYPE_WIDTH_MM } from './measures.ts';

const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const runs = 300 * Number(process.env.YIWEN_SOAK ?? 1);
console.log(`line breaking: YIWEN_SEED=${seed}`);

const GRID = { cellMm: CELL_MM, lineCells: CELLS_PER_LINE, firstIndent: 2, restIndent: 0, justify: true };
const set = (text: string) => breakLines([{ text, role: 'fangsong' }], GRID);

describe('lines of 28 characters', () => {
  it('fills each line with 28 characters, the first with 26 after its indent', () => {
    const lines = set('国'.repeat(100));
    expect(lines.map((l) => l.text.length)).toEqual([26, 28, 28, 18]);
    expect(lines[1]!.glyphs[27]!.xMm).toBeCloseTo(27 * CELL_MM, 6);
    expect(lines[0]!.glyphs[0]!.xMm).toBeCloseTo(2 * CELL_MM, 6);
  });

  it('never begins a line with a closing mark: it is pulled in where marks give room', () => {
    const text = `${'国'.repeat(10)}，${'国'.repeat(15)}。${'国'.repeat(5)}`;
    const [first, second] = set(text);
    expect(first!.text.endsWith('。')).toBe(true);
    expect(second!.text).toBe('国'.repeat(5));
    expect(first!.widthMm).toBeLessThanOrEqual(TYPE_WIDTH_MM + 1e-6);
  });

  it('takes the character before along when no mark gives room, and spaces the line out', () => {
    const [first, second] = set(`${'国'.repeat(26)}、${'国'.repeat(5)}`);
    expect(second!.text.startsWith('、')).toBe(false);
    expect(first!.widthMm).toBeCloseTo(TYPE_WIDTH_MM, 6);
  });

  it('does not cut a number, an ellipsis or a dash', () => {
    const lines = set(`${'国'.repeat(25)}2026年${'国'.repeat(22)}……${'国'.repeat(25)}——完`);
    expect(lines.map((l) => l.text).join('|')).not.toMatch(/2\|0|0\|2|2\|6|…\|…|—\|—/);
  });

  it('holds for any text: nothing lost, no line too wide, no forbidden mark at an edge', () => {
    const alphabet = [...'国务院办公厅关于的通知，。、；：？！（）《》“”‘’【】…—·％0123456789abcMW.,%()/ '];
    const text = fc
      .array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: 200 })
      .map((a) => a.join(''));
    fc.assert(
      fc.property(text, (t) => {
        const lines = set(t);
        expect(
          lines
            .map((l) => l.text)
            .join('')
            .replaceAll(' ', ''),
        ).toBe(t.replaceAll(' ', ''));
        lines.forEach((line, i) => {
          expect(line.widthMm).toBeLessThanOrEqual(TYPE_WIDTH_MM + 1e-6);
          const next = lines[i + 1];
          if (!next) {
            return;
          }
          const before = line.glyphs.at(-1)!.text;
          const after = next.glyphs[0]!.text;
          // Only a line that is one unbreakable chain of marks may be cut anywhere.
          const chain = line.glyphs.every(
            (g, k) => k === 0 || mustStayTogether(line.glyphs[k - 1]!.text, g.text),
          );
          expect(chain || !mustStayTogether(before, after), `${before}|${after} in ${t}`).toBe(true);
        });
        for (const line of lines) {
          for (let k = 1; k < line.glyphs.length; k++) {
            const previous = line.glyphs[k - 1]!;
            expect(line.glyphs[k]!.xMm).toBeGreaterThanOrEqual(previous.xMm + previous.widthMm - 1e-6);
          }
        }
      }),
      { seed, numRuns: runs },
    );
  });
});
