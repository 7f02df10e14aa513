/** Which characters and glyphs of each font a document shows (GB/T 42133 6.2.6 b, c). */
import { attr, type XmlElement } from '../../container/index.ts';
import { type FontOutlines, openOutlines, readFont, SfntError } from '../../sfnt/index.ts';
import { readTextCodes } from '../reading/read-text-codes.ts';
import { type ArchiveParts, textsOf } from './archive-parts.ts';

/** What texts ask of a font. */
export type FontUse = {
  /** Code points shown by the font's own `cmap`. */
  readonly codes: Set<number>;
  /** Glyph ids named by a CGTransform, with the character they stand for when it is a single one. */
  readonly glyphs: Map<number, number | undefined>;
  /** Code points of texts drawn by CGTransforms: a font put in the place of an absent one must know them. */
  readonly covered: Set<number>;
};

/** Uses by font id, over pages, templates, composites, patterns, clips and annotations. */
export function fontUses(parts: ArchiveParts): Map<string, FontUse> {
  const uses = new Map<string, FontUse>();
  const roots = [...parts.contentRoots(), ...parts.annotations].map(({ root }) => root);
  for (const element of roots.flatMap(textsOf)) {
    addUse(uses, element);
  }
  return uses;
}

function addUse(uses: Map<string, FontUse>, element: XmlElement): void {
  const id = attr(element, 'Font') ?? '';
  const use: FontUse = uses.get(id) ?? { codes: new Set(), glyphs: new Map(), covered: new Set() };
  uses.set(id, use);
  for (const code of readTextCodes(element)) {
    for (const { text, glyphId } of code.glyphs) {
      const point = text.codePointAt(0);
      if (glyphId !== undefined) {
        for (const character of text) {
          use.covered.add(character.codePointAt(0)!);
        }
        const single = point !== undefined && text.length === (point > 0xffff ? 2 : 1);
        use.glyphs.set(glyphId, use.glyphs.get(glyphId) ?? (single ? point : undefined));
      } else if (point !== undefined) {
        use.codes.add(point);
      }
    }
  }
}

/** What is wrong with an embedded font, given what it is used for. */
export type FontFaults = {
  /** Tables of the standard's list that it does not have; a font that is no TrueType font lacks them all. */
  readonly tables: readonly string[];
  /** Characters and glyph ids it cannot show. */
  readonly missing: readonly string[];
  /** Glyphs with outlines, and how many of the font's glyphs are used. */
  readonly drawn: number;
  readonly used: number;
};

const keptTables = ['cmap', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'name', 'OS/2', 'post'];

export function fontFaults(bytes: Uint8Array, use: FontUse): FontFaults {
  const outlines = openOutlines(bytes);
  const { missing, used } = outlines ? usedGlyphs(outlines, use) : { missing: ['*'], used: 0 };
  try {
    const font = readFont(bytes);
    let drawn = 0;
    for (let glyph = 0; glyph < font.glyphCount; glyph++) {
      drawn += font.glyphData(glyph).length > 0 ? 1 : 0;
    }
    return { tables: keptTables.filter((tag) => !font.tables.has(tag)), missing, drawn, used };
  } catch (error) {
    if (!(error instanceof SfntError)) {
      throw error;
    }
    return { tables: keptTables, missing, drawn: outlines?.glyphCount ?? 0, used };
  }
}

/** A subset has at most twice the glyphs it shows (parts of composite glyphs come along), and a few to spare. */
export function isSubset({ drawn, used }: FontFaults): boolean {
  return drawn <= 2 * used + 32;
}

function usedGlyphs(outlines: FontOutlines, use: FontUse): { missing: string[]; used: number } {
  const missing: string[] = [];
  const glyphs = new Set<number>();
  for (const code of use.codes) {
    const glyph = outlines.glyphFor(code);
    if (glyph !== undefined && glyph !== 0) {
      glyphs.add(glyph);
    } else if (!isBlank(code)) {
      missing.push(`U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
    }
  }
  for (const glyph of use.glyphs.keys()) {
    if (glyph < outlines.glyphCount) {
      glyphs.add(glyph);
    } else {
      missing.push(`#${glyph}`);
    }
  }
  return { missing, used: glyphs.size };
}

/** Spaces and controls show nothing, so a font without them shows them right. */
function isBlank(code: number): boolean {
  return /^[\s\p{C}\p{Z}]$/u.test(String.fromCodePoint(code));
}
