/** TIFF's own compressions of a strip or tile: PackBits (section 9) and LZW (section 13). */

/** PackBits, up to `size` bytes. */
export function unpackBits(data: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(size);
  let at = 0;
  let to = 0;
  while (at < data.length && to < size) {
    const head = data[at] as number;
    at += 1;
    if (head < 128) {
      const run = data.subarray(at, at + Math.min(head + 1, size - to));
      out.set(run, to);
      at += head + 1;
      to += head + 1;
    } else if (head > 128) {
      out.fill(data[at] ?? 0, to, Math.min(size, to + 257 - head));
      at += 1;
      to += 257 - head;
    }
  }
  return out;
}

const clear = 256;
const end = 257;

/** TIFF LZW (most significant bit first, width grows one code early), up to `size` bytes; ends at the first fault. */
export function unpackLzw(data: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(size);
  // A string of the table is a stretch of the output: the one before it and one byte more.
  const starts = new Int32Array(4097);
  const lengths = new Int32Array(4097);
  let next = 258;
  let width = 9;
  let previousStart = -1;
  let previousLength = 0;
  let bits = 0;
  let bitCount = 0;
  let to = 0;
  for (const byte of data) {
    bits = ((bits << 8) | byte) & 0xffffff;
    bitCount += 8;
    if (bitCount < width) {
      continue;
    }
    bitCount -= width;
    const code = (bits >> bitCount) & ((1 << width) - 1);
    if (code === end || to >= size) {
      break;
    }
    if (code === clear) {
      next = 258;
      width = 9;
      previousStart = -1;
      continue;
    }
    if (code > next || (code > end && previousStart < 0) || next > 4096) {
      break;
    }
    const start = to;
    if (previousStart >= 0 && next < 4096) {
      // the new string runs one byte into what is written now
      starts[next] = previousStart;
      lengths[next] = previousLength + 1;
      next += 1;
    }
    if (code < clear) {
      out[to] = code;
      to += 1;
    } else {
      const from = starts[code] as number;
      const length = Math.min(lengths[code] as number, size - to);
      for (let i = 0; i < length; i++) {
        out[to + i] = out[from + i] as number;
      }
      to += length;
    }
    previousStart = start;
    previousLength = to - start;
    width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
  }
  return out;
}
