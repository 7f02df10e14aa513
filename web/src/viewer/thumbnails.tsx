import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { fill } from '../words/index.ts';
import { useViewerWords } from '../words/use-viewer-words.ts';
import { CanvasHolder } from './page-sheet.tsx';
import type { DrawnPage, PageSource, PaperSize } from './page-source.ts';

/** Width of a small page and room around it, in CSS pixels. */
const WIDTH = 104;
const GAP = 12;
const LABEL = 28;

/** All pages small, in as many columns as there is room; only rows near the eye are drawn. */
export function Thumbnails({
  source,
  papers,
  current,
  onGo,
}: {
  source: PageSource;
  papers: readonly PaperSize[];
  current: number;
  onGo: (page: number) => void;
}) {
  const words = useViewerWords();
  const list = useRef<HTMLElement>(null);
  const [view, setView] = useState({ columns: 1, first: 0, last: 8 });
  const tallest = Math.min(
    1.6,
    papers.reduce((most, { widthMm, heightMm }) => Math.max(most, heightMm / widthMm), 0.4),
  );
  const row = Math.round(WIDTH * tallest) + LABEL + GAP;
  const look = () => {
    const element = list.current;
    if (element) {
      const columns = Math.max(1, Math.floor((element.clientWidth - GAP) / (WIDTH + GAP)));
      const first = Math.max(0, Math.floor(element.scrollTop / row) - 1);
      const last = Math.ceil((element.scrollTop + element.clientHeight) / row) + 1;
      setView((before) =>
        before.columns === columns && before.first === first && before.last === last
          ? before
          : { columns, first, last },
      );
    }
  };
  // Opened once, at the page being read
  useLayoutEffect(() => {
    const element = list.current;
    if (element) {
      const columns = Math.max(1, Math.floor((element.clientWidth - GAP) / (WIDTH + GAP)));
      element.scrollTop = Math.max(
        0,
        Math.floor(current / columns) * row - element.clientHeight / 2 + row / 2,
      );
      look();
    }
  }, []);
  useEffect(() => {
    const observer = new ResizeObserver(look);
    if (list.current) {
      observer.observe(list.current);
    }
    return () => observer.disconnect();
  });
  const { columns, first, last } = view;
  const rows = Math.ceil(papers.length / columns);
  const start = first * columns;
  const shown = papers.slice(start, Math.min(papers.length, (last + 1) * columns));
  return (
    <section
      className="viewer-thumbs"
      ref={list}
      onScroll={look}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reachable by keyboard
      tabIndex={0}
      aria-label={words.thumbnails}
    >
      <div style={{ height: rows * row, position: 'relative' }}>
        {shown.map((paper, at) => {
          const page = start + at;
          const column = page % columns;
          return (
            <button
              type="button"
              key={page}
              className="viewer-thumb"
              aria-label={fill(words.page, { n: page + 1 })}
              aria-current={page === current ? 'page' : undefined}
              style={{
                top: Math.floor(page / columns) * row,
                left: `calc(50% + ${(column - columns / 2) * (WIDTH + GAP) + GAP / 2}px)`,
                width: WIDTH,
              }}
              onClick={() => onGo(page)}
            >
              <Small source={source} page={page} paper={paper} />
              <span aria-hidden="true">{page + 1}</span>
            </button>
          );
        })}
      </div>
    </section>
  );
}

function Small({ source, page, paper }: { source: PageSource; page: number; paper: PaperSize }) {
  const [drawn, setDrawn] = useState<DrawnPage | null>(null);
  useEffect(() => {
    const asked = new AbortController();
    // Rows flying by are not drawn.
    const timer = setTimeout(() => {
      source.draw(page, WIDTH * Math.min(2, window.devicePixelRatio || 1), asked.signal).then(
        (next) => {
          if (!asked.signal.aborted) {
            setDrawn(next);
          }
        },
        () => undefined,
      );
    }, 120);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [source, page]);
  return (
    <span
      className="viewer-small"
      aria-hidden="true"
      style={{ height: Math.min(1.6, paper.heightMm / paper.widthMm) * WIDTH }}
    >
      {drawn?.kind === 'picture' ? <img src={drawn.href} alt="" decoding="async" draggable={false} /> : null}
      {drawn?.kind === 'canvas' ? <CanvasHolder canvas={drawn.canvas} label="" /> : null}
    </span>
  );
}
