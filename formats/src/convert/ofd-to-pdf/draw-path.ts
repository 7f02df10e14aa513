/** Filled and stroked areas and lines. */
import { type BoxMm, type Matrix, type PathItem, pathBox, type Stroke } from '../../drawing/index.ts';
import { written, writtenMatrix } from './content-numbers.ts';
import type { ContentStream, LineStyle } from './content-stream.ts';
import { type Ink, placing } from './ink.ts';
import { type Laid, layPaint, withPaint } from './lay-paint.ts';
import { pathOperators } from './path-operators.ts';

const caps = { butt: 0, round: 1, square: 2 } as const;
const joins = { miter: 0, round: 1, bevel: 2 } as const;

export function drawPath(item: PathItem, ink: Ink): void {
  const box = pathBox(item.path, [1, 0, 0, 1, 0, 0]);
  if (!box) {
    return;
  }
  const fill = item.fill && layPaint(item.fill, box, ink);
  const reach = item.stroke && grown(box, item.stroke.widthMm);
  const stroke = item.stroke && reach && layPaint(item.stroke.paint, reach, ink);
  const together = fill?.kind === 'plain' && stroke?.kind === 'plain';
  if (together) {
    paint(item, ink, fill, stroke);
    return;
  }
  if (fill) {
    paint(item, ink, fill, undefined);
  }
  if (stroke) {
    paint(item, ink, undefined, stroke);
  }
}

function paint(item: PathItem, ink: Ink, fill: Laid | undefined, stroke: Laid | undefined): void {
  const { before, points, scale } = placing(ink.matrix, stroke !== undefined);
  const operators = pathOperators(item.path, points);
  if (operators === '') {
    return;
  }
  withPaint(ink, fill, stroke, (content) => {
    const draw = (): void => {
      if (stroke && item.stroke) {
        content.lineWith(lineStyle(item.stroke, scale));
      }
      const star = item.evenOdd ? '*' : '';
      content.write(`${operators}\n${fill ? (stroke ? `B${star}` : `f${star}`) : 'S'}`);
    };
    squeezed(content, before, draw);
  });
}

/** Draws under `cm` when there is one. */
export function squeezed(content: ContentStream, before: Matrix | undefined, draw: () => void): void {
  if (!before) {
    draw();
    return;
  }
  content.saved(() => {
    content.write(`${writtenMatrix(before)} cm`);
    draw();
  });
}

/** A pen whose lengths are `scale` times those of the stroke. Dashes too short to be seen are a solid line. */
export function lineStyle(stroke: Stroke, scale: number): LineStyle {
  const dash = stroke.dashMm.map((length) => length * scale);
  const period = dash.reduce((sum, length) => sum + length, 0);
  const sound = dash.every((length) => length >= 0 && Number.isFinite(length)) && period > 0.05;
  return {
    width: Math.max(0, stroke.widthMm * scale),
    cap: caps[stroke.cap],
    join: joins[stroke.join],
    miterLimit: stroke.miterLimit,
    dash: sound ? dash.slice(0, 32) : [],
    dashOffset: sound ? Math.max(0, stroke.dashOffsetMm * scale) : 0,
  };
}

/** A box with room for a stroke around it. */
export function grown(box: BoxMm, widthMm: number): BoxMm {
  const margin = Number(written(Math.abs(widthMm) * 5, 6));
  return {
    xMm: box.xMm - margin,
    yMm: box.yMm - margin,
    widthMm: box.widthMm + 2 * margin,
    heightMm: box.heightMm + 2 * margin,
  };
}
