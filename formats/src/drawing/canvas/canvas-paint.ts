/** Filling and stroking on a canvas with every kind of paint. */
import type { Stroke } from '../display-list.ts';
import { applyTo, type BoxMm, boxAround, corners, identity, type Matrix, multiply } from '../geometry.ts';
import { type GradientShape, gradientShape } from '../gradients.ts';
import { grown, strokeReach } from '../item-box.ts';
import { meshPixels } from '../mesh-pixels.ts';
import type { GradientPaint, MeshPaint, Paint, SolidPaint } from '../paint.ts';
import { type PathCommand, pathBox } from '../path.ts';
import { writtenOut } from '../repeated-gradient.ts';
import { paintTiling } from './canvas-tiling.ts';
import type { CanvasContext, CanvasGradientLike } from './canvas-types.ts';
import type { Pen } from './pen.ts';

/** Past this many pixels a millimetre the eye sees no steps in a run of colours. */
const mostMeshPixelsPerMm = 12;

export function fillPath(
  path: readonly PathCommand[],
  evenOdd: boolean,
  paint: Paint,
  pen: Pen,
  matrix: Matrix,
): void {
  const { context, tools } = pen;
  const rule = evenOdd ? 'evenodd' : 'nonzero';
  const box = paint.kind === 'solid' ? undefined : pathBox(path, identity);
  const style = directStyle(paint, box, pen);
  if (style !== undefined) {
    pen.at(matrix);
    context.globalAlpha = pen.alpha;
    context.fillStyle = style;
    context.fill(tools.pathOf(path), rule);
    return;
  }
  if (box) {
    context.save();
    pen.at(matrix);
    context.clip(tools.pathOf(path), rule);
    paintOver(paint, box, pen, matrix);
    context.restore();
  }
}

export function strokePath(path: readonly PathCommand[], stroke: Stroke, pen: Pen, matrix: Matrix): void {
  const { context, tools } = pen;
  const { paint } = stroke;
  const inked = paint.kind === 'solid' ? undefined : pathBox(path, identity);
  const box = inked && grown(inked, strokeReach(stroke));
  const style = directStyle(paint, box, pen);
  if (style !== undefined) {
    pen.at(matrix);
    context.globalAlpha = pen.alpha;
    context.strokeStyle = style;
    setLines(stroke, pen, 1);
    context.stroke(tools.pathOf(path));
    return;
  }
  if (!box) {
    return;
  }
  // A line cannot clip: it is drawn aside, and the paint is laid into it.
  const whole = boxAround(corners(box).map(([x, y]) => applyTo(matrix, x, y)));
  pen.layer(whole, 1, 'source-over', (line) => {
    line.at(matrix);
    line.context.strokeStyle = '#000000';
    setLines(stroke, line, 1);
    line.context.stroke(tools.pathOf(path));
    line.layer(whole, 1, 'source-in', (inner) => paintOver(paint, box, inner, matrix));
  });
}

/**
 * Line settings; `scale` is how much larger the space drawn in is than the stroke's. Some canvases throw for dashes
 * that vanish or are endless in their single-precision numbers: such lines are solid.
 */
export function setLines(stroke: Stroke, { context }: Pen, scale: number): void {
  const by = scale > leastScale ? scale : leastScale;
  context.lineWidth = stroke.widthMm / by;
  context.lineJoin = stroke.join;
  context.lineCap = stroke.cap;
  context.miterLimit = stroke.miterLimit;
  const dash = stroke.dashMm.map((length) => length / by);
  const period = dash.reduce((sum, length) => sum + length, 0);
  context.setLineDash(period > leastScale && period < 1 / leastScale ? dash : []);
  context.lineDashOffset = stroke.dashOffsetMm / by;
}

const leastScale = 1e-9;

const styles = new Map<number, string>();

/** A plain colour as canvases take it. */
export function solidStyle({ rgb, alpha }: SolidPaint): string {
  const byte = (value: number): number => Math.min(Math.max(Math.round(value), 0), 255);
  const [r, g, b, a] = [byte(rgb[0]), byte(rgb[1]), byte(rgb[2]), byte(alpha)];
  const key = ((r * 256 + g) * 256 + b) * 256 + a;
  let style = styles.get(key);
  if (style === undefined) {
    style = `rgba(${r},${g},${b},${alpha / 255})`;
    if (styles.size > 4096) {
      styles.clear();
    }
    styles.set(key, style);
  }
  return style;
}

