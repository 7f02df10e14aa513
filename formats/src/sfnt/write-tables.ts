/** Writing an sfnt file from its tables (ISO/IEC 14496-22, 4.5). */
import { viewOf } from './bytes.ts';
import { SfntError } from './errors.ts';
import type { Tables } from './tables.ts';

/** Sum of big-endian words; a last incomplete word is filled with zeros. */
function checksum(bytes: Uint8Array): number {
  const view = viewOf(bytes);
  const whole = bytes.length & ~3;
  let sum = 0;
  for (let at = 0; at < whole; at += 4) {
    sum = (sum + view.getUint32(at)) | 0;
  }
  for (let at = whole, shift = 24; at < bytes.length; at += 1, shift -= 8) {
    sum = (sum + (bytes[at]! << shift)) | 0;
  }
  return sum >>> 0;
}

/**
 * Lays the tables out in tag order, padded to four bytes, with directory and checksums; the version follows from the
 * outlines there are. Equal tables give equal bytes. @throws SfntError without a `head` table
 */
export function writeTables(tables: Tables): Uint8Array<ArrayBuffer> {
  const tags = [...tables.keys()].sort();
  const count = tags.length;
  const power = 2 ** Math.floor(Math.log2(count));
  const padded = (length: number): number => (length + 3) & ~3;
  let length = 12 + 16 * count;
  for (const table of tables.values()) {
    length += padded(table.length);
  }
  const out = new Uint8Array(length);
  const view = viewOf(out);
  view.setUint32(0, tables.has('CFF ') ? 0x4f54544f : 0x00010000);
  view.setUint16(4, count);
  view.setUint16(6, power * 16);
  view.setUint16(8, Math.log2(power));
  view.setUint16(10, (count - power) * 16);
  let offset = 12 + 16 * count;
  let headAt = -1;
  for (const [i, tag] of tags.entries()) {
    const table = tables.get(tag) as Uint8Array;
    out.set(table, offset);
    if (tag === 'head') {
      headAt = offset;
      view.setUint32(offset + 8, 0);
    }
    for (let k = 0; k < 4; k++) {
      out[12 + 16 * i + k] = tag.charCodeAt(k);
    }
    view.setUint32(16 + 16 * i, checksum(out.subarray(offset, offset + table.length)));
    view.setUint32(20 + 16 * i, offset);
    view.setUint32(24 + 16 * i, table.length);
    offset += padded(table.length);
  }
  if (headAt < 0) {
    throw new SfntError('字体缺少 head 表');
  }
  // checkSumAdjustment: the whole file then sums up to this constant
  view.setUint32(headAt + 8, (0xb1b0afba - checksum(out)) >>> 0);
  return out;
}
