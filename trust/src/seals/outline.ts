/** Glyph outlines as a font gives them, and their flattening to polygons. */

/** Outline segments in font units, y up: M move, L line, Q quadratic, B cubic, C close (the letters of OFD). */
export type OutlineSegment =
  | readonly ['M', number, number]
  | readonly ['L', number, number]
  | readonly ['Q', number, number, number, number]
  | readonly ['B', number, number, number, number, number, number]
  | readonly ['C'];

/** Outline of one character. `advance` in font units. */
export type GlyphOutline = { segments: readonly OutlineSegment[]; advance: number; unitsPerEm: number };

/** Gives the outline of a character, undefined when the font has none. Injected: this folder reads no fonts. */
export type OutlineSource = (character: string) => GlyphOutline | undefined;

type Point = readonly [number, number];

/** Steps per curve: at 20 px/mm a stroke of a seal character needs no more. */
const CURVE_STEPS = 8;

/** Polygons of an outline, every point taken through `place`. */
export function flatten(
  segments: readonly OutlineSegment[],
  place: (x: number, y: number) => Point,
): Point[][] {
  const polygons: Point[][] = [];
  let current: Point[] = [];
  let x = 0;
  let y = 0;
  const finish = () => {
    if (current.length > 2) {
      polygons.push(current);
    }
    current = [];
  };
  const to = (nextX: number, nextY: number) => {
    x = nextX;
    y = nextY;
    current.push(place(x, y));
  };
  for (const segment of segments) {
    switch (segment[0]) {
      case 'M':
        finish();
        to(segment[1], segment[2]);
        break;
      case 'L':
        to(segment[1], segment[2]);
        break;
      case 'Q': {
        const [, cx, cy, endX, endY] = segment;
        const [fromX, fromY] = [x, y];
        for (let i = 1; i <= CURVE_STEPS; i++) {
          const t = i / CURVE_STEPS;
          const u = 1 - t;
          to(u * u * fromX + 2 * u * t * cx + t * t * endX, u * u * fromY + 2 * u * t * cy + t * t * endY);
        }
        break;
      }
      case 'B': {
        const [, ax, ay, bx, by, endX, endY] = segment;
        const [fromX, fromY] = [x, y];
        for (let i = 1; i <= CURVE_STEPS; i++) {
          const t = i / CURVE_STEPS;
          const u = 1 - t;
          const weights = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t] as const;
          to(
            weights[0] * fromX + weights[1] * ax + weights[2] * bx + weights[3] * endX,
            weights[0] * fromY + weights[1] * ay + weights[2] * by + weights[3] * endY,
          );
        }
        break;
      }
      case 'C':
        finish();
        break;
    }
  }
  finish();
  return polygons;
}
