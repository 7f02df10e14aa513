/** The bytes of a glyph in `glyf`: how far they go, and which glyphs they are composed of (ISO/IEC 14496-22, 5.3.3). */
import { viewOf } from './bytes.ts';
import { SfntError } from './errors.ts';

const maxComponents = 128;

/** A composite glyph's part: which glyph, and where its number stands in the data. */
export type Component = { readonly glyph: number; readonly at: number };

/** What is needed to take a glyph over into another font. */
export type GlyphExtent = { readonly length: number; readonly components: readonly Component[] };

/** Walks through a glyph. @throws SfntError or RangeError when its data ends too early */
export function glyphExtent(data: Uint8Array): GlyphExtent {
  if (data.length < 10) {
    return { length: 0, components: [] };
  }
  const view = viewOf(data);
  const contours = view.getInt16(0);
  return contours >= 0 ? simpleExtent(view, contours) : compositeExtent(view);
}

function simpleExtent(view: DataView, contours: number): GlyphExtent {
  const count = contours === 0 ? 0 : view.getUint16(8 + 2 * contours) + 1;
  let at = 10 + 2 * contours;
  at += at + 2 <= view.byteLength ? 2 + view.getUint16(at) : 0;
  let [x, y] = [0, 0];
  for (let done = 0; done < count; ) {
    const flag = view.getUint8(at);
    const times = Math.min(count - done, 1 + ((flag & 8) !== 0 ? view.getUint8(at + 1) : 0));
    at += (flag & 8) !== 0 ? 2 : 1;
    x += times * ((flag & 2) !== 0 ? 1 : (flag & 16) !== 0 ? 0 : 2);
    y += times * ((flag & 4) !== 0 ? 1 : (flag & 32) !== 0 ? 0 : 2);
    done += times;
  }
  const length = at + x + y;
  if (length > view.byteLength) {
    throw new SfntError('字形数据不完整');
  }
  return { length, components: [] };
}

function compositeExtent(view: DataView): GlyphExtent {
  const components: Component[] = [];
  let at = 10;
  let flags = 0x20;
  while ((flags & 0x20) !== 0) {
    if (components.length >= maxComponents) {
      throw new SfntError('字形部件过多');
    }
    flags = view.getUint16(at);
    components.push({ glyph: view.getUint16(at + 2), at: at + 2 });
    const matrix = (flags & 0x08) !== 0 ? 2 : (flags & 0x40) !== 0 ? 4 : (flags & 0x80) !== 0 ? 8 : 0;
    at += 4 + ((flags & 0x01) !== 0 ? 4 : 2) + matrix;
  }
  if ((flags & 0x100) !== 0) {
    at += 2 + view.getUint16(at);
  }
  if (at > view.byteLength) {
    throw new SfntError('字形数据不完整');
  }
  return { length: at, components };
}
