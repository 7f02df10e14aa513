import type { Stroke } from '../api/index.ts';
import { PEN_COLOR } from './ink.ts';

/** One sample of a pointer: place in millimetres from the box's corner, pressure 0–1, tilt in degrees, time in ms. */
export type Sample = {
  xMm: number;
  yMm: number;
  pressure: number;
  tiltX: number;
  tiltY: number;
  timeMs: number;
};

/** A stroke that grows while the pen is down. Keeps whole numbers from the start, so nothing is rounded later. */
export class StrokeRecorder {
  readonly stroke: Stroke;
  private lastMs: number;

  /** `t0Ms`: when the stroke began, counted from the beginning of the ink; `startMs`: the same moment by the samples' clock. */
  constructor(t0Ms: number, startMs: number, widthMm: number) {
    this.stroke = {
      tool: 'pen',
      color: PEN_COLOR,
      widthMm,
      t0Ms: Math.max(0, Math.round(t0Ms)),
      points: [],
    };
    this.lastMs = startMs;
  }

  /** Adds a sample; one that neither moves nor presses differently is left out. Answers whether it was taken. */
  add(sample: Sample): boolean {
    const x = clamp(sample.xMm * 100, -100_000, 100_000);
    const y = clamp(sample.yMm * 100, -100_000, 100_000);
    const pressure = clamp(sample.pressure * 1000, 0, 1000);
    const before = this.stroke.points[this.stroke.points.length - 1];
    if (before && before[0] === x && before[1] === y && Math.abs(before[2] - pressure) < 20) {
      return false;
    }
    const dt = clamp(sample.timeMs - this.lastMs, 0, 600_000);
    this.lastMs += dt;
    this.stroke.points.push([x, y, pressure, dt, clamp(sample.tiltX, -90, 90), clamp(sample.tiltY, -90, 90)]);
    return true;
  }
}

function clamp(value: number, low: number, high: number): number {
  // `+ 0` turns -0 into 0, which canonical JSON does not know.
  return Math.min(high, Math.max(low, Math.round(value))) + 0;
}
