import type { Raster } from './raster.ts';
import { writePng } from './write-png.ts';

/**
 * Writes decoded pixels as PNG with no more channels and bits than they need: a scan in black and white takes one
 * bit a pixel. Nothing is lost. Deterministic.
 */
export function pngOfRaster(raster: Raster): Uint8Array {
  const { widthPx, heightPx, data } = raster;
  let opaque = true;
  let grey = true;
  let bilevel = true;
  for (let i = 0; i < data.length && (opaque || grey); i += 4) {
    const red = data[i] as number;
    opaque &&= data[i + 3] === 255;
    grey &&= red === data[i + 1] && red === data[i + 2];
    bilevel &&= red === 0 || red === 255;
  }
  if (grey && opaque && bilevel) {
    return writePng({ widthPx, heightPx, channels: 1, bitsPerSample: 1, data: packed(raster) });
  }
  const channels = ((grey ? 1 : 3) + (opaque ? 0 : 1)) as 1 | 2 | 3 | 4;
  if (channels === 4) {
    return writePng(raster);
  }
  const kept = grey ? (opaque ? [0] : [0, 3]) : [0, 1, 2];
  const out = new Uint8Array(widthPx * heightPx * channels);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    for (const channel of kept) {
      out[to] = data[from + channel] as number;
      to += 1;
    }
  }
  return writePng({ widthPx, heightPx, channels, data: out });
}

/** White pixels as bits 1, every row from a byte of its own. */
function packed({ widthPx, heightPx, data }: Raster): Uint8Array {
  const rowBytes = Math.ceil(widthPx / 8);
  const out = new Uint8Array(rowBytes * heightPx);
  for (let y = 0, from = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, from += 4) {
      if (data[from] === 255) {
        const at = y * rowBytes + (x >> 3);
        out[at] = (out[at] as number) | (0x80 >> (x & 7));
      }
    }
  }
  return out;
}
