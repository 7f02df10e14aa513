/** Where pages stand below each other, at one scale and turn. Pure arithmetic: nothing is measured from the screen. */
import type { PageBox, PaperSize } from './page-source.ts';

/** Quarter turns to the right. */
export type Turn = 0 | 90 | 180 | 270;

/** Pixels between pages, and around them. */
export const GAP = 16;

/** Tops, widths and heights in CSS pixels; `width` and `height` are of all pages together with the gaps. */
export type PageLayout = {
  tops: readonly number[];
  widths: readonly number[];
  heights: readonly number[];
  width: number;
  height: number;
};

/** A page's size on the screen before scaling: width and height change places when it lies on its side. */
export function turned(paper: PaperSize, turn: Turn): PaperSize {
  return turn % 180 === 0 ? paper : { widthMm: paper.heightMm, heightMm: paper.widthMm };
}

/** Stacks pages at `scale` pixels per millimetre. */
export function layOutPages(papers: readonly PaperSize[], scale: number, turn: Turn): PageLayout {
  const tops: number[] = [];
  const widths: number[] = [];
  const heights: number[] = [];
  let y = 0;
  let widest = 0;
  for (const paper of papers) {
    const { widthMm, heightMm } = turned(paper, turn);
    tops.push(y);
    widths.push(widthMm * scale);
    heights.push(heightMm * scale);
    widest = Math.max(widest, widthMm * scale);
    y += heightMm * scale + GAP;
  }
  return { tops, widths, heights, width: widest, height: Math.max(0, y - GAP) };
}

/** Index of the last page that begins at or above `y`; 0 above the first. */
export function pageAt(layout: PageLayout, y: number): number {
  let low = 0;
  let high = layout.tops.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((layout.tops[middle] ?? 0) <= y) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return Math.max(0, low);
}

/** A rectangle of the page as it lies on the turned page, in millimetres of the turned page. */
export function turnBox(box: PageBox, paper: PaperSize, turn: Turn): PageBox {
  const { xMm, yMm, widthMm, heightMm } = box;
  switch (turn) {
    case 90:
      return { xMm: paper.heightMm - yMm - heightMm, yMm: xMm, widthMm: heightMm, heightMm: widthMm };
    case 180:
      return {
        xMm: paper.widthMm - xMm - widthMm,
        yMm: paper.heightMm - yMm - heightMm,
        widthMm,
        heightMm,
      };
    case 270:
      return { xMm: yMm, yMm: paper.widthMm - xMm - widthMm, widthMm: heightMm, heightMm: widthMm };
    default:
      return box;
  }
}

/** The point of the page, in millimetres, at shares 0–1 of the turned page's width and height. */
export function unturnPoint(
  shareX: number,
  shareY: number,
  paper: PaperSize,
  turn: Turn,
): { xMm: number; yMm: number } {
  const { widthMm, heightMm } = paper;
  switch (turn) {
    case 90:
      return { xMm: shareY * widthMm, yMm: (1 - shareX) * heightMm };
    case 180:
      return { xMm: (1 - shareX) * widthMm, yMm: (1 - shareY) * heightMm };
    case 270:
      return { xMm: (1 - shareY) * widthMm, yMm: shareX * heightMm };
    default:
      return { xMm: shareX * widthMm, yMm: shareY * heightMm };
  }
}
