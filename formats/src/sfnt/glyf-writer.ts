/** Writing `glyf` and `loca` (ISO/IEC 14496-22, 5.3.3, 5.3.4). */
import { viewOf } from './bytes.ts';
import type { OutlinePoint } from './quadratic.ts';

// flags of points
const onCurve = 1;
const xShort = 2;
const yShort = 4;
const repeated = 8;
const xSame = 16;
const ySame = 32;

/** One simple glyph; empty when there is nothing to draw. */
export function writeGlyph(contours: readonly (readonly OutlinePoint[])[]): Uint8Array {
  const points = contours.flat();
  if (points.length === 0) {
    return new Uint8Array(0);
  }
  const bytes: number[] = [];
  const word = (n: number): void => {
    bytes.push((n >> 8) & 0xff, n & 0xff);
  };
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  word(contours.length);
  for (const edge of [least(xs), least(ys), -least(xs.map((x) => -x)), -least(ys.map((y) => -y))]) {
    word(edge);
  }
  let end = -1;
  for (const contour of contours) {
    end += contour.length;
    word(end);
  }
  word(0); // no instructions
  const [flags, xBytes, yBytes]: [number[], number[], number[]] = [[], [], []];
  const step = (n: number, out: number[], short: number, same: number): number => {
    if (n === 0) {
      return same;
    }
    if (Math.abs(n) < 256) {
      out.push(Math.abs(n));
      return n > 0 ? short | same : short;
    }
    out.push((n >> 8) & 0xff, n & 0xff);
    return 0;
  };
  let [x, y] = [0, 0];
  for (const p of points) {
    flags.push(
      (p.on ? onCurve : 0) | step(p.x - x, xBytes, xShort, xSame) | step(p.y - y, yBytes, yShort, ySame),
    );
    [x, y] = [p.x, p.y];
  }
  for (let i = 0; i < flags.length; ) {
    let times = 1;
    while (times < 256 && flags[i + times] === flags[i]) {
      times += 1;
    }
    if (times > 2) {
      bytes.push(flags[i]! | repeated, times - 1);
    } else {
      bytes.push(...flags.slice(i, i + times));
    }
    i += times;
  }
  return Uint8Array.from([...bytes, ...xBytes, ...yBytes]);
}

function least(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

/** Glyphs one after the other, each at a multiple of four, and where they lie (long offsets). */
export function writeGlyphs(glyphs: readonly Uint8Array[]): { glyf: Uint8Array; loca: Uint8Array } {
  const padded = (length: number): number => (length + 3) & ~3;
  const total = glyphs.reduce((sum, glyph) => sum + padded(glyph.length), 0);
  // some readers refuse a table without a byte
  const glyf = new Uint8Array(Math.max(4, total));
  const loca = new Uint8Array(4 * (glyphs.length + 1));
  let offset = 0;
  for (const [i, glyph] of glyphs.entries()) {
    viewOf(loca).setUint32(4 * i, offset);
    glyf.set(glyph, offset);
    offset += padded(glyph.length);
  }
  viewOf(loca).setUint32(4 * glyphs.length, offset);
  return { glyf, loca };
}
