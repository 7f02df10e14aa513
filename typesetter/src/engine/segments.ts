/**
 * Turns lines of cells into runs of one font that the engine sets with uniform tracking, so that
 * every character lands where the layout put it.
 */
import type { FontLibrary, LoadedFont } from '../fonts/index.ts';
import type { Glyphs, TextItem } from '../layout/display.ts';
import { mmOf } from '../layout/measures.ts';

/** A run for the engine: left edge and top of the character box in mm, size and tracking in points. */
type Segment = { x: number; y: number; s: number; t: number; f: string; v: string };

/** Opening marks the engine would set flush at a line's start, half a character further left. */
const FLUSH_AT_START = /^[《（『「【〖〔〈［｛]/u;
/** Marks between which the engine would close up. */
const MARK = /^[《》（）『』「」【】〖〗〔〕〈〉［］｛｝“”‘’，。．、：；？！]$/u;
/** Marks drawn at the right of a wider cell than their glyph. */
const OPENING = /^[“‘（《〈「『【〔［｛]$/u;
const CLOSING = /^[”’）》〉」』】〕］｝，。、；：？！]$/u;
/**
 * Added to every tracking: with none at all the engine takes quotation marks for full-width ones
 * and moves them at a line's start; 0.0001 pt a character is far below a printer's dot.
 */
const NOT_ZERO_PT = 0.0001;
/** Half-width runs are tightened by at most this much of the size, then made smaller. */
const TIGHTEST = -0.05;

/** Characters no font of the chain has. */
export class MissingGlyphs extends Error {
  override name = 'MissingGlyphs';
  readonly characters: string[];
  constructor(characters: string[]) {
    super(`missing glyphs: ${characters.join('')}`);
    this.characters = characters;
  }
}

const IGNORABLE = /^(?:\u200d|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}])$/u;

type Chosen = { font: LoadedFont; text: string };

/** Cuts a cell's text into pieces of one font. */
function piecesOf(cell: Glyphs, fonts: FontLibrary, missing: Set<string>): Chosen[] {
  const pieces: Chosen[] = [];
  for (const char of cell.text) {
    const last = pieces.at(-1);
    if (last && (IGNORABLE.test(char) || last.font.advanceOf(char.codePointAt(0)!) !== undefined)) {
      last.text += char;
      continue;
    }
    const font = fonts.fontFor(cell.role, char.codePointAt(0)!);
    if (font) {
      pieces.push({ font, text: char });
    } else {
      missing.add(char);
    }
  }
  return pieces;
}

function naturalPt(font: LoadedFont, text: string, sizePt: number): number {
  let units = 0;
  for (const char of text) {
    units += IGNORABLE.test(char) ? 0 : (font.advanceOf(char.codePointAt(0)!) ?? 0);
  }
  return (units / font.unitsPerEm) * sizePt;
}

type Piece = { x: number; font: LoadedFont; text: string; sizePt: number; tracking: number; em: boolean };

/** Sets the pieces of one cell within the cell's width. */
function fitCell(cell: Glyphs, pieces: Chosen[], sizePt: number): Piece[] {
  const natural = pieces.reduce((n, p) => n + naturalPt(p.font, p.text, sizePt), 0);
  const roomPt = cell.widthMm / mmOf(1);
  const count = [...cell.text].length;
  const single = pieces[0]!;
  if (pieces.length === 1 && count === 1 && Math.abs(natural - sizePt) < sizePt * 0.01) {
    const x = cell.xMm - (cell.trimmed === 'left' ? mmOf(sizePt) / 2 : 0);
    return [{ x, font: single.font, text: single.text, sizePt, tracking: 0, em: true }];
  }
  if (pieces.length === 1 && count === 1 && natural <= roomPt) {
    const slack = mmOf(roomPt - natural);
    const shift = OPENING.test(cell.text) ? slack : CLOSING.test(cell.text) ? 0 : slack / 2;
    return [{ x: cell.xMm + shift, font: single.font, text: single.text, sizePt, tracking: 0, em: false }];
  }
  let size = sizePt;
  let tracking = (roomPt - natural) / count;
  if (tracking < TIGHTEST * sizePt) {
    size = sizePt * (roomPt / (natural + TIGHTEST * sizePt * count));
    tracking = TIGHTEST * size;
  }
  let x = cell.xMm + mmOf(tracking) / 2;
  return pieces.map((p) => {
    const piece = { x, font: p.font, text: p.text, sizePt: size, tracking, em: false };
    x += mmOf(naturalPt(p.font, p.text, size) + tracking * [...p.text].length);
    return piece;
  });
}

function round(n: number): number {
  return Math.round(n * 1e5) / 1e5;
}

/**
 * Resolves one line.
 * @param missing collects characters that no font of the role's chain has.
 */
export function segmentsOf(item: TextItem, fonts: FontLibrary, missing: Set<string>): Segment[] {
  const pieces = item.cells
    .filter((c) => c.text.trim() !== '')
    .flatMap((cell) => {
      const chosen = piecesOf(cell, fonts, missing);
      return chosen.length === 0 ? [] : fitCell(cell, chosen, item.sizePt);
    });
  const segments: Segment[] = [];
  const emMm = mmOf(item.sizePt);
  let i = 0;
  while (i < pieces.length) {
    const start = pieces[i]!;
    let text = start.text;
    let last = start;
    let step: number | undefined;
    let k = i + 1;
    for (; start.em && k < pieces.length; k++) {
      const next = pieces[k]!;
      const delta = next.x - last.x;
      const joins =
        next.em &&
        next.font === start.font &&
        delta > emMm * 0.9 &&
        delta < emMm * 1.5 &&
        (step === undefined || Math.abs(delta - step) < 1e-4) &&
        !(MARK.test(last.text) && MARK.test(next.text));
      if (!joins) {
        break;
      }
      step ??= delta;
      text += next.text;
      last = next;
    }
    const tracking = start.em ? (step === undefined ? 0 : (step - emMm) / mmOf(1)) : start.tracking;
    const t = round(tracking) + NOT_ZERO_PT;
    const flush = FLUSH_AT_START.test(text) ? mmOf(start.sizePt + t) / 2 : 0;
    const top = item.yMm + mmOf(item.sizePt - start.sizePt) * 0.86;
    segments.push({
      x: round(start.x + flush),
      y: round(top),
      s: round(start.sizePt),
      t,
      f: start.font.family,
      v: text,
    });
    i = k;
  }
  return segments;
}
