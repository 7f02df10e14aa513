/** Decoded pixels as image XObjects (ISO 32000-1 8.9.5): as few bits as hold them, Flate with PNG rows. */
import type { Raster } from '../../images/index.ts';
import { type PdfObject, type PdfRef, pdfDict, pdfName } from '../../pdf/index.ts';
import { flate } from './pdf-output.ts';

/** Makes the image's stream once the soft mask's place is known. */
export type ImageMaker = (softMask: PdfRef | undefined) => PdfObject;

/** An image, and the stream of its soft mask where not all of it is opaque. */
export function rasterImage(raster: Raster): { image: ImageMaker; softMask: PdfObject | undefined } {
  const { data, widthPx, heightPx } = raster;
  let [opaque, grey, bilevel] = [true, true, true];
  for (let at = 0; at < data.length; at += 4) {
    const red = data[at]!;
    opaque &&= data[at + 3] === 255;
    grey &&= red === data[at + 1] && red === data[at + 2];
    bilevel &&= red === 0 || red === 255;
  }
  const pixels = widthPx * heightPx;
  const channels = grey ? 1 : 3;
  const samples = new Uint8Array(pixels * channels);
  const alpha = opaque ? undefined : new Uint8Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    samples[pixel * channels] = data[pixel * 4]!;
    if (!grey) {
      samples[pixel * 3 + 1] = data[pixel * 4 + 1]!;
      samples[pixel * 3 + 2] = data[pixel * 4 + 2]!;
    }
    if (alpha) {
      alpha[pixel] = data[pixel * 4 + 3]!;
    }
  }
  const image: ImageMaker = (softMask) =>
    grey && bilevel
      ? bitImage(samples, widthPx, heightPx, softMask)
      : sampleImage(samples, widthPx, heightPx, channels, softMask);
  return { image, softMask: alpha && sampleImage(alpha, widthPx, heightPx, 1, undefined) };
}

/** A mask picture as a soft mask: black cuts out, white lets show (GB/T 33190 clause 10). */
export function maskImage({ data, widthPx, heightPx }: Raster): PdfObject {
  const light = new Uint8Array(widthPx * heightPx);
  for (let pixel = 0; pixel < light.length; pixel++) {
    const at = pixel * 4;
    const value = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
    light[pixel] = Math.round((value * data[at + 3]!) / 255);
  }
  return sampleImage(light, widthPx, heightPx, 1, undefined);
}

/** The entries every image has. */
export function imageDict(
  widthPx: number,
  heightPx: number,
  bits: number,
  space: PdfObject,
  softMask: PdfRef | undefined,
): Record<string, PdfObject | undefined> {
  return {
    Type: pdfName('XObject'),
    Subtype: pdfName('Image'),
    Width: widthPx,
    Height: heightPx,
    BitsPerComponent: bits,
    ColorSpace: space,
    SMask: softMask,
  };
}

function sampleImage(
  samples: Uint8Array,
  widthPx: number,
  heightPx: number,
  channels: 1 | 3,
  softMask: PdfRef | undefined,
): PdfObject {
  const space = pdfName(channels === 1 ? 'DeviceGray' : 'DeviceRGB');
  const parameters = pdfDict({ Predictor: 15, Colors: channels, BitsPerComponent: 8, Columns: widthPx });
  return flate(
    pdfDict({ ...imageDict(widthPx, heightPx, 8, space, softMask), DecodeParms: parameters }),
    filteredRows(samples, widthPx * channels, channels),
  );
}

function bitImage(
  samples: Uint8Array,
  widthPx: number,
  heightPx: number,
  softMask: PdfRef | undefined,
): PdfObject {
  const rowBytes = Math.ceil(widthPx / 8);
  const packed = new Uint8Array(rowBytes * heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (samples[y * widthPx + x] !== 0) {
        packed[y * rowBytes + (x >> 3)]! |= 0x80 >> (x & 7);
      }
    }
  }
  return flate(pdfDict(imageDict(widthPx, heightPx, 1, pdfName('DeviceGray'), softMask)), packed);
}

/** PNG rows: the first as difference to the left, the others to the row above. */
function filteredRows(samples: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = samples.length / rowBytes;
  const out = new Uint8Array((rowBytes + 1) * rows);
  for (let row = 0; row < rows; row++) {
    const from = row * rowBytes;
    const to = row * (rowBytes + 1);
    out[to] = row > 0 ? 2 : 1;
    for (let i = 0; i < rowBytes; i++) {
      const before =
        row > 0 ? samples[from + i - rowBytes]! : i >= pixelBytes ? samples[from + i - pixelBytes]! : 0;
      out[to + 1 + i] = samples[from + i]! - before;
    }
  }
  return out;
}
