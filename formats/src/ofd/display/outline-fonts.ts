/** Fonts opened for drawing, once per file: outlines are kept as path commands, so that pages share them. */
import type { OutlineFont, PathCommand } from '../../drawing/index.ts';
import { type FontOutlines, openOutlines } from '../../sfnt/index.ts';

/** Outlines kept per font; a document of text uses far fewer. */
const keptOutlines = 8192;

type Outlines = Pick<OutlineFont, 'outline' | 'glyphFor' | 'advance'>;

const known = new WeakMap<FontOutlines, Outlines>();

/** A font by its bytes; undefined when nothing can be drawn from it. Never throws; pass the same array again. */
export function openOutlineFont(
  bytes: Uint8Array,
  face: number,
  names: Pick<OutlineFont, 'key' | 'name' | 'embedded'>,
): OutlineFont | undefined {
  const font = openOutlines(bytes, face);
  if (!font) {
    return undefined;
  }
  let outlines = known.get(font);
  if (!outlines) {
    outlines = outlinesOf(font);
    known.set(font, outlines);
  }
  return { ...names, bytes, ...outlines };
}

function outlinesOf(font: FontOutlines): Outlines {
  const kept = new Map<number, readonly PathCommand[] | undefined>();
  return {
    outline: (glyphId) => {
      if (!kept.has(glyphId)) {
        if (kept.size >= keptOutlines) {
          kept.clear();
        }
        const segments = font.outline(glyphId);
        kept.set(
          glyphId,
          segments?.map(([operator, ...numbers]): PathCommand => ({ operator, numbers })),
        );
      }
      return kept.get(glyphId);
    },
    glyphFor: (codePoint) => font.glyphFor(codePoint),
    advance: (glyphId) => font.advance(glyphId),
  };
}
