/** The paper of a page in points. */
import type { BoxMm, Matrix } from '../../drawing/index.ts';
import type { PdfRef } from '../../pdf/index.ts';

export type PageFrame = {
  readonly ref: PdfRef;
  readonly widthPt: number;
  readonly heightPt: number;
  /** Units of the page per 1/72 inch (14.11.2); 1 for every paper of 1 mm to 5 m. */
  readonly userUnit: number;
  /** Page millimetres to the page's own units, y up. */
  readonly matrix: Matrix;
};

/** Readers take 3 to 14,400 units (ISO 19005-2 6.1.13); other papers have larger or smaller units. */
export function pageFrame(area: BoxMm, ref: PdfRef): PageFrame {
  const side = (mm: number): number => (mm > 0 && mm < 1e7 ? mm : 210) * (72 / 25.4);
  const [width, height] = [side(area.widthMm), side(area.heightMm)];
  const most = Math.max(width, height);
  const userUnit =
    most > 14_400 ? Math.ceil(most / 14_400) : Math.min(width, height) < 3 ? Math.min(width, height) / 3 : 1;
  const scale = 72 / 25.4 / userUnit;
  const finite = (value: number): number => (Math.abs(value) < 1e7 ? value : 0);
  return {
    ref,
    widthPt: width / userUnit,
    heightPt: height / userUnit,
    userUnit,
    matrix: [scale, 0, 0, -scale, -finite(area.xMm) * scale, height / userUnit + finite(area.yMm) * scale],
  };
}
