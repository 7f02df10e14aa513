/** Rows of packed samples taken apart, and colours turned to RGBA. */
import { broken } from './raster.ts';

/**
 * Samples of 1, 2, 4, 8 or 16 bits, most significant first, as one number each. 16-bit samples keep their upper
 * byte only, so the greatest value is min(2^bits, 256) − 1. Missing bytes read as 0.
 */
export function unpackSamples(
  row: Uint8Array,
  count: number,
  bits: number,
  littleEndian = false,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(count);
  if (bits === 8) {
    out.set(row.subarray(0, count));
  } else if (bits === 16) {
    const high = littleEndian ? 1 : 0;
    for (let i = 0; i < count; i++) {
      out[i] = row[2 * i + high] ?? 0;
    }
  } else {
    const perByte = 8 / bits;
    const mask = (1 << bits) - 1;
    for (let i = 0; i < count; i++) {
      const byte = row[Math.floor(i / perByte)] ?? 0;
      out[i] = (byte >> (8 - bits - (i % perByte) * bits)) & mask;
    }
  }
  return out;
}

/** What a sample is multiplied by to reach 0–255. */
export function sampleScale(bits: number): number {
  return bits >= 8 ? 1 : 255 / ((1 << bits) - 1);
}

/** CMYK 0 (no ink) – 255 to RGB by the plain formula; pictures without a profile say no more than that. */
export function cmykToRgba(cmyk: Uint8Array | Uint8ClampedArray, out: Uint8Array, pixels: number): void {
  if (cmyk.length < pixels * 4 || out.length < pixels * 4) {
    throw broken('CMYK 数据不足');
  }
  for (let i = 0; i < pixels * 4; i += 4) {
    const light = 255 - (cmyk[i + 3] as number);
    out[i] = Math.round(((255 - (cmyk[i] as number)) * light) / 255);
    out[i + 1] = Math.round(((255 - (cmyk[i + 1] as number)) * light) / 255);
    out[i + 2] = Math.round(((255 - (cmyk[i + 2] as number)) * light) / 255);
    out[i + 3] = 255;
  }
}
