import type { TextRun } from './text-run.ts';

/** A run in the frame where its text runs to the right: from `start` to `end`, between `top` and `bottom`. */
export type FramedRun = {
  readonly run: TextRun;
  readonly start: number;
  readonly end: number;
  readonly top: number;
  readonly bottom: number;
};

/** Runs beside each other, from left to right. */
export type Line = {
  readonly runs: readonly FramedRun[];
  readonly start: number;
  readonly end: number;
  readonly top: number;
  readonly bottom: number;
};
