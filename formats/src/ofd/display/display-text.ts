/** A TextObject as glyphs (clause 11): outlines of its own font, of stand-ins, or characters by a family's name. */
import {
  type DisplayItem,
  type GlyphsItem,
  type Matrix,
  multiply,
  type Paint,
  type Stroke,
  type WordsItem,
} from '../../drawing/index.ts';
import type { OfdFont, PlacedGlyph, TextObject } from '../model/read-types.ts';
import type { DisplayContext, DisplayPlace } from './display-context.ts';
import type { FontChain } from './font-chain.ts';
import { cssFamilies } from './font-families.ts';
import type { OpenedFont } from './outline-fonts.ts';

/** A stand-in leans by about 11°, as sloped types do. */
const slant = 0.2;
/** A stand-in is made bold by a line of this part of its size along its outlines. */
const boldLine = 0.035;
const boldFrom = 600;

/** A glyph of a font that was found for it. */
type FoundGlyph = { readonly glyphId: number; readonly text: string; readonly matrix: Matrix };

/** What glyphs are drawn from: the object's fonts, and the linear part of every glyph matrix. */
type TextLook = {
  readonly object: TextObject;
  readonly font: OfdFont | undefined;
  readonly fonts: FontChain;
  readonly bold: boolean;
  readonly italic: boolean;
  /** Object space to the item's space. */
  readonly outer: Matrix;
  /** Em units to the item's space without the place, for letters as they are and for those to be slanted. */
  readonly upright: Matrix;
  readonly slanted: Matrix;
};

/**
 * The items of a text in the space `outer` leads to; blank glyphs are left out. `ink` is in that same space, so a
 * caller whose paint or stroke depends on object space passes the identity and groups the result.
 */
export function displayText(
  object: TextObject,
  ink: { readonly fill?: Paint; readonly stroke?: Stroke },
  outer: Matrix,
  context: DisplayContext,
  place: DisplayPlace,
): DisplayItem[] {
  const look = textLook(object, outer, context, place);
  const { byFont, words } = placeGlyphs(look, context, place);
  const items: DisplayItem[] = [];
  for (const [font, glyphs] of byFont) {
    items.push(glyphsItem(font, glyphs, look, ink));
  }
  if (words.length > 0) {
    items.push(wordsItem(words, look, ink));
  }
  return items;
}

function textLook(object: TextObject, outer: Matrix, context: DisplayContext, place: DisplayPlace): TextLook {
  const font = place.resources.fonts.get(object.font);
  if (!font) {
    const at = `${place.entry}#${object.id}`;
    context.note('font-missing', 'warning', at, '文字所用的字体没有定义', object.font);
  }
  const bold = object.weight >= boldFrom || font?.bold === true;
  const italic = object.italic || font?.italic === true;
  const fonts = context.fonts(font, bold, italic);
  const linear: Matrix = [outer[0], outer[1], outer[2], outer[3], 0, 0];
  const upright = multiply(glyphMatrix(object, 0), linear);
  const slanted = italic ? multiply(glyphMatrix(object, slant), linear) : upright;
  return { object, font, fonts, bold, italic, outer, upright, slanted };
}

/** The outlines of a text's glyphs for a clip; undefined when a glyph that is not blank has none. */
export function textShapes(
  object: TextObject,
  outer: Matrix,
  context: DisplayContext,
  place: DisplayPlace,
): { readonly font: OpenedFont; readonly glyphId: number; readonly matrix: Matrix }[] | undefined {
  const { byFont, words } = placeGlyphs(textLook(object, outer, context, place), context, place);
  return words.length > 0
    ? undefined
    : [...byFont].flatMap(([font, glyphs]) =>
        glyphs.map(({ glyphId, matrix }) => ({ font, glyphId, matrix })),
      );
}

function placeGlyphs(
  look: TextLook,
  context: DisplayContext,
  place: DisplayPlace,
): { byFont: Map<OpenedFont, FoundGlyph[]>; words: WordsItem['characters'][number][] } {
  const { object, outer, fonts } = look;
  const [a, b, c, d] = look.slanted;
  const byFont = new Map<OpenedFont, FoundGlyph[]>();
  const words: WordsItem['characters'][number][] = [];
  for (const code of object.codes) {
    if (!context.admit('glyphs', code.glyphs.length)) {
      break;
    }
    for (const glyph of code.glyphs) {
      const e = outer[0] * glyph.xMm + outer[2] * glyph.yMm + outer[4];
      const f = outer[1] * glyph.xMm + outer[3] * glyph.yMm + outer[5];
      if (!Number.isFinite(e + f)) {
        continue;
      }
      const visible = /\S/.test(glyph.text);
      // Blanks are not looked for in stand-ins: opening a font of many megabytes for a space is a waste.
      if (!visible && glyph.glyphId === undefined && context.options.allText !== true) {
        continue;
      }
      const used = drawnFrom(glyph, look, byFont, e, f, context);
      if (!used && visible) {
        words.push({ text: glyph.text, matrix: [a, b, -c, -d, e, f] });
      }
      if (visible && fonts.at(0)?.embedded && used !== fonts.at(0)) {
        const at = `${place.entry}#${object.id}`;
        context.note('glyph-missing', 'info', at, '内嵌字体中缺少字形，以相近字体代替', glyph.text);
      }
    }
  }
  return { byFont, words };
}

