import type { PaperSize } from './page-source.ts';

/** A4 upright, what nearly every office paper is. */
export const A4: PaperSize = { widthMm: 210, heightMm: 297 };

/** CSS pixels per millimetre at 96 dots an inch: a picture that states its size in mm has this many. */
const PX_PER_MM = 96 / 25.4;

/**
 * The paper's size from the picture's own size. A picture in millimetres says it itself; one in dots (a scan) is taken
 * for A4 of its direction when its shape is A4's, else for as many millimetres as it has CSS pixels.
 */
export function paperSize(naturalWidth: number, naturalHeight: number): PaperSize {
  if (naturalWidth <= 0 || naturalHeight <= 0) {
    return A4;
  }
  const ratio = naturalHeight / naturalWidth;
  if (Math.abs(ratio - A4.heightMm / A4.widthMm) < 0.02) {
    return A4;
  }
  if (Math.abs(ratio - A4.widthMm / A4.heightMm) < 0.02) {
    return { widthMm: A4.heightMm, heightMm: A4.widthMm };
  }
  return { widthMm: naturalWidth / PX_PER_MM, heightMm: naturalHeight / PX_PER_MM };
}
