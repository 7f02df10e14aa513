import type { Ink, Stroke } from '../api/index.ts';

/** Most points one act may carry; the server refuses more. */
export const MAX_POINTS = 20_000;

/** Colour of the pen: black as on paper, since red belongs to the head and the seal. */
export const PEN_COLOR = '#1f1d1a';

/** Width of the pen for writing in a box: finer where the box is small on the page, as the writing is. */
export function penWidthMm(box: Ink['box']): number {
  return Math.round(Math.min(0.9, Math.max(0.4, box.wMm / 100)) * 100) / 100;
}

/** Ink with nothing written yet, inside `box` on page `page` (counted from 1). */
export function emptyInk(
  page: number,
  box: Ink['box'],
  startedAt: string,
  pointerType: string,
  dpr: number,
): Ink {
  return { v: 1, page, box, startedAt, device: { pointerType, dpr }, strokes: [] };
}

/** How many points there are. */
export function pointCount(ink: Ink): number {
  return ink.strokes.reduce((sum, stroke) => sum + stroke.points.length, 0);
}

/** The ink without its last stroke. */
export function withoutLast(ink: Ink): Ink {
  return { ...ink, strokes: ink.strokes.slice(0, -1) };
}

/** The same writing at another place of the page; strokes count from the box's corner and do not change. */
export function moveInk(ink: Ink, page: number, xMm: number, yMm: number): Ink {
  return { ...ink, page, box: { ...ink.box, xMm, yMm } };
}

/** From the first touch to the last lift, in milliseconds. */
export function durationMs(ink: Ink): number {
  let end = 0;
  for (const stroke of ink.strokes) {
    end = Math.max(end, stroke.t0Ms + stroke.points.reduce((sum, point) => sum + point[3], 0));
  }
  return end;
}

/**
 * Ink written directly on a page (its box is the whole page) with the box drawn in to the writing plus a margin, so that
 * it can be shown alone beside other remarks.
 */
export function boxAround(ink: Ink, marginMm = 2): Ink {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const [x, y] of ink.strokes.flatMap((stroke) => stroke.points)) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (left > right) {
    return ink;
  }
  const dx = Math.floor(left - marginMm * 100);
  const dy = Math.floor(top - marginMm * 100);
  return {
    ...ink,
    box: {
      xMm: ink.box.xMm + dx / 100,
      yMm: ink.box.yMm + dy / 100,
      wMm: (right - left) / 100 + 2 * marginMm,
      hMm: (bottom - top) / 100 + 2 * marginMm,
    },
    strokes: ink.strokes.map((stroke) => ({
      ...stroke,
      points: stroke.points.map(([x, y, ...rest]) => [x - dx, y - dy, ...rest] as Stroke['points'][number]),
    })),
  };
}

/** The part of the ink written within the first `untilMs`, for showing how it was written. */
export function inkUntil(ink: Ink, untilMs: number): Ink {
  const strokes: Stroke[] = [];
  for (const stroke of ink.strokes) {
    let at = stroke.t0Ms;
    const points: Stroke['points'] = [];
    for (const point of stroke.points) {
      at += point[3];
      if (at > untilMs) {
        break;
      }
      points.push(point);
    }
    if (points.length > 0) {
      strokes.push({ ...stroke, points });
    }
  }
  return { ...ink, strokes };
}
