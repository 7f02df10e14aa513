/**
 * Ink 手写: strokes as the pen gave them, kept with the act they belong to. Event bodies are canonical JSON, which has
 * whole numbers only, so lengths are stored in micrometres and the pixel ratio in thousandths.
 */

import { wholeInk } from '@yiwen/trust/approvals';
import { z } from 'zod';
import { words } from './words.ts';

const mm = z.number().min(-1000).max(1000);
/** x and y in 0.01 mm from the box's corner, pressure 0–1000, ms since the last point, tilt x and y in degrees. */
const point = z.tuple([
  z.int().min(-100_000).max(100_000),
  z.int().min(-100_000).max(100_000),
  z.int().min(0).max(1000),
  z.int().min(0).max(600_000),
  z.int().min(-90).max(90),
  z.int().min(-90).max(90),
]);

/** Most points one act may carry: a full page of handwriting has about five thousand. */
export const MAX_INK_POINTS = 20_000;

/** Ink as the API carries it. */
export const ink = z
  .object({
    v: z.literal(1),
    page: z.int().min(1).max(1000),
    box: z.object({ xMm: mm, yMm: mm, wMm: mm, hMm: mm }),
    startedAt: words(40),
    device: z.object({ pointerType: words(20), dpr: z.number().min(0.1).max(20) }),
    strokes: z
      .array(
        z.object({
          tool: z.literal('pen'),
          color: z.string().regex(/^#[0-9a-fA-F]{6}$/),
          widthMm: z.number().min(0.05).max(10),
          t0Ms: z.int().min(0).max(86_400_000),
          points: z.array(point).min(1).max(MAX_INK_POINTS),
        }),
      )
      .max(2000),
  })
  .refine((value) => value.strokes.reduce((sum, stroke) => sum + stroke.points.length, 0) <= MAX_INK_POINTS, {
    message: `more than ${MAX_INK_POINTS} points`,
  });
/** Ink as the API carries it. */
export type Ink = z.output<typeof ink>;

/** Ink as an event body keeps it: whole numbers only. */
export const storedInk = z.object({
  v: z.literal(1),
  page: z.int(),
  boxUm: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  startedAt: z.string(),
  pointerType: z.string(),
  dprThousandths: z.int(),
  strokes: z.array(
    z.object({
      tool: z.literal('pen'),
      color: z.string(),
      widthUm: z.int(),
      t0Ms: z.int(),
      points: z.array(z.array(z.int())),
    }),
  ),
});
/** Ink as an event body keeps it. */
export type StoredInk = z.output<typeof storedInk>;

/** Ink for an event body. */
export const storeInk: (value: Ink) => StoredInk = wholeInk;

/** Ink as the API carries it, from an event body. */
export function showInk(stored: StoredInk): Ink {
  const [x, y, w, h] = stored.boxUm;
  return {
    v: 1,
    page: stored.page,
    box: { xMm: x / 1000, yMm: y / 1000, wMm: w / 1000, hMm: h / 1000 },
    startedAt: stored.startedAt,
    device: { pointerType: stored.pointerType, dpr: stored.dprThousandths / 1000 },
    strokes: stored.strokes.map((stroke) => ({
      tool: stroke.tool,
      color: stroke.color,
      widthMm: stroke.widthUm / 1000,
      t0Ms: stroke.t0Ms,
      points: stroke.points as Ink['strokes'][number]['points'],
    })),
  };
}
