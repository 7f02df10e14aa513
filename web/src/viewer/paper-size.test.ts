import { describe, expect, it } from 'vitest';
import { A4, paperSize } from './paper-size.ts';

describe('the paper behind a picture', () => {
  it('is A4 for a scan or a drawing of that shape, whatever its dots', () => {
    expect(paperSize(794, 1123)).toEqual(A4);
    expect(paperSize(2480, 3508)).toEqual(A4);
    expect(paperSize(3508, 2480)).toEqual({ widthMm: 297, heightMm: 210 });
  });

  it('is as many millimetres as the picture says otherwise', () => {
    const invoice = paperSize((210 * 96) / 25.4, (140 * 96) / 25.4);
    expect(invoice.widthMm).toBeCloseTo(210, 3);
    expect(invoice.heightMm).toBeCloseTo(140, 3);
  });

  it('is A4 when nothing is known', () => {
    expect(paperSize(0, 0)).toEqual(A4);
  });
});
