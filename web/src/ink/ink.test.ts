import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ink, Stroke } from '../api/types.ts';
import { boxAround, durationMs, inkUntil, moveInk, withoutLast } from './ink.ts';
import { packInk, unpackInk } from './pack-ink.ts';
import { StrokeRecorder } from './record-stroke.ts';
import { strokePath } from './stroke-path.ts';

const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const numRuns = 100 * Number(process.env.YIWEN_SOAK ?? 1);
console.info(`ink seed ${seed}`);

const point = fc.tuple(
  fc.integer({ min: 0, max: 21_000 }),
  fc.integer({ min: 0, max: 29_700 }),
  fc.integer({ min: 0, max: 1000 }),
  fc.integer({ min: 0, max: 5000 }),
  fc.integer({ min: -90, max: 90 }),
  fc.integer({ min: -90, max: 90 }),
) as fc.Arbitrary<Stroke['points'][number]>;
const anyInk: fc.Arbitrary<Ink> = fc
  .array(fc.record({ t0Ms: fc.nat(60_000), points: fc.array(point, { minLength: 1, maxLength: 40 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((strokes) => ({
    v: 1,
    page: 1,
    box: { xMm: 0, yMm: 0, wMm: 210, hMm: 297 },
    startedAt: '2026-11-23T01:00:00.000Z',
    device: { pointerType: 'pen', dpr: 2 },
    strokes: strokes.map((stroke) => ({ tool: 'pen', color: '#1f1d1a', widthMm: 0.9, ...stroke })),
  }));

describe('ink kept in the browser', () => {
  it('comes back exactly as written', () => {
    fc.assert(
      fc.property(anyInk, (ink) => {
        expect(unpackInk(packInk(ink))).toEqual(ink);
      }),
      { seed, numRuns },
    );
  });

  it('takes twelve bytes a point', () => {
    fc.assert(
      fc.property(anyInk, (ink) => {
        const points = ink.strokes.reduce((sum, stroke) => sum + stroke.points.length, 0);
        expect(packInk(ink).points.byteLength).toBe(points * 12);
      }),
      { seed, numRuns },
    );
  });
});

describe('ink on a page', () => {
  it('stands at the same place of the page after its box was drawn in', () => {
    fc.assert(
      fc.property(anyInk, (ink) => {
        const small = boxAround(ink);
        ink.strokes.forEach((stroke, at) => {
          stroke.points.forEach(([x, y], place) => {
            const moved = small.strokes[at]?.points[place];
            expect((moved?.[0] ?? 0) / 100 + small.box.xMm).toBeCloseTo(x / 100, 6);
            expect((moved?.[1] ?? 0) / 100 + small.box.yMm).toBeCloseTo(y / 100, 6);
          });
        });
        expect(small.strokes.flatMap((stroke) => stroke.points).every(([x, y]) => x >= 0 && y >= 0)).toBe(
          true,
        );
      }),
      { seed, numRuns },
    );
  });

  it('moves without touching a stroke', () => {
    fc.assert(
      fc.property(anyInk, (ink) => {
        const moved = moveInk(ink, 2, 100, 20);
        expect(moved.strokes).toBe(ink.strokes);
        expect(moved.box).toMatchObject({ xMm: 100, yMm: 20, wMm: 210, hMm: 297 });
      }),
      { seed, numRuns },
    );
  });

  it('is shown in full at the end of its replay and empty before its beginning', () => {
    fc.assert(
      fc.property(anyInk, (ink) => {
        expect(inkUntil(ink, durationMs(ink)).strokes).toEqual(ink.strokes);
        expect(inkUntil(ink, -1).strokes).toEqual([]);
        expect(withoutLast(ink).strokes).toHaveLength(ink.strokes.length - 1);
      }),
      { seed, numRuns },
    );
  });
});

describe('a stroke being written', () => {
  it('keeps hundredths of a millimetre, pressure in thousandths and the time between samples', () => {
    const recorder = new StrokeRecorder(250.4, 1000, 0.9);
    recorder.add({ xMm: 1.234, yMm: 5, pressure: 0.5, tiltX: 10.2, tiltY: -4, timeMs: 1000 });
    recorder.add({ xMm: 1.5, yMm: 5.5, pressure: 1.2, tiltX: 0, tiltY: -120, timeMs: 1008.3 });
    expect(recorder.stroke.t0Ms).toBe(250);
    expect(recorder.stroke.points).toEqual([
      [123, 500, 500, 0, 10, -4],
      [150, 550, 1000, 8, 0, -90],
    ]);
  });

  it('leaves out samples that say nothing new', () => {
    const recorder = new StrokeRecorder(0, 0, 0.9);
    const still = { xMm: 1, yMm: 1, pressure: 0.5, tiltX: 0, tiltY: 0 };
    expect(recorder.add({ ...still, timeMs: 0 })).toBe(true);
    expect(recorder.add({ ...still, timeMs: 8 })).toBe(false);
    expect(recorder.stroke.points).toHaveLength(1);
  });

  it('draws a closed outline of finite numbers, even for a dot', () => {
    fc.assert(
      fc.property(anyInk, (ink) => {
        for (const stroke of ink.strokes) {
          expect(strokePath(stroke, true)).toMatch(/^M[-\d.]+ [-\d.]+(Q[-\d. ]+)+Z$/);
        }
      }),
      { seed, numRuns },
    );
  });
});