/** What `fillStyle` takes directly: colours, and gradients that are no ellipses; undefined for other paints. */
function directStyle(
  paint: Paint,
  box: BoxMm | undefined,
  pen: Pen,
): string | CanvasGradientLike | undefined {
  if (paint.kind === 'solid') {
    return solidStyle(paint);
  }
  if (paint.kind !== 'axial' && paint.kind !== 'radial') {
    return undefined;
  }
  const shape = gradientShape(paint);
  if (!shape) {
    return 'rgba(0,0,0,0)';
  }
  if (shape.kind === 'solid') {
    return solidStyle(shape);
  }
  return shape.matrix === identity ? gradientStyle(shape, paint, box, pen.context) : undefined;
}

function gradientStyle(
  shape: GradientShape,
  paint: GradientPaint,
  box: BoxMm | undefined,
  context: CanvasContext,
): CanvasGradientLike {
  const { kind, start, end, startRadius, endRadius, stops } = box ? writtenOut(shape, box) : shape;
  const style =
    kind === 'axial'
      ? context.createLinearGradient(start[0], start[1], end[0], end[1])
      : context.createRadialGradient(start[0], start[1], startRadius, end[0], end[1], endRadius);
  const offsets = risingOffsets(stops.map((stop) => stop.offset));
  for (const [index, { rgb, alpha }] of stops.entries()) {
    style.addColorStop(
      offsets[index]!,
      solidStyle({ kind: 'solid', rgb, alpha: (alpha * paint.alpha) / 255 }),
    );
  }
  return style;
}

/**
 * Offsets that never repeat: canvases differ in which of two colours at one place comes first. A millionth of the
 * gradient is out of sight.
 */
function risingOffsets(offsets: readonly number[]): number[] {
  const step = 1e-6;
  let least = 0;
  const rising = offsets.map((offset) => {
    const place = Math.max(offset, least);
    least = place + step;
    return place;
  });
  let most = 1;
  for (let index = rising.length - 1; index >= 0 && rising[index]! > most; index--) {
    rising[index] = most;
    most -= step;
  }
  return rising;
}

/** Paints all of `box` (in the paint's space, which `matrix` takes to the page's pixels); whoever calls has clipped. */
function paintOver(paint: Paint, box: BoxMm, pen: Pen, matrix: Matrix): void {
  switch (paint.kind) {
    case 'tiling':
      paintTiling(paint, box, pen, matrix);
      return;
    case 'mesh':
      paintMesh(paint, box, pen, matrix);
      return;
    case 'solid':
      fillBox(box, solidStyle(paint), pen, matrix);
      return;
    default:
      paintGradient(paint, box, pen, matrix);
  }
}

function fillBox(box: BoxMm, style: string | CanvasGradientLike, pen: Pen, matrix: Matrix): void {
  pen.at(matrix);
  pen.context.globalAlpha = pen.alpha;
  pen.context.fillStyle = style;
  pen.context.fillRect(box.xMm, box.yMm, box.widthMm, box.heightMm);
}

function paintGradient(paint: GradientPaint, box: BoxMm, pen: Pen, matrix: Matrix): void {
  const shape = gradientShape(paint);
  if (!shape || shape.kind === 'solid') {
    if (shape) {
      fillBox(box, solidStyle(shape), pen, matrix);
    }
    return;
  }
  const inner = multiply(shape.matrix, matrix);
  const area = pen.canvasBox(inner);
  if (area) {
    fillBox(area, gradientStyle(shape, paint, box, pen.context), pen, inner);
  }
}

function paintMesh(paint: MeshPaint, box: BoxMm, pen: Pen, matrix: Matrix): void {
  if (paint.background) {
    const alpha = (paint.background.alpha * paint.alpha) / 255;
    fillBox(box, solidStyle({ ...paint.background, alpha }), pen, matrix);
  }
  const scale = Math.max(Math.hypot(matrix[0], matrix[1]), Math.hypot(matrix[2], matrix[3]));
  const pixels = meshPixels(paint, Math.min(scale, mostMeshPixelsPerMm));
  if (!pixels) {
    return;
  }
  const { image, context } = pen.tools.makers.createCanvas(pixels.widthPx, pixels.heightPx);
  const data = context.createImageData(pixels.widthPx, pixels.heightPx);
  data.data.set(pixels.data);
  context.putImageData(data, 0, 0);
  const { xMm, yMm, widthMm, heightMm } = pixels.box;
  pen.at(matrix);
  pen.context.globalAlpha = pen.alpha;
  pen.context.imageSmoothingEnabled = true;
  pen.context.drawImage(image, xMm, yMm, widthMm, heightMm);
}
