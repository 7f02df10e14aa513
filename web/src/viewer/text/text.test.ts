import { describe, expect, it } from 'vitest';
import { type PageRun, unitBox } from '../page-source.ts';
import { joinParts } from './copied-text.ts';
import { nearestPlace } from './place-caret.ts';

/** A run of letters 5 mm wide and high from a place on. */
function run(text: string, xMm: number, yMm: number, line: number, down = false): PageRun {
  const boxes = Array.from({ length: text.length }, (_, at) =>
    down ? [xMm, yMm + at * 5, 5, 5] : [xMm + at * 5, yMm, 5, 5],
  );
  return { text, boxes: new Float32Array(boxes.flat()), line };
}

const page = [run('禾汀镇人民政府', 20, 20, 0), run('关于开展检查的通知', 20, 40, 1), run('2026', 70, 40, 1)];

describe('the place under a pointer', () => {
  it('is before or behind a letter, whichever is nearer', () => {
    expect(nearestPlace(page, 21, 22)).toEqual({ run: 0, unit: 0 });
    expect(nearestPlace(page, 29, 22)).toEqual({ run: 0, unit: 2 });
    expect(nearestPlace(page, 200, 22)).toEqual({ run: 0, unit: 7 });
  });

  it('belongs to the line it is beside, not to a longer one nearby', () => {
    expect(nearestPlace(page, 150, 23)).toEqual({ run: 0, unit: 7 });
    expect(nearestPlace(page, 150, 43)).toEqual({ run: 2, unit: 4 });
    expect(nearestPlace(page, 5, 300)).toEqual({ run: 1, unit: 0 });
  });

  it('follows a line that runs down the page', () => {
    expect(nearestPlace([run('竖排文字', 50, 20, 0, true)], 52, 31)).toEqual({ run: 0, unit: 2 });
  });

  it('is never between the halves of a rare character', () => {
    const boxes = new Float32Array([0, 0, 5, 5, 0, 0, 5, 5, 5, 0, 5, 5]);
    const rare = { text: '\u{20000}字', boxes, line: 0 };
    for (let x = 0; x <= 12; x += 0.5) {
      expect(nearestPlace([rare], x, 2)?.unit).not.toBe(1);
    }
  });

  it('is nowhere on an empty page', () => {
    expect(nearestPlace([], 10, 10)).toBeNull();
  });
});

describe('copied text', () => {
  const part = (at: number, from = 0, to = page[at]!.text.length) => ({ page: 0, run: page[at]!, from, to });

  it('has a new line where the page has one, and a space where it shows a gap', () => {
    expect(joinParts([part(0), part(1), part(2)])).toBe('禾汀镇人民政府\n关于开展检查的通知 2026');
  });

  it('takes parts of runs', () => {
    expect(joinParts([part(0, 3), part(1, 0, 4)])).toBe('人民政府\n关于开展');
  });

  it('begins a new line on another page', () => {
    expect(joinParts([part(0), { ...part(0), page: 1 }])).toBe('禾汀镇人民政府\n禾汀镇人民政府');
  });
});

describe('the box of a letter', () => {
  it('is read from four numbers', () => {
    expect(unitBox(page[0]!, 2)).toEqual({ xMm: 30, yMm: 20, widthMm: 5, heightMm: 5 });
  });
});
