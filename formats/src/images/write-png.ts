import { zlibSync } from 'fflate';

/** Pixels to write: rows top to bottom, channels interleaved. */
export type PngPixels = {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 1 grey, 2 grey + alpha, 3 RGB, 4 RGB + alpha. */
  readonly channels: 1 | 2 | 3 | 4;
  /** 8 when left out. 1 only for grey: every row packed into whole bytes, white = 1. */
  readonly bitsPerSample?: 1 | 8;
  /** Rows of widthPx × channels samples. */
  readonly data: Uint8Array;
  /** Pixels per metre, written as pHYs; left out when undefined. 300 dpi = 11811. */
  readonly pixelsPerMetre?: number;
};

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const colorTypes = { 1: 0, 2: 4, 3: 2, 4: 6 } as const;

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) {
    value = (value & 1) !== 0 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  }
  return value;
});

/**
 * Writes a PNG (ISO/IEC 15948). Deterministic: one fixed compression, no time stamp, one IDAT. A data length that
 * does not fit the size is a mistake of the caller (RangeError).
 */
export function writePng(pixels: PngPixels): Uint8Array {
  const { widthPx, heightPx, channels, bitsPerSample = 8, data } = pixels;
  const rowBytes = Math.ceil((widthPx * channels * bitsPerSample) / 8);
  if (widthPx < 1 || heightPx < 1 || data.length !== rowBytes * heightPx) {
    throw new RangeError('writePng: data does not fit the size');
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, widthPx);
  view.setUint32(4, heightPx);
  header[8] = bitsPerSample;
  header[9] = colorTypes[channels];
  const chunks = [chunk('IHDR', header)];
  if (pixels.pixelsPerMetre !== undefined) {
    const physical = new Uint8Array(9);
    new DataView(physical.buffer).setUint32(0, pixels.pixelsPerMetre);
    new DataView(physical.buffer).setUint32(4, pixels.pixelsPerMetre);
    physical[8] = 1;
    chunks.push(chunk('pHYs', physical));
  }
  chunks.push(chunk('IDAT', zlibSync(filterRows(data, rowBytes, heightPx, channels), { level: 6 })));
  chunks.push(chunk('IEND', new Uint8Array(0)));
  const out = new Uint8Array(chunks.reduce((sum, one) => sum + one.length, signature.length));
  out.set(signature);
  let at = signature.length;
  for (const one of chunks) {
    out.set(one, at);
    at += one.length;
  }
  return out;
}

/** Every row as it is (first) or as difference to the row above: good for flat drawings, cheap to compute. */
function filterRows(data: Uint8Array, rowBytes: number, rows: number, pixelBytes: number): Uint8Array {
  const out = new Uint8Array((rowBytes + 1) * rows);
  for (let row = 0; row < rows; row++) {
    const from = row * rowBytes;
    const to = row * (rowBytes + 1);
    const up = row > 0;
    out[to] = up ? 2 : 1;
    for (let i = 0; i < rowBytes; i++) {
      const before = up ? data[from + i - rowBytes] : i >= pixelBytes ? data[from + i - pixelBytes] : 0;
      out[to + 1 + i] = (data[from + i] as number) - (before as number);
    }
  }
  return out;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) {
    out[4 + i] = type.charCodeAt(i);
  }
  out.set(data, 8);
  let crc = 0xffffffff;
  for (const byte of out.subarray(4, 8 + data.length)) {
    crc = (crcTable[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  }
  view.setUint32(8 + data.length, (crc ^ 0xffffffff) >>> 0);
  return out;
}
