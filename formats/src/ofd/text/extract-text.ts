/** Text of the pages, in reading order, with boxes. */
import type { OfdDocument } from '../model/read-types.ts';
import { isWide } from './glyph-widths.ts';
import { pageRuns, textBudget } from './page-runs.ts';
import { inReadingOrder } from './reading-order.ts';
import type { TextRun } from './text-run.ts';

/**
 * Runs of every page in reading order. Invisible objects are left out. After two million objects or twenty million
 * characters the rest of the pages has no text.
 */
export function extractText(document: OfdDocument): TextRun[] {
  const runs: TextRun[] = [];
  const budget = textBudget('all');
  for (const [index, page] of document.pages.entries()) {
    for (const run of inReadingOrder(pageRuns(document, page, index, budget))) {
      runs.push(run);
    }
    if (budget.objects < 0 || budget.characters < 0) {
      break;
    }
  }
  return runs;
}

/** Runs of one page (0-based over all documents); only that page is read. Empty for a page that does not exist. */
export function extractPageText(document: OfdDocument, pageIndex: number): TextRun[] {
  const page = document.pages[pageIndex];
  return page ? inReadingOrder(pageRuns(document, page, pageIndex)) : [];
}

/** The whole text: one line of output per line of page, pages separated by a form feed. */
export function plainText(runs: readonly TextRun[]): string {
  const parts: string[] = [];
  let last: TextRun | undefined;
  for (const run of runs) {
    if (last) {
      parts.push(run.page !== last.page ? '\f' : run.line !== last.line ? '\n' : spaceBetween(last, run));
    }
    parts.push(run.text);
    last = run;
  }
  return parts.join('');
}

/** A space where the page shows one between two runs of a line although neither holds it. */
export function spaceBetween(before: TextRun, after: TextRun): '' | ' ' {
  if (/\s$/.test(before.text) || /^\s/.test(after.text)) {
    return '';
  }
  const [a, b] = [before.box, after.box];
  const upright = before.direction === 'right' || before.direction === 'left';
  const gap = upright
    ? Math.max(b.xMm - a.xMm - a.widthMm, a.xMm - b.xMm - b.widthMm)
    : Math.max(b.yMm - a.yMm - a.heightMm, a.yMm - b.yMm - b.heightMm);
  const size = upright ? Math.min(a.heightMm, b.heightMm) : Math.min(a.widthMm, b.widthMm);
  const wide = isWide(before.text.slice(-1)) || isWide(after.text);
  return gap > (wide ? 1 : 0.2) * size ? ' ' : '';
}
