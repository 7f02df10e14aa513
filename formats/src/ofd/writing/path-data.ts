/** AbbreviatedData and regions from path segments (GB/T 33190 9.1, 9.3), and boxes around them. */
import type { XmlElement } from '../../container/index.ts';
import { applyTo, type BoxMm, boxAround, decimal, decimals, type Matrix } from '../../drawing/index.ts';
import type { PathSegment } from '../model/build-types.ts';
import { ofd } from '../model/vocabulary.ts';

/** Path data with every point moved by (−x, −y) (table 35). */
export function abbreviatedData(segments: readonly PathSegment[], x: number, y: number): string {
  return segments.map((segment) => [segment[0], ...shifted(segment, x, y)].join(' ')).join(' ');
}

function shifted(segment: PathSegment, x: number, y: number): string[] {
  if (segment[0] === 'A') {
    const [, rx, ry, angle, large, sweep, endX, endY] = segment;
    const flags = [Number(large !== 0), Number(sweep !== 0)];
    return [decimals([rx, ry, angle]), decimals(flags), decimals([endX - x, endY - y])];
  }
  const [, ...numbers] = segment;
  return numbers.map((value, index) => decimal(value - (index % 2 === 0 ? x : y)));
}

/** A Region (9.3): the part of an object that reacts to a click. A path begins with a move. */
export function buildRegion(segments: readonly PathSegment[]): XmlElement {
  const areas: { start: string; steps: XmlElement[] }[] = [];
  for (const segment of segments) {
    if (segment[0] === 'M') {
      areas.push({ start: decimals([segment[1], segment[2]]), steps: [] });
      continue;
    }
    const area = areas.at(-1);
    if (!area) {
      throw new RangeError('expected a region that begins with a move');
    }
    area.steps.push(regionStep(segment));
  }
  return ofd(
    'Region',
    {},
    areas.map(({ start, steps }) => ofd('Area', { Start: start }, steps)),
  );
}

function regionStep(segment: PathSegment): XmlElement {
  switch (segment[0]) {
    case 'C':
      return ofd('Close');
    case 'A': {
      const [, rx, ry, angle, large, sweep, x, y] = segment;
      return ofd('Arc', {
        SweepDirection: sweep !== 0,
        LargeArc: large !== 0,
        RotationAngle: decimal(angle),
        EllipseSize: decimals([rx, ry]),
        EndPoint: decimals([x, y]),
      });
    }
    default: {
      const [operator, ...numbers] = segment;
      const names = { M: 'Move', L: 'Line', Q: 'QuadraticBezier', B: 'CubicBezier' } as const;
      const points: Record<string, string> = {};
      for (let at = 0; at + 1 < numbers.length; at += 2) {
        points[`Point${at / 2 + 1}`] = decimals([numbers[at]!, numbers[at + 1]!]);
      }
      return ofd(names[operator], points);
    }
  }
}

/** The box that surely encloses a path taken through `ctm`; arcs by their radii. */
export function segmentBox(segments: readonly PathSegment[], ctm: Matrix, margin = 0.01): BoxMm {
  const points: [number, number][] = [];
  for (const segment of segments) {
    if (segment[0] === 'A') {
      const [, rx, ry, , , , x, y] = segment;
      const reach = 2 * Math.max(Math.abs(rx), Math.abs(ry));
      for (const [dx, dy] of [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ] as const) {
        points.push(applyTo(ctm, x + dx * reach, y + dy * reach));
      }
      continue;
    }
    const [, ...numbers] = segment;
    for (let index = 0; index + 1 < numbers.length; index += 2) {
      points.push(applyTo(ctm, numbers[index]!, numbers[index + 1]!));
    }
  }
  return boxAround(points, margin);
}
