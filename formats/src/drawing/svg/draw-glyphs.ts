/** Text in SVG: outlines defined once and used where they stand, or characters in a named family. */

import type { GlyphsItem, OutlineFont, WordsItem } from '../display-list.ts';
import { inverse, type Matrix, multiply } from '../geometry.ts';
import { shortNumber } from '../numbers.ts';
import { inkAttributes, strokeAttributes } from './draw-paint.ts';
import { glyphGrid } from './path-data.ts';
import { type Svg, type SvgAttributes, svg, svgMatrix, svgText, svgUse } from './svg.ts';
import type { SvgPage } from './svg-page.ts';

const keys = new WeakMap<OutlineFont, Map<number, object>>();

/** One object per glyph of a font: the key of its definition. */
function glyphKey(font: OutlineFont, glyphId: number): object {
  const known = keys.get(font) ?? new Map<number, object>();
  keys.set(font, known);
  let key = known.get(glyphId);
  if (!key) {
    key = {};
    known.set(glyphId, key);
  }
  return key;
}

/**
 * Glyphs of one text nearly always differ by their place alone: then size and turn stand on the group, and each
 * glyph only says where. Paints here are plain colours.
 */
export function drawGlyphs(item: GlyphsItem, page: SvgPage): Svg[] {
  const { font, glyphs, fill, stroke } = item;
  const first = glyphs[0]?.matrix;
  if (!first) {
    return [];
  }
  const ink = inkAttributes('fill', fill, page);
  const shared = multiply(toEm, [first[0], first[1], first[2], first[3], 0, 0]);
  const back = inverse(shared);
  const scale = Math.sqrt(Math.abs(shared[0] * shared[3] - shared[1] * shared[2]));
  const lines = strokeAttributes(stroke, page, undefined, scale);
  const [p, q, r, s] = back ?? shared;
  const uses: Svg[] = [];
  for (const { glyphId, matrix } of glyphs) {
    const id = page.define(glyphKey(font, glyphId), (made) =>
      svg('path', { id: made, d: page.glyphData(font.outline(glyphId) ?? []) }),
    );
    const alike =
      matrix[0] === first[0] && matrix[1] === first[1] && matrix[2] === first[2] && matrix[3] === first[3];
    if (back && alike) {
      uses.push(svgUse(id, matrix[4] * p + matrix[5] * r, matrix[4] * q + matrix[5] * s));
    } else {
      const own = multiply(toEm, matrix);
      uses.push(svg('use', { href: `#${id}`, transform: svgMatrix(back ? multiply(own, back) : own) }));
    }
  }
  return [svg('g', { transform: back && svgMatrix(shared), ...ink, ...lines }, uses)];
}

/** Outlines are written in parts of the em. */
const toEm: Matrix = [1 / glyphGrid, 0, 0, 1 / glyphGrid, 0, 0];

/** Characters where the list puts them: one element when all stand upright in one size, else one each. */
export function drawWords(item: WordsItem, page: SvgPage): Svg[] {
  const { characters, sizeMm, fill, stroke } = item;
  const size = sizeMm > 0 ? sizeMm : 1;
  const look: SvgAttributes = {
    ...inkAttributes('fill', fill, page),
    ...strokeAttributes(stroke, page),
    'font-family': item.families,
    'font-size': size,
    'font-weight': item.bold ? 'bold' : undefined,
  };
  const upright = characters.every(
    ({ matrix: [a, b, c, d] }) =>
      b === 0 && c === 0 && Math.abs(a - size) < 1e-6 * size && Math.abs(d - size) < 1e-6 * size,
  );
  if (!upright) {
    return characters.map(({ text, matrix: [a, b, c, d, e, f] }) => {
      const transform = svgMatrix([a / size, b / size, c / size, d / size, e, f]);
      return svg('text', { ...look, transform }, [svgText(text)]);
    });
  }
  const each = (at: 4 | 5): string =>
    characters
      .flatMap(({ text, matrix }) => Array.from({ length: text.length }, () => shortNumber(matrix[at])))
      .join(' ');
  return [
    svg('text', { ...look, x: each(4), y: each(5) }, [svgText(characters.map((one) => one.text).join(''))]),
  ];
}
