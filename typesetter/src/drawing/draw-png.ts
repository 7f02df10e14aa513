/** A display list as a PNG: no browser, no fonts of the machine, the same picture everywhere. */

import { type DisplayList, drawCanvas } from '@yiwen/formats/drawing';
import { encodePng } from './encode-png.ts';
import { canvasMakers, newCanvas } from './native-canvas.ts';
import { pictureCanvases } from './picture-canvases.ts';

export type DrawPngOptions = {
  /** Dots per inch, 10–1200. Default 150. */
  readonly dpi?: number;
  /** Most pixels of the result, and of all pictures on it together; four bytes of memory each. Default 100 million. */
  readonly maxPixels?: number;
};

type Finding = DisplayList['findings'][number];

/** A drawn page. */
export type PagePng = {
  /** The PNG. */
  readonly bytes: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** What came up while drawing: pictures that could not be shown. The list's own findings are not among them. */
  readonly findings: readonly Finding[];
};

const defaultMaxPixels = 100_000_000;
/** Canvases take no longer sides. */
const maxSide = 32_767;
const mmPerInch = 25.4;

/**
 * Draws a list on white paper. A page so large that `maxPixels` would be passed is drawn with fewer dots, never
 * refused; `findings` says so (`page-too-large`). A resolution out of range is a `RangeError`.
 *
 * @example await drawPng(displayPage(document, 0, { fonts: standInFonts() }), { dpi: 150 })
 */
export async function drawPng(list: DisplayList, options: DrawPngOptions = {}): Promise<PagePng> {
  const { dpi = 150, maxPixels = defaultMaxPixels } = options;
  if (!(dpi >= 10 && dpi <= 1200)) {
    throw new RangeError(`expected 10 to 1200 dots per inch, found ${dpi}`);
  }
  const findings: Finding[] = [];
  const [widthMm, heightMm] = [length(list.area.widthMm), length(list.area.heightMm)];
  const wanted = dpi / mmPerInch;
  const pixelsPerMm = Math.min(
    wanted,
    Math.sqrt(maxPixels / (widthMm * heightMm)),
    maxSide / Math.max(widthMm, heightMm),
  );
  if (pixelsPerMm < wanted) {
    findings.push({
      code: 'page-too-large',
      severity: 'warning',
      message: `页面 ${Math.round(widthMm)}×${Math.round(heightMm)} 毫米过大，已降低分辨率`,
    });
  }
  const widthPx = side(widthMm * pixelsPerMm);
  const heightPx = side(heightMm * pixelsPerMm);
  const pictures = await pictureCanvases(list, maxPixels, findings);
  const { image, context } = newCanvas(widthPx, heightPx);
  drawCanvas(list, context, { ...canvasMakers, pixelsPerMm, pictures });
  const data = image.data();
  return {
    bytes: await encodePng({ widthPx, heightPx, data, pixelsPerMetre: Math.round(pixelsPerMm * 1000) }),
    widthPx,
    heightPx,
    findings,
  };
}

/** A side of the paper; nonsense becomes a millimetre. */
function length(mm: number): number {
  return Number.isFinite(mm) && mm > 0 ? mm : 1;
}

/** Whole pixels, at least one. */
function side(pixels: number): number {
  return Math.max(Math.round(pixels), 1);
}
