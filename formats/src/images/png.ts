/** PNG (ISO/IEC 15948): all colour types, depths and Adam7. Checksums are not looked at: a picture is shown as far as it goes. */
import { inflateUpTo } from './inflate-rows.ts';
import { broken, checkSize, emptyRaster, type Raster, type RasterInfo, type RasterLimits } from './raster.ts';
import { sampleScale, unpackSamples } from './samples.ts';

type Png = {
  widthPx: number;
  heightPx: number;
  bits: number;
  colorType: number;
  interlaced: boolean;
  palette?: Uint8Array;
  transparency?: Uint8Array;
  pixelsPerMm?: readonly [number, number];
  data: Uint8Array[];
};

const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depthsOf: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

function readChunks(bytes: Uint8Array): Png {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(12) !== 0x49484452) {
    throw broken('PNG 缺少 IHDR');
  }
  const colorType = bytes[25] as number;
  const png: Png = {
    widthPx: view.getUint32(16),
    heightPx: view.getUint32(20),
    bits: bytes[24] as number,
    colorType,
    interlaced: bytes[28] === 1,
    data: [],
  };
  if (!depthsOf[colorType]?.includes(png.bits) || (bytes[28] as number) > 1) {
    throw broken('PNG 颜色类型无效');
  }
  for (let at = 33; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === 0x504c5445) {
      png.palette = body;
    } else if (type === 0x74524e53) {
      png.transparency = body;
    } else if (type === 0x70485973 && body.length >= 9 && body[8] === 1) {
      png.pixelsPerMm = [view.getUint32(at + 8) / 1000, view.getUint32(at + 12) / 1000];
    } else if (type === 0x49444154) {
      png.data.push(body);
    } else if (type === 0x49454e44) {
      break;
    }
    at += 12 + length;
  }
  return png;
}

/** Header, palette and resolution of a PNG. */
export function pngInfo(bytes: Uint8Array): RasterInfo {
  const { widthPx, heightPx, bits, colorType, transparency, pixelsPerMm } = readChunks(bytes);
  return {
    mediaType: 'image/png',
    widthPx,
    heightPx,
    bitsPerSample: bits,
    color: colorType === 3 ? 'palette' : colorType === 0 || colorType === 4 ? 'grey' : 'rgb',
    hasAlpha: colorType >= 4 || transparency !== undefined,
    frames: 1,
    ...(pixelsPerMm && pixelsPerMm[0] > 0 && pixelsPerMm[1] > 0 && { pixelsPerMm }),
  };
}

/** The seven passes of Adam7: first column and row, step across and down. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Decodes a PNG. A stream that breaks off leaves the rest transparent. */
export function readPng(bytes: Uint8Array, limits: RasterLimits): Raster {
  const png = readChunks(bytes);
  const { widthPx, heightPx } = png;
  checkSize(widthPx, heightPx, limits);
  const bitsPerPixel = (samplesOf[png.colorType] as number) * png.bits;
  const passes = (png.interlaced ? adam7 : [[0, 0, 1, 1] as const])
    .map(([x, y, stepX, stepY]) => {
      const columns = Math.ceil((widthPx - x) / stepX);
      const rows = Math.ceil((heightPx - y) / stepY);
      return { x, y, stepX, stepY, columns, rows, rowBytes: Math.ceil((columns * bitsPerPixel) / 8) };
    })
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
  const size = passes.reduce((sum, pass) => sum + (pass.rowBytes + 1) * pass.rows, 0);
  // deflate unfolds at most 1032-fold: what claims far more than its bytes can hold gets no memory
  if (size > png.data.reduce((sum, part) => sum + part.length, 0) * 1032 * 4) {
    throw broken('PNG 数据不足');
  }
  const { data, length } = inflateUpTo(png.data, size);
  if (length === 0) {
    throw broken('PNG 压缩数据');
  }
  const out = emptyRaster(widthPx, heightPx);
  const paint = painter(png, out);
  const pixelBytes = Math.max(1, bitsPerPixel >> 3);
  let at = 0;
  for (const pass of passes) {
    let above: Uint8Array = new Uint8Array(pass.rowBytes);
    for (let row = 0; row < pass.rows && at < length; row++) {
      const line = data.subarray(at + 1, at + 1 + pass.rowBytes);
      unfilter(data[at] as number, line, above, pixelBytes);
      paint(line, pass.columns, pass.x, pass.y + row * pass.stepY, pass.stepX);
      above = line;
      at += pass.rowBytes + 1;
    }
  }
  return out;
}

/** Undoes the filter of one row in place (9.2). */
function unfilter(type: number, row: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  for (let i = 0; i < row.length; i++) {
    const a = i >= pixelBytes ? (row[i - pixelBytes] as number) : 0;
    const b = above[i] as number;
    let predicted = 0;
    if (type === 1) {
      predicted = a;
    } else if (type === 2) {
      predicted = b;
    } else if (type === 3) {
      predicted = (a + b) >> 1;
    } else if (type === 4) {
      const c = i >= pixelBytes ? (above[i - pixelBytes] as number) : 0;
      const pa = Math.abs(b - c);
      const pb = Math.abs(a - c);
      const pc = Math.abs(a + b - 2 * c);
      predicted = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }
    row[i] = (row[i] as number) + predicted;
  }
}

type RowPainter = (line: Uint8Array, columns: number, x: number, y: number, stepX: number) => void;

function painter(png: Png, raster: Raster): RowPainter {
  const { bits, colorType, transparency } = png;
  const palette = png.palette ?? new Uint8Array(0);
  if (colorType === 3 && palette.length < 3) {
    throw broken('PNG 缺少调色板');
  }
  const samples = samplesOf[colorType] as number;
  const scale = sampleScale(bits);
  const out = raster.data;
  // The one transparent colour is compared as written; of 16 bits only the upper byte is left, which is near enough.
  const keyed = [0, 1, 2].map((i) => transparency?.[2 * i + (bits === 16 ? 0 : 1)] ?? -1);
  const isKey = transparency !== undefined && (colorType === 0 || colorType === 2);
  return (line, columns, x, y, stepX) => {
    const values = unpackSamples(line, columns * samples, bits);
    let to = (y * raster.widthPx + x) * 4;
    for (let i = 0; i < values.length; i += samples, to += 4 * stepX) {
      const first = values[i] as number;
      if (colorType === 3) {
        out[to] = palette[3 * first] ?? 0;
        out[to + 1] = palette[3 * first + 1] ?? 0;
        out[to + 2] = palette[3 * first + 2] ?? 0;
        out[to + 3] = transparency?.[first] ?? 255;
      } else if (samples < 3) {
        out.fill(Math.round(first * scale), to, to + 3);
        out[to + 3] = samples === 2 ? (values[i + 1] as number) : isKey && first === keyed[0] ? 0 : 255;
      } else {
        const green = values[i + 1] as number;
        const blue = values[i + 2] as number;
        out[to] = first;
        out[to + 1] = green;
        out[to + 2] = blue;
        const key = isKey && first === keyed[0] && green === keyed[1] && blue === keyed[2];
        out[to + 3] = samples === 4 ? (values[i + 3] as number) : key ? 0 : 255;
      }
    }
  };
}
