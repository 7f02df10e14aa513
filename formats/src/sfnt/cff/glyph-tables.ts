/** Charset, encoding and font-dictionary selection: number tables by glyph (Adobe Technical Note 5176, 12, 13, 19). */
import { viewOf } from '../bytes.ts';
import { load } from '../sparse-file.ts';
import { predefinedCharset, standardEncodingName } from './standard-strings.ts';

/** SID (or CID) by glyph; broken off where the data is. */
export function readCharset(
  bytes: Uint8Array,
  offset: number,
  glyphCount: number,
  byCid: boolean,
): Uint16Array {
  const charset = new Uint16Array(glyphCount);
  if (byCid && offset <= 2) {
    return charset.map((_, glyph) => glyph);
  }
  if (offset <= 2) {
    charset.set(predefinedCharset(offset).slice(0, glyphCount));
    return charset;
  }
  load(bytes, offset, offset + 1 + 4 * glyphCount);
  const view = viewOf(bytes);
  const format = bytes[offset] ?? 0;
  let at = offset + 1;
  if (format === 0) {
    for (let glyph = 1; glyph < glyphCount && at + 2 <= bytes.length; glyph++, at += 2) {
      charset[glyph] = view.getUint16(at);
    }
    return charset;
  }
  const size = format === 1 ? 3 : 4;
  for (let glyph = 1; glyph < glyphCount && at + size <= bytes.length; at += size) {
    const first = view.getUint16(at);
    const left = format === 1 ? view.getUint8(at + 2) : view.getUint16(at + 2);
    for (let k = 0; k <= left && glyph < glyphCount; k++) {
      charset[glyph++] = first + k;
    }
  }
  return charset;
}

/** Code → glyph. Predefined encodings go by name; the Expert one is that of its charset's order and hardly ever met. */
export function readEncoding(
  bytes: Uint8Array,
  offset: number,
  charset: Uint16Array,
  glyphNamed: (name: string) => number | undefined,
): Map<number, number> {
  const encoding = new Map<number, number>();
  if (offset <= 1) {
    for (let code = 0; code < 256; code++) {
      const name = standardEncodingName(code);
      const glyph = name === undefined ? undefined : glyphNamed(name);
      if (glyph !== undefined && offset === 0) {
        encoding.set(code, glyph);
      }
    }
    return encoding;
  }
  load(bytes, offset, offset + 2 * 1024);
  const format = bytes[offset] ?? 0;
  const count = bytes[offset + 1] ?? 0;
  let at = offset + 2;
  let glyph = 1;
  for (let i = 0; i < count; i++) {
    const first = bytes[at] ?? 0;
    const left = (format & 0x7f) === 0 ? 0 : (bytes[at + 1] ?? 0);
    at += (format & 0x7f) === 0 ? 1 : 2;
    for (let k = 0; k <= left && glyph < charset.length; k++, glyph++) {
      encoding.set((first + k) & 0xff, glyph);
    }
  }
  if ((format & 0x80) !== 0) {
    const further = bytes[at] ?? 0;
    for (let i = 0; i < further && at + 4 + 3 * i <= bytes.length; i++) {
      const sid = viewOf(bytes).getUint16(at + 2 + 3 * i);
      const named = charset.indexOf(sid);
      if (named >= 0) {
        encoding.set(bytes[at + 1 + 3 * i]!, named);
      }
    }
  }
  return encoding;
}

/** FDSelect: which font dictionary a glyph belongs to; the first where the table does not say. */
export function readFontSelect(
  bytes: Uint8Array,
  offset: number,
  glyphCount: number,
): (glyph: number) => number {
  load(bytes, offset, offset + 5 + 3 * glyphCount);
  const view = viewOf(bytes);
  const format = bytes[offset];
  if (offset === 0 || format === undefined) {
    return () => 0;
  }
  if (format === 0) {
    return (glyph) => (glyph < glyphCount ? (bytes[offset + 1 + glyph] ?? 0) : 0);
  }
  if (format !== 3 || offset + 3 > bytes.length) {
    return () => 0;
  }
  const ranges = Math.min(view.getUint16(offset + 1), Math.floor((bytes.length - offset - 5) / 3));
  return (glyph) => {
    let low = 0;
    let high = ranges - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (view.getUint16(offset + 3 + 3 * middle) <= glyph) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return ranges > 0 ? view.getUint8(offset + 5 + 3 * low) : 0;
  };
}
