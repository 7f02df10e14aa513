/** Where a picture goes on its page, and how large the page is. */
import { type Matrix, multiply } from '../../drawing/index.ts';
import type { RasterInfo } from '../../images/index.ts';
import { isTurned, type Orientation, uprightMatrix } from './orientation.ts';

export type PagePlan = {
  readonly widthMm: number;
  readonly heightMm: number;
  /** The stored picture's unit square to the page. */
  readonly ctm: Matrix;
};

export type PageChoice = {
  readonly page: 'fit-a4' | 'image';
  readonly dpi: number;
  readonly marginMm: number;
};

const a4 = { short: 210, long: 297 };
/** A scan whose own size is this near A4 fills the sheet. */
const nearlyA4Mm = 6;
/** Resolutions outside are mistakes (10 to 10,000 dpi). */
const soundPerMm = [0.39, 394] as const;
const smallestMm = 1;
const largestMm = 5000;

/** The picture's own size as it is seen, by its resolution or by `dpi`. */
function naturalSize(info: RasterInfo, orientation: Orientation, dpi: number) {
  const sound = info.pixelsPerMm?.every((value) => value >= soundPerMm[0] && value <= soundPerMm[1]) === true;
  const [across, down] = sound ? info.pixelsPerMm! : [dpi / 25.4, dpi / 25.4];
  const [width, height] = [info.widthPx / across, info.heightPx / down];
  return isTurned(orientation) ? { width: height, height: width, sound } : { width, height, sound };
}

export function planPage(info: RasterInfo, orientation: Orientation, choice: PageChoice): PagePlan {
  const size = naturalSize(info, orientation, choice.dpi);
  if (choice.page === 'image') {
    const most = Math.max(size.width, size.height);
    const least = Math.min(size.width, size.height);
    const scale = most > largestMm ? largestMm / most : least < smallestMm ? smallestMm / least : 1;
    const [widthMm, heightMm] = [rounded(size.width * scale), rounded(size.height * scale)];
    return { widthMm, heightMm, ctm: placed(orientation, 0, 0, widthMm, heightMm) };
  }
  const upright = size.height >= size.width;
  const [widthMm, heightMm] = upright ? [a4.short, a4.long] : [a4.long, a4.short];
  const isSheet =
    size.sound &&
    Math.abs(size.width - widthMm) <= nearlyA4Mm &&
    Math.abs(size.height - heightMm) <= nearlyA4Mm;
  const margin = isSheet ? 0 : choice.marginMm;
  const fit = Math.min((widthMm - 2 * margin) / size.width, (heightMm - 2 * margin) / size.height);
  // a picture that says how large it is does not grow
  const scale = size.sound && !isSheet ? Math.min(1, fit) : fit;
  const [width, height] = [size.width * scale, size.height * scale];
  const ctm = placed(orientation, (widthMm - width) / 2, (heightMm - height) / 2, width, height);
  return { widthMm, heightMm, ctm };
}

function placed(orientation: Orientation, x: number, y: number, width: number, height: number): Matrix {
  const [a, b, c, d, e, f] = multiply(uprightMatrix(orientation), [width, 0, 0, height, x, y]);
  return [rounded(a), rounded(b), rounded(c), rounded(d), rounded(e), rounded(f)];
}

function rounded(mm: number): number {
  return Math.round(mm * 10_000) / 10_000;
}
