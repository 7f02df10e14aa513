import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { layOutPages, type PageLayout, pageAt, type Turn, turnBox, turned } from './page-layout.ts';
import type { PageBox, PaperSize } from './page-source.ts';
import { barEnd, scrollerOf, seenThrough } from './scrolling.ts';
import { useGestures } from './use-gestures.ts';

/** CSS pixels of a millimetre at 100 %. */
export const FULL_SIZE = 96 / 25.4;

const LEAST = FULL_SIZE / 8;
const MOST = FULL_SIZE * 5;

/** What the pages are fitted to; `free` once somebody zoomed. */
export type Fit = 'width' | 'page' | 'free';

/** How the pages are seen, and the ways to change it. Pages count from 0. */
export type View = {
  layout: PageLayout;
  /** CSS pixels of a millimetre. */
  scale: number;
  fit: Fit;
  turn: Turn;
  /** Room for pages, in CSS pixels. */
  room: number;
  fitTo(fit: Fit): void;
  zoomBy(factor: number): void;
  turnRight(): void;
  goTo(page: number, yMm?: number): void;
  /** Scrolls so that a box of a page is seen; not at all when it is seen already. */
  show(page: number, box: PageBox): void;
  scrollBy(pixels: number): void;
};

/** The point that keeps its place on the screen while the scale changes. */
type Anchor = { page: number; shareX: number; shareY: number; clientX: number; clientY: number };

/**
 * Scale, turn and place. `stage` is the part that scrolls sideways, `pages` the sheets in it, `bar` what stays above.
 * `upright` holds the pages as they are while somebody writes on them.
 */
export function useView(
  papers: readonly PaperSize[],
  stage: RefObject<HTMLElement | null>,
  pages: RefObject<HTMLElement | null>,
  bar: RefObject<HTMLElement | null>,
  upright: boolean,
): View {
  const { room, most, height } = useRoom(stage, bar);
  const [fit, setFit] = useState<Fit>('width');
  const [free, setFree] = useState(FULL_SIZE);
  const [wanted, setWanted] = useState<Turn>(0);
  const turn = upright ? 0 : wanted;
  const scale = useMemo(() => {
    const sizes = papers.map((paper) => turned(paper, turn));
    const toWidth = Math.min(room, most) / Math.max(1, ...sizes.map(({ widthMm }) => widthMm));
    const toPage = Math.min(toWidth, height / Math.max(1, ...sizes.map(({ heightMm }) => heightMm)));
    return fit === 'width' ? toWidth : fit === 'page' ? Math.max(LEAST, toPage) : free;
  }, [papers, turn, room, most, height, fit, free]);
  const layout = useMemo(() => layOutPages(papers, scale, turn), [papers, scale, turn]);

  const now = useRef({ layout, scale, papers, turn });
  now.current = { layout, scale, papers, turn };
  const anchor = useRef<Anchor | null>(null);
  // The scale asked for and not drawn yet: fingers move more often than pages are drawn.
  const coming = useRef<number | null>(null);

  const hold = useCallback(
    (clientX: number, clientY: number) => {
      const element = pages.current;
      if (element === null) {
        return;
      }
      const { layout: before } = now.current;
      const rect = element.getBoundingClientRect();
      const page = pageAt(before, clientY - rect.top);
      const width = before.widths[page] ?? 1;
      anchor.current = {
        page,
        shareX: (clientX - rect.left - (rect.width - width) / 2) / width,
        shareY: (clientY - rect.top - (before.tops[page] ?? 0)) / (before.heights[page] ?? 1),
        clientX,
        clientY,
      };
    },
    [pages],
  );

  /** Holds the middle of what is seen. */
  const holdMiddle = useCallback(() => {
    const element = stage.current;
    if (element) {
      const scroller = scrollerOf(element);
      const { bottom } = seenThrough(scroller);
      const rect = element.getBoundingClientRect();
      hold(rect.left + rect.width / 2, (Math.max(barEnd(bar.current, scroller), rect.top) + bottom) / 2);
    }
  }, [stage, bar, hold]);

  // Runs after every change of the layout, before it is painted
  useLayoutEffect(() => {
    const held = anchor.current;
    const element = pages.current;
    anchor.current = null;
    coming.current = null;
    if (held === null || element === null || stage.current === null) {
      return;
    }
    const rect = element.getBoundingClientRect();
    const width = layout.widths[held.page] ?? 0;
    const x = rect.left + (rect.width - width) / 2 + held.shareX * width;
    const y = rect.top + (layout.tops[held.page] ?? 0) + held.shareY * (layout.heights[held.page] ?? 0);
    stage.current.scrollLeft += x - held.clientX;
    scrollerOf(element).scrollTop += y - held.clientY;
  }, [layout]);

  const zoomAround = useCallback(
    (factor: number, clientX: number, clientY: number) => {
      hold(clientX, clientY);
      const next = Math.min(MOST, Math.max(LEAST, (coming.current ?? now.current.scale) * factor));
      coming.current = next;
      setFit('free');
      setFree(next);
    },
    [hold],
  );
  useGestures(stage, zoomAround);

  const goTo = useCallback(
    (page: number, yMm = 0) => {
      const element = pages.current;
      const { layout: placed, papers: all, scale: by, turn: side } = now.current;
      if (element === null) {
        return;
      }
      const at = Math.min(Math.max(0, page), all.length - 1);
      const scroller = scrollerOf(element);
      const inside = side === 0 ? Math.min(yMm * by, placed.heights[at] ?? 0) : 0;
      const target = element.getBoundingClientRect().top + (placed.tops[at] ?? 0) + inside;
      scroller.scrollTop += target - barEnd(bar.current, scroller) - 8;
    },
    [pages, bar],
  );

  const show = useCallback(
    (page: number, box: PageBox) => {
      const element = pages.current;
      const { layout: placed, papers: all, scale: by, turn: side } = now.current;
      const paper = all[page];
      if (element === null || stage.current === null || paper === undefined) {
        return;
      }
      const { xMm, yMm, widthMm, heightMm } = turnBox(box, paper, side);
      const scroller = scrollerOf(element);
      const rect = element.getBoundingClientRect();
      const above = barEnd(bar.current, scroller);
      const { bottom } = seenThrough(scroller);
      const top = rect.top + (placed.tops[page] ?? 0) + yMm * by;
      // The lowest part of the screen may be covered by what can be done with the document.
      if (top < above || top + heightMm * by > above + (bottom - above) * 0.75) {
        scroller.scrollTop += top - above - (bottom - above) / 3;
      }
      const seen = stage.current.getBoundingClientRect();
      const left = rect.left + (rect.width - (placed.widths[page] ?? 0)) / 2 + xMm * by;
      if (left < seen.left || left + widthMm * by > seen.right) {
        stage.current.scrollLeft += left - seen.left - seen.width / 3;
      }
    },
    [pages, stage, bar],
  );

  return {
    layout,
    scale,
    fit,
    turn,
    room,
    fitTo(next) {
      holdMiddle();
      setFit(next);
    },
    zoomBy(factor) {
      holdMiddle();
      setFit('free');
      setFree(Math.min(MOST, Math.max(LEAST, scale * factor)));
    },
    turnRight() {
      const page = anchorPage(layout, pages.current, bar.current);
      setWanted(((wanted + 90) % 360) as Turn);
      // The page being read stays the one being read.
      requestAnimationFrame(() => goTo(page));
    },
    goTo,
    show,
    scrollBy(pixels) {
      if (pages.current) {
        scrollerOf(pages.current).scrollTop += pixels;
      }
    },
  };
}

