/** Opens a font of any kind found in documents: TrueType, OpenType with CFF, bare CFF, Type 1, a face of a collection. */

import { attempt, viewOf } from './bytes.ts';
import { type CffFont, isCff, openCff } from './cff/cff-font.ts';
import { codeMap, unicodeMap } from './character-map.ts';
import { type HorizontalMetrics, horizontalMetrics, type TrueTypeFont, trueTypeFont } from './font.ts';
import type { FontOutlines } from './font-outlines.ts';
import { lazy } from './lazy.ts';
import { familyNameOf } from './names/font-names.ts';
import { characterOfGlyphName } from './names/glyph-names.ts';
import { postNames } from './names/post-names.ts';
import { glyphOutline } from './outline.ts';
import { isSfnt, readTables, type Tables } from './tables.ts';
import { isType1 } from './type1/type1-file.ts';
import { openType1, type Type1Font } from './type1/type1-font.ts';

const opened = new WeakMap<Uint8Array, Map<number, FontOutlines | undefined>>();

/**
 * Opens face `faceIndex` of a font file, once per byte array: only directories are read, everything else at the first
 * question. The bytes must not be changed afterwards. Undefined when no outlines can be had. Never throws.
 */
export function openOutlines(bytes: Uint8Array, faceIndex = 0): FontOutlines | undefined {
  let faces = opened.get(bytes);
  if (faces === undefined) {
    faces = new Map();
    opened.set(bytes, faces);
  }
  if (!faces.has(faceIndex)) {
    faces.set(
      faceIndex,
      attempt(() => open(bytes, faceIndex)),
    );
  }
  return faces.get(faceIndex);
}

function open(bytes: Uint8Array, face: number): FontOutlines | undefined {
  if (isSfnt(bytes)) {
    const tables = readTables(bytes, { face, clip: true });
    const cff = tables.has('glyf') ? undefined : tables.get('CFF ');
    return cff === undefined
      ? trueTypeOutlines(trueTypeFont(tables))
      : cffOutlines(openCff(cff, unitsPerEmOf(tables)), tables);
  }
  if (isType1(bytes)) {
    return type1Outlines(openType1(bytes));
  }
  return isCff(bytes) ? cffOutlines(openCff(bytes), new Map()) : undefined;
}

/** What a font was opened from: its tables, and the font itself when it has TrueType outlines. */
type Source = { readonly tables: Tables; readonly trueType?: TrueTypeFont };

const sources = new WeakMap<FontOutlines, Source>();

/** The file behind an opened font; nothing for fonts not opened here. */
export function sourceOf(font: FontOutlines): Source {
  return sources.get(font) ?? { tables: new Map() };
}

function unitsPerEmOf(tables: Tables): number | undefined {
  const head = tables.get('head');
  return head !== undefined && head.length >= 20 ? viewOf(head).getUint16(18) || undefined : undefined;
}

function trueTypeOutlines(font: TrueTypeFont): FontOutlines {
  const { tables, glyphCount, unitsPerEm } = font;
  const names = lazy(() => postNames(tables.get('post'), glyphCount));
  const named = lazy(() => numbersOf(names()));
  const characters = lazy(() => unicodeMap(tables) ?? characterNames(names()));
  const codes = lazy(() => codeMap(tables));
  const inside = (glyph: number | undefined): number | undefined =>
    glyph === undefined || glyph <= 0 || glyph >= glyphCount ? undefined : glyph;
  const outlines: FontOutlines = {
    kind: 'truetype',
    unitsPerEm,
    glyphCount,
    ...nameEntry(familyNameOf(tables)),
    ascender: font.ascender / unitsPerEm,
    descender: font.descender / unitsPerEm,
    outline: (glyph) => attempt(() => glyphOutline(font, glyph)),
    glyphFor: (codePoint) => inside(attempt(() => characters()?.(codePoint))),
    glyphNamed: (name) => inside(named().get(name)),
    nameOf: (glyph) => names()[glyph] || undefined,
    glyphOfCode: (code) => inside(attempt(() => codes()?.(code))),
    glyphOfCid: (cid) => (cid >= 0 && cid < glyphCount ? cid : undefined),
    advance: (glyph) => (glyph >= 0 && glyph < glyphCount ? font.advance(glyph) / unitsPerEm : 0),
  };
  sources.set(outlines, { tables, trueType: font });
  return outlines;
}

