/** Paint as operators: plain colours, or patterns with a soft mask where colours fade. */
import {
  type BoxMm,
  type GradientShape,
  gradientShape,
  type Paint,
  type SolidPaint,
} from '../../drawing/index.ts';
import type { PdfRef } from '../../pdf/index.ts';
import { writtenShare } from './content-numbers.ts';
import type { Ink } from './ink.ts';
import type { NamedRef } from './pdf-target.ts';
import { shadeGradient } from './shade-gradient.ts';
import { shadeMesh } from './shade-mesh.ts';
import { tile } from './tile.ts';

/** `fill` and `stroke` are the operators that choose the paint; `alpha` 0–1. */
export type Laid = {
  readonly kind: 'plain' | 'pattern';
  readonly fill: string;
  readonly stroke: string;
  readonly alpha: number;
  /** A form whose lightness is the paint's alpha from place to place. */
  readonly mask?: PdfRef;
};

/** Prepares a paint for shapes within `box` (their own space); undefined when nothing of it can be seen. */
export function layPaint(paint: Paint, box: BoxMm, ink: Ink): Laid | undefined {
  if (paint.alpha <= 0) {
    return undefined;
  }
  if (paint.kind === 'solid') {
    return solid(paint, ink);
  }
  const shape = paint.kind === 'axial' || paint.kind === 'radial' ? gradientShape(paint) : undefined;
  if (shape?.kind === 'solid') {
    return solid(shape, ink);
  }
  const made = pattern(paint, shape, box, ink);
  if (!made) {
    return undefined;
  }
  const name = ink.content.use('Pattern', made.pattern.name, made.pattern.ref);
  return {
    kind: 'pattern',
    fill: `/Pattern cs ${name} scn`,
    stroke: `/Pattern CS ${name} SCN`,
    alpha: Math.min(1, paint.alpha / 255) * ink.opacity,
    ...(made.mask ? { mask: made.mask } : {}),
  };
}

function solid({ rgb, alpha }: SolidPaint, ink: Ink): Laid {
  const [red, green, blue] = rgb;
  const grey = red === green && green === blue;
  const numbers = grey ? writtenShare(red) : rgb.map(writtenShare).join(' ');
  return {
    kind: 'plain',
    fill: `${numbers} ${grey ? 'g' : 'rg'}`,
    stroke: `${numbers} ${grey ? 'G' : 'RG'}`,
    alpha: Math.min(1, alpha / 255) * ink.opacity,
  };
}

function pattern(
  paint: Exclude<Paint, SolidPaint>,
  shape: GradientShape | undefined,
  box: BoxMm,
  ink: Ink,
): { pattern: NamedRef; mask?: PdfRef } | undefined {
  switch (paint.kind) {
    case 'tiling':
      return tile(paint, ink);
    case 'mesh':
      return shadeMesh(paint, ink);
    default:
      return shape && shadeGradient(paint, shape, box, ink);
  }
}

/** Sets paints, alpha and soft mask, then draws. */
export function withPaint(
  ink: Ink,
  fill: Laid | undefined,
  stroke: Laid | undefined,
  draw: () => void,
): void {
  const { content, target } = ink;
  const set = (): void => {
    const fillAlpha = fill?.alpha ?? 1;
    const strokeAlpha = stroke?.alpha ?? 1;
    if (fillAlpha < 1 || strokeAlpha < 1 || content.alpha !== '') {
      const state = target.alphaState(fillAlpha, strokeAlpha);
      content.use('ExtGState', state.name, state.ref);
      content.alphaWith(state.name);
    }
    if (fill) {
      content.fillWith(fill.fill);
    }
    if (stroke) {
      content.strokeWith(stroke.stroke);
    }
    draw();
  };
  const mask = fill?.mask ?? stroke?.mask;
  if (!mask) {
    set();
    return;
  }
  content.saved(() => {
    const state = target.maskState(mask);
    content.write(`${content.use('ExtGState', state.name, state.ref)} gs`);
    content.transparent = true;
    set();
  });
}
