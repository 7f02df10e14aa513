/** What the viewer stands in: the page itself scrolls, or a part of it; the viewer has no height of its own. */

/** The nearest element that scrolls up and down around `element`. */
export function scrollerOf(element: Element): Element {
  for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
    const { overflowY } = getComputedStyle(at);
    if ((overflowY === 'auto' || overflowY === 'scroll') && at.scrollHeight > at.clientHeight + 1) {
      return at;
    }
  }
  return document.scrollingElement ?? document.documentElement;
}

/** The part of the screen, from top to bottom, through which a scroller's content is seen. */
export function seenThrough(scroller: Element): { top: number; bottom: number } {
  const height = window.innerHeight;
  if (scroller === document.scrollingElement) {
    return { top: 0, bottom: height };
  }
  const { top, bottom } = scroller.getBoundingClientRect();
  return { top: Math.max(0, top), bottom: Math.min(height, bottom) };
}

/** Where the bar that stays at the top ends once it stays there. */
export function barEnd(bar: HTMLElement | null, scroller: Element): number {
  const { top } = seenThrough(scroller);
  if (bar === null) {
    return top;
  }
  const style = getComputedStyle(bar);
  return style.position === 'sticky' ? top + (Number.parseFloat(style.top) || 0) + bar.offsetHeight : top;
}
