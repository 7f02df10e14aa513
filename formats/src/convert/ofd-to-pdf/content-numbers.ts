/** Numbers in content streams: plain decimals, short, and never one a reader stumbles over. */
import type { Matrix } from '../../drawing/index.ts';

/** Beyond this nothing can be seen on any page; readers with fixed-point numbers stay safe. */
const farthest = 1e7;

/**
 * A number with at most `digits` (0–6) decimals, without exponent. Coordinates are points, so four decimals are
 * 0.00004 mm. Hostile input (NaN, infinities, huge values) becomes 0 or the farthest place.
 */
export function written(value: number, digits = 4): string {
  if (!(Math.abs(value) < farthest)) {
    return Number.isNaN(value) ? '0' : value < 0 ? `-${farthest}` : `${farthest}`;
  }
  const unit = 10 ** digits;
  return String(Math.round(value * unit) / unit);
}

/** Six numbers for `cm` and `Tm`: six decimals for the linear part, four for the shift. */
export function writtenMatrix([a, b, c, d, e, f]: Matrix): string {
  return `${written(a, 6)} ${written(b, 6)} ${written(c, 6)} ${written(d, 6)} ${written(e)} ${written(f)}`;
}

/** A colour component 0–255 as 0–1. */
export function writtenShare(value: number): string {
  return written(Math.min(255, Math.max(0, value)) / 255, 4);
}
