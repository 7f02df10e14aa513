/** Subsets: a few glyphs of any font as a whole TrueType font (GB/T 42133 names the tables an OFD-A font keeps). */
import { guarded } from './bytes.ts';
import { type CharacterPairs, writeCharacterMap } from './character-map-writer.ts';
import { SfntError } from './errors.ts';
import type { FontOutlines } from './font-outlines.ts';
import { writeGlyphs } from './glyf-writer.ts';
import { writeNames } from './name-table.ts';
import { openOutlines, sourceOf } from './open-outlines.ts';
import { writeOs2 } from './os2-table.ts';
import { blankGlyph, drawnGlyphs, keptGlyphs } from './subset-glyphs.ts';
import type { SubsetNames } from './subset-names.ts';
import { glyphBox, writeHead, writeHhea, writeHmtx, writeMaxp, writePost } from './subset-tables.ts';
import { writeTables } from './write-tables.ts';

/** What a subset is to hold. */
export type SubsetRequest = {
  /** Glyph ids of the source; those it does not have are passed over. Glyph 0 and the parts of composites come along. */
  readonly glyphs: Iterable<number>;
  /**
   * Character → glyph id of the source, for `cmap`; its glyphs are taken along. Without it the subset's glyphs keep
   * the characters (of planes 0 and 2) the source gives them.
   */
  readonly characters?: ReadonlyMap<number, number>;
  /** Glyph ids stay what they were (PDF's identity CIDToGIDMap); the ids in between are blank glyphs. */
  readonly keepGlyphIds?: boolean;
  /** Adds a glyph that shows nothing, for the further characters of ligatures. */
  readonly addBlankGlyph?: boolean;
  readonly names: SubsetNames;
  /** Which font of a collection, when the source is its bytes. */
  readonly faceIndex?: number;
};

/** The font file, and where the source's glyphs are in it. */
export type Subset = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Old glyph id → new one, of every glyph taken over. */
  readonly glyphIds: ReadonlyMap<number, number>;
  /** The id of the glyph that shows nothing, where it was asked for. */
  readonly blankGlyph?: number;
};

/** CFF outlines are drawn anew on a grid at least this fine. */
const finestEm = 2000;

const maxGlyphs = 0xffff;

const instructions = ['cvt ', 'fpgm', 'gasp', 'prep'];

/**
 * Writes a subset as a TrueType font with cmap, cvt, fpgm, glyf, head, hhea, hmtx, loca, maxp, name, OS/2, post and
 * prep (instructions only where the source has them), right checksums; equal input gives equal bytes. TrueType glyphs
 * stay byte for byte; CFF and Type 1 outlines become quadratic curves at most 1/1000 em off. Broken glyphs are blank.
 * @throws SfntError when the source cannot be opened
 */
export function subsetFont(source: Uint8Array | FontOutlines, request: SubsetRequest): Subset {
  const font = source instanceof Uint8Array ? openOutlines(source, request.faceIndex) : source;
  if (font === undefined) {
    throw new SfntError('字体无法打开，不能取子集');
  }
  return guarded(() => subsetOf(font, request));
}

function subsetOf(font: FontOutlines, request: SubsetRequest): Subset {
  const wanted = new Set<number>([0]);
  for (const glyph of [...request.glyphs, ...(request.characters?.values() ?? [])]) {
    if (Number.isInteger(glyph) && glyph >= 0 && glyph < font.glyphCount) {
      wanted.add(glyph);
    }
  }
  const { tables, trueType } = sourceOf(font);
  const keep = request.keepGlyphIds === true;
  const finer = trueType === undefined ? Math.max(1, Math.ceil(finestEm / font.unitsPerEm)) : 1;
  const unitsPerEm = font.unitsPerEm * finer;
  const { glyphs: taken, glyphIds } =
    trueType === undefined ? drawnGlyphs(font, wanted, unitsPerEm, keep) : keptGlyphs(trueType, wanted, keep);
  const glyphs = request.addBlankGlyph === true ? [...taken, blankGlyph] : taken;
  if (glyphs.length > maxGlyphs) {
    throw new SfntError('字体字形过多');
  }
  const pairs = characterPairs(font, glyphIds, request.characters);
  const metrics = {
    unitsPerEm,
    ascender: Math.round(font.ascender * unitsPerEm),
    descender: Math.round(font.descender * unitsPerEm),
    advance: (glyph: number) => glyphs[glyph]?.advance ?? 0,
  };
  const box = glyphBox(glyphs);
  const out = new Map<string, Uint8Array>([
    ...Object.entries(writeGlyphs(glyphs.map(({ data }) => data))),
    ['OS/2', writeOs2(metrics, pairs, request.names)],
    ['cmap', writeCharacterMap(pairs)],
    ['head', writeHead(tables.get('head'), { unitsPerEm, box, names: request.names })],
    ['hhea', writeHhea({ ...metrics, box, glyphs })],
    ['hmtx', writeHmtx(glyphs)],
    ['maxp', writeMaxp(trueType?.tables.get('maxp'), glyphs)],
    ['name', writeNames(tables.get('name'), request.names)],
    ['post', writePost(tables.get('post'), finer)],
  ]);
  for (const tag of trueType === undefined ? [] : instructions) {
    const table = tables.get(tag);
    if (table !== undefined) {
      out.set(tag, table);
    }
  }
  const bytes = writeTables(out);
  return { bytes, glyphIds, ...(glyphs === taken ? {} : { blankGlyph: taken.length }) };
}

/** Code points of planes 0 and 2: where the characters of Chinese text are. */
function* ownCharacters(): Iterable<number> {
  for (let code = 0x20; code < 0xffff; code++) {
    yield code;
  }
  for (let code = 0x20000; code < 0x2fffe; code++) {
    yield code;
  }
}

/** Character → new glyph id, ascending; what is no character or has no glyph in the subset is left out. */
function characterPairs(
  font: FontOutlines,
  glyphIds: ReadonlyMap<number, number>,
  characters: ReadonlyMap<number, number> | undefined,
): CharacterPairs {
  const pairs: [number, number][] = [];
  for (const code of characters?.keys() ?? ownCharacters()) {
    const id = glyphIds.get(characters === undefined ? (font.glyphFor(code) ?? 0) : characters.get(code)!);
    const isCharacter =
      Number.isInteger(code) && code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    if (id !== undefined && id > 0 && isCharacter) {
      pairs.push([code, id]);
    }
  }
  return pairs.sort(([a], [b]) => a - b);
}
