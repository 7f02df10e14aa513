/** Clips on a canvas. */
import type { ClipShape } from '../display-list.ts';
import { type BoxMm, type Matrix, multiply } from '../geometry.ts';
import type { Pen } from './pen.ts';

/**
 * Draws inside the intersection of clips; `outer` is the space they are in, `boxOf` (page's pixels) gives what holds
 * all that is drawn. A union of several areas is made with a mask: canvases only intersect.
 */
export function cutClips(
  clips: readonly ClipShape[],
  pen: Pen,
  outer: Matrix,
  boxOf: () => BoxMm | undefined,
  draw: (pen: Pen) => void,
): void {
  const { context, tools } = pen;
  const unions = clips.filter((shape) => shape.length !== 1);
  context.save();
  for (const shape of clips) {
    const area = shape[0];
    if (area && shape.length === 1) {
      pen.at(multiply(area.matrix, outer));
      context.clip(tools.pathOf(area.path), area.evenOdd ? 'evenodd' : 'nonzero');
    }
  }
  if (unions.length === 0) {
    draw(pen);
  }
  const whole = unions.length > 0 ? boxOf() : undefined;
  if (whole) {
    pen.layer(whole, 1, 'source-over', (inner) => {
      draw(inner);
      for (const shape of unions) {
        inner.layer(whole, 1, 'destination-in', (mask) => fillAreas(shape, mask, outer));
      }
    });
  }
  context.restore();
}

function fillAreas(shape: ClipShape, mask: Pen, outer: Matrix): void {
  mask.context.fillStyle = '#000000';
  for (const area of shape) {
    mask.at(multiply(area.matrix, outer));
    mask.context.fill(mask.tools.pathOf(area.path), area.evenOdd ? 'evenodd' : 'nonzero');
  }
}
