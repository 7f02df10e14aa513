/** Text by glyph: outlines of the embedded font where it has them, else single characters in a named font. */
import {
  type Matrix,
  multiply,
  type Svg,
  type SvgAttributes,
  svg,
  svgMatrix,
  svgNumber,
  svgText,
} from '../../drawing/index.ts';
import type { OfdFont, Paint, PlacedGlyph, TextObject } from '../model/read-types.ts';
import type { DrawCanvas, DrawPlace } from './draw-canvas.ts';
import { cssFamilies } from './font-families.ts';
import { type GlyphSource, glyphSource } from './glyph-source.ts';

const black: Paint = { kind: 'solid', rgb: [0, 0, 0], alpha: 255 };
const slant = 0.2;

/** The glyphs of a TextObject in object space; blank ones are not drawn. */
export function drawText(
  object: TextObject,
  colors: { fillColor?: Paint; strokeColor?: Paint; lineWidthMm?: number },
  canvas: DrawCanvas,
  place: DrawPlace,
): Svg[] {
  const font = place.resources.fonts.get(object.font);
  const source = fontSource(font, canvas);
  const ink: SvgAttributes = {
    ...canvas.paint('fill', object.fill ? (colors.fillColor ?? black) : undefined),
    ...(object.stroke ? canvas.paint('stroke', colors.strokeColor ?? black) : {}),
  };
  const written: PlacedGlyph[] = [];
  const drawn: Svg[] = [];
  for (const glyph of object.codes.flatMap((code) => code.glyphs)) {
    const use = source && drawOutline(glyph, object, font!, source, canvas);
    if (use) {
      drawn.push(use);
    } else if (/\S/.test(glyph.text)) {
      written.push(glyph);
    }
  }
  const strokeWidth =
    object.stroke && object.sizeMm > 0 ? (colors.lineWidthMm ?? 0.353) / object.sizeMm : undefined;
  return [
    ...(drawn.length > 0 ? [svg('g', { ...ink, 'stroke-width': strokeWidth }, drawn)] : []),
    ...(written.length > 0 ? writeCharacters(written, object, font, ink) : []),
  ];
}

function fontSource(font: OfdFont | undefined, canvas: DrawCanvas): GlyphSource | undefined {
  const embedded = font?.entry === undefined ? undefined : canvas.document.entries.get(font.entry);
  const bytes = embedded ?? canvas.options.fonts?.get(font?.fontName ?? '');
  return bytes && glyphSource(bytes);
}

function drawOutline(
  glyph: PlacedGlyph,
  object: TextObject,
  font: OfdFont,
  source: GlyphSource,
  canvas: DrawCanvas,
): Svg | undefined {
  const glyphId = glyph.glyphId ?? source.glyphFor(glyph.text.codePointAt(0) ?? 0);
  const outline = glyphId === undefined ? undefined : source.outline(glyphId);
  if (outline === undefined) {
    return undefined;
  }
  if (outline === '') {
    return svg('g', {});
  }
  const id = canvas.define(`glyph:${font.entry ?? font.fontName}:${glyphId}`, (made) =>
    svg('path', { id: made, d: outline }),
  );
  const { sizeMm, hScale } = object;
  const em: Matrix = [sizeMm * hScale, 0, 0, -sizeMm, 0, 0];
  return svg('use', { href: `#${id}`, transform: svgMatrix(multiply(em, glyphMatrix(glyph, object))) });
}

/** Slant, turn (CharDirection, clockwise) and move to the origin; y down. */
function glyphMatrix(glyph: PlacedGlyph, object: TextObject): Matrix {
  const angle = (object.charDirection * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const lean: Matrix = object.italic ? [1, 0, -slant, 1, 0, 0] : [1, 0, 0, 1, 0, 0];
  return multiply(lean, [cos, sin, -sin, cos, glyph.xMm, glyph.yMm]);
}

function writeCharacters(
  glyphs: readonly PlacedGlyph[],
  object: TextObject,
  font: OfdFont | undefined,
  ink: SvgAttributes,
): Svg[] {
  const look: SvgAttributes = {
    ...ink,
    'font-family': cssFamilies(`${font?.fontName ?? ''} ${font?.familyName ?? ''}`),
    'font-size': object.sizeMm,
    'font-weight': object.weight >= 600 || font?.bold ? 'bold' : undefined,
  };
  if (object.hScale !== 1 || object.charDirection !== 0 || object.italic) {
    return glyphs.map((glyph) => {
      const wide: Matrix = [object.hScale, 0, 0, 1, 0, 0];
      const transform = svgMatrix(multiply(wide, glyphMatrix(glyph, object)));
      return svg('text', { ...look, transform }, [svgText(glyph.text)]);
    });
  }
  const each = (value: (glyph: PlacedGlyph) => number): string =>
    glyphs
      .flatMap((glyph) => Array.from({ length: glyph.text.length }, () => svgNumber(value(glyph))))
      .join(' ');
  const content = svgText(glyphs.map((glyph) => glyph.text).join(''));
  return [svg('text', { ...look, x: each((g) => g.xMm), y: each((g) => g.yMm) }, [content])];
}
