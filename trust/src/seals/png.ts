/** Writing PNG (ISO/IEC 15948), 8-bit RGBA, one fixed way: same pixels, same bytes. */

import { crc32 } from '@yiwen/formats/container';
import { concat, utf8 } from '@yiwen/trust/crypto';
import { zlibSync } from 'fflate';

/** A picture with straight (not premultiplied) RGBA, row by row from the top. */
export type Pixels = { widthPx: number; heightPx: number; rgba: Uint8Array };

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const COLOUR_RGBA = 6;
const FILTER_UP = 2;

function uint32(value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concat(utf8(type), data);
  return concat(uint32(data.length), body, uint32(crc32(body)));
}

/** PNG bytes of a picture; `pixelsPerMm` is written as its physical size. */
export function encodePng(picture: Pixels, pixelsPerMm: number): Uint8Array {
  const { widthPx, heightPx, rgba } = picture;
  if (rgba.length !== widthPx * heightPx * 4) {
    throw new RangeError(`expected ${widthPx * heightPx * 4} bytes of pixels, found ${rgba.length}`);
  }
  const rowBytes = widthPx * 4;
  const filtered = new Uint8Array((rowBytes + 1) * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const at = y * (rowBytes + 1);
    filtered[at] = FILTER_UP;
    for (let i = 0; i < rowBytes; i++) {
      const above = y === 0 ? 0 : rgba[(y - 1) * rowBytes + i]!;
      filtered[at + 1 + i] = rgba[y * rowBytes + i]! - above;
    }
  }
  const perMetre = uint32(Math.round(pixelsPerMm * 1000));
  return concat(
    SIGNATURE,
    chunk('IHDR', concat(uint32(widthPx), uint32(heightPx), Uint8Array.of(8, COLOUR_RGBA, 0, 0, 0))),
    chunk('pHYs', concat(perMetre, perMetre, Uint8Array.of(1))),
    chunk('IDAT', zlibSync(filtered, { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  );
}
