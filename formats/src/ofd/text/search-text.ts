/** Finding words in the text of pages, wherever runs and lines break them. */
import type { BoxMm } from '../../drawing/index.ts';
import type { OfdDocument } from '../model/read-types.ts';
import { spaceBetween } from './extract-text.ts';
import { isWide } from './glyph-widths.ts';
import { pageRuns, textBudget } from './page-runs.ts';
import { inReadingOrder } from './reading-order.ts';
import type { TextRun } from './text-run.ts';

export type SearchOptions = {
  /** Default false. */
  readonly matchCase?: boolean;
  /** No letter or digit right before and behind; Chinese has no such borders and always fits. Default false. */
  readonly wholeWord?: boolean;
};

/** A place where the query stands. */
export type TextMatch = {
  readonly page: number;
  /** As the page has it. */
  readonly text: string;
  /** One per run the match touches, in page coordinates. */
  readonly boxes: readonly BoxMm[];
  /** The match with some text around it, on one line; `at` is where the match begins in it. */
  readonly context: { readonly text: string; readonly at: number };
  /** First and last character: index of the run among the runs searched, and of the UTF-16 unit in its text. */
  readonly from: { readonly run: number; readonly unit: number };
  readonly to: { readonly run: number; readonly unit: number };
};

const mostMatches = 10_000;
const longestQuery = 1000;
const contextUnits = 24;

/** Every match in a document, page by page; within the bounds of `extractText`, at most ten thousand. */
export function searchText(document: OfdDocument, query: string, options: SearchOptions = {}): TextMatch[] {
  const matches: TextMatch[] = [];
  const budget = textBudget('all');
  for (const [index, page] of document.pages.entries()) {
    const runs = inReadingOrder(pageRuns(document, page, index, budget));
    matches.push(...searchRuns(runs, query, options));
    if (matches.length >= mostMatches || budget.objects < 0 || budget.characters < 0) {
      break;
    }
  }
  return matches.slice(0, mostMatches);
}

/**
 * Every match in runs as `extractText` gives them. Compatibility forms are the same (NFKC: full and half width, 〇 stays
 * itself), white space between Chinese characters does not count, other white space counts as one space. A match may
 * go over runs and lines, not over pages. Matches do not overlap.
 */
export function searchRuns(
  runs: readonly TextRun[],
  query: string,
  options: SearchOptions = {},
): TextMatch[] {
  const wanted = fold(query.slice(0, longestQuery), options).trim();
  if (wanted === '') {
    return [];
  }
  const matches: TextMatch[] = [];
  for (let from = 0; from < runs.length && matches.length < mostMatches; ) {
    let to = from + 1;
    while (to < runs.length && runs[to]!.page === runs[from]!.page) {
      to += 1;
    }
    searchPage(runs, from, to, wanted, options, matches);
    from = to;
  }
  return matches;
}

/** A page's text made comparable; `run` and `unit` say where each UTF-16 unit of it comes from. */
type Folded = { text: string; run: number[]; unit: number[] };

function searchPage(
  runs: readonly TextRun[],
  first: number,
  end: number,
  wanted: string,
  options: SearchOptions,
  matches: TextMatch[],
): void {
  const page = foldPage(runs, first, end, options);
  for (let at = page.text.indexOf(wanted); at >= 0 && matches.length < mostMatches; ) {
    const last = at + wanted.length - 1;
    if (options.wholeWord && !standsAlone(page.text, at, last + 1)) {
      at = page.text.indexOf(wanted, at + 1);
      continue;
    }
    const from = { run: page.run[at]!, unit: page.unit[at]! };
    const to = { run: page.run[last]!, unit: page.unit[last]! };
    matches.push({
      page: runs[first]!.page,
      text: between(runs, from, to),
      boxes: boxesBetween(runs, from, to),
      context: contextOf(page, at, last + 1, runs),
      from,
      to,
    });
    at = page.text.indexOf(wanted, last + 1);
  }
}

function foldPage(runs: readonly TextRun[], first: number, end: number, options: SearchOptions): Folded {
  const page: Folded = { text: '', run: [], unit: [] };
  const parts: string[] = [];
  let last = '';
  let space: { run: number; unit: number } | undefined;
  const put = (folded: string, run: number, unit: number): void => {
    for (const character of folded) {
      if (/\s/.test(character)) {
        space ??= { run, unit };
        continue;
      }
      // A space between Chinese characters is a matter of setting; elsewhere it separates words.
      if (space && last !== '' && !(isWide(last) && isWide(character))) {
        parts.push(' ');
        page.run.push(space.run);
        page.unit.push(space.unit);
      }
      space = undefined;
      parts.push(character);
      for (let i = 0; i < character.length; i++) {
        page.run.push(run);
        page.unit.push(unit);
      }
      last = character;
    }
  };
  for (let index = first; index < end; index++) {
    const run = runs[index]!;
    const before = index > first ? runs[index - 1] : undefined;
    if (before && (before.line !== run.line || spaceBetween(before, run) !== '')) {
      space ??= { run: index, unit: 0 };
    }
    for (let unit = 0; unit < run.text.length; ) {
      const character = String.fromCodePoint(run.text.codePointAt(unit)!);
      put(foldCharacter(character, options), index, unit);
      unit += character.length;
    }
  }
  page.text = parts.join('');
  return page;
}

