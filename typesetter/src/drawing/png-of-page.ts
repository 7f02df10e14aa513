import { type DisplayOptions, displayPage, type OfdDocument } from '@yiwen/formats/ofd';
import { standInFonts } from '../fonts/stand-ins.ts';
import { type DrawPngOptions, drawPng, type PagePng } from './draw-png.ts';

let fonts: ReturnType<typeof standInFonts> | undefined;

/**
 * One page (0-based) of an OFD as PNG, with the fonts of this installation where the file brings none. `stamps` are
 * the seals to lay on it. Throws `RangeError` for a page that does not exist; defects of the file are in `findings`.
 *
 * @example const { bytes } = await pngOfPage(readOfd(bytes), 0, { dpi: 150 });
 */
export async function pngOfPage(
  document: OfdDocument,
  pageIndex: number,
  options: DisplayOptions & DrawPngOptions = {},
): Promise<PagePng> {
  fonts ??= standInFonts();
  const { dpi, maxPixels, ...display } = options;
  const list = displayPage(document, pageIndex, { fonts, ...display });
  const drawn = await drawPng(list, {
    ...(dpi !== undefined && { dpi }),
    ...(maxPixels !== undefined && { maxPixels }),
  });
  return { ...drawn, findings: [...list.findings, ...drawn.findings] };
}
