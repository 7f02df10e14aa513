/** The glyphs of a subset in their new order: taken over from TrueType, or drawn anew from curves of another kind. */
import { attempt, viewOf } from './bytes.ts';
import { SfntError } from './errors.ts';
import type { TrueTypeFont } from './font.ts';
import type { FontOutlines } from './font-outlines.ts';
import { writeGlyph } from './glyf-writer.ts';
import { type GlyphExtent, glyphExtent } from './glyph-data.ts';
import { quadraticContours } from './quadratic.ts';

/** A glyph as it goes into the tables; lengths in font units of the subset. */
export type SubsetGlyph = {
  /** Its bytes for `glyf`; empty when blank. */
  readonly data: Uint8Array;
  readonly advance: number;
  readonly leftSideBearing: number;
};

export type SubsetGlyphs = {
  readonly glyphs: readonly SubsetGlyph[];
  /** Old glyph id → new one. */
  readonly glyphIds: ReadonlyMap<number, number>;
};

/** A glyph whose left side bearing is where its points begin: outlines of CFF and Type 1 are drawn where they stand. */
export function subsetGlyph(data: Uint8Array, advance: number): SubsetGlyph {
  return { data, advance, leftSideBearing: data.length >= 10 ? viewOf(data).getInt16(2) : 0 };
}

const maxDepth = 6;
/** Shows nothing and goes nowhere. */
export const blankGlyph: SubsetGlyph = { data: new Uint8Array(0), advance: 0, leftSideBearing: 0 };

/**
 * Curves within this share of an em, before points are rounded: 0.25 of 1000. With the rounding to a grid of 2000 the
 * outline stays within 1/1000 em.
 */
const tolerance = 0.00025;

/** New ids in the order of the old ones, or the old ones themselves. */
function numbered(wanted: ReadonlySet<number>, keep: boolean): Map<number, number> {
  const sorted = [...wanted].sort((a, b) => a - b);
  return new Map(sorted.map((old, i) => [old, keep ? old : i] as const));
}

function inPlace(glyphIds: ReadonlyMap<number, number>, make: (old: number) => SubsetGlyph): SubsetGlyph[] {
  let count = 0;
  for (const id of glyphIds.values()) {
    count = Math.max(count, id + 1);
  }
  const glyphs = new Array<SubsetGlyph>(count).fill(blankGlyph);
  for (const [old, id] of glyphIds) {
    glyphs[id] = make(old);
  }
  return glyphs;
}

/** Glyphs of a TrueType font, byte for byte but for the numbers of their parts, which come along. */
export function keptGlyphs(font: TrueTypeFont, wanted: ReadonlySet<number>, keep: boolean): SubsetGlyphs {
  const extents = new Map<number, GlyphExtent | undefined>();
  const all = new Set<number>();
  const visit = (glyph: number, depth: number): void => {
    if (all.has(glyph) || glyph >= font.glyphCount || depth > maxDepth) {
      return;
    }
    all.add(glyph);
    const extent = attempt(() => glyphExtent(font.glyphData(glyph)));
    extents.set(glyph, extent);
    for (const part of extent?.components ?? []) {
      visit(part.glyph, depth + 1);
    }
  };
  for (const glyph of wanted) {
    visit(glyph, 0);
  }
  const glyphIds = numbered(all, keep);
  const glyphs = inPlace(glyphIds, (old) => {
    const extent = extents.get(old);
    const parts = extent?.components ?? [];
    // a part that is nowhere to be had takes its composite with it
    const whole = extent !== undefined && parts.every(({ glyph }) => glyphIds.has(glyph));
    const data = whole ? font.glyphData(old).slice(0, extent.length) : blankGlyph.data;
    for (const { glyph, at } of whole ? parts : []) {
      viewOf(data).setUint16(at, glyphIds.get(glyph)!);
    }
    const xMin = data.length >= 10 ? viewOf(data).getInt16(2) : 0;
    return { data, advance: font.advance(old), leftSideBearing: font.leftSideBearing(old) ?? xMin };
  });
  return { glyphs, glyphIds };
}

/** Glyphs of any font drawn anew as quadratic curves. */
export function drawnGlyphs(
  font: FontOutlines,
  wanted: ReadonlySet<number>,
  unitsPerEm: number,
  keep: boolean,
): SubsetGlyphs {
  if (unitsPerEm > 0x4000) {
    throw new SfntError('字体的单位过细');
  }
  const glyphIds = numbered(wanted, keep);
  const glyphs = inPlace(glyphIds, (old) => {
    const contours = quadraticContours(font.outline(old) ?? [], unitsPerEm, tolerance * unitsPerEm);
    const advance = Math.min(0xffff, Math.max(0, Math.round(font.advance(old) * unitsPerEm)));
    return subsetGlyph(writeGlyph(contours), advance);
  });
  return { glyphs, glyphIds };
}
