/** How far two pictures of one page lie apart. */
import { type Raster, readRaster, writePng } from '@yiwen/formats/images';

export type PageDifference = {
  /** Mean difference of all channels of all pixels, 0–100. */
  readonly percent: number;
  /** Ours, theirs, and where they differ (darker = further apart), side by side. */
  triptych(): Uint8Array;
};

/** Compares over what both cover; a side may be one pixel longer, because each rounds in its own way. */
export async function comparePages(ours: Uint8Array, theirs: Uint8Array): Promise<PageDifference> {
  const [a, b] = [await readRaster(ours), await readRaster(theirs)];
  if (Math.abs(a.widthPx - b.widthPx) > 1 || Math.abs(a.heightPx - b.heightPx) > 1) {
    throw new Error(`pages of ${a.widthPx}×${a.heightPx} and ${b.widthPx}×${b.heightPx} pixels`);
  }
  const widthPx = Math.min(a.widthPx, b.widthPx);
  const heightPx = Math.min(a.heightPx, b.heightPx);
  let sum = 0;
  eachPixel(widthPx, heightPx, a, b, (i, j) => {
    for (let channel = 0; channel < 3; channel++) {
      sum += Math.abs((a.data[i + channel] as number) - (b.data[j + channel] as number));
    }
  });
  return {
    percent: (sum / (widthPx * heightPx * 3 * 255)) * 100,
    triptych: () => triptych(widthPx, heightPx, a, b),
  };
}

function eachPixel(
  widthPx: number,
  heightPx: number,
  a: Raster,
  b: Raster,
  visit: (i: number, j: number, x: number, y: number) => void,
): void {
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      visit((y * a.widthPx + x) * 4, (y * b.widthPx + x) * 4, x, y);
    }
  }
}

const gap = 8;

function triptych(widthPx: number, heightPx: number, a: Raster, b: Raster): Uint8Array {
  const whole = 3 * widthPx + 2 * gap;
  const data = new Uint8Array(whole * heightPx * 3).fill(96);
  eachPixel(widthPx, heightPx, a, b, (i, j, x, y) => {
    const to = (y * whole + x) * 3;
    let apart = 0;
    for (let channel = 0; channel < 3; channel++) {
      const [one, other] = [a.data[i + channel] as number, b.data[j + channel] as number];
      data[to + channel] = one;
      data[to + (widthPx + gap) * 3 + channel] = other;
      apart = Math.max(apart, Math.abs(one - other));
    }
    data.fill(255 - apart, to + 2 * (widthPx + gap) * 3, to + 2 * (widthPx + gap) * 3 + 3);
  });
  return writePng({ widthPx: whole, heightPx, channels: 3, data });
}
