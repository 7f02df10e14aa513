/** Fonts opened for drawing, once per file: outlines are kept as path commands, so that pages share them. */
import type { OutlineFont, PathCommand } from '../../drawing/index.ts';
import { type FontOutlines, openOutlines } from '../../sfnt/index.ts';
import type { FontFile } from './display-options.ts';

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

/** A stand-in by its file, which is read and opened at the first question only: most of a list is never asked. */
export function standInFont(file: FontFile): OutlineFont {
  let opened: { font: OutlineFont | undefined } | undefined;
  const font = (): OutlineFont | undefined => {
    const names = { key: `+${file.key}`, name: file.key, embedded: false };
    opened ??= { font: openOutlineFont(file.bytes, file.face ?? 0, names) };
    return opened.font;
  };
  return {
    key: `+${file.key}`,
    name: file.key,
    embedded: false,
    get bytes() {
      return file.bytes;
    },
    outline: (glyphId) => font()?.outline(glyphId),
    glyphFor: (codePoint) => font()?.glyphFor(codePoint),
    advance: (glyphId) => font()?.advance(glyphId) ?? 0,
  };
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
