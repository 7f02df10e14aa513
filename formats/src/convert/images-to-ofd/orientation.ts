/** Which way up a picture is to be seen: the Orientation tag of EXIF and TIFF. */
import type { Matrix } from '../../drawing/index.ts';

/** The tag's values (TIFF 6.0, 274): 1 upright, 2 mirrored, 3 upside down, 4 flipped, 5 transposed, 6 to be turned right, 7 transverse, 8 left. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 274;

/** Orientation by the file's own word; 1 when it has none, or nonsense. `frame` is the page of a TIFF. */
export function orientationOf(bytes: Uint8Array, mediaType: string, frame: number): Orientation {
  const fields =
    mediaType === 'image/tiff'
      ? bytes
      : mediaType === 'image/jpeg'
        ? exifOfJpeg(bytes)
        : mediaType === 'image/png'
          ? exifOfPng(bytes)
          : undefined;
  const value = fields && tagValue(fields, mediaType === 'image/tiff' ? frame : 0);
  return value !== undefined && value >= 1 && value <= 8 ? (value as Orientation) : 1;
}

/** Whether width and height change places. */
export function isTurned(orientation: Orientation): boolean {
  return orientation >= 5;
}

/** From the stored picture's unit square (y down) to that of the picture as seen. */
export function uprightMatrix(orientation: Orientation): Matrix {
  const matrices: Readonly<Record<Orientation, Matrix>> = {
    1: [1, 0, 0, 1, 0, 0],
    2: [-1, 0, 0, 1, 1, 0],
    3: [-1, 0, 0, -1, 1, 1],
    4: [1, 0, 0, -1, 0, 1],
    5: [0, 1, 1, 0, 0, 0],
    6: [0, 1, -1, 0, 1, 0],
    7: [0, -1, -1, 0, 1, 1],
    8: [0, -1, 1, 0, 0, 1],
  };
  return matrices[orientation];
}

/** The TIFF part of an Exif segment among the first ones of a JPEG (Exif 2.3, 4.7.2). */
function exifOfJpeg(bytes: Uint8Array): Uint8Array | undefined {
  for (let at = 2; at + 10 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 10));
    if (bytes[at + 1] === 0xe1 && name === 'Exif\0\0') {
      return bytes.subarray(at + 10, at + 2 + length);
    }
    at += 2 + Math.max(2, length);
  }
  return undefined;
}

/** The eXIf chunk of a PNG. */
function exifOfPng(bytes: Uint8Array): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x65584966) {
      return bytes.subarray(at + 8, at + 8 + length);
    }
    at += 12 + length;
  }
  return undefined;
}

/** The value of the tag in the `frame`th directory. */
function tagValue(bytes: Uint8Array, frame: number): number | undefined {
  if (bytes.length < 8) {
    return undefined;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  let at = view.getUint32(4, little);
  for (let index = 0; at + 2 <= bytes.length; index++) {
    const count = view.getUint16(at, little);
    const next = at + 2 + 12 * count;
    if (index === frame) {
      for (let field = at + 2; field + 12 <= Math.min(next, bytes.length); field += 12) {
        if (view.getUint16(field, little) === orientationTag) {
          return view.getUint16(field + 8, little);
        }
      }
      return undefined;
    }
    if (next + 4 > bytes.length || index > frame) {
      return undefined;
    }
    at = view.getUint32(next, little);
  }
  return undefined;
}