/** Em units (y up, size 1) to object space without the place: slant, width, turn clockwise by CharDirection. */
function glyphMatrix(object: TextObject, lean: number): Matrix {
  const angle = (object.charDirection * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const size: Matrix = [object.sizeMm * object.hScale, 0, 0, -object.sizeMm, 0, 0];
  return multiply(multiply([1, 0, lean, 1, 0, 0], size), [cos, sin, -sin, cos, 0, 0]);
}

/** Puts a glyph at a place with the first font that has it, which is returned; undefined when none has. */
function drawnFrom(
  glyph: PlacedGlyph,
  look: TextLook,
  byFont: Map<OpenedFont, FoundGlyph[]>,
  x: number,
  y: number,
  context: DisplayContext,
): OpenedFont | undefined {
  for (let index = 0; index < look.fonts.length; index++) {
    const font = look.fonts.at(index);
    const found = font && glyphsOf(glyph, font);
    if (!found) {
      continue;
    }
    const list = byFont.get(font) ?? [];
    byFont.set(font, list);
    const [a, b, c, d] = font.italic ? look.upright : look.slanted;
    let shift = 0;
    for (const { glyphId, text } of found) {
      const commands = font.outline(glyphId)!.length;
      if (commands > 0 ? context.admit('outlines', commands) : context.options.allText === true) {
        list.push({ glyphId, text, matrix: [a, b, c, d, x + a * shift, y + b * shift] });
      }
      shift += found.length > 1 ? font.advance(glyphId) : 0;
    }
    return font;
  }
  return undefined;
}

/** Glyph ids of a CGTransform belong to the embedded font alone; a stand-in goes by the characters. */
function glyphsOf(
  glyph: PlacedGlyph,
  font: OpenedFont,
): readonly { readonly glyphId: number; readonly text: string }[] | undefined {
  if (font.embedded && glyph.glyphId !== undefined) {
    const glyphId = font.glyphOf(glyph.glyphId);
    return glyphId !== undefined && font.outline(glyphId) ? [{ glyphId, text: glyph.text }] : undefined;
  }
  const glyphs: { glyphId: number; text: string }[] = [];
  for (const text of glyph.text) {
    const glyphId = font.glyphFor(text.codePointAt(0)!);
    if (glyphId === undefined || !font.outline(glyphId)) {
      return undefined;
    }
    glyphs.push({ glyphId, text });
  }
  return glyphs;
}

function glyphsItem(
  font: OpenedFont,
  glyphs: readonly FoundGlyph[],
  look: TextLook,
  ink: { readonly fill?: Paint; readonly stroke?: Stroke },
): GlyphsItem {
  const { object, outer } = look;
  const bold = look.bold && !font.bold && ink.fill && !ink.stroke;
  const scale = Math.sqrt(Math.abs(outer[0] * outer[3] - outer[1] * outer[2]));
  const widthMm = object.sizeMm * scale * boldLine;
  const stroke = bold && widthMm > 0 ? plainStroke(ink.fill, widthMm) : ink.stroke;
  return {
    kind: 'glyphs',
    font,
    sizeMm: object.sizeMm * scale,
    glyphs,
    ...(ink.fill ? { fill: ink.fill } : {}),
    ...(stroke ? { stroke } : {}),
  };
}

function wordsItem(
  characters: WordsItem['characters'],
  look: TextLook,
  ink: { readonly fill?: Paint; readonly stroke?: Stroke },
): WordsItem {
  const { object, font, outer } = look;
  return {
    kind: 'words',
    families: cssFamilies(`${font?.fontName ?? ''} ${font?.familyName ?? ''}`),
    bold: look.bold,
    sizeMm: object.sizeMm * Math.sqrt(Math.abs(outer[0] * outer[3] - outer[1] * outer[2])),
    characters,
    ...ink,
  };
}

function plainStroke(paint: Paint, widthMm: number): Stroke {
  return { paint, widthMm, join: 'round', cap: 'round', miterLimit: 4, dashMm: [], dashOffsetMm: 0 };
}
