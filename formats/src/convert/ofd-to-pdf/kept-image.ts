/** Pictures that can go into a PDF as they are stored: JPEG, most PNG, plain JPEG 2000, JBIG2. */
import { unzlibSync } from 'fflate';
import { embeddableJbig2, rasterInfo } from '../../images/index.ts';
import { type PdfObject, pdfBytes, pdfDict, pdfName, pdfStream } from '../../pdf/index.ts';
import { type ImageMaker, imageDict } from './raster-image.ts';

const mostPixels = 100_000_000;

/** The stream made of the file's own bytes; undefined when the picture has to be decoded. Throws `ImageError`. */
export function keptImage(
  bytes: Uint8Array,
  mediaType: string | undefined,
  cmykSpace: () => PdfObject,
): ImageMaker | undefined {
  switch (mediaType) {
    case 'image/jpeg':
      return keptJpeg(bytes, cmykSpace);
    case 'image/png':
      return keptPng(bytes);
    case 'image/jp2':
      return keptJpeg2000(bytes);
    case 'image/jbig2':
      return keptJbig2(bytes);
    default:
      return undefined;
  }
}

/** Colours are never converted; Adobe's CMYK is stored upside down (TN 5116). */
function keptJpeg(bytes: Uint8Array, cmykSpace: () => PdfObject): ImageMaker | undefined {
  const { widthPx, heightPx, bitsPerSample, color } = rasterInfo(bytes);
  if (bitsPerSample !== 8 || widthPx * heightPx > mostPixels || widthPx < 1 || heightPx < 1) {
    return undefined;
  }
  const cmyk = color === 'cmyk';
  const space = cmyk ? cmykSpace() : pdfName(color === 'grey' ? 'DeviceGray' : 'DeviceRGB');
  return (softMask) =>
    pdfStream(
      pdfDict({
        ...imageDict(widthPx, heightPx, 8, space, softMask),
        Filter: pdfName('DCTDecode'),
        Decode: cmyk && hasAdobeMarker(bytes) ? [1, 0, 1, 0, 1, 0, 1, 0] : undefined,
      }),
      bytes,
    );
}

/** APP14 among the segments before the first scan. */
function hasAdobeMarker(bytes: Uint8Array): boolean {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 9));
    if (bytes[at + 1] === 0xee && name === 'Adobe') {
      return true;
    }
    at += 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
  }
  return false;
}

/** PNG without alpha and interlace: its rows are what /Predictor 15 undoes. Only data that unfold fully are kept. */
function keptPng(bytes: Uint8Array): ImageMaker | undefined {
  const { widthPx, heightPx, bitsPerSample, color, hasAlpha } = rasterInfo(bytes);
  const interlaced = bytes[28] !== 0;
  if (hasAlpha || interlaced || widthPx * heightPx > mostPixels || widthPx < 1 || heightPx < 1) {
    return undefined;
  }
  const channels = color === 'rgb' ? 3 : 1;
  const { data, palette } = pngParts(bytes);
  const size = (Math.ceil((widthPx * channels * bitsPerSample) / 8) + 1) * heightPx;
  const colors = Math.floor(palette.length / 3);
  if (size > data.length * 1100 || (color === 'palette' && colors < 1) || !unfoldsTo(data, size)) {
    return undefined;
  }
  const space: PdfObject =
    color === 'palette'
      ? [
          pdfName('Indexed'),
          pdfName('DeviceRGB'),
          Math.min(colors, 2 ** bitsPerSample) - 1,
          pdfBytes(palette.slice(0, 3 * 2 ** bitsPerSample)),
        ]
      : pdfName(channels === 3 ? 'DeviceRGB' : 'DeviceGray');
  const parameters = pdfDict({
    Predictor: 15,
    Colors: channels,
    BitsPerComponent: bitsPerSample,
    Columns: widthPx,
  });
  return (softMask) =>
    pdfStream(
      pdfDict({
        ...imageDict(widthPx, heightPx, bitsPerSample, space, softMask),
        Filter: pdfName('FlateDecode'),
        DecodeParms: parameters,
      }),
      data,
    );
}

function pngParts(bytes: Uint8Array): { data: Uint8Array; palette: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  let palette: Uint8Array = new Uint8Array(0);
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === 0x49444154) {
      parts.push(body);
    } else if (type === 0x504c5445) {
      palette = body;
    } else if (type === 0x49454e44) {
      break;
    }
    at += 12 + length;
  }
  const data = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return { data, palette };
}

function unfoldsTo(data: Uint8Array, size: number): boolean {
  try {
    return unzlibSync(data, { out: new Uint8Array(size) }).length === size;
  } catch {
    return false;
  }
}

/** JBIG2 without the head of its file; white is 1 after the filter (7.4.7). */
function keptJbig2(bytes: Uint8Array): ImageMaker | undefined {
  const { widthPx, heightPx } = rasterInfo(bytes);
  const data = embeddableJbig2(bytes);
  if (!data || widthPx * heightPx > mostPixels || widthPx < 1 || heightPx < 1) {
    return undefined;
  }
  return (softMask) =>
    pdfStream(
      pdfDict({
        ...imageDict(widthPx, heightPx, 1, pdfName('DeviceGray'), softMask),
        Filter: pdfName('JBIG2Decode'),
      }),
      data,
    );
}

/** JP2 with one enumerated sRGB or grey colour space and nothing beside (ISO 19005-2 6.2.8.3). */
function keptJpeg2000(bytes: Uint8Array): ImageMaker | undefined {
  const { widthPx, heightPx, bitsPerSample, color, hasAlpha } = rasterInfo(bytes);
  const boxes = jp2Boxes(bytes);
  const colr = boxes.filter(({ type }) => type === 'colr');
  const space = colr.length === 1 && colr[0]!.body[0] === 1 ? colr[0]!.body[6] : undefined;
  const plain = boxes.every(({ type }) => !['pclr', 'cmap', 'cdef', 'bpcc'].includes(type));
  const known = (space === 16 && color === 'rgb') || (space === 17 && color === 'grey');
  if (!plain || !known || hasAlpha || ![8, 16].includes(bitsPerSample) || widthPx * heightPx > mostPixels) {
    return undefined;
  }
  return (softMask) =>
    pdfStream(
      pdfDict({
        ...imageDict(
          widthPx,
          heightPx,
          bitsPerSample,
          pdfName(color === 'rgb' ? 'DeviceRGB' : 'DeviceGray'),
          softMask,
        ),
        Filter: pdfName('JPXDecode'),
      }),
      bytes,
    );
}

/** Boxes inside jp2h (ITU-T T.800 Annex I); none for a bare codestream. */
function jp2Boxes(bytes: Uint8Array): { type: string; body: Uint8Array }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const walk = (from: number, to: number): { type: string; body: Uint8Array }[] => {
    const found: { type: string; body: Uint8Array }[] = [];
    for (let at = from; at + 8 <= to && found.length < 64; ) {
      const length = view.getUint32(at) || to - at;
      const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
      if (length < 8) {
        break;
      }
      if (type === 'jp2h') {
        found.push(...walk(at + 8, Math.min(to, at + length)));
      } else {
        found.push({ type, body: bytes.subarray(at + 8, Math.min(to, at + length)) });
      }
      at += length;
    }
    return found;
  };
  return bytes[0] === 0xff ? [] : walk(0, bytes.length);
}