function anchorPage(layout: PageLayout, pages: HTMLElement | null, bar: HTMLElement | null): number {
  return pages === null
    ? 0
    : pageAt(layout, barEnd(bar, scrollerOf(pages)) + 40 - pages.getBoundingClientRect().top);
}

/** Width for pages, the widest a sheet is made by itself (56 rem), and the height seen below the bar. */
function useRoom(
  stage: RefObject<HTMLElement | null>,
  bar: RefObject<HTMLElement | null>,
): { room: number; most: number; height: number } {
  const [size, setSize] = useState({ room: 320, most: 896, height: 600 });
  useLayoutEffect(() => measure(stage.current, bar.current, setSize), [stage, bar]);
  useEffect(() => {
    const again = () => measure(stage.current, bar.current, setSize);
    const observer = new ResizeObserver(again);
    if (stage.current) {
      observer.observe(stage.current);
    }
    window.addEventListener('resize', again);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', again);
    };
  }, [stage, bar]);
  return size;
}

type Room = { room: number; most: number; height: number };

function measure(
  stage: HTMLElement | null,
  bar: HTMLElement | null,
  set: (change: (before: Room) => Room) => void,
): void {
  if (stage === null || stage.clientWidth === 0) {
    return;
  }
  const scroller = scrollerOf(stage);
  const style = getComputedStyle(stage);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const sides = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
  const room = Math.max(80, stage.clientWidth - sides);
  const height = Math.max(160, seenThrough(scroller).bottom - barEnd(bar, scroller) - 16);
  set((before) =>
    before.room === room && before.height === height ? before : { room, most: 56 * rem, height },
  );
}
