/** Where items can leave ink: boxes that surely hold them, for layers no larger than need be. */
import type { DisplayItem, Stroke } from './display-list.ts';
import { applyTo, type BoxMm, boxAround, corners, type Matrix, multiply } from './geometry.ts';
import { pathBox } from './path.ts';

/** The box of items through a matrix; undefined when there is no ink. Clips are not taken off. */
export function itemsBox(items: readonly DisplayItem[], matrix: Matrix): BoxMm | undefined {
  const boxes = items.flatMap((item) => itemBox(item, matrix) ?? []);
  return boxes.length === 0 ? undefined : boxAround(boxes.flatMap((box) => corners(box)));
}

function itemBox(item: DisplayItem, matrix: Matrix): BoxMm | undefined {
  switch (item.kind) {
    case 'path': {
      const box = pathBox(item.path, matrix);
      return box && grown(box, strokeReach(item.stroke) * largestScale(matrix));
    }
    case 'image':
      return squareBox(multiply(item.matrix, matrix), 0, 0, 1, 1);
    case 'glyphs': {
      const reach = strokeReach(item.stroke) * largestScale(matrix);
      // No glyph of a font at hand leaves two ems around its origin except through broken outlines.
      const boxes = item.glyphs.flatMap((glyph) =>
        corners(squareBox(multiply(glyph.matrix, matrix), -2, -2, 4, 4)),
      );
      return boxes.length > 0 ? boxAround(boxes, reach) : undefined;
    }
    case 'words': {
      const boxes = item.characters.flatMap((one) =>
        corners(squareBox(multiply(one.matrix, matrix), -1, -2, 2 + 2 * one.text.length, 4)),
      );
      return boxes.length > 0 ? boxAround(boxes) : undefined;
    }
    case 'group':
      return itemsBox(item.items, multiply(item.matrix, matrix));
  }
}

function squareBox(matrix: Matrix, x: number, y: number, width: number, height: number): BoxMm {
  const square = { xMm: x, yMm: y, widthMm: width, heightMm: height };
  return boxAround(corners(square).map(([px, py]) => applyTo(matrix, px, py)));
}

/** How far a line reaches from its path: half its width, at sharp corners and square ends more. */
export function strokeReach(stroke: Stroke | undefined): number {
  if (!stroke) {
    return 0;
  }
  const corner = stroke.join === 'miter' ? Math.max(stroke.miterLimit, 1.5) : 1.5;
  return (stroke.widthMm / 2) * Math.min(corner, 20);
}

function largestScale([a, b, c, d]: Matrix): number {
  return Math.max(Math.hypot(a, b), Math.hypot(c, d));
}

/** A box with `margin` more on every side. */
export function grown(box: BoxMm, margin: number): BoxMm {
  return {
    xMm: box.xMm - margin,
    yMm: box.yMm - margin,
    widthMm: box.widthMm + 2 * margin,
    heightMm: box.heightMm + 2 * margin,
  };
}
