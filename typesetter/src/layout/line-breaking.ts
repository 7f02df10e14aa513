/**
 * Breaks text into lines of the 28-cell grid with 避头尾 (kinsoku): no line begins with a closing
 * mark or ends with an opening one, paired marks of two cells (…… ——) are not split. A mark that
 * would begin a line is pulled in by taking the blank halves of full-width marks where there are
 * any; otherwise the characters before it go with it and the line is spaced out.
 */
import { type Run, type Unit, unitsOf } from './cells.ts';
import type { Glyphs } from './display.ts';

const NEVER_FIRST = /^[，。、；：？！）》〉」』】〕］｝”’％‰℃…—～·,.;:?!)\]}%]/u;
const NEVER_LAST = /[（《〈「『【〔［｛“‘([{$￥#]$/u;
/** Full-width marks whose right half is blank. */
const BLANK_RIGHT = /^[，。、；：！？）》〉」』】〕］｝”’]$/u;
/** Full-width marks whose left half is blank. */
const BLANK_LEFT = /^[（《〈「『【〔［｛“‘]$/u;
/** Marks of two cells. */
const DOUBLED = /^(……|——)$/u;

/** A line ready to be placed: cells with x from the line's start, in millimetres. */
export type BrokenLine = {
  text: string;
  glyphs: Glyphs[];
  /** Natural width in cells, indent included. */
  cells: number;
  widthMm: number;
};

/** How to break: widths in cells, `cellMm` the width of one cell. */
type BreakOptions = {
  cellMm: number;
  lineCells: number;
  /** Indent of the first and the other lines in cells. */
  firstIndent: number;
  restIndent: number;
  /** False keeps lines at natural width (centred or right-hand text). */
  justify: boolean;
};

/** True when a line may not be broken between the two texts. */
export function mustStayTogether(before: string, after: string): boolean {
  return (
    NEVER_FIRST.test(after) || NEVER_LAST.test(before) || DOUBLED.test(before.slice(-1) + after.slice(0, 1))
  );
}

function trimmable(text: string): boolean {
  return BLANK_RIGHT.test(text) || BLANK_LEFT.test(text);
}

function widthOf(units: readonly Unit[]): number {
  return units.reduce((n, u) => n + u.width, 0);
}

function withoutEdgeSpaces(units: Unit[]): Unit[] {
  let start = 0;
  let end = units.length;
  while (start < end && units[start]!.space) {
    start++;
  }
  while (end > start && units[end - 1]!.space) {
    end--;
  }
  return units.slice(start, end);
}

/** Takes as many units as fit; answers how many, and whether the line is squeezed to fit. */
function takeLine(units: readonly Unit[], room: number): { count: number; squeezed: boolean } {
  let count = 0;
  let width = 0;
  while (count < units.length && (width + units[count]!.width <= room + 1e-9 || units[count]!.space)) {
    width += units[count]!.width;
    count++;
  }
  if (count === units.length) {
    return { count, squeezed: false };
  }
  // Pull in what may not begin the next line, as far as blank halves give room.
  let pulled = count;
  while (
    pulled < units.length &&
    pulled > 0 &&
    mustStayTogether(units[pulled - 1]!.text, units[pulled]!.text)
  ) {
    pulled++;
  }
  if (pulled > count && NEVER_FIRST.test(units[count]!.text)) {
    const line = units.slice(0, pulled);
    const blank = line.filter((u) => trimmable(u.text)).length * 0.5;
    const over = widthOf(line) - room;
    if (over <= Math.min(blank, 1.5) + 1e-9) {
      return { count: pulled, squeezed: true };
    }
  }
  let pushed = count;
  while (pushed > 1 && mustStayTogether(units[pushed - 1]!.text, units[pushed]!.text)) {
    pushed--;
  }
  // A line of nothing but marks has no allowed break: break where it is full.
  const stuck = pushed <= 1 && units.length > 1 && mustStayTogether(units[0]!.text, units[1]!.text);
  return { count: Math.max(1, stuck ? count : pushed), squeezed: false };
}

function placeLine(
  units: Unit[],
  indent: number,
  options: BreakOptions,
  last: boolean,
  squeezed: boolean,
): BrokenLine {
  const natural = widthOf(units);
  const room = options.lineCells - indent;
  let over = natural - room;
  const trims = new Map<number, 'left' | 'right'>();
  if (squeezed) {
    // The mark at the line's end loses its blank half first, then marks from the end backwards.
    for (let i = units.length - 1; i >= 0 && over > 1e-9; i--) {
      const text = units[i]!.text;
      if (trimmable(text)) {
        trims.set(i, BLANK_LEFT.test(text) ? 'left' : 'right');
        over -= 0.5;
      }
    }
  }
  const gaps = units.length - 1;
  const spread = !last && options.justify && gaps > 0 ? Math.max(0, -over) / gaps : 0;
  let x = indent;
  const glyphs = units.map((unit, i) => {
    const trimmed = trims.get(i);
    const width = unit.width - (trimmed ? 0.5 : 0);
    const cell = {
      text: unit.text,
      role: unit.role,
      xMm: x * options.cellMm,
      widthMm: width * options.cellMm,
      ...(trimmed ? { trimmed } : {}),
    };
    x += width + spread;
    return cell;
  });
  const end = glyphs.at(-1);
  return {
    text: units.map((u) => u.text).join(''),
    glyphs,
    cells: natural + indent,
    widthMm: end ? end.xMm + end.widthMm : 0,
  };
}

/** Breaks one paragraph. An empty paragraph gives one empty line. */
export function breakLines(runs: readonly Run[], options: BreakOptions): BrokenLine[] {
  let units = withoutEdgeSpaces(unitsOf(runs));
  const lines: BrokenLine[] = [];
  do {
    const indent = lines.length === 0 ? options.firstIndent : options.restIndent;
    const { count, squeezed } = takeLine(units, options.lineCells - indent);
    const line = withoutEdgeSpaces(units.slice(0, count));
    units = withoutEdgeSpaces(units.slice(count));
    lines.push(placeLine(line, indent, options, units.length === 0, squeezed));
  } while (units.length > 0);
  return lines;
}
