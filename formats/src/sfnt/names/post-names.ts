/** Glyph names out of a `post` table (ISO/IEC 14496-22, 5.2.8). */
import { viewOf } from '../bytes.ts';
import { macGlyphOrder } from './mac-glyph-order.ts';

/** Names by glyph for formats 1 and 2; empty for the others and where the table is broken. */
export function postNames(post: Uint8Array | undefined, glyphCount: number): readonly string[] {
  if (post === undefined || post.length < 32) {
    return [];
  }
  const view = viewOf(post);
  const format = view.getUint32(0);
  if (format === 0x00010000) {
    return macGlyphOrder;
  }
  if (format !== 0x00020000 || post.length < 34) {
    return [];
  }
  const count = Math.min(view.getUint16(32), glyphCount, (post.length - 34) >> 1);
  const own: string[] = [];
  for (let at = 34 + 2 * view.getUint16(32); at < post.length; at += 1 + post[at]!) {
    own.push(String.fromCharCode(...post.subarray(at + 1, at + 1 + post[at]!)));
  }
  return Array.from({ length: count }, (_, glyph) => {
    const index = view.getUint16(34 + 2 * glyph);
    return macGlyphOrder[index] ?? own[index - macGlyphOrder.length] ?? '';
  });
}
