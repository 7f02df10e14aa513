/** Finding words in the text of a page: case, width of letters and spaces do not matter, nor does a line's end. */
import type { PageBox, PageRun, SearchHit } from '../page-source.ts';

/** A page's text made ready for searching: `text` without spaces, and where each of its units comes from. */
export type SearchableText = {
  text: string;
  runs: readonly PageRun[];
  from: readonly [run: number, unit: number][];
};

/** The form in which texts are compared. */
function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
}

/** Makes a page's runs ready for searching. */
export function searchableText(runs: readonly PageRun[]): SearchableText {
  let text = '';
  const from: [number, number][] = [];
  for (const [at, run] of runs.entries()) {
    for (let unit = 0; unit < run.text.length; ) {
      const character = String.fromCodePoint(run.text.codePointAt(unit) ?? 0);
      const form = plain(character);
      for (let i = 0; i < form.length; i += 1) {
        from.push([at, unit]);
      }
      text += form;
      unit += character.length;
    }
  }
  return { text, runs, from };
}

/** Every place of the words on the page, none overlapping another; empty for a query of spaces only. */
export function findInText(page: number, { text, runs, from }: SearchableText, query: string): SearchHit[] {
  const wanted = plain(query);
  const hits: SearchHit[] = [];
  if (wanted === '') {
    return hits;
  }
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const boxes = new Map<number, PageBox>();
    for (const [run, unit] of from.slice(at, at + wanted.length)) {
      const box = runs[run]?.boxes[unit];
      if (box) {
        boxes.set(run, unite(boxes.get(run), box));
      }
    }
    hits.push({ page, boxes: [...boxes.values()] });
  }
  return hits;
}

/** The smallest rectangle around both. */
export function unite(a: PageBox | undefined, b: PageBox): PageBox {
  if (a === undefined) {
    return b;
  }
  const xMm = Math.min(a.xMm, b.xMm);
  const yMm = Math.min(a.yMm, b.yMm);
  return {
    xMm,
    yMm,
    widthMm: Math.max(a.xMm + a.widthMm, b.xMm + b.widthMm) - xMm,
    heightMm: Math.max(a.yMm + a.heightMm, b.yMm + b.heightMm) - yMm,
  };
}
