/** BMP: 1, 4, 8, 16, 24 and 32 bits a pixel, bit masks, RLE4 and RLE8, bottom-up and top-down; OS/2 headers too. */
import {
  broken,
  checkSize,
  emptyRaster,
  type Raster,
  type RasterInfo,
  type RasterLimits,
  unsupported,
} from './raster.ts';
import { unpackSamples } from './samples.ts';

type Bmp = {
  widthPx: number;
  heightPx: number;
  topDown: boolean;
  bits: number;
  compression: number;
  /** Red, green, blue, alpha; 0 = the file has none. */
  masks: readonly number[];
  palette: Uint8Array;
  paletteStep: 3 | 4;
  pixels: Uint8Array;
  pixelsPerMm?: readonly [number, number];
};

const coreHeader = 12;

function readHeader(bytes: Uint8Array): Bmp {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30) {
    throw broken('BMP 文件头');
  }
  const offset = view.getUint32(10, true);
  const headerSize = view.getUint32(14, true);
  const core = headerSize === coreHeader;
  if (!core && (headerSize < 16 || bytes.length < 14 + headerSize)) {
    throw broken('BMP 信息头');
  }
  const at = (place: number): number =>
    place + 4 <= 14 + headerSize && place + 4 <= bytes.length ? view.getUint32(place, true) : 0;
  const height = core ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(core ? 24 : 28, true);
  const compression = core ? 0 : at(30);
  if (![1, 4, 8, 16, 24, 32].includes(bits)) {
    throw unsupported(`BMP（每像素 ${bits} 位）`);
  }
  if (![0, 1, 2, 3, 6].includes(compression) || (compression === 3 && headerSize === 64)) {
    throw unsupported(`BMP（压缩方式 ${compression}）`);
  }
  const bitFields = compression === 3 || compression === 6;
  const maskBytes = bitFields && headerSize === 40 ? (compression === 6 ? 16 : 12) : 0;
  const maskAt = (index: number): number => {
    const place = 54 + 4 * index;
    const inside = maskBytes > 4 * index || headerSize >= 44 + 4 * index;
    return bitFields && inside && place + 4 <= bytes.length ? view.getUint32(place, true) : 0;
  };
  const paletteStep = core ? 3 : 4;
  const paletteAt = 14 + headerSize + maskBytes;
  const colors = Math.min(at(46) || 2 ** bits, 256);
  const palette = bits <= 8 ? bytes.subarray(paletteAt, paletteAt + colors * paletteStep) : new Uint8Array(0);
  const perMetre = [at(38), at(42)] as const;
  return {
    widthPx: core ? view.getUint16(18, true) : Math.abs(view.getInt32(18, true)),
    heightPx: Math.abs(height),
    topDown: height < 0,
    bits,
    compression,
    masks: bitFields
      ? [0, 1, 2, 3].map(maskAt)
      : bits === 16
        ? [0x7c00, 0x3e0, 0x1f, 0]
        : [0xff0000, 0xff00, 0xff, 0],
    palette,
    paletteStep,
    pixels: bytes.subarray(offset > 0 ? offset : paletteAt + palette.length),
    ...(perMetre[0] > 0 && perMetre[1] > 0 && { pixelsPerMm: [perMetre[0] / 1000, perMetre[1] / 1000] }),
  };
}

/** Header of a BMP. */
export function bmpInfo(bytes: Uint8Array): RasterInfo {
  const { widthPx, heightPx, bits, masks, pixelsPerMm } = readHeader(bytes);
  return {
    mediaType: 'image/bmp',
    widthPx,
    heightPx,
    bitsPerSample: bits <= 8 ? bits : bits === 16 ? 5 : 8,
    color: bits <= 8 ? 'palette' : 'rgb',
    hasAlpha: masks[3] !== 0,
    frames: 1,
    ...(pixelsPerMm && { pixelsPerMm }),
  };
}