/** The query made comparable in the same way. */
function fold(query: string, options: SearchOptions): string {
  let folded = '';
  let space = false;
  for (const whole of query) {
    for (const character of foldCharacter(whole, options)) {
      if (/\s/.test(character)) {
        space = true;
        continue;
      }
      const last = [...folded.slice(-2)].at(-1) ?? '';
      folded += space && last !== '' && !(isWide(last) && isWide(character)) ? ` ${character}` : character;
      space = false;
    }
  }
  return folded;
}

/** Soft hyphens, zero-width characters, variation selectors. */
const invisible = /^(?:\u00ad|[\u200b-\u200f]|\u2060|[\ufe00-\ufe0f]|\ufeff)$/;

function foldCharacter(character: string, options: SearchOptions): string {
  if (character < '\u0080') {
    return options.matchCase ? character : character.toLowerCase();
  }
  if (invisible.test(character)) {
    return '';
  }
  const folded = character.normalize('NFKC');
  return options.matchCase ? folded : folded.toLowerCase();
}

function standsAlone(text: string, from: number, to: number): boolean {
  const isWord = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character) && !isWide(character);
  const joined = (before: string, after: string): boolean => isWord(before) && isWord(after);
  return !joined(text[from - 1] ?? '', text[from] ?? '') && !joined(text[to - 1] ?? '', text[to] ?? '');
}

type Place = { readonly run: number; readonly unit: number };

/** Text as it stands on the page, lines joined by a space where words would run together. */
function between(runs: readonly TextRun[], from: Place, to: Place): string {
  let text = '';
  for (let index = from.run; index <= to.run; index++) {
    const [start, end] = unitsOf(runs, index, from, to);
    const piece = runs[index]!.text.slice(start, end);
    const joined = text !== '' && !isWide(text.slice(-1)) && !isWide(piece);
    const before = runs[index - 1];
    const apart = before && (before.line !== runs[index]!.line || spaceBetween(before, runs[index]!) !== '');
    text += joined && apart ? ` ${piece}` : piece;
  }
  return text;
}

function boxesBetween(runs: readonly TextRun[], from: Place, to: Place): BoxMm[] {
  const boxes: BoxMm[] = [];
  for (let index = from.run; index <= to.run; index++) {
    const [start, end] = unitsOf(runs, index, from, to);
    const box = boxOfUnits(runs[index]!, start, end);
    if (box) {
      boxes.push(box);
    }
  }
  return boxes;
}

/** The part of a run's text that belongs to a stretch; a surrogate pair is never cut. */
function unitsOf(runs: readonly TextRun[], index: number, from: Place, to: Place): [number, number] {
  const { text } = runs[index]!;
  const start = index === from.run ? from.unit : 0;
  const end = index === to.run ? to.unit + ((text.codePointAt(to.unit) ?? 0) > 0xffff ? 2 : 1) : text.length;
  return [start, end];
}

/** The box around some units of a run; undefined when there are none. */
export function boxOfUnits(run: TextRun, from: number, to: number): BoxMm | undefined {
  let [left, top] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let [right, bottom] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 4 * from; at < 4 * to; at += 4) {
    const [x, y] = [run.boxes[at]!, run.boxes[at + 1]!];
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + run.boxes[at + 2]!);
    bottom = Math.max(bottom, y + run.boxes[at + 3]!);
  }
  return to > from ? { xMm: left, yMm: top, widthMm: right - left, heightMm: bottom - top } : undefined;
}

function contextOf(page: Folded, from: number, to: number, runs: readonly TextRun[]): TextMatch['context'] {
  const start = Math.max(0, from - contextUnits);
  const end = Math.min(page.text.length, to + contextUnits);
  const place = (at: number): Place => ({ run: page.run[at]!, unit: page.unit[at]! });
  const before = start < from ? between(runs, place(start), place(from - 1)) : '';
  const text = between(runs, place(start), place(end - 1));
  const match = between(runs, place(from), place(to - 1));
  const at = text.startsWith(match, before.length) ? before.length : text.indexOf(match);
  return { text, at: Math.max(at, 0) };
}
