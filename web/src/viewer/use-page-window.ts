import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type PageLayout, pageAt } from './page-layout.ts';
import { barEnd, scrollerOf, seenThrough } from './scrolling.ts';

/** Pages that have content now, and the one being read; all count from 0. */
export type PageWindow = { first: number; last: number; current: number };

/** Pages are prepared this share of the screen's height before they come into view. */
const AHEAD = 0.75;

/** Follows the scrolling and tells which pages are near. Only these exist in the document. */
export function usePageWindow(
  pages: RefObject<HTMLElement | null>,
  bar: RefObject<HTMLElement | null>,
  layout: PageLayout,
): PageWindow {
  const [seen, setSeen] = useState<PageWindow>({ first: 0, last: 0, current: 0 });
  const latest = useRef(layout);
  latest.current = layout;
  const look = useCallback(() => {
    const element = pages.current;
    if (element === null || latest.current.tops.length === 0) {
      return;
    }
    const scroller = scrollerOf(element);
    const { top, bottom } = seenThrough(scroller);
    const start = element.getBoundingClientRect().top;
    const height = Math.max(1, bottom - top);
    const from = barEnd(bar.current, scroller) - start;
    const first = pageAt(latest.current, top - start - height * AHEAD);
    const last = pageAt(latest.current, bottom - start + height * AHEAD);
    const current = pageAt(latest.current, from + (bottom - start - from) * 0.25);
    setSeen((before) =>
      before.first === first && before.last === last && before.current === current
        ? before
        : { first, last, current },
    );
  }, [pages, bar]);
  useEffect(() => {
    let frame = 0;
    const later = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    document.addEventListener('scroll', later, { capture: true, passive: true });
    window.addEventListener('resize', later);
    const observer = new ResizeObserver(later);
    if (pages.current) {
      observer.observe(pages.current);
    }
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('scroll', later, { capture: true });
      window.removeEventListener('resize', later);
      observer.disconnect();
    };
  }, [look, pages]);
  // Another layout brings other pages near
  useLayoutEffect(look, [look, layout]);
  return seen;
}