function cffOutlines(font: CffFont, tables: Tables): FontOutlines {
  const { glyphCount, unitsPerEm } = font;
  const metrics: HorizontalMetrics = horizontalMetrics(tables);
  const names = lazy(() => Array.from({ length: glyphCount }, (_, glyph) => font.nameOf(glyph) ?? ''));
  const characters = lazy(() => unicodeMap(tables) ?? characterNames(names()));
  const inside = (glyph: number | undefined): number | undefined =>
    glyph === undefined || glyph <= 0 || glyph >= glyphCount ? undefined : glyph;
  const outlines: FontOutlines = {
    kind: 'cff',
    unitsPerEm,
    glyphCount,
    ...nameEntry(familyNameOf(tables) ?? font.familyName),
    ascender: (metrics.ascender || font.box[3]) / unitsPerEm,
    descender: (metrics.descender || font.box[1]) / unitsPerEm,
    outline: (glyph) => attempt(() => font.outline(glyph)),
    glyphFor: (codePoint) => inside(attempt(() => characters()?.(codePoint))),
    glyphNamed: (name) => attempt(() => font.glyphNamed(name)),
    nameOf: (glyph) => attempt(() => font.nameOf(glyph)),
    glyphOfCode: (code) => inside(attempt(() => font.glyphOfCode(code))),
    glyphOfCid: (cid) =>
      font.byCid ? attempt(() => font.glyphOfCid(cid)) : cid >= 0 && cid < glyphCount ? cid : undefined,
    advance: (glyph) => {
      if (!(glyph >= 0 && glyph < glyphCount)) {
        return 0;
      }
      const stated = metrics.advance(glyph);
      return stated !== undefined ? stated / unitsPerEm : (attempt(() => font.advance(glyph)) ?? 0);
    },
  };
  sources.set(outlines, { tables });
  return outlines;
}

function type1Outlines(font: Type1Font): FontOutlines {
  const { names, unitsPerEm } = font;
  const named = lazy(() => numbersOf(names));
  const characters = lazy(() => characterNames(names));
  const exists = (glyph: number): boolean => glyph >= 0 && glyph < names.length;
  return {
    kind: 'type1',
    unitsPerEm,
    glyphCount: names.length,
    ...nameEntry(font.familyName),
    ascender: (font.box[3] ?? 0) / unitsPerEm,
    descender: (font.box[1] ?? 0) / unitsPerEm,
    outline: (glyph) => attempt(() => font.outline(glyph)),
    glyphFor: (codePoint) => characters()?.(codePoint) || undefined,
    glyphNamed: (name) => named().get(name),
    nameOf: (glyph) => names[glyph],
    glyphOfCode: (code) => named().get(font.encoding.get(code) ?? ''),
    glyphOfCid: (cid) => (exists(cid) ? cid : undefined),
    advance: (glyph) => (exists(glyph) ? (attempt(() => font.advance(glyph)) ?? 0) : 0),
  };
}

/** Name → number, the first of equal names. */
function numbersOf(names: readonly string[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const [glyph, name] of names.entries()) {
    if (name !== '' && !numbers.has(name)) {
      numbers.set(name, glyph);
    }
  }
  return numbers;
}

/** A character map made of glyph names; undefined when there are none. */
function characterNames(names: readonly string[]): ((codePoint: number) => number) | undefined {
  const map = new Map<number, number>();
  for (const [glyph, name] of names.entries()) {
    // `a.sc` and the like are other forms of a letter that has a glyph of its own
    const character = name === '' || name.indexOf('.') > 0 ? undefined : characterOfGlyphName(name);
    if (character !== undefined && !map.has(character)) {
      map.set(character, glyph);
    }
  }
  return map.size === 0 ? undefined : (codePoint) => map.get(codePoint) ?? 0;
}

function nameEntry(familyName: string | undefined): { familyName?: string } {
  return familyName === undefined || familyName === '' ? {} : { familyName };
}
