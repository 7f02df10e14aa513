import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PathCommand } from '../path.ts';
import { glyphData, millimetreData } from './path-data.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`path data: YIWEN_SEED=${seed}`);

const counts: Record<string, number> = { m: 2, l: 2, h: 1, v: 1, q: 4, c: 6, a: 7, z: 0 };

/** Reads path data as SVG 2 says, with other code than the writer's: absolute points, one list per command. */
function read(data: string): { operator: string; numbers: number[] }[] {
  const tokens = data.match(/[a-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? [];
  const out: { operator: string; numbers: number[] }[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  let letter = '';
  for (let at = 0; at < tokens.length; ) {
    if (/[a-z]/i.test(tokens[at]!)) {
      letter = tokens[at]!;
      at += 1;
    } else if (letter === 'M') {
      letter = 'L';
    }
    const operator = letter.toLowerCase();
    const count = counts[operator]!;
    const values = tokens.slice(at, at + count).map(Number);
    expect(values).toHaveLength(count);
    at += count;
    const relative = letter !== letter.toUpperCase();
    const [baseX, baseY] = relative ? [x, y] : [0, 0];
    let points: number[];
    if (operator === 'z') {
      points = [];
      [x, y] = [startX, startY];
    } else if (operator === 'h') {
      points = [baseX + values[0]!, y];
    } else if (operator === 'v') {
      points = [x, baseY + values[0]!];
    } else if (operator === 'a') {
      points = [...values.slice(0, 5), values[5]! + baseX, values[6]! + baseY];
    } else {
      points = values.map((value, index) => value + (index % 2 === 0 ? baseX : baseY));
    }
    if (points.length > 0) {
      x = points.at(-2)!;
      y = points.at(-1)!;
    }
    if (operator === 'm') {
      [startX, startY] = [x, y];
    }
    out.push({ operator: operator === 'h' || operator === 'v' ? 'l' : operator, numbers: points });
  }
  return out;
}

const names = { M: 'm', L: 'l', Q: 'q', B: 'c', A: 'a', C: 'z' } as const;
const number = fc.oneof(
  fc.integer({ min: -30_000, max: 30_000 }).map((n) => n / 100),
  fc.double({ min: -300, max: 300, noNaN: true }),
  fc.constantFrom(0, 10, -10, 1e-7),
);
const points = (count: number) => fc.array(number, { minLength: count, maxLength: count });
const command = fc.oneof(
  ...(
    [
      ['M', 2],
      ['L', 2],
      ['Q', 4],
      ['B', 6],
      ['C', 0],
    ] as const
  ).map(([operator, count]) => points(count).map((numbers): PathCommand => ({ operator, numbers }))),
  fc.tuple(points(3), fc.constantFrom(0, 1), fc.constantFrom(0, 1), points(2)).map(
    ([radii, large, sweep, end]): PathCommand => ({
      operator: 'A',
      numbers: [...radii.map(Math.abs), large, sweep, ...end],
    }),
  ),
);

it('says the same points, each within half a step, whatever came before', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
      const path: PathCommand[] = [{ operator: 'M', numbers: [1, 2] }, ...commands];
      for (const [write, unit, error] of [
        [millimetreData, 1, 0.6e-4],
        [glyphData, 2000, 0.51],
      ] as const) {
        const back = read(write(path));
        expect(back.map(({ operator }) => operator)).toEqual(path.map(({ operator }) => names[operator]));
        back.forEach(({ numbers }, at) => {
          numbers.forEach((value, index) => {
            const flag = path[at]!.operator === 'A' && index >= 2 && index <= 4;
            const expected = path[at]!.numbers[index]! * (flag ? 1 : unit);
            expect(Math.abs(value - expected)).toBeLessThanOrEqual(error);
          });
        });
      }
    }),
    { seed, numRuns: Math.ceil(300 * soak) },
  );
});

it('leaves out what goes without saying', () => {
  const path: PathCommand[] = [
    { operator: 'M', numbers: [1, 1] },
    { operator: 'L', numbers: [9, 1] },
    { operator: 'L', numbers: [9, 4.5] },
    { operator: 'L', numbers: [8, 3] },
    { operator: 'L', numbers: [10, 2] },
    { operator: 'C', numbers: [] },
    { operator: 'L', numbers: [2, 2] },
  ];
  expect(millimetreData(path)).toBe('M1 1h8v3.5l-1-1.5 2-1Zl1 1');
  expect(millimetreData([])).toBe('');
  expect(millimetreData([{ operator: 'L', numbers: [1, 0] }])).toBe('M0 0h1');
  expect(millimetreData([{ operator: 'M', numbers: [Number.NaN, 1e300] }])).toBe('M0 1000000000');
});

it('grows by its points alone: a coast of 300,000 of them is written at once', () => {
  const coast = Array.from(
    { length: 300_000 },
    (_, at): PathCommand => ({ operator: at === 0 ? 'M' : 'L', numbers: [at % 7, at % 11] }),
  );
  const data = millimetreData(coast);
  expect(data.startsWith('M0 0l1 1 1 1')).toBe(true);
  expect(data.match(/\d+/g)).toHaveLength(2 * coast.length);
});
