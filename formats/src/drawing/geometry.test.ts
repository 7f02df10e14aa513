import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  applyTo,
  inverse,
  type Matrix,
  movedPath,
  type PathCommand,
  pathBox,
  rectanglePath,
  withoutArcs,
} from './index.ts';
import { shortNumber } from './numbers.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const runs = { seed, numRuns: Math.ceil(200 * Number(process.env.YIWEN_SOAK ?? 1)) };
console.log(`drawing geometry: YIWEN_SEED=${seed}`);

// Hundredths: doubles would be tiny nearly always, and the matrices without an inverse.
const number = fc.integer({ min: -10_000, max: 10_000 }).map((hundredths) => hundredths / 100);
const matrix = fc.tuple(number, number, number, number, number, number) as fc.Arbitrary<Matrix>;

it('takes back what a matrix does', () => {
  fc.assert(
    fc.property(matrix, number, number, (m, x, y) => {
      const back = inverse(m);
      fc.pre(back !== undefined && Math.abs(m[0] * m[3] - m[1] * m[2]) > 1e-3);
      const [px, py] = applyTo(back!, ...applyTo(m, x, y));
      expect(px).toBeCloseTo(x, 4);
      expect(py).toBeCloseTo(y, 4);
    }),
    runs,
  );
  expect(inverse([1, 2, 2, 4, 0, 0])).toBeUndefined();
});

it('draws a quarter circle as a curve through its middle, and keeps both ends', () => {
  const quarter: PathCommand[] = [
    { operator: 'M', numbers: [1, 0] },
    { operator: 'A', numbers: [1, 1, 0, 0, 1, 0, 1] },
  ];
  const [, curve] = withoutArcs(quarter) as [PathCommand, PathCommand];
  const [a, b, c, d, x, y] = curve.numbers as [number, number, number, number, number, number];
  expect([x, y]).toEqual([0, 1]);
  const middle = [(1 + 3 * a + 3 * c + x) / 8, (3 * b + 3 * d + y) / 8];
  expect(middle[0]).toBeCloseTo(Math.SQRT1_2, 3);
  expect(middle[1]).toBeCloseTo(Math.SQRT1_2, 3);
});

it('keeps arcs on their ellipse, whatever the flags', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 20, noNaN: true }),
      fc.double({ min: 0.5, max: 20, noNaN: true }),
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.boolean(),
      fc.boolean(),
      (rx, ry, turn, large, sweep) => {
        const arc: PathCommand[] = [
          { operator: 'M', numbers: [0, 0] },
          { operator: 'A', numbers: [rx, ry, turn, Number(large), Number(sweep), rx / 2, ry / 2] },
        ];
        const curves = withoutArcs(arc).slice(1);
        const ends = [[0, 0], ...curves.map(({ numbers }) => numbers.slice(4))] as [number, number][];
        expect(ends.at(-1)).toEqual([rx / 2, ry / 2]);
        // In the turned and squeezed space the ends lie on one circle: its centre is the same for every three.
        const round = ends.map(([x, y]) => {
          const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
          return [(cos * x + sin * y) / rx, (-sin * x + cos * y) / ry] as [number, number];
        });
        const turns = curves.length;
        const chords = round.slice(1).map(([x, y], at) => Math.hypot(x - round[at]![0], y - round[at]![1]));
        chords.forEach((chord) => {
          expect(chord).toBeCloseTo(chords[0]!, 6);
        });
        // Radii too small for the ends are enlarged: then the ends lie across from each other.
        const across = round.at(-1)!;
        const grown = Math.max(Math.hypot(across[0], across[1]) / 2, 1);
        // More than half a turn takes more than two curves, and the other way round.
        expect(turns > 2 || (chords[0]! / grown) * turns < Math.PI + 1e-6).toBe(true);
        expect(large ? turns >= 2 : turns <= 2).toBe(true);
      },
    ),
    runs,
  );
});

it('moves paths and boxes alike', () => {
  fc.assert(
    fc.property(matrix, (m) => {
      const path = rectanglePath({ xMm: 1, yMm: 2, widthMm: 3, heightMm: 4 });
      const moved = pathBox(movedPath(path, m), [1, 0, 0, 1, 0, 0])!;
      const direct = pathBox(path, m)!;
      expect(moved.xMm).toBeCloseTo(direct.xMm, 6);
      expect(moved.heightMm).toBeCloseTo(direct.heightMm, 6);
    }),
    runs,
  );
  expect(pathBox([], [1, 0, 0, 1, 0, 0])).toBeUndefined();
});

it('writes numbers short, and never as anything but a plain decimal', () => {
  expect([0.1, -0, 1 / 3, 1e-9, 1e20, -1e20, Number.NaN, Infinity].map((n) => shortNumber(n))).toEqual([
    '0.1',
    '0',
    '0.3333',
    '0',
    '1000000000',
    '-1000000000',
    '0',
    '0',
  ]);
  fc.assert(
    fc.property(fc.double(), fc.constantFrom(1, 4, 10), (value, digits) => {
      expect(shortNumber(value, digits)).toMatch(/^-?\d+(\.\d+)?$/);
    }),
    runs,
  );
});
