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
import { ContentStream } from './content-stream.ts';
import type { Ink } from './ink.ts';
import type { NamedRef, PdfTarget } from './pdf-target.ts';
import { shadeGradient } from './shade-gradient.ts';
import { shadeMesh } from './shade-mesh.ts';
import { tile } from './tile.ts';

/** `fill` and `stroke` are the operators that choose the paint; `alpha` 0–1. */
export type Laid = {
  readonly kind: 'plain' | 'pattern' | 'mesh';
  readonly fill: string;
  readonly stroke: string;
  readonly alpha: number;
  /** What the operators name; noted in the stream that is drawn to. */
  readonly pattern?: NamedRef;
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
  return {
    kind: paint.kind === 'mesh' ? 'mesh' : 'pattern',
    fill: `/Pattern cs /${made.pattern.name} scn`,
    stroke: `/Pattern CS /${made.pattern.name} SCN`,
    pattern: made.pattern,
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

/**
 * Sets paints and alpha, then draws into the stream handed on. Under a soft mask, and where a mesh lets through, shapes
 * are drawn as a group: readers paint meshes in pieces that overlap, which must not show.
 */
export function withPaint(
  ink: Ink,
  fill: Laid | undefined,
  stroke: Laid | undefined,
  draw: (content: ContentStream) => void,
): void {
  const { content, target } = ink;
  const layered = [fill, stroke].find(
    (laid) => laid && (laid.mask || (laid.kind === 'mesh' && laid.alpha < 1)),
  );
  if (!layered) {
    setPaint(target, content, fill, stroke, fill?.alpha ?? 1, stroke?.alpha ?? 1);
    draw(content);
    return;
  }
  const inner = new ContentStream();
  const share = (laid: Laid | undefined): number => (laid === undefined || laid === layered ? 1 : laid.alpha);
  setPaint(target, inner, fill, stroke, share(fill), share(stroke));
  draw(inner);
  const group = target.group(inner, ink.box);
  const states = [
    target.blendState('Normal', layered.alpha),
    ...(layered.mask ? [target.maskState(layered.mask)] : []),
  ];
  content.saved(() => {
    for (const state of states) {
      content.write(`${content.use('ExtGState', state.name, state.ref)} gs`);
    }
    content.write(`${content.use('XObject', group.name, group.ref)} Do`);
  });
  content.transparent = true;
}

function setPaint(
  target: PdfTarget,
  content: ContentStream,
  fill: Laid | undefined,
  stroke: Laid | undefined,
  fillAlpha: number,
  strokeAlpha: number,
): void {
  if (fillAlpha < 1 || strokeAlpha < 1 || content.alpha !== '') {
    const state = target.alphaState(fillAlpha, strokeAlpha);
    content.use('ExtGState', state.name, state.ref);
    content.alphaWith(state.name);
  }
  for (const laid of [fill, stroke]) {
    if (laid?.pattern) {
      content.use('Pattern', laid.pattern.name, laid.pattern.ref);
    }
  }
  if (fill) {
    content.fillWith(fill.fill);
  }
  if (stroke) {
    content.strokeWith(stroke.stroke);
  }
}
