/** Runs of an OFD page as the viewer lays them over it: counted from the paper's corner, wherever the page begins. */
import { extractPageText, type OfdDocument } from '@yiwen/formats/ofd';
import type { PageBox, PageRun } from '../page-source.ts';

/** Runs of one page in reading order. */
export function ofdRuns(document: OfdDocument, page: number): PageRun[] {
  const { xMm = 0, yMm = 0 } = document.pages[page]?.area ?? {};
  return extractPageText(document, page)
    .filter(({ text }) => text !== '')
    .map(({ text, boxes, line }) => ({
      text,
      line,
      boxes: boxes.map((value, at) => (at % 4 === 0 ? value - xMm : at % 4 === 1 ? value - yMm : value)),
    }));
}

/** A box in page coordinates, counted from the paper's corner. */
export function fromCorner(box: PageBox, corner: { xMm: number; yMm: number } | undefined): PageBox {
  return { ...box, xMm: box.xMm - (corner?.xMm ?? 0), yMm: box.yMm - (corner?.yMm ?? 0) };
}
