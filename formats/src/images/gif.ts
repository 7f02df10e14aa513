/** GIF 87a and 89a: the first picture on the logical screen. */
import { broken, checkSize, emptyRaster, type Raster, type RasterInfo, type RasterLimits } from './raster.ts';

const headerBytes = 13;

/** Size of the logical screen. */
export function gifInfo(bytes: Uint8Array): RasterInfo {
  if (bytes.length < headerBytes) {
    throw broken('GIF 文件头');
  }
  const word = (at: number): number => (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  return {
    mediaType: 'image/gif',
    widthPx: word(6),
    heightPx: word(8),
    // a picture may bring a palette of its own; then the screen says nothing
    bitsPerSample: ((bytes[10] as number) & 0x80) !== 0 ? ((bytes[10] as number) & 7) + 1 : 8,
    color: 'palette',
    hasAlpha: true,
    frames: 1,
  };
}

/** Rows in the order an interlaced picture holds them: first row and step. */
const interlacedRows = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const;

/** Decodes the first picture; where it does not cover the screen, nothing is painted. */
export function readGif(bytes: Uint8Array, limits: RasterLimits): Raster {
  const { widthPx, heightPx } = gifInfo(bytes);
  checkSize(widthPx, heightPx, limits);
  const flags = bytes[10] as number;
  let at = headerBytes;
  let palette = bytes.subarray(0, 0);
  if ((flags & 0x80) !== 0) {
    palette = bytes.subarray(at, at + 3 * (2 << (flags & 7)));
    at += 3 * (2 << (flags & 7));
  }
  let transparent = -1;
  while (bytes[at] === 0x21) {
    if (bytes[at + 1] === 0xf9 && ((bytes[at + 3] ?? 0) & 1) === 1) {
      transparent = bytes[at + 6] ?? -1;
    }
    at = subBlocks(bytes, at + 2).end;
  }
  if (bytes[at] !== 0x2c || at + 11 > bytes.length) {
    throw broken('GIF 没有图像');
  }
  const word = (place: number): number => (bytes[place] as number) | ((bytes[place + 1] as number) << 8);
  const [left, top, width, height] = [word(at + 1), word(at + 3), word(at + 5), word(at + 7)];
  checkSize(width, height, limits);
  const local = bytes[at + 9] as number;
  at += 10;
  if ((local & 0x80) !== 0) {
    palette = bytes.subarray(at, at + 3 * (2 << (local & 7)));
    at += 3 * (2 << (local & 7));
  }
  const codeBits = bytes[at] ?? 0;
  if (codeBits < 1 || codeBits > 11) {
    throw broken('GIF 编码长度');
  }
  const indexes = unpackLzw(subBlocks(bytes, at + 1).data, codeBits, width * height);
  const out = emptyRaster(widthPx, heightPx);
  rowOrder(height, (local & 0x40) !== 0).forEach((row, order) => {
    const y = top + row;
    for (let x = 0; x < width && y < heightPx && left + x < widthPx; x++) {
      const index = indexes[order * width + x] as number;
      if (index !== transparent && order * width + x < indexes.length) {
        const to = (y * widthPx + left + x) * 4;
        out.data[to] = palette[3 * index] ?? 0;
        out.data[to + 1] = palette[3 * index + 1] ?? 0;
        out.data[to + 2] = palette[3 * index + 2] ?? 0;
        out.data[to + 3] = 255;
      }
    }
  });
  return out;
}

function rowOrder(height: number, interlaced: boolean): number[] {
  const rows: number[] = [];
  for (const [first, step] of interlaced ? interlacedRows : ([[0, 1]] as const)) {
    for (let row = first; row < height; row += step) {
      rows.push(row);
    }
  }
  return rows;
}

/** The data of a chain of sub-blocks and where it ends. */
function subBlocks(bytes: Uint8Array, start: number): { data: Uint8Array; end: number } {
  const parts: Uint8Array[] = [];
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) {
    const length = bytes[at] as number;
    parts.push(bytes.subarray(at + 1, at + 1 + length));
    at += length + 1;
  }
  const data = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of parts) {
    data.set(part, to);
    to += part.length;
  }
  return { data, end: at + 1 };
}

/** GIF's LZW (codes least significant bit first); what is missing or broken is cut off. */
function unpackLzw(data: Uint8Array, codeBits: number, size: number): Uint8Array {
  const out = new Uint8Array(size);
  const clear = 1 << codeBits;
  // entry i = the entry `prefix[i]` followed by the byte `suffix[i]`
  const prefix = new Int16Array(4096).fill(-1);
  const suffix = Uint8Array.from({ length: 4096 }, (_, i) => (i < clear ? i : 0));
  const lengths = new Uint16Array(4096).fill(1);
  let next = clear + 2;
  let width = codeBits + 1;
  let previous = -1;
  let bits = 0;
  let bitCount = 0;
  let written = 0;
  for (const byte of data) {
    bits |= byte << bitCount;
    bitCount += 8;
    while (bitCount >= width) {
      const code = bits & ((1 << width) - 1);
      bits >>>= width;
      bitCount -= width;
      if (code === clear) {
        next = clear + 2;
        width = codeBits + 1;
        previous = -1;
        continue;
      }
      if (code === clear + 1 || code > next || (code >= clear && previous < 0) || written >= size) {
        return out.subarray(0, written);
      }
      if (previous >= 0 && next < 4096) {
        let first = code === next ? previous : code;
        while (first >= clear) {
          first = prefix[first] as number;
        }
        prefix[next] = previous;
        suffix[next] = first;
        lengths[next] = (lengths[previous] as number) + 1;
        next += 1;
        if (next === 1 << width && width < 12) {
          width += 1;
        }
      } else if (code === next) {
        return out.subarray(0, written);
      }
      const length = lengths[code] as number;
      let entry = code;
      for (let i = length - 1; i >= 0 && entry >= 0; i--) {
        if (written + i < size) {
          out[written + i] = suffix[entry] as number;
        }
        entry = prefix[entry] as number;
      }
      written = Math.min(size, written + length);
      previous = code;
    }
  }
  return out.subarray(0, written);
}
