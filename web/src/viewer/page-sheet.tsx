import { memo, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button, Progress } from '../design/index.ts';
import { fill, useWords } from '../words/index.ts';
import { useViewerWords } from '../words/use-viewer-words.ts';
import { type Turn, unturnPoint } from './page-layout.ts';
import type { DrawnPage, PageBox, PageRun, PageSource, PaperSize } from './page-source.ts';
import type { TextPage } from './text/place-caret.ts';
import { TextLayer } from './text/text-layer.tsx';

/** What lies over a page: drawn in the page's millimetres. Pages count from 1 here, as people count them. */
export type PageOverlay = (page: number, paper: PaperSize) => ReactNode;

/** Places found on one page; `now` is the index of the one in hand, -1 for none. */
export type PageHits = { places: readonly (readonly PageBox[])[]; now: number };

/** Where a sheet stands among the others, in CSS pixels. */
export type SheetPlace = { top: number; width: number; height: number };

/** One page: its drawing, what was found, its text, its seals, and what is written over it. */
export function PageSheet({
  source,
  page,
  paper,
  turn,
  scale,
  place,
  hits,
  marks,
  overlay,
  onPoint,
  textPages,
}: {
  source: PageSource;
  page: number;
  paper: PaperSize;
  turn: Turn;
  scale: number;
  place: SheetPlace;
  hits: PageHits | null;
  marks: ReactNode;
  overlay: PageOverlay | null;
  onPoint: ((page: number, xMm: number, yMm: number) => void) | null;
  textPages: Map<number, TextPage>;
}) {
  const width = paper.widthMm * scale;
  const height = paper.heightMm * scale;
  const [drawn, setDrawn] = useState(false);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: tapping only moves a pad's writing, whose place is chosen already
    <figure
      className="page-sheet"
      data-page={page + 1}
      style={{
        top: place.top,
        left: `calc(50% - ${place.width / 2}px)`,
        width: place.width,
        height: place.height,
      }}
      onClick={
        onPoint === null
          ? undefined
          : (event) => {
              const rect = event.currentTarget.getBoundingClientRect();
              const { xMm, yMm } = unturnPoint(
                (event.clientX - rect.left) / rect.width,
                (event.clientY - rect.top) / rect.height,
                paper,
                turn,
              );
              onPoint(page + 1, xMm, yMm);
            }
      }
    >
      <div className="page-turn" style={{ width, height, transform: turnedBy(turn, place) }}>
        <Drawing source={source} page={page} width={width} onDrawn={setDrawn} />
        {hits ? <Hits hits={hits} paper={paper} /> : null}
        {drawn && source.hasText ? (
          <PageText source={source} page={page} paper={paper} turn={turn} pages={textPages} />
        ) : null}
        {marks}
        {overlay?.(page + 1, paper)}
      </div>
    </figure>
  );
}

function turnedBy(turn: Turn, { width, height }: SheetPlace): string | undefined {
  return {
    0: undefined,
    90: `translateX(${width}px) rotate(90deg)`,
    180: `translate(${width}px, ${height}px) rotate(180deg)`,
    270: `translateY(${height}px) rotate(270deg)`,
  }[turn];
}

/** The drawing of a page at a width; drawn anew when the width has been still for a moment and dots would show. */
function useDrawing(source: PageSource, page: number, width: number) {
  const [drawn, setDrawn] = useState<DrawnPage | null>(null);
  const [failed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  const dots = source.dots ? Math.round(width * Math.min(3, window.devicePixelRatio || 1)) : 0;
  const shown = useRef(false);
  // Another try is asked for by its number
  useEffect(() => {
    const asked = new AbortController();
    setFailed(false);
    const timer = setTimeout(
      () => {
        source.draw(page, dots, asked.signal).then(
          (next) => {
            if (!asked.signal.aborted) {
              shown.current = true;
              setDrawn(next);
            }
          },
          () => {
            if (!asked.signal.aborted) {
              setFailed(true);
            }
          },
        );
      },
      shown.current && dots > 0 ? 150 : 0,
    );
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [source, page, dots, tries]);
  return { drawn, failed, fail: () => setFailed(true), again: () => setTries(tries + 1) };
}

/** The drawing itself, what is seen until it is there, and what is said when it fails. */
function Drawing({
  source,
  page,
  width,
  onDrawn,
}: {
  source: PageSource;
  page: number;
  width: number;
  onDrawn: (drawn: boolean) => void;
}) {
  const words = useViewerWords();
  const { common } = useWords();
  const { drawn, failed, fail, again } = useDrawing(source, page, width);
  const [loaded, setLoaded] = useState(false);
  const label = fill(words.page, { n: page + 1 });
  const ready = () => {
    setLoaded(true);
    onDrawn(true);
  };
  if (failed) {
    return (
      <div className="page-failed">
        <p>{words.pageFailed}</p>
        <Button small onClick={again}>
          {common.retry}
        </Button>
      </div>
    );
  }
  return (
    <>
      {drawn?.kind === 'picture' ? (
        <img
          src={drawn.href}
          alt={label}
          decoding="async"
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
            source.learn?.(page, naturalWidth, naturalHeight);
            ready();
          }}
          onError={fail}
        />
      ) : null}
      {drawn?.kind === 'canvas' ? <CanvasHolder canvas={drawn.canvas} label={label} onShown={ready} /> : null}
      {loaded ? null : (
        <div className="page-waiting">
          <Progress label={words.drawing} />
        </div>
      )}
    </>
  );
}

/** Shows a canvas made elsewhere. */
export function CanvasHolder({
  canvas,
  label,
  onShown,
}: {
  canvas: HTMLCanvasElement;
  label: string;
  onShown?: () => void;
}) {
  const holder = useRef<HTMLDivElement>(null);
  const shown = useRef(onShown);
  shown.current = onShown;
  useLayoutEffect(() => {
    holder.current?.replaceChildren(canvas);
    shown.current?.();
  }, [canvas]);
  return <div ref={holder} className="page-canvas" role="img" aria-label={label} />;
}

function PageText({
  source,
  page,
  paper,
  turn,
  pages,
}: {
  source: PageSource;
  page: number;
  paper: PaperSize;
  turn: Turn;
  pages: Map<number, TextPage>;
}) {
  const [runs, setRuns] = useState<readonly PageRun[]>([]);
  useEffect(() => {
    const asked = new AbortController();
    source.runs(page, asked.signal).then(
      (read) => {
        if (!asked.signal.aborted) {
          setRuns(read);
        }
      },
      // A page whose text cannot be read is a picture like any other.
      () => undefined,
    );
    return () => asked.abort();
  }, [source, page]);
  return runs.length > 0 ? (
    <TextLayer page={page} paper={paper} turn={turn} runs={runs} pages={pages} />
  ) : null;
}

const Hits = memo(function Hits({ hits, paper }: { hits: PageHits; paper: PaperSize }) {
  return (
    <svg
      className="page-hits"
      viewBox={`0 0 ${paper.widthMm} ${paper.heightMm}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {hits.places.flatMap((boxes, at) =>
        boxes.map(({ xMm, yMm, widthMm, heightMm }) => (
          <rect
            key={`${at}/${xMm}/${yMm}`}
            className={at === hits.now ? 'now' : undefined}
            x={xMm}
            y={yMm}
            width={widthMm}
            height={heightMm}
          />
        )),
      )}
    </svg>
  );
});
