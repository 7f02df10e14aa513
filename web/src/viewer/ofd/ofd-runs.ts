/** Runs of an OFD as the viewer lays them over a page: a box for every UTF-16 unit, counted from the paper's corner. */
import type { OfdDocument, TextRun } from '@yiwen/formats/ofd';
import type { PageBox, PageRun } from '../page-source.ts';

/** Runs by page, in reading order. */
export function pageRuns(document: OfdDocument, runs: readonly TextRun[]): PageRun[][] {
  const pages: PageRun[][] = document.pages.map(() => []);
  let last: TextRun | undefined;
  for (const run of runs) {
    const area = document.pages[run.page]?.area;
    if (area && run.text !== '') {
      const newLine = last?.page !== run.page || !onOneLine(last.box, run.box);
      pages[run.page]?.push({
        text: run.text,
        boxes: unitBoxes(run).map((box) => ({ ...box, xMm: box.xMm - area.xMm, yMm: box.yMm - area.yMm })),
        newLine,
      });
      last = run;
    }
  }
  return pages;
}

function onOneLine(a: PageBox, b: PageBox): boolean {
  const distance = Math.abs(a.yMm + a.heightMm / 2 - b.yMm - b.heightMm / 2);
  return distance < Math.min(a.heightMm, b.heightMm) / 2;
}

/** Boxes of the characters, evenly over the run's box where the file does not tell: half as wide for Latin. */
function unitBoxes(run: TextRun): PageBox[] {
  const weights = [...run.text].map((character) => ((character.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.5));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let x = run.box.xMm;
  return [...run.text].flatMap((character, at) => {
    const widthMm = ((weights[at] ?? 0) / whole) * run.box.widthMm;
    const box = { xMm: x, yMm: run.box.yMm, widthMm, heightMm: run.box.heightMm };
    x += widthMm;
    return Array.from({ length: character.length }, () => box);
  });
}
