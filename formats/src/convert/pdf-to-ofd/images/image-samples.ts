import type { PdfDict, PdfFile } from '../../../pdf/index.ts';
import type { ColorSpace } from '../color/color-space.ts';
import { numbers } from '../color/pdf-function.ts';
import type { Rgb } from '../graphics-state.ts';

/** Pixels of 8 bits, rows top to bottom. */
export type Pixels = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
};

/** Samples of `bits` each, rows padded to bytes, as numbers 0…2^bits−1 (16 bits: the high byte). Missing data is 0. */
export function unpackSamples(
  bytes: Uint8Array,
  bits: number,
  perRow: number,
  rows: number,
): Uint8Array | undefined {
  const rowBytes = Math.ceil((perRow * bits) / 8);
  if (![1, 2, 4, 8, 16].includes(bits) || bytes.length === 0) {
    return undefined;
  }
  if (bits === 8) {
    const whole = bytes.subarray(0, perRow * rows);
    if (whole.length === perRow * rows) {
      return whole;
    }
    const padded = new Uint8Array(perRow * rows);
    padded.set(whole);
    return padded;
  }
  const out = new Uint8Array(perRow * rows);
  const mask = 2 ** bits - 1;
  let to = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * rowBytes;
    for (let i = 0; i < perRow; i++) {
      const bit = i * bits;
      const byte = bytes[start + (bit >> 3)] ?? 0;
      out[to] = bits === 16 ? byte : (byte >> (8 - bits - (bit & 7))) & mask;
      to += 1;
    }
  }
  return out;
}

/** Samples of an image dictionary's data as grey or RGB; undefined when the format is not one there is. */
export function pixelsOf(
  file: PdfFile,
  dict: PdfDict,
  bytes: Uint8Array,
  space: ColorSpace,
  widthPx: number,
  heightPx: number,
): Pixels | undefined {
  const bits = file.number(dict, 'BitsPerComponent') ?? 8;
  const samples = unpackSamples(bytes, bits, widthPx * space.components, heightPx);
  return samples === undefined
    ? undefined
    : colored(samples, bits === 16 ? 255 : 2 ** bits - 1, space, numbers(file, dict, 'Decode'), {
        widthPx,
        heightPx,
      });
}

/** Samples 0…`top` as grey or RGB by the colour space and the Decode array (8.9.5.2). */
export function colored(
  samples: Uint8Array,
  top: number,
  space: ColorSpace,
  given: readonly number[],
  size: { widthPx: number; heightPx: number },
): Pixels {
  const { components } = space;
  const count = size.widthPx * size.heightPx;
  // what a full sample means: the index itself in Indexed, the range of the component elsewhere
  const decode = given.length >= 2 * components ? given : space.kind === 'indexed' ? [0, top] : space.ranges;
  const plain = components !== 4 && decode.every((value, i) => value === (i & 1)) && top === 255;
  if (plain && (space.kind === 'gray' || space.kind === 'rgb')) {
    return { ...size, channels: components as 1 | 3, data: samples.slice(0, count * components) };
  }
  const meaningOf = (sample: number, c: number): number => {
    const low = decode[2 * c] as number;
    return low + (sample / top) * ((decode[2 * c + 1] as number) - low);
  };
  if (components === 1) {
    return oneComponent(samples, top, space, meaningOf, size);
  }
  const data = new Uint8Array(count * 3);
  const tables = Array.from({ length: components }, (_, c) =>
    Float64Array.from({ length: top + 1 }, (_v, sample) => meaningOf(sample, c)),
  );
  const parts = new Array<number>(components).fill(0);
  let known = -1;
  let color: Rgb = [255, 255, 255];
  for (let i = 0; i < count; i++) {
    let key = 0;
    for (let c = 0; c < components; c++) {
      const sample = samples[i * components + c] as number;
      key = (key * 257 + sample) % 0x1fffffffffff;
      parts[c] = (tables[c] as Float64Array)[sample] as number;
    }
    // neighbours are often equal
    if (key !== known || components > 4) {
      const made = space.toRgb(parts);
      color = made === 'none' ? [255, 255, 255] : made;
      known = key;
    }
    data[3 * i] = color[0];
    data[3 * i + 1] = color[1];
    data[3 * i + 2] = color[2];
  }
  return { ...size, channels: 3, data };
}

function oneComponent(
  samples: Uint8Array,
  top: number,
  space: ColorSpace,
  meaningOf: (sample: number, component: number) => number,
  size: { widthPx: number; heightPx: number },
): Pixels {
  const palette = Array.from({ length: top + 1 }, (_, sample) => {
    const color = space.toRgb([meaningOf(sample, 0)]);
    return color === 'none' ? ([255, 255, 255] as const) : color;
  });
  const count = size.widthPx * size.heightPx;
  if (palette.every(([r, g, b]) => r === g && g === b)) {
    const table = Uint8Array.from(palette, ([r]) => r);
    const data = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      data[i] = table[samples[i] as number] as number;
    }
    return { ...size, channels: 1, data };
  }
  const data = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++) {
    const color = palette[samples[i] as number] as Rgb;
    data[3 * i] = color[0];
    data[3 * i + 1] = color[1];
    data[3 * i + 2] = color[2];
  }
  return { ...size, channels: 3, data };
}
