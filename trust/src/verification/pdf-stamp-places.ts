/**
 * What later signatures show, and where: never over the picture of an earlier one, and never over most of a page. A
 * single one is no larger than a seal (`pdf-new-field.ts`).
 */
import {
  isDict,
  type PdfFile,
  type PdfObject,
  type PdfPage,
  type PdfRectangle,
  rectangleOf,
  signatureFields,
} from '@yiwen/formats/pdf';
import type { ObjectComparison } from './pdf-object-comparison.ts';

/** A stamp of a signature on a page (from 0), in the page's own space. */
export type PlacedStamp = { page: number; rect: PdfRectangle };

/** So much of an earlier stamp may be touched by a later one: joint seals stand close together. */
const MOST_OF_A_STAMP = 0.5;
/** So much of a page may be under later stamps altogether. */
const MOST_OF_A_PAGE = 0.5;

function area([x0, y0, x1, y1]: PdfRectangle): number {
  return Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
}

function overlap(one: PdfRectangle, other: PdfRectangle): number {
  return area([
    Math.max(one[0], other[0]),
    Math.max(one[1], other[1]),
    Math.min(one[2], other[2]),
    Math.min(one[3], other[3]),
  ]);
}

/** Stamps of the signatures a state has. */
export function earlierStamps(file: PdfFile): PlacedStamp[] {
  return signatureFields(file).fields.flatMap(({ signature, widgets }) =>
    signature === undefined
      ? []
      : widgets.flatMap(({ pageIndex, rect }) =>
          pageIndex === undefined || rect === undefined || area(rect) === 0
            ? []
            : [{ page: pageIndex, rect }],
        ),
  );
}

/** Judges the new fields listed on one page. */
export function checkStampsOnPage(
  states: ObjectComparison,
  page: PdfPage,
  { added, earlier }: { added: readonly PdfObject[]; earlier: readonly PlacedStamp[] },
): void {
  const place = `第 ${page.index + 1} 页`;
  const rects = added.flatMap((item) => {
    const widget = states.now.resolve(item);
    const rect = isDict(widget) ? rectangleOf(states.now, widget.get('Rect')) : undefined;
    return rect === undefined ? [] : [rect];
  });
  const covered = rects.reduce((sum, rect) => sum + area(rect), 0);
  if (covered > MOST_OF_A_PAGE * area(page.mediaBox)) {
    states.fault('pdf-field-covers-page', '签署之后添加的签名图案盖住了大半页', place);
  }
  const hidden = earlier.some(
    (stamp) =>
      stamp.page === page.index &&
      rects.reduce((sum, rect) => sum + overlap(rect, stamp.rect), 0) > MOST_OF_A_STAMP * area(stamp.rect),
  );
  if (hidden) {
    states.fault('pdf-stamp-over-stamp', '后来的签名图案盖住了先前的印章或签名', place);
  }
}
