import type { Matrix } from '../../drawing/index.ts';
import type { PdfPage } from '../../pdf/index.ts';
import { multiply } from './matrix.ts';

const mmPerPoint = 25.4 / 72;

/** A page's size and the way from its default user space (points, y up) to page millimetres (y down). */
export type PageGeometry = { readonly base: Matrix; readonly widthMm: number; readonly heightMm: number };

/** The visible box of a page, turned as /Rotate says (ISO 32000-1 8.3.2.3, 14.11.2). */
export function pageGeometry(page: PdfPage): PageGeometry {
  const [x0, y0, x1, y1] = visibleBox(page);
  const k = mmPerPoint * (page.userUnit > 0 && page.userUnit <= 1000 ? page.userUnit : 1);
  const width = (x1 - x0) * k;
  const height = (y1 - y0) * k;
  const upright: Matrix = [k, 0, 0, -k, -x0 * k, y1 * k];
  const turns: Record<number, Matrix> = {
    90: [0, 1, -1, 0, height, 0],
    180: [-1, 0, 0, -1, width, height],
    270: [0, -1, 1, 0, 0, width],
  };
  const turn = turns[page.rotate];
  const onSide = page.rotate === 90 || page.rotate === 270;
  return {
    base: turn === undefined ? upright : multiply(upright, turn),
    widthMm: roundMm(onSide ? height : width),
    heightMm: roundMm(onSide ? width : height),
  };
}

/** The crop box as far as the paper goes; the paper where that leaves nothing. */
function visibleBox({ cropBox, mediaBox }: PdfPage): readonly [number, number, number, number] {
  const cut = [
    Math.max(cropBox[0], mediaBox[0]),
    Math.max(cropBox[1], mediaBox[1]),
    Math.min(cropBox[2], mediaBox[2]),
    Math.min(cropBox[3], mediaBox[3]),
  ] as const;
  return cut[2] - cut[0] > 0.01 && cut[3] - cut[1] > 0.01 ? cut : mediaBox;
}

/** A PDF writes A4 as 595.2756 points, which is 210.000003 mm. */
function roundMm(value: number): number {
  return Math.max(0.001, Math.round(value * 1000) / 1000);
}
