/** A page straight to SVG, for those who need no display list. */
import { drawSvg, type SvgOptions } from '../../drawing/index.ts';
import type { OfdDocument } from '../model/read-types.ts';
import type { DisplayOptions } from './display-options.ts';
import { displayPage } from './display-page.ts';

export type DrawOptions = DisplayOptions & SvgOptions;

/**
 * Draws one page (0-based over all documents) as one self-contained SVG string. Ids start with `p<index>` unless a
 * prefix is given. Throws `RangeError` for a page that does not exist; defects of the file never throw.
 *
 * @example drawPageSvg(document, 0, { stamps: sealPictures(document) })
 */
export function drawPageSvg(document: OfdDocument, pageIndex: number, options: DrawOptions = {}): string {
  const list = displayPage(document, pageIndex, options);
  return drawSvg(list, { ...options, idPrefix: options.idPrefix ?? `p${pageIndex}` });
}
