/** The runs of one TextObject: its glyphs cut into lines, with a box for every character. */
import { identity, type Matrix, multiply, translation } from '../../drawing/index.ts';
import type { FontOutlines } from '../../sfnt/index.ts';
import type { PlacedGlyph, TextObject } from '../model/read-types.ts';
import { glyphWidth } from './glyph-widths.ts';
import type { TextRun } from './text-run.ts';

const ascent = 0.88;
const descent = 0.12;

/** What all runs of a place on the page share. */
export type RunPlace = { readonly page: number; readonly source: TextRun['source']; readonly matrix: Matrix };

/** Adds the runs of an object; lines are not numbered yet. */
export function addObjectRuns(
  object: TextObject,
  place: RunPlace,
  font: () => FontOutlines | undefined,
  runs: TextRun[],
): void {
  const shift = translation(object.boundary?.xMm ?? 0, object.boundary?.yMm ?? 0);
  const matrix = multiply(multiply(object.ctm ?? identity, shift), place.matrix);
  for (const code of object.codes) {
    if (code.text === '') {
      continue;
    }
    const { glyphs } = code;
    for (let from = 0; from < glyphs.length; ) {
      const to = lineEnd(glyphs, from);
      const run = lineRun(glyphs, from, to, object, matrix, place, font);
      if (run) {
        runs.push(run);
      }
      from = to;
    }
  }
}

/** One TextCode may hold several lines: a step back along the line with a step across it begins the next one. */
function lineEnd(glyphs: readonly PlacedGlyph[], from: number): number {
  let to = from + 1;
  while (to < glyphs.length) {
    const [last, next] = [glyphs[to - 1]!, glyphs[to]!];
    const first = glyphs[from]!;
    const down = to - from > 1 && Math.abs(last.yMm - first.yMm) > Math.abs(last.xMm - first.xMm);
    const ends = down
      ? next.yMm < last.yMm && next.xMm !== last.xMm
      : next.xMm < last.xMm && next.yMm !== last.yMm;
    if (ends) {
      break;
    }
    to += 1;
  }
  return to;
}

function lineRun(
  glyphs: readonly PlacedGlyph[],
  from: number,
  to: number,
  object: TextObject,
  matrix: Matrix,
  place: RunPlace,
  font: () => FontOutlines | undefined,
): TextRun | undefined {
  let text = '';
  for (let at = from; at < to; at++) {
    text += glyphs[at]!.text;
  }
  if (text === '') {
    return undefined;
  }
  const boxes = new Float32Array(4 * text.length);
  const turn = (object.charDirection * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [ma, mb, mc, md, me, mf] = matrix;
  // Glyph space (turned by CharDirection) to the page, without the glyph's place.
  const [a, b, c, d] = [cos * ma + sin * mc, cos * mb + sin * md, cos * mc - sin * ma, cos * md - sin * mb];
  const { sizeMm } = object;
  const upX = [c * -ascent * sizeMm, c * descent * sizeMm] as const;
  const upY = [d * -ascent * sizeMm, d * descent * sizeMm] as const;
  const [left0, right0] = upX[0] < upX[1] ? upX : [upX[1], upX[0]];
  const [top0, bottom0] = upY[0] < upY[1] ? upY : [upY[1], upY[0]];
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  let unit = 0;
  for (let at = from; at < to; at++) {
    const glyph = glyphs[at]!;
    const units = glyph.text.length;
    if (units === 0) {
      continue;
    }
    const width = sizeMm * object.hScale * glyphWidth(glyph, glyphs[at + 1], object, font);
    const x = glyph.xMm * ma + glyph.yMm * mc + me;
    const y = glyph.xMm * mb + glyph.yMm * md + mf;
    const x0 = x + left0 + Math.min(0, a * width);
    const y0 = y + top0 + Math.min(0, b * width);
    const x1 = x + right0 + Math.max(0, a * width);
    const y1 = y + bottom0 + Math.max(0, b * width);
    left = Math.min(left, x0);
    top = Math.min(top, y0);
    right = Math.max(right, x1);
    bottom = Math.max(bottom, y1);
    // A ligature's characters share its width; the two units of one character each have all of it.
    const pieces = units > 2 || (units === 2 && glyph.text.codePointAt(0)! < 0x10000) ? units : 1;
    for (let i = 0; i < units; i++) {
      const share = pieces === 1 ? 0 : i / pieces;
      boxes[4 * unit] = x0 + (x1 - x0) * share;
      boxes[4 * unit + 1] = y0;
      boxes[4 * unit + 2] = (x1 - x0) / pieces;
      boxes[4 * unit + 3] = y1 - y0;
      unit += 1;
    }
  }
  return {
    page: place.page,
    line: 0,
    text,
    box: { xMm: left, yMm: top, widthMm: right - left, heightMm: bottom - top },
    boxes,
    objectId: object.id,
    source: place.source,
    direction: directionOf(glyphs[from]!, glyphs[to - 1]!, object, matrix),
  };
}

/** Where the line goes on the page: from its first to its last glyph, or for a single one as ReadDirection says. */
function directionOf(
  first: PlacedGlyph,
  last: PlacedGlyph,
  object: TextObject,
  matrix: Matrix,
): TextRun['direction'] {
  let [dx, dy] = [last.xMm - first.xMm, last.yMm - first.yMm];
  if (Math.hypot(dx, dy) < 0.01 * object.sizeMm) {
    const turn = (object.readDirection * Math.PI) / 180;
    [dx, dy] = [Math.cos(turn), Math.sin(turn)];
  }
  const [a, b, c, d] = matrix;
  const x = dx * a + dy * c;
  const y = dx * b + dy * d;
  const [along, across] = [Math.max(Math.abs(x), Math.abs(y)), Math.min(Math.abs(x), Math.abs(y))];
  if (across > 0.2 * along) {
    return 'slanted';
  }
  return Math.abs(x) >= Math.abs(y) ? (x >= 0 ? 'right' : 'left') : y >= 0 ? 'down' : 'up';
}
