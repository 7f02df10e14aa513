import { memo, useEffect, useRef } from 'react';
import type { Turn } from '../page-layout.ts';
import { type PageRun, type PaperSize, unitBox } from '../page-source.ts';
import type { TextPage } from './place-caret.ts';

/**
 * The page's text, not seen, over its drawing: every character stands where its glyph does, so that what is selected is
 * what lies under the pointer. `pages` is told of the layer while it is there.
 */
export const TextLayer = memo(function TextLayer({
  page,
  paper,
  turn,
  runs,
  pages,
}: {
  page: number;
  paper: PaperSize;
  turn: Turn;
  runs: readonly PageRun[];
  pages: Map<number, TextPage>;
}) {
  const layer = useRef<SVGSVGElement>(null);
  useEffect(() => {
    if (layer.current) {
      pages.set(page, { layer: layer.current, runs, paper, turn });
    }
    return () => {
      pages.delete(page);
    };
  }, [page, paper, turn, runs, pages]);
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it is the page's text itself, to be read as such
    <svg
      ref={layer}
      className="page-text"
      viewBox={`0 0 ${paper.widthMm} ${paper.heightMm}`}
      preserveAspectRatio="none"
    >
      {runs.map((run, at) => (
        // Runs of a page do not change places.
        <text key={at} data-run={at} {...placed(run)}>
          {run.text}
        </text>
      ))}
    </svg>
  );
});

/** How much of a letter stands above its baseline in the boxes of runs. */
const ASCENT = 0.86;

/** Coordinates of each unit; one y for a run that stays on its line. */
function placed(run: PageRun): { x: string; y: string; fontSize: number } {
  const boxes = Array.from({ length: run.text.length }, (_, unit) => unitBox(run, unit));
  const ys = boxes.map((box) => short(box.yMm + box.heightMm * ASCENT));
  return {
    x: boxes.map((box) => short(box.xMm)).join(' '),
    y: ys.every((y) => y === ys[0]) ? (ys[0] ?? '0') : ys.join(' '),
    fontSize: Math.max(boxes[0]?.heightMm ?? 1, 0.1),
  };
}

function short(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
