/** Compares outlines whose numbers come out of arithmetic. */
import { expect } from 'vitest';

/** The outline with its numbers rounded to millionths of an em. */
export function rounded(outline: unknown): unknown {
  return (outline as readonly (readonly (string | number)[])[] | undefined)?.map((segment) =>
    segment.map((value) => (typeof value === 'number' ? Math.round(value * 1e6) / 1e6 + 0 : value)),
  );
}

/** Expects two outlines to be the same drawing. */
export function expectOutline(drawn: unknown, wanted: unknown): void {
  expect(rounded(drawn)).toEqual(rounded(wanted));
}
