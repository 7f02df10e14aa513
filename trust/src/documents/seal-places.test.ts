import { describe, expect, it } from 'vitest';
import { type JointPage, jointSealBoxes, jointSealFaults, ridingStamps } from './index.ts';

/** The type area of GB/T 9704: 156 × 225 mm, 28 mm from the left and 37 mm from the top. */
const area = { xMm: 28, yMm: 37, widthMm: 156, heightMm: 225 };
const page: JointPage = { date: { xMm: 118, yMm: 240, widthMm: 44, heightMm: 6 }, area };
const organs = (count: number, size = 42) =>
  Array.from({ length: count }, () => ({ seal: { widthMm: size, heightMm: size } }));
const centres = (count: number, size = 42) =>
  jointSealBoxes(organs(count, size), page).map(({ xMm, yMm }) => [xMm + size / 2, yMm + size / 2]);

describe('joint seals', () => {
  it('stand on the date when there is one, slightly above its middle', () => {
    expect(centres(1)).toEqual([[140, 239]]);
  });

  it('go from left to right, the last on the date', () => {
    expect(centres(2)).toEqual([
      [95, 239],
      [140, 239],
    ]);
    expect(centres(3)).toEqual([
      [50, 239],
      [95, 239],
      [140, 239],
    ]);
  });

  it('go in rows of three, the lead organ at the top left', () => {
    expect(centres(5)).toEqual([
      [50, 194],
      [95, 194],
      [140, 194],
      [95, 239],
      [140, 239],
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('of %i organs keep all rules', (count) => {
    for (const size of [38, 42, 45]) {
      expect(jointSealFaults(jointSealBoxes(organs(count, size), page), page)).toEqual([]);
    }
  });

  it('are centred on the names where the page has them', () => {
    const name = (xMm: number, yMm: number) => ({ xMm, yMm, widthMm: 40, heightMm: 6 });
    const named = [
      { seal: { widthMm: 42, heightMm: 42 }, name: name(60, 232) },
      { seal: { widthMm: 42, heightMm: 42 }, name: name(120, 232) },
    ];
    const boxes = jointSealBoxes(named, page);
    // The first: middle of its name 235, less 4; the last: half way from its name to the date 243, less 4.
    expect(boxes.map(({ xMm, yMm }) => [xMm + 21, yMm + 21])).toEqual([
      [80, 231],
      [140, 235],
    ]);
    expect(jointSealFaults(boxes, page)).toEqual([]);
  });

  it('that break a rule are named', () => {
    const box = (xMm: number, yMm: number) => ({ xMm, yMm, widthMm: 42, heightMm: 42 });
    const rules = (...boxes: ReturnType<typeof box>[]) =>
      jointSealFaults(boxes, page).map(({ rule, seals }) => [rule, ...seals]);
    expect(rules(box(77, 218), box(119, 218))).toEqual([['seals-touch', 0, 1]]);
    expect(rules(box(20, 218), box(119, 218))).toEqual([['outside-type-area', 0]]);
    expect(rules(box(119, 218), box(70, 218))).toEqual([
      ['out-of-order', 0, 1],
      ['date-not-pressed', 1],
    ]);
    expect(rules(box(119, 100))).toEqual([['date-not-pressed', 0]]);
  });
});

describe('riding seals', () => {
  const pages = (count: number) => Array.from({ length: count }, () => ({ widthMm: 210 }));

  it('part one seal over the right edges', () => {
    const stamps = ridingStamps(pages(3), { widthMm: 42, heightMm: 42, yMm: 100 });
    expect(stamps.map(({ page: at, xMm, clip }) => [at, xMm, clip!.xMm, clip!.widthMm])).toEqual([
      [0, 196, 0, 14],
      [1, 182, 14, 14],
      [2, 168, 28, 14],
    ]);
  });

  it('part one seal over the left edges, mirrored', () => {
    const stamps = ridingStamps(pages(3), { widthMm: 42, heightMm: 42, yMm: 100, edge: 'left' });
    expect(stamps.map(({ xMm, clip }) => [xMm, clip!.xMm])).toEqual([
      [-28, 28],
      [-14, 14],
      [-0, 0],
    ]);
  });

  it.each([2, 5, 14, 15, 40, 101])('show every part of the seal once in each group of %i pages', (count) => {
    for (const edge of ['right', 'left'] as const) {
      const stamps = ridingStamps(pages(count), { widthMm: 42, heightMm: 42, yMm: 100, edge });
      expect(stamps.map(({ page: at }) => at)).toEqual(pages(count).map((_, i) => i));
      const shown = stamps.reduce((sum, { clip }) => sum + clip!.widthMm, 0);
      expect(shown / 42).toBeCloseTo(Math.ceil(count / 14));
      for (const { xMm, clip } of stamps) {
        expect(clip!.widthMm).toBeGreaterThanOrEqual(3);
        // The strip that shows lies on the edge of its page.
        const strip = xMm + clip!.xMm;
        expect(strip).toBeCloseTo(edge === 'right' ? 210 - clip!.widthMm : 0);
      }
    }
  });

  it('follow each page’s own width, and need two pages', () => {
    const [first, second] = ridingStamps([{ widthMm: 210 }, { widthMm: 297 }], {
      widthMm: 42,
      heightMm: 42,
      yMm: 50,
    });
    expect([first!.xMm, second!.xMm]).toEqual([189, 255]);
    expect(() => ridingStamps(pages(1), { widthMm: 42, heightMm: 42, yMm: 50 })).toThrow('two pages');
  });
});
