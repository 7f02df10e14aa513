/** Pixels of the PNG pictures seals carry, so that a PDF can show them: 8-bit RGB or RGBA, not interlaced. */
import { unzlibSync } from 'fflate';

/** Pixels in rows from the top: `rgb` three bytes, `alpha` one byte a pixel. */
export type Pixels = { widthPx: number; heightPx: number; rgb: Uint8Array; alpha: Uint8Array };

const maxPixels = 16_000_000;

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const pa = Math.abs(p - a);
  const pb = Math.abs(p - b);
  const pc = Math.abs(p - c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

function unfilter(rows: Uint8Array, stride: number, height: number, step: number): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)] as number;
    for (let x = 0; x < stride; x++) {
      const raw = rows[y * (stride + 1) + 1 + x] as number;
      const at = y * stride + x;
      const left = x >= step ? (out[at - step] as number) : 0;
      const up = y > 0 ? (out[at - stride] as number) : 0;
      const corner = x >= step && y > 0 ? (out[at - stride - step] as number) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      if (guess === undefined) {
        throw new RangeError('expected a PNG filter of 0 to 4');
      }
      out[at] = raw + guess;
    }
  }
  return out;
}

/** Decodes a picture. Throws RangeError when it is of another kind or larger than 16 megapixels. */
export function pngPixels(png: Uint8Array): Pixels {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (png.length < 33 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452) {
    throw new RangeError('expected a PNG picture');
  }
  const widthPx = view.getUint32(16);
  const heightPx = view.getUint32(20);
  const [depth, color, , , interlace] = png.subarray(24, 29);
  if (depth !== 8 || (color !== 2 && color !== 6) || interlace !== 0 || widthPx * heightPx > maxPixels) {
    throw new RangeError('expected an 8-bit RGB or RGBA picture that is not interlaced');
  }
  const parts: Uint8Array[] = [];
  for (let at = 8; at + 12 <= png.length; ) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x49444154) {
      parts.push(png.subarray(at + 8, at + 8 + length));
    }
    at += 12 + length;
  }
  const data = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    data.set(part, offset);
    offset += part.length;
  }
  const step = color === 6 ? 4 : 3;
  const stride = widthPx * step;
  const rows = unzlibSync(data, { out: new Uint8Array((stride + 1) * heightPx) });
  const samples = unfilter(rows, stride, heightPx, step);
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  const alpha = new Uint8Array(widthPx * heightPx).fill(255);
  for (let i = 0; i < alpha.length; i++) {
    rgb.set(samples.subarray(i * step, i * step + 3), i * 3);
    if (step === 4) {
      alpha[i] = samples[i * 4 + 3] as number;
    }
  }
  return { widthPx, heightPx, rgb, alpha };
}
