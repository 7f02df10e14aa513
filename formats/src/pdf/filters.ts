import { Unzlib } from 'fflate';
import { hexValue, isWhitespace } from './characters.ts';
import { PdfError } from './errors.ts';
import type { Budget } from './limits.ts';

/** Collects decoded bytes and stops a bomb while it unfolds, not afterwards. */
class CappedOutput {
  #bytes = new Uint8Array(1024);
  #length = 0;
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get length(): number {
    return this.#length;
  }

  #grow(more: number): void {
    const needed = this.#length + more;
    if (needed > this.#budget.limits.streamBytes) {
      throw new PdfError('pdf-limit', 'PDF 流解压后过大，超出限额');
    }
    this.#budget.spendDecoded(more);
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
  }

  push(byte: number): void {
    this.#grow(1);
    this.#bytes[this.#length] = byte;
    this.#length += 1;
  }

  append(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  take(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

// One input slice can unfold at most 1032-fold, so a bomb is noticed within about 4 MB of excess.
const flateSliceBytes = 4096;

/** FlateDecode (7.4.4): zlib format. `tolerant` keeps what was unfolded before the damage. */
export function decodeFlate(bytes: Uint8Array, budget: Budget, tolerant = false): Uint8Array {
  const out = new CappedOutput(budget);
  const inflater = new Unzlib((chunk) => out.append(chunk));
  try {
    for (let at = 0; at < bytes.length; at += flateSliceBytes) {
      const slice = bytes.subarray(at, at + flateSliceBytes);
      inflater.push(slice, at + flateSliceBytes >= bytes.length);
    }
  } catch (error) {
    if (error instanceof PdfError) {
      throw error;
    }
    if (!tolerant) {
      throw new PdfError('pdf-stream-broken', 'PDF 流的 Flate 压缩数据损坏');
    }
  }
  return out.take();
}

/** ASCIIHexDecode (7.4.2). */
export function decodeAsciiHex(bytes: Uint8Array, budget: Budget, tolerant = false): Uint8Array {
  const out = new CappedOutput(budget);
  let high = -1;
  for (const byte of bytes) {
    if (byte === 0x3e) {
      break;
    }
    const value = hexValue(byte);
    if (value < 0) {
      if (isWhitespace(byte) || tolerant) {
        continue;
      }
      throw new PdfError('pdf-stream-broken', 'PDF 流的十六进制编码含有非法字符');
    }
    if (high < 0) {
      high = value;
    } else {
      out.push(high * 16 + value);
      high = -1;
    }
  }
  if (high >= 0) {
    out.push(high * 16);
  }
  return out.take();
}

/** ASCII85Decode (7.4.3). */
export function decodeAscii85(bytes: Uint8Array, budget: Budget, tolerant = false): Uint8Array {
  const out = new CappedOutput(budget);
  let group: number[] = [];
  for (const byte of bytes) {
    if (byte === 0x7e) {
      break;
    }
    if (isWhitespace(byte)) {
      continue;
    }
    if (byte === 0x7a && group.length === 0) {
      out.append(new Uint8Array(4));
      continue;
    }
    if (byte < 0x21 || byte > 0x75) {
      if (tolerant) {
        continue;
      }
      throw new PdfError('pdf-stream-broken', 'PDF 流的 ASCII85 编码含有非法字符');
    }
    group.push(byte - 0x21);
    if (group.length === 5) {
      out.append(ascii85Group(group));
      group = [];
    }
  }
  if (group.length > 1) {
    const count = group.length - 1;
    while (group.length < 5) {
      group.push(84);
    }
    out.append(ascii85Group(group).subarray(0, count));
  }
  return out.take();
}

function ascii85Group(group: readonly number[]): Uint8Array {
  const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
  if (value > 0xffffffff) {
    throw new PdfError('pdf-stream-broken', 'PDF 流的 ASCII85 编码数值越界');
  }
  return Uint8Array.of(value / 0x1000000, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

/** RunLengthDecode (7.4.5). */
export function decodeRunLength(bytes: Uint8Array, budget: Budget): Uint8Array {
  const out = new CappedOutput(budget);
  let at = 0;
  while (at < bytes.length) {
    const length = bytes[at] as number;
    at += 1;
    if (length === 128) {
      break;
    }
    if (length < 128) {
      out.append(bytes.subarray(at, at + length + 1));
      at += length + 1;
    } else {
      const run = new Uint8Array(257 - length);
      run.fill(bytes[at] ?? 0);
      out.append(run);
      at += 1;
    }
  }
  return out.take();
}

/** LZWDecode (7.4.4). `earlyChange` 1 is PDF's default. */
export function decodeLzw(
  bytes: Uint8Array,
  earlyChange: number,
  budget: Budget,
  tolerant = false,
): Uint8Array {
  const out = new CappedOutput(budget);
  // entry i ≥ 258 = the entry `prefix[i]` followed by the byte `suffix[i]`
  const prefix = new Int32Array(4097);
  const suffix = new Uint8Array(4097);
  const length = new Int32Array(4097).fill(1, 0, 256);
  let next = 258;
  let width = 9;
  let previous = -1;
  let bits = 0;
  let bitCount = 0;
  const write = (code: number): number => {
    const text = new Uint8Array(length[code] as number);
    let at = code;
    for (let i = text.length - 1; i >= 0; i--) {
      text[i] = at < 256 ? at : (suffix[at] as number);
      at = prefix[at] as number;
    }
    out.append(text);
    return text[0] as number;
  };
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xffffff;
    bitCount += 8;
    if (bitCount < width) {
      continue;
    }
    bitCount -= width;
    const code = (bits >> bitCount) & ((1 << width) - 1);
    if (code === 257) {
      break;
    }
    if (code === 256) {
      next = 258;
      width = 9;
      previous = -1;
      continue;
    }
    if (code > next || (code >= 256 && previous < 0) || (code === next && next > 4095)) {
      if (tolerant) {
        break;
      }
      throw new PdfError('pdf-stream-broken', 'PDF 流的 LZW 压缩数据损坏');
    }
    if (previous >= 0 && next < 4096) {
      let first = code === next ? previous : code;
      while (first >= 256) {
        first = prefix[first] as number;
      }
      prefix[next] = previous;
      suffix[next] = first;
      length[next] = (length[previous] as number) + 1;
      next += 1;
    }
    write(code);
    previous = code;
    width =
      next + earlyChange >= 2048 ? 12 : next + earlyChange >= 1024 ? 11 : next + earlyChange >= 512 ? 10 : 9;
  }
  return out.take();
}

/** Parameters of a predictor (7.4.4.4). */
type PredictorParameters = {
  predictor: number;
  colors: number;
  bitsPerComponent: number;
  columns: number;
};

/** Undoes a predictor: 1 none, 2 TIFF, 10–15 PNG. */
export function undoPredictor(bytes: Uint8Array, parameters: PredictorParameters): Uint8Array {
  const { predictor, colors, bitsPerComponent, columns } = parameters;
  if (predictor === 1) {
    return bytes;
  }
  const sane = [1, 2, 4, 8, 16].includes(bitsPerComponent) && colors >= 1 && colors <= 32 && columns >= 1;
  if (!sane || columns > 0x1000000) {
    throw new PdfError('pdf-stream-broken', 'PDF 流的预测器参数无效');
  }
  const pixelBytes = Math.max(1, (colors * bitsPerComponent) >> 3);
  const rowBytes = (colors * bitsPerComponent * columns + 7) >> 3;
  if (predictor === 2 && bitsPerComponent === 8) {
    const out = bytes.slice();
    for (let row = 0; row < out.length; row += rowBytes) {
      for (let at = row + pixelBytes; at < Math.min(row + rowBytes, out.length); at++) {
        out[at] = ((out[at] as number) + (out[at - pixelBytes] as number)) & 0xff;
      }
    }
    return out;
  }
  if (predictor === 2) {
    return undoTiffPredictor(bytes, colors, bitsPerComponent, columns, rowBytes);
  }
  if (predictor < 10 || predictor > 15) {
    throw new PdfError('pdf-stream-broken', 'PDF 流使用了不支持的预测器');
  }
  return undoPngPredictor(bytes, rowBytes, pixelBytes);
}

/** TIFF 6.0 section 14 for components of 1, 2, 4 or 16 bits. */
function undoTiffPredictor(
  bytes: Uint8Array,
  colors: number,
  bits: number,
  columns: number,
  rowBytes: number,
): Uint8Array {
  const out = new Uint8Array(bytes.length);
  const mask = 2 ** bits - 1;
  const before = new Uint16Array(colors);
  for (let row = 0; row + rowBytes <= bytes.length; row += rowBytes) {
    before.fill(0);
    for (let i = 0; i < columns * colors; i++) {
      const bit = i * bits;
      const at = row + (bit >> 3);
      const c = i % colors;
      if (bits === 16) {
        const value = (((bytes[at] as number) << 8) | (bytes[at + 1] as number)) + (before[c] as number);
        before[c] = value & mask;
        out[at] = (value >> 8) & 0xff;
        out[at + 1] = value & 0xff;
      } else {
        const shift = 8 - bits - (bit & 7);
        const value = (((bytes[at] as number) >> shift) + (before[c] as number)) & mask;
        before[c] = value;
        out[at] = (out[at] as number) | (value << shift);
      }
    }
  }
  return out;
}

function undoPngPredictor(bytes: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = Math.ceil(bytes.length / (rowBytes + 1));
  const out = new Uint8Array(Math.max(0, bytes.length - rows));
  let written = 0;
  for (let start = 0; start < bytes.length; start += rowBytes + 1) {
    const type = bytes[start] as number;
    const count = Math.min(rowBytes, bytes.length - start - 1);
    if (type > 4) {
      throw new PdfError('pdf-stream-broken', 'PDF 流的 PNG 预测器类型无效');
    }
    for (let i = 0; i < count; i++) {
      const at = written + i;
      const left = i >= pixelBytes ? (out[at - pixelBytes] as number) : 0;
      const up = start > 0 ? (out[at - rowBytes] as number) : 0;
      const upLeft = start > 0 && i >= pixelBytes ? (out[at - rowBytes - pixelBytes] as number) : 0;
      out[at] = ((bytes[start + 1 + i] as number) + pngPrediction(type, left, up, upLeft)) & 0xff;
    }
    written += count;
  }
  return out;
}

function pngPrediction(type: number, left: number, up: number, upLeft: number): number {
  switch (type) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const estimate = left + up - upLeft;
      const toLeft = Math.abs(estimate - left);
      const toUp = Math.abs(estimate - up);
      const toUpLeft = Math.abs(estimate - upLeft);
      return toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft;
    }
    default:
      return 0;
  }
}