/** Decodes a BMP; rows that are missing stay black, as viewers show them. */
export function readBmp(bytes: Uint8Array, limits: RasterLimits): Raster {
  const bmp = readHeader(bytes);
  const { widthPx, heightPx, bits } = bmp;
  checkSize(widthPx, heightPx, limits);
  const out = emptyRaster(widthPx, heightPx);
  const rle = bmp.compression === 1 || bmp.compression === 2;
  const indexes = rle ? readRunLengths(bmp) : undefined;
  const rowBytes = Math.ceil((widthPx * bits) / 32) * 4;
  if (bmp.pixels.length === 0) {
    throw broken('BMP 没有像素数据');
  }
  for (let row = 0; row < heightPx; row++) {
    const to = (bmp.topDown ? row : heightPx - 1 - row) * widthPx * 4;
    if (bits <= 8) {
      const line = indexes
        ? indexes.subarray(row * widthPx, (row + 1) * widthPx)
        : unpackSamples(bmp.pixels.subarray(row * rowBytes, (row + 1) * rowBytes), widthPx, bits);
      paintIndexes(bmp, line, out.data, to);
    } else {
      paintDirect(bmp, bmp.pixels.subarray(row * rowBytes, (row + 1) * rowBytes), out.data, to);
    }
  }
  const alphaMask = bmp.masks[3] as number;
  // many writers declare an alpha channel and leave it 0 everywhere: such a picture is opaque
  if (bits > 8 && alphaMask !== 0 && out.data.every((value, i) => (i & 3) !== 3 || value === 0)) {
    for (let i = 3; i < out.data.length; i += 4) {
      out.data[i] = 255;
    }
  }
  return out;
}

function paintIndexes(bmp: Bmp, line: Uint8Array, out: Uint8Array, to: number): void {
  const { palette, paletteStep } = bmp;
  for (let x = 0; x < line.length; x++) {
    const color = (line[x] as number) * paletteStep;
    out[to + 4 * x] = palette[color + 2] ?? 0;
    out[to + 4 * x + 1] = palette[color + 1] ?? 0;
    out[to + 4 * x + 2] = palette[color] ?? 0;
    out[to + 4 * x + 3] = 255;
  }
}

/** Takes one channel out of a pixel and stretches it to 8 bits. */
function channel(mask: number): (pixel: number) => number {
  if (mask === 0) {
    return () => 0;
  }
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) * 255) / most);
}

function paintDirect(bmp: Bmp, line: Uint8Array, out: Uint8Array, to: number): void {
  const step = bmp.bits / 8;
  const [red, green, blue, alpha] = bmp.masks.map(channel) as ((pixel: number) => number)[];
  for (let x = 0; x < bmp.widthPx; x++, to += 4) {
    let pixel = 0;
    for (let i = step - 1; i >= 0; i--) {
      pixel = (pixel << 8) | (line[x * step + i] ?? 0);
    }
    out[to] = red!(pixel);
    out[to + 1] = green!(pixel);
    out[to + 2] = blue!(pixel);
    out[to + 3] = bmp.masks[3] === 0 ? 255 : alpha!(pixel);
  }
}

/** RLE8 and RLE4: palette indexes in the file's order of rows. Every step takes two bytes or more. */
function readRunLengths(bmp: Bmp): Uint8Array {
  const { widthPx, heightPx, pixels, compression } = bmp;
  const nibbles = compression === 2;
  if (bmp.bits !== (nibbles ? 4 : 8)) {
    throw broken('BMP 行程编码与位数不符');
  }
  const out = new Uint8Array(widthPx * heightPx);
  let x = 0;
  let y = 0;
  const put = (index: number): void => {
    if (x < widthPx && y < heightPx) {
      out[y * widthPx + x] = index;
    }
    x += 1;
  };
  for (let at = 0; at + 1 < pixels.length && y < heightPx; ) {
    const count = pixels[at] as number;
    const value = pixels[at + 1] as number;
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) {
        put(nibbles ? ((i & 1) === 0 ? value >> 4 : value & 15) : value);
      }
    } else if (value === 0) {
      x = 0;
      y += 1;
    } else if (value === 1) {
      break;
    } else if (value === 2) {
      x += pixels[at] ?? 0;
      y += pixels[at + 1] ?? 0;
      at += 2;
    } else {
      for (let i = 0; i < value; i++) {
        const byte = pixels[at + (nibbles ? i >> 1 : i)] ?? 0;
        put(nibbles ? ((i & 1) === 0 ? byte >> 4 : byte & 15) : byte);
      }
      const used = nibbles ? (value + 1) >> 1 : value;
      at += used + (used & 1);
    }
  }
  return out;
}
