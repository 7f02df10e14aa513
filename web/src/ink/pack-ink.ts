import type { Ink, Stroke } from '../api/index.ts';

/** A stroke without its points, and how many there are. */
type Head = Omit<Stroke, 'points'> & { count: number };

/** Ink as it is kept in this browser: heads as they are, points as differences in one row of small whole numbers. */
export type PackedInk = Omit<Ink, 'strokes'> & { strokes: Head[]; points: Int16Array };

const LOW = -32_768;
const HIGH = 32_767;

/** Packs ink to six 16-bit numbers a point (x and y as differences). Throws when a pen leapt more than 327 mm at once. */
export function packInk(ink: Ink): PackedInk {
  const numbers: number[] = [];
  for (const stroke of ink.strokes) {
    let x = 0;
    let y = 0;
    for (const point of stroke.points) {
      const dt = Math.min(point[3], HIGH);
      numbers.push(point[0] - x, point[1] - y, point[2], dt, point[4], point[5]);
      [x, y] = point;
    }
  }
  if (numbers.some((value) => value < LOW || value > HIGH)) {
    throw new Error('Ink does not fit: a difference between two points is beyond 16 bits');
  }
  return {
    ...ink,
    strokes: ink.strokes.map(({ points, ...head }) => ({ ...head, count: points.length })),
    points: Int16Array.from(numbers),
  };
}

/** The ink again. */
export function unpackInk(packed: PackedInk): Ink {
  const { points: numbers, strokes: heads, ...rest } = packed;
  let at = 0;
  const strokes = heads.map(({ count, ...head }) => {
    let x = 0;
    let y = 0;
    const points: Stroke['points'] = [];
    for (let taken = 0; taken < count; taken += 1) {
      const [dx = 0, dy = 0, pressure = 0, dt = 0, tiltX = 0, tiltY = 0] = numbers.subarray(at, at + 6);
      x += dx;
      y += dy;
      points.push([x, y, pressure, dt, tiltX, tiltY]);
      at += 6;
    }
    return { ...head, points };
  });
  return { ...rest, strokes };
}
