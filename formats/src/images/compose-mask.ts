import type { Raster } from './raster.ts';

/**
 * Cuts a picture by a mask (GB/T 33190 clause 10): where the mask is black nothing is shown, grey is half-transparent.
 * The finer of the two sizes is kept.
 */
export function composeMask(picture: Raster, mask: Raster): Raster {
  const finer = mask.widthPx * mask.heightPx > picture.widthPx * picture.heightPx ? mask : picture;
  const { widthPx, heightPx } = finer;
  const data = new Uint8Array(widthPx * heightPx * 4);
  const across = (raster: Raster, x: number): number => Math.floor((x * raster.widthPx) / widthPx);
  const down = (raster: Raster, y: number): number => Math.floor((y * raster.heightPx) / heightPx);
  for (let y = 0, to = 0; y < heightPx; y++) {
    const pictureRow = down(picture, y) * picture.widthPx;
    const maskRow = down(mask, y) * mask.widthPx;
    for (let x = 0; x < widthPx; x++, to += 4) {
      const from = (pictureRow + across(picture, x)) * 4;
      const at = (maskRow + across(mask, x)) * 4;
      const [red, green, blue] = [mask.data[at], mask.data[at + 1], mask.data[at + 2]] as number[];
      const light = (0.299 * red! + 0.587 * green! + 0.114 * blue!) * ((mask.data[at + 3] as number) / 255);
      data[to] = picture.data[from] as number;
      data[to + 1] = picture.data[from + 1] as number;
      data[to + 2] = picture.data[from + 2] as number;
      data[to + 3] = Math.round(((picture.data[from + 3] as number) * light) / 255);
    }
  }
  return { widthPx, heightPx, channels: 4, data };
}
