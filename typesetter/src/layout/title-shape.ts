/**
 * Shapes a title into centred lines: trapezoid or diamond, no word split (GB/T 9704 §7.3.1).
 *
 * All ways of cutting it into the least number of lines (and one more) are compared by a penalty;
 * words come from the Unicode word segmenter, mended by the words the document names.
 */
import { settableText, unitsOf } from './cells.ts';
import { mustStayTogether } from './line-breaking.ts';

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Words that belong to the word before them: a line does not begin with one. */
const LEANS_BACK = /^(的|地|得|了|着|等|和|与|及|暨|内$|间$|中$)/;
/** Words that belong to what follows: a line does not end with one. */
const LEANS_FORWARD = /(和|与|及|暨|对|在|《)$/;
/** A line may end with 关于, a break before it is better. */
const ABOUT_LAST = /关于$/;

/** Compounds the segmenter cuts but an office never would. */
const OFFICE_WORDS = [
  '人民政府',
  '办公室',
  '委员会',
  '工作',
  '请示',
  '批复',
  '实施意见',
  '工作方案',
  '管理办法',
  '危桥改造',
  '参保缴费',
  '居民基本医疗保险',
  '医疗保险',
  '人居环境',
  '森林防火',
  '防火期',
  '森林防灭火',
  '安全生产',
  '报表材料',
  '野外用火',
  '高标准农田',
  '储备信息',
];

/** Width of a text in cells of its own size. */
export function cellsOf(text: string): number {
  return unitsOf([{ text, role: 'xiaobiaosong' }]).reduce((n, u) => n + u.width, 0);
}

function wordsOf(title: string, extra: readonly string[]): string[] {
  const joined = [...OFFICE_WORDS, ...extra];
  const inside = new Set<number>();
  for (const word of joined) {
    for (let at = title.indexOf(word); at >= 0 && word.length > 1; at = title.indexOf(word, at + 1)) {
      for (let k = 1; k < word.length; k++) {
        inside.add(at + k);
      }
    }
  }
  const words: string[] = [];
  for (const { segment, index } of segmenter.segment(title)) {
    const last = words.at(-1);
    if (
      last !== undefined &&
      (inside.has(index) || mustStayTogether(last, segment) || LEANS_BACK.test(segment))
    ) {
      words[words.length - 1] = last + segment;
    } else {
      words.push(segment);
    }
  }
  // A number and its measure word, as in 2027年度 or 第三季度, stay one word.
  return words.reduce<string[]>((out, word) => {
    const last = out.at(-1);
    const counted = last !== undefined && /\d$/.test(last) && /^[年月日号个次届]/.test(word);
    if (last !== undefined && (counted || /第[一二三四五六七八九十百\d]*$/.test(last))) {
      out[out.length - 1] = last + word;
    } else {
      out.push(word);
    }
    return out;
  }, []);
}

/** Penalty of a way to cut: lower is better. */
function shapePenalty(widths: readonly number[], lines: readonly string[]): number {
  const longest = Math.max(...widths);
  const shortest = Math.min(...widths);
  let penalty = (longest - shortest) ** 2 * 0.6;
  for (let i = 0; i + 1 < widths.length; i++) {
    const step = Math.abs(widths[i]! - widths[i + 1]!);
    // A rectangle is no shape; a step of one to three characters on each side is.
    penalty += step < 1 ? 14 : step < 2 ? 3 : 0;
    if (LEANS_FORWARD.test(lines[i]!.trim())) {
      penalty += 30;
    }
    penalty += ABOUT_LAST.test(lines[i]!.trim()) ? 5 : 0;
  }
  const middle = widths.slice(1, -1);
  if (middle.some((w) => w < widths[0]! && w < widths.at(-1)!)) {
    penalty += 200;
  }
  if (widths.at(-1)! < longest * 0.35) {
    penalty += 80;
  }
  return penalty;
}

/** Penalty for a break beside a lone character: names the segmenter does not know come out as such. */
const LONE_CHARACTER = 25;

function lonePenalty(before: string, after: string): number {
  const lone = (word: string) => [...word].length === 1 && /\p{Script=Han}/u.test(word);
  return (Number(lone(before)) + Number(lone(after))) * LONE_CHARACTER;
}

/** Ways compared for one number of lines: a title of any length takes a fraction of a second. */
const MOST_COMPARED = 6000;

function cut(
  words: readonly string[],
  count: number,
  limit: number,
): { lines: string[]; penalty: number } | undefined {
  let best: { lines: string[]; penalty: number } | undefined;
  let compared = 0;
  const widths = words.map(cellsOf);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const walk = (start: number, left: number, rest: number, lines: string[], lone: number) => {
    // What is left must fit on the lines left (a blank at each end does not count), and must be able to win.
    const isHopeless = rest > left * (limit + 1) || (best !== undefined && lone >= best.penalty);
    if (isHopeless || compared >= MOST_COMPARED) {
      return;
    }
    if (left === 1) {
      compared += 1;
      const all = [...lines, words.slice(start).join('')].map((l) => l.trim());
      const sizes = all.map(cellsOf);
      if (sizes.every((w) => w > 0 && w <= limit)) {
        const penalty = shapePenalty(sizes, all) + lone;
        if (!best || penalty < best.penalty) {
          best = { lines: all, penalty };
        }
      }
      return;
    }
    let width = 0;
    for (let end = start + 1; end <= words.length - left + 1; end++) {
      width += widths[end - 1]!;
      if (width > limit + 1) {
        break;
      }
      const breakPenalty = lonePenalty(words[end - 1]!, words[end]!);
      walk(end, left - 1, rest - width, [...lines, words.slice(start, end).join('')], lone + breakPenalty);
    }
  };
  walk(0, count, total, [], 0);
  return best;
}

/**
 * Cuts a title into lines of at most `limitCells`. A `\n` in the title fixes the breaks by hand
 * (then only lines that are too long are cut further).
 */
export function shapeTitle(title: string, limitCells: number, extraWords: readonly string[] = []): string[] {
  const fixed = settableText(title)
    .split('\n')
    .map((l) => l.trim())
    .filter((l) => l !== '');
  if (fixed.length > 1) {
    return fixed.flatMap((line) => shapeTitle(line, limitCells, extraWords));
  }
  const text = fixed[0] ?? '';
  const total = cellsOf(text);
  if (total <= limitCells) {
    return text === '' ? [] : [text];
  }
  const words = wordsOf(text, extraWords);
  const least = Math.ceil(total / limitCells);
  if (least > 6) {
    return greedy([...text], limitCells);
  }
  const ways = [least, least + 1].map((n) => cut(words, n, limitCells)).filter((w) => w !== undefined);
  ways.sort((a, b) => a.penalty + a.lines.length * 30 - (b.penalty + b.lines.length * 30));
  return ways[0]?.lines ?? greedy(words, limitCells);
}

/** For titles no good shape exists for: fills the lines. */
function greedy(words: readonly string[], limit: number): string[] {
  const lines: string[] = [];
  for (const piece of words.flatMap((w) => (cellsOf(w) > limit ? [...w] : [w]))) {
    const last = lines.at(-1);
    if (last !== undefined && cellsOf(last + piece) <= limit) {
      lines[lines.length - 1] = last + piece;
    } else {
      lines.push(piece);
    }
  }
  return lines;
}
