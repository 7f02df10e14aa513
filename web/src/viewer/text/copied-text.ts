/** What goes to the clipboard: the selected parts of runs in reading order, a new line where the page has one. */
import { type PageRun, unitBox } from '../page-source.ts';
import type { TextPage } from './place-caret.ts';

/** A part of a run of a page, from one unit to before another. */
export type RunPart = { page: number; run: PageRun; from: number; to: number };

/** Joins parts as they are read. A gap of a third of a letter or more between runs of a line becomes a space. */
export function joinParts(parts: readonly RunPart[]): string {
  let out = '';
  let before: RunPart | undefined;
  for (const part of parts) {
    const text = part.run.text.slice(part.from, part.to);
    if (before !== undefined) {
      const same = part.page === before.page && part.run.line === before.run.line;
      out += same ? (gapBetween(before, part) ? ' ' : '') : '\n';
    }
    out += text;
    before = part;
  }
  return out;
}

function gapBetween(before: RunPart, part: RunPart): boolean {
  const end = unitBox(before.run, before.to - 1);
  const start = unitBox(part.run, part.from);
  const edge =
    before.run.text.slice(before.to - 1, before.to) + part.run.text.slice(part.from, part.from + 1);
  return !/\s/.test(edge) && start.xMm - end.xMm - end.widthMm > start.heightMm / 3;
}

/** The selected parts of the pages that are shown, from the first page to the last. */
export function selectedParts(selection: Selection, pages: Iterable<[number, TextPage]>): RunPart[] {
  if (selection.rangeCount === 0 || selection.isCollapsed) {
    return [];
  }
  const range = selection.getRangeAt(0);
  return [...pages]
    .sort(([a], [b]) => a - b)
    .flatMap(([page, { layer, runs }]) =>
      range.intersectsNode(layer)
        ? runs.flatMap((run, at): RunPart[] => {
            const node = layer.querySelector(`[data-run="${at}"]`)?.firstChild;
            if (!(node instanceof Text) || !range.intersectsNode(node)) {
              return [];
            }
            const from = node === range.startContainer ? range.startOffset : 0;
            const to = node === range.endContainer ? range.endOffset : run.text.length;
            return to > from ? [{ page, run, from, to }] : [];
          })
        : [],
    );
}
