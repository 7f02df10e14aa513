/** Text on a canvas: outlines as paths, or characters in a font of the machine. */
import type { GlyphsItem, Stroke, WordsItem } from '../display-list.ts';
import { type Matrix, multiply } from '../geometry.ts';
import type { Paint, SolidPaint } from '../paint.ts';
import { setLines, solidStyle } from './canvas-paint.ts';
import type { Pen } from './pen.ts';

/** Characters are set large and shrunk, so that no environment rounds their size to whole pixels. */
const setSize = 100;

/** Glyphs whose paints are plain colours. */
export function paintGlyphs(item: GlyphsItem, pen: Pen, outer: Matrix): void {
  const { font, glyphs, fill, stroke } = item;
  const { context, tools } = pen;
  const [a, b, c, d, e, f] = outer;
  const [ox, oy] = [e + pen.offset[4], f + pen.offset[5]];
  begin(item, pen);
  for (const { glyphId, matrix } of glyphs) {
    const outline = font.outline(glyphId);
    if (!outline || outline.length === 0) {
      continue;
    }
    const [p, q, r, s, x, y] = matrix;
    context.setTransform(
      p * a + q * c,
      p * b + q * d,
      r * a + s * c,
      r * b + s * d,
      x * a + y * c + ox,
      x * b + y * d + oy,
    );
    const path = tools.pathOf(outline);
    if (fill) {
      context.fill(path);
    }
    if (stroke) {
      setLines(stroke, pen, Math.sqrt(Math.abs(p * s - q * r)));
      context.stroke(path);
    }
  }
}

/** Paints that run over the text are one colour here, as no canvas tells where its letters are. */
export function paintWords(item: WordsItem, pen: Pen, outer: Matrix): void {
  const { context } = pen;
  begin(item, pen);
  context.font = `${item.bold ? 'bold ' : ''}${setSize}px ${item.families}`;
  for (const { text, matrix } of item.characters) {
    pen.at(multiply(multiply([1 / setSize, 0, 0, 1 / setSize, 0, 0], matrix), outer));
    if (item.fill) {
      context.fillText(text, 0, 0);
    }
    if (item.stroke) {
      setLines(
        item.stroke,
        pen,
        Math.sqrt(Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])) / setSize,
      );
      context.strokeText(text, 0, 0);
    }
  }
}

function begin(
  { fill, stroke }: { readonly fill?: GlyphsItem['fill']; readonly stroke?: Stroke },
  pen: Pen,
): void {
  pen.context.globalAlpha = pen.alpha;
  if (fill) {
    pen.context.fillStyle = solidStyle(plainPaint(fill));
  }
  if (stroke) {
    pen.context.strokeStyle = solidStyle(plainPaint(stroke.paint));
  }
}

/** The colour nearest to a paint: a gradient's middle one, else black. */
function plainPaint(paint: Paint): SolidPaint {
  if (paint.kind === 'solid') {
    return paint;
  }
  const stops = paint.kind === 'axial' || paint.kind === 'radial' ? paint.stops : [];
  const { rgb, alpha } = stops[Math.floor(stops.length / 2)] ?? { rgb: [0, 0, 0] as const, alpha: 255 };
  return { kind: 'solid', rgb, alpha: (alpha * paint.alpha) / 255 };
}
