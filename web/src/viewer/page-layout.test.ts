import { describe, expect, it } from 'vitest';
import { GAP, layOutPages, pageAt, turnBox, unturnPoint } from './page-layout.ts';

const A4 = { widthMm: 210, heightMm: 297 };
const side = { widthMm: 297, heightMm: 210 };

describe('pages below each other', () => {
  it('stand at the sum of those above and their gaps', () => {
    const { tops, heights, height, width } = layOutPages([A4, side, A4], 2, 0);
    expect(tops).toEqual([0, 594 + GAP, 594 + GAP + 420 + GAP]);
    expect(heights).toEqual([594, 420, 594]);
    expect(height).toBe(594 + 420 + 594 + 2 * GAP);
    expect(width).toBe(594);
  });

  it('change width and height when they are turned', () => {
    expect(layOutPages([A4], 1, 90)).toMatchObject({ widths: [297], heights: [210] });
  });

  it('are found by a height: the gap belongs to the page above it', () => {
    const layout = layOutPages([A4, A4, A4], 1, 0);
    expect(pageAt(layout, -50)).toBe(0);
    expect(pageAt(layout, 296)).toBe(0);
    expect(pageAt(layout, 297 + GAP - 1)).toBe(0);
    expect(pageAt(layout, 297 + GAP)).toBe(1);
    expect(pageAt(layout, 99_999)).toBe(2);
    expect(pageAt(layOutPages([], 1, 0), 10)).toBe(0);
  });
});

describe('a turned page', () => {
  it('takes its places along, and gives them back', () => {
    const box = { xMm: 20, yMm: 30, widthMm: 40, heightMm: 10 };
    for (const turn of [0, 90, 180, 270] as const) {
      const lying = turnBox(box, A4, turn);
      const paper = turn % 180 === 0 ? A4 : side;
      const { xMm, yMm } = unturnPoint(
        (lying.xMm + lying.widthMm / 2) / paper.widthMm,
        (lying.yMm + lying.heightMm / 2) / paper.heightMm,
        A4,
        turn,
      );
      expect(xMm).toBeCloseTo(40, 6);
      expect(yMm).toBeCloseTo(35, 6);
    }
  });
});
