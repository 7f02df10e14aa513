/**
 * Cuts text into cells of the grid. A full-width character takes one cell; half-width characters
 * are gathered into runs whose width is a whole number of half cells, decided by the characters
 * alone, so that every position is the same with any font.
 */
import type { FontRole } from '../fonts/index.ts';

/** A piece of text in one font. */
export type Run = { text: string; role: FontRole };

/** One unit of line breaking. `width` is in grid cells. */
export type Unit = {
  text: string;
  role: FontRole;
  width: number;
  /** A half-width blank: vanishes at a line's ends. */
  space: boolean;
};

/** Longest half-width run kept in one piece; longer ones (addresses) are cut. */
const LONGEST_RUN_CELLS = 24;

const NARROW = /[.,:;'|!ijl`]/;
const WIDE = /[A-Zmw%&@]/;

function halfWidthCells(char: string): number {
  if (NARROW.test(char)) {
    return 0.35;
  }
  if (char === 'M' || char === 'W') {
    return 0.9;
  }
  return WIDE.test(char) ? 0.72 : 0.5;
}

/** Width of a half-width run in cells, rounded up to half cells. */
function halfWidthRunCells(run: string): number {
  const sum = [...run].reduce((n, c) => n + halfWidthCells(c), 0);
  return Math.max(0.5, Math.ceil(sum * 2 - 1e-9) / 2);
}

/** True for characters set in half cells: Basic Latin, Latin-1 and extended Latin letters. */
function isHalfWidth(codePoint: number): boolean {
  return (
    codePoint < 0x2000 && codePoint !== 0xb7 && codePoint !== 0xd7 && codePoint !== 0xf7 && codePoint !== 0xa7
  );
}

/** Marks that attach to the character before them and take no room. */
const COMBINING = /^(?:\p{Mn}|\p{Me}|\u200d)$/u;

/** Characters without an appearance; they never reach the page. */
const INVISIBLE = /(?![\n\u200d])[\p{Cc}\p{Cf}]/gu;

/**
 * Text as it may be set: Unicode NFC, no control, bidirectional or zero-width characters, tabs as
 * blanks. Line breaks stay.
 */
export function settableText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll('\r\n', '\n')
    .replaceAll('\t', ' ')
    .replace(INVISIBLE, '');
}

/** Cuts runs into units. Paragraphs are cut before; a line break left in a field counts as a blank. */
export function unitsOf(runs: readonly Run[]): Unit[] {
  const units: Unit[] = [];
  for (const { text, role } of runs) {
    let half = '';
    const flush = () => {
      let rest = [...half];
      while (rest.length > 0) {
        let n = rest.length;
        while (n > 1 && halfWidthRunCells(rest.slice(0, n).join('')) > LONGEST_RUN_CELLS) {
          n--;
        }
        const piece = rest.slice(0, n).join('');
        units.push({ text: piece, role, width: halfWidthRunCells(piece), space: false });
        rest = rest.slice(n);
      }
      half = '';
    };
    for (const char of settableText(text)) {
      const code = char.codePointAt(0)!;
      const last = units.at(-1);
      if (COMBINING.test(char)) {
        if (half !== '') {
          half += char;
        } else if (last) {
          last.text += char;
        }
      } else if (char === ' ' || char === '\u00a0' || char === '\n') {
        flush();
        units.push({ text: ' ', role, width: 0.5, space: true });
      } else if (isHalfWidth(code)) {
        half += char;
      } else {
        flush();
        units.push({ text: char, role, width: 1, space: false });
      }
    }
    flush();
  }
  return units;
}
