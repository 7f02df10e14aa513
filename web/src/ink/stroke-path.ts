import { getStroke } from 'perfect-freehand';
import type { Stroke } from '../api/index.ts';

const cache = new WeakMap<Stroke, string>();

/** The outline of a stroke as an SVG path in millimetres. `finished` strokes are worked out once. */
export function strokePath(stroke: Stroke, finished: boolean): string {
  const known = finished ? cache.get(stroke) : undefined;
  if (known !== undefined) {
    return known;
  }
  const pressures = new Set(stroke.points.map((point) => point[2]));
  const outline = getStroke(
    stroke.points.map(([x, y, pressure]) => [x / 10, y / 10, pressure / 1000]),
    {
      size: stroke.widthMm * 10,
      thinning: 0.55,
      smoothing: 0.5,
      streamline: 0.35,
      // A finger or mouse gives one constant pressure: speed stands in for it.
      simulatePressure: pressures.size < 3,
      last: finished,
    },
  );
  const path = pathOf(outline);
  if (finished) {
    cache.set(stroke, path);
  }
  return path;
}

function pathOf(outline: number[][]): string {
  const first = outline[0];
  if (first === undefined) {
    return '';
  }
  const parts = [`M${mm(first[0])} ${mm(first[1])}`];
  for (let at = 0; at < outline.length; at += 1) {
    const here = outline[at] ?? first;
    const next = outline[(at + 1) % outline.length] ?? first;
    parts.push(
      `Q${mm(here[0])} ${mm(here[1])} ${mm(((here[0] ?? 0) + (next[0] ?? 0)) / 2)} ${mm(((here[1] ?? 0) + (next[1] ?? 0)) / 2)}`,
    );
  }
  return `${parts.join('')}Z`;
}

/** Tenths of a millimetre (the outline's unit) as millimetres with two decimals. */
function mm(value: number | undefined): string {
  return ((value ?? 0) / 10).toFixed(2);
}
