/**
 * Columns of running text: several lines in a row that leave the same gap free, with both sides filled the way prose
 * fills them. Tables and forms do not, and are read line by line.
 */
import type { FramedRun, Line } from './line.ts';

/** Lines a page may have to be looked at for columns: finding them costs the square of it. */
const mostLines = 400;
const leastLines = 3;
const surelyProse = 8;
const leastCharacters = 12;
const leastFill = 0.65;
const deepest = 4;

/** White space between two lines, in line heights, that ends the columns: what follows is a footer or a new part. */
const mostSpace = 3;

/** Gaps of a line, its margins included: four columns have five. */
const mostGaps = 5;

/** Stretches looked at from one line on, the longest first. */
const mostTries = 12;

type Gap = { readonly from: number; readonly to: number };

/** Lines in reading order: where columns stand side by side, those of the left one come first. */
export function splitColumns(lines: readonly Line[], depth = 0): Line[] {
  if (lines.length > mostLines || lines.length < leastLines || depth >= deepest || !mayHaveColumns(lines)) {
    return [...lines];
  }
  const ordered: Line[] = [];
  for (let from = 0; from < lines.length; ) {
    const block = findBlock(lines, from);
    if (!block) {
      ordered.push(lines[from]!);
      from += 1;
      continue;
    }
    const [left, right] = cut(lines.slice(from, block.to), block.gap);
    ordered.push(...splitColumns(left, depth + 1), ...splitColumns(right, depth + 1));
    from = block.to;
  }
  return ordered;
}

/** Columns need something that begins right of where something else ends. */
function mayHaveColumns(lines: readonly Line[]): boolean {
  let leastEnd = Number.POSITIVE_INFINITY;
  let mostStart = Number.NEGATIVE_INFINITY;
  for (const { runs } of lines) {
    for (const run of runs) {
      leastEnd = Math.min(leastEnd, run.end);
      mostStart = Math.max(mostStart, run.start);
    }
  }
  return mostStart > leastEnd;
}

/** The longest stretch of lines from `from` on that share a gap between two filled columns. */
function findBlock(lines: readonly Line[], from: number): { to: number; gap: Gap } | undefined {
  const tries: { to: number; gap: Gap }[] = [];
  let gaps = gapsOf(lines[from]!);
  for (let at = from + 1; at < lines.length && gaps.length > 0; at++) {
    const [above, below] = [lines[at - 1]!, lines[at]!];
    if (below.top - above.bottom > mostSpace * (above.bottom - above.top)) {
      break;
    }
    gaps = shared(gaps, gapsOf(lines[at]!));
    for (const gap of gaps) {
      if (Number.isFinite(gap.from) && Number.isFinite(gap.to)) {
        tries.push({ to: at + 1, gap });
      }
    }
  }
  const longest = tries.slice(-mostTries).reverse();
  return longest.find(({ to, gap }) => to - from >= leastLines && isGutter(lines.slice(from, to), gap));
}

/** What a line leaves free, the room before and behind it included; nothing when it has as many pieces as a table row. */
function gapsOf(line: Line): Gap[] {
  const gaps: Gap[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const run of line.runs) {
    if (run.start - end > run.bottom - run.top) {
      gaps.push({ from: end, to: run.start });
    }
    end = Math.max(end, run.end);
  }
  gaps.push({ from: end, to: Number.POSITIVE_INFINITY });
  return gaps.length > mostGaps ? [] : gaps;
}

function shared(a: readonly Gap[], b: readonly Gap[]): Gap[] {
  const both: Gap[] = [];
  for (const one of a) {
    for (const other of b) {
      const gap = { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
      if (gap.to - gap.from > 1.5) {
        both.push(gap);
      }
    }
  }
  return both;
}

/** Two columns of prose; or one long enough to leave no doubt, with anything far beside it (the facing page). */
function isGutter(lines: readonly Line[], gap: Gap): boolean {
  const [left, right] = cut(lines, gap);
  const [a, b] = [isProse(left), isProse(right)];
  const first = lines[0]!.runs[0]!;
  const isFar = gap.to - gap.from > 2 * (first.bottom - first.top);
  return (a && b) || (isFar && ((a && left.length >= surelyProse) || (b && right.length >= surelyProse)));
}

/** Enough lines, long enough, and mostly full. */
function isProse(lines: readonly Line[]): boolean {
  if (lines.length < leastLines) {
    return false;
  }
  let [start, end, ink, characters] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const line of lines) {
    start = Math.min(start, line.start);
    end = Math.max(end, line.end);
    for (const run of line.runs) {
      ink += run.end - run.start;
      characters += run.run.text.length;
    }
  }
  return characters / lines.length >= leastCharacters && ink / lines.length >= leastFill * (end - start);
}

/** The lines left and right of a gap. */
function cut(lines: readonly Line[], gap: Gap): [Line[], Line[]] {
  const middle = (gap.from + gap.to) / 2;
  const side = (line: Line, keep: (run: FramedRun) => boolean): Line[] => {
    const runs = line.runs.filter(keep);
    const end = runs.reduce((most, run) => Math.max(most, run.end), Number.NEGATIVE_INFINITY);
    return runs.length > 0 ? [{ ...line, runs, start: runs[0]!.start, end }] : [];
  };
  return [
    lines.flatMap((line) => side(line, (run) => run.end <= middle)),
    lines.flatMap((line) => side(line, (run) => run.end > middle)),
  ];
}
