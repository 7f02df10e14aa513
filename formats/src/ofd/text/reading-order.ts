/**
 * Runs of a page in the order people read them. Lines from top to bottom; two columns of running text one after the
 * other; vertical lines from right to left. Text of each direction is ordered in a frame where it runs to the right.
 */
import { splitColumns } from './columns.ts';
import type { FramedRun, Line } from './line.ts';
import type { TextRun } from './text-run.ts';

const directions: readonly TextRun['direction'][] = ['right', 'down', 'left', 'up', 'slanted'];

/** The runs in reading order with their lines numbered. */
export function inReadingOrder(runs: readonly TextRun[]): TextRun[] {
  const ordered: TextRun[] = [];
  let number = 0;
  for (const direction of byAmount(runs)) {
    const framed = runs.filter((run) => run.direction === direction).map(frame);
    const lines = linesOf(framed).filter(hasInk);
    for (const line of splitColumns(lines)) {
      for (const { run } of line.runs) {
        ordered.push({ ...run, line: number });
      }
      number += 1;
    }
  }
  return ordered;
}

/** Directions in use, the one of most characters first and what is slanted last: a spine comes after the text. */
function byAmount(runs: readonly TextRun[]): TextRun['direction'][] {
  const amounts = new Map<TextRun['direction'], number>();
  for (const run of runs) {
    amounts.set(run.direction, (amounts.get(run.direction) ?? 0) + run.text.length);
  }
  const used = directions.filter((direction) => amounts.has(direction));
  const rank = (direction: TextRun['direction']): number =>
    direction === 'slanted' ? -1 : (amounts.get(direction) ?? 0);
  return used.sort((a, b) => rank(b) - rank(a));
}

/** The run's box seen so that its text runs to the right and lines follow downwards. */
function frame(run: TextRun): FramedRun {
  const { xMm, yMm, widthMm, heightMm } = run.box;
  const [right, bottom] = [xMm + widthMm, yMm + heightMm];
  switch (run.direction) {
    case 'right':
    case 'slanted':
      return { run, start: xMm, end: right, top: yMm, bottom };
    case 'down':
      return { run, start: yMm, end: bottom, top: -right, bottom: -xMm };
    case 'left':
      return { run, start: -right, end: -xMm, top: -bottom, bottom: -yMm };
    case 'up':
      return { run, start: -bottom, end: -yMm, top: xMm, bottom: right };
  }
}

/** Two runs are on one line when their middles differ by less than half the lower one's height. */
function linesOf(runs: readonly FramedRun[]): Line[] {
  const middle = (run: FramedRun): number => (run.top + run.bottom) / 2;
  const byTop = [...runs].sort((a, b) => middle(a) - middle(b));
  const groups: FramedRun[][] = [];
  for (const run of byTop) {
    const group = groups.at(-1);
    const first = group?.[0];
    const heights = first ? Math.min(first.bottom - first.top, run.bottom - run.top) : 0;
    if (group && first && Math.abs(middle(first) - middle(run)) < heights / 2) {
      group.push(run);
    } else {
      groups.push([run]);
    }
  }
  return groups.map((group) => lineOf(group.sort((a, b) => a.start - b.start)));
}

/** Lines of nothing but spaces are left out: producers set them for empty paragraphs. */
function hasInk(line: Line): boolean {
  return line.runs.some(({ run }) => /\S/.test(run.text));
}

/** A line of sorted runs; text drawn twice at one place (a poor man's bold) is taken once. */
function lineOf(runs: readonly FramedRun[]): Line {
  const kept: FramedRun[] = [];
  let [end, top, bottom] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const next of runs) {
    const last = kept.at(-1);
    const height = next.bottom - next.top;
    if (last?.run.text === next.run.text && Math.abs(last.start - next.start) < 0.1 * height) {
      continue;
    }
    kept.push(next);
    end = Math.max(end, next.end);
    top = Math.min(top, next.top);
    bottom = Math.max(bottom, next.bottom);
  }
  return { runs: kept, start: kept[0]?.start ?? 0, end, top, bottom };
}
