/** Outlines of a TrueType font as SVG path data in em units, y up; unusable fonts give undefined. */
import { decimal } from '../../drawing/index.ts';
import { glyphOutline, readCharacterMap, readFont, SfntError } from '../../sfnt/index.ts';

export type GlyphSource = {
  /** The glyph for a character; undefined when the font has no character map or no such character. */
  glyphFor(codePoint: number): number | undefined;
  /** Path data, empty for blank glyphs; undefined when the glyph is broken or absent. */
  outline(glyphId: number): string | undefined;
};

const opened = new WeakMap<Uint8Array, { source: GlyphSource | undefined }>();

/** Opens a font once per byte array. Fonts in files are hostile: any defect means "no outlines", never a throw. */
export function glyphSource(bytes: Uint8Array): GlyphSource | undefined {
  const known = opened.get(bytes);
  if (known) {
    return known.source;
  }
  const source = open(bytes);
  opened.set(bytes, { source });
  return source;
}

function open(bytes: Uint8Array): GlyphSource | undefined {
  const font = attempt(() => readFont(bytes));
  if (!font) {
    return undefined;
  }
  const map = attempt(() => readCharacterMap(font));
  const outlines = new Map<number, string | undefined>();
  return {
    glyphFor: (codePoint) => {
      const glyph = attempt(() => map?.(codePoint));
      return glyph === 0 ? undefined : glyph;
    },
    outline: (glyphId) => {
      if (!outlines.has(glyphId)) {
        const segments = attempt(() => glyphOutline(font, glyphId));
        outlines.set(
          glyphId,
          segments
            ?.map(([op, ...ns]) => (op === 'C' ? 'Z' : op) + ns.map((n) => decimal(n)).join(' '))
            .join(''),
        );
      }
      return outlines.get(glyphId);
    },
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SfntError || error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}
