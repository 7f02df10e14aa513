import type { Matrix } from '../../drawing/index.ts';
import type {
  ColorSpec,
  GradientSpec,
  ImageObjectSpec,
  ObjectPaintSpec,
  PathSegment,
} from '../../ofd/index.ts';
import type { PdfStream } from '../../pdf/index.ts';
import type { Canvas } from './canvas.ts';
import type { Conversion } from './conversion.ts';
import type { Bounds, GraphicsState, Rgb } from './graphics-state.ts';
import type { ConvertedImages } from './images/converted-images.ts';
import { alphaOf } from './paint-path.ts';

/**
 * A soft mask (ISO 32000-1 11.6.5.2) as far as OFD can say it: one opacity, an opacity that runs along a gradient
 * (both over `area`, which is all the mask shows), or a picture of opacities. `unknown` = anything else.
 */
export type SoftMask =
  | { readonly kind: 'even'; readonly alpha: number; readonly area: Bounds }
  | { readonly kind: 'gradient'; readonly gradient: GradientSpec; readonly area: Bounds }
  | {
      readonly kind: 'picture';
      readonly image: ImageObjectSpec;
      readonly byLuminosity: boolean;
      readonly images: ConvertedImages;
    }
  | { readonly kind: 'unknown' };

/**
 * A paint with opacity and the state's soft mask worked in; what cannot be worked in is noted and left out.
 * Undefined when nothing would be seen.
 */
export function masked(
  canvas: Canvas,
  state: GraphicsState,
  paint: ObjectPaintSpec,
  opacity: number,
  bounds: Bounds,
): ObjectPaintSpec | undefined {
  const mask = state.softMask;
  const byte = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 255);
  const plain = byte(opacity) === 255 ? paint : { ...paint, alpha: byte(opacity) };
  if (mask === undefined) {
    return plain;
  }
  if (mask.kind === 'even' && isWithin(bounds, mask.area)) {
    const alpha = byte(opacity * mask.alpha);
    return alpha === 0 ? undefined : { ...paint, alpha };
  }
  if (mask.kind === 'gradient' && isWithin(bounds, mask.area)) {
    const joined = withOpacities(paint, mask.gradient);
    if (joined !== undefined) {
      return byte(opacity) === 255 ? joined : { ...joined, alpha: byte(opacity) };
    }
  }
  canvas.notes.add('convert-soft-mask', 'error', '软蒙版不支持，按不透明转换');
  return plain;
}

/**
 * The opacity of an image and the stream to take it from: under a picture of opacities over the same place the image
 * gets that as its own soft mask.
 */
export function imageUnderMask(
  conversion: Conversion,
  canvas: Canvas,
  state: GraphicsState,
  stream: PdfStream,
  ctm: Matrix,
  bounds: Bounds,
): { opacity: number; source: PdfStream } {
  const opacity = state.fillAlpha * state.groupAlpha;
  const mask = state.softMask;
  if (mask === undefined) {
    return { opacity, source: stream };
  }
  const tolerance = 0.05;
  if (mask.kind === 'even' && isWithin(bounds, mask.area)) {
    return { opacity: opacity * mask.alpha, source: stream };
  }
  const own = stream.dict.has('SMask') || stream.dict.has('Mask') || stream.dict.has('ImageMask');
  const picture = mask.kind === 'picture' && mask.byLuminosity && !own ? mask.image : undefined;
  if (picture?.ctm.every((value, i) => Math.abs(value - (ctm[i] as number)) < tolerance)) {
    const source = conversion.resources.images.under(stream, picture.image);
    if (source !== undefined) {
      return { opacity, source };
    }
  }
  canvas.notes.add('convert-soft-mask', 'error', '软蒙版不支持，按不透明转换');
  return { opacity, source: stream };
}

function isWithin(bounds: Bounds, area: Bounds): boolean {
  return (
    bounds[0] >= area[0] - 0.1 &&
    bounds[1] >= area[1] - 0.1 &&
    bounds[2] <= area[2] + 0.1 &&
    bounds[3] <= area[3] + 0.1
  );
}

/**
 * A path of one colour under a picture of opacities: the picture's own pixels in that colour, cut by the path. False
 * when there is no such mask.
 */
export function fillUnderPicture(
  canvas: Canvas,
  state: GraphicsState,
  segments: readonly PathSegment[],
  rgb: Rgb,
  evenOdd: boolean,
): boolean {
  const mask = state.softMask;
  if (mask?.kind !== 'picture' || !mask.byLuminosity) {
    return false;
  }
  const image = mask.images.tinted(mask.image.image, rgb, canvas.notes);
  if (image === undefined) {
    return false;
  }
  const object = { kind: 'image' as const, image, ctm: mask.image.ctm };
  canvas.emit(state, { ...object, ...alphaOf(state.fillAlpha * state.groupAlpha) }, undefined, [
    { segments, evenOdd },
  ]);
  return true;
}

/** One colour, or a gradient along the same lines, with the opacities of a gradient. */
function withOpacities(paint: ObjectPaintSpec, mask: GradientSpec): GradientSpec | undefined {
  if (paint.kind === undefined || paint.kind === 'solid') {
    const { rgb } = paint as ColorSpec;
    return { ...mask, stops: mask.stops.map(({ offset, alpha }) => ({ offset, rgb, alpha: alpha ?? 255 })) };
  }
  if (paint.kind === 'axial' && mask.kind === 'axial') {
    return joinedAxes(paint, mask);
  }
  return paint.kind === 'radial' && mask.kind === 'radial' && sameCircles(paint, mask)
    ? joined(
        paint,
        mask,
        (offset) => offset,
        [...paint.stops, ...mask.stops].map(({ offset }) => offset),
      )
    : undefined;
}

function sameCircles(a: GradientSpec, b: GradientSpec): boolean {
  const near = (p: number, q: number): boolean => Math.abs(p - q) < 0.02;
  return (
    near(a.start[0], b.start[0]) &&
    near(a.start[1], b.start[1]) &&
    near(a.end[0], b.end[0]) &&
    near(a.end[1], b.end[1]) &&
    near(a.startRadius ?? 0, b.startRadius ?? 0) &&
    near(a.endRadius ?? 0, b.endRadius ?? 0)
  );
}

/** Two axes with the same direction: opacities are looked up along the colours' axis, which is made as long as needed. */
function joinedAxes(paint: GradientSpec, mask: GradientSpec): GradientSpec | undefined {
  const [dx, dy] = [paint.end[0] - paint.start[0], paint.end[1] - paint.start[1]];
  const [mx, my] = [mask.end[0] - mask.start[0], mask.end[1] - mask.start[1]];
  const length = Math.hypot(dx, dy);
  const span = Math.hypot(mx, my);
  if (length === 0 || span === 0 || Math.abs(dx * my - dy * mx) > 1e-3 * length * span) {
    return undefined;
  }
  const along = ([x, y]: readonly [number, number]): number =>
    ((x - paint.start[0]) * dx + (y - paint.start[1]) * dy) / (length * length);
  const [from, to] = [along(mask.start), along(mask.end)];
  // where the colours do not go on beyond their ends, neither does the axis
  const low = paint.extendStart ? Math.min(0, from, to) : 0;
  const high = paint.extendEnd ? Math.max(1, from, to) : 1;
  const at = (share: number): [number, number] => [paint.start[0] + dx * share, paint.start[1] + dy * share];
  const toShare = (offset: number): number => low + offset * (high - low);
  const toOffset = (share: number): number => (share - low) / (high - low);
  const offsets = [
    ...paint.stops.map(({ offset }) => toOffset(offset)),
    ...mask.stops.map(({ offset }) => toOffset(from + offset * (to - from))),
    ...(mask.extendStart ? [] : [toOffset(from) - 1e-6 * Math.sign(to - from)]),
    ...(mask.extendEnd ? [] : [toOffset(to) + 1e-6 * Math.sign(to - from)]),
    0,
    1,
  ].filter((offset) => offset >= 0 && offset <= 1);
  const maskOffset = (offset: number): number => (toShare(offset) - from) / (to - from);
  return joined(
    {
      ...paint,
      start: at(low),
      end: at(high),
      stops: paint.stops.map((stop) => ({ ...stop, offset: toOffset(stop.offset) })),
    },
    mask,
    maskOffset,
    offsets,
  );
}

function joined(
  paint: GradientSpec,
  mask: GradientSpec,
  maskOffset: (offset: number) => number,
  offsets: readonly number[],
): GradientSpec {
  const unseen = (offset: number): boolean =>
    (offset < -1e-7 && !mask.extendStart) || (offset > 1 + 1e-7 && !mask.extendEnd);
  return {
    ...paint,
    stops: [...new Set(offsets)]
      .sort((a, b) => a - b)
      .map((offset) => ({
        offset,
        rgb: [0, 1, 2].map((i) =>
          between(paint.stops, offset, (stop) => stop.rgb[i] as number),
        ) as unknown as [number, number, number],
        alpha: unseen(maskOffset(offset))
          ? 0
          : Math.round(between(mask.stops, maskOffset(offset), (stop) => stop.alpha ?? 255)),
      })),
  };
}

function between<T extends { readonly offset: number }>(
  stops: readonly T[],
  offset: number,
  amountOf: (stop: T) => number,
): number {
  const next = stops.findIndex((stop) => stop.offset >= offset);
  const to = stops[next < 0 ? stops.length - 1 : next] as T;
  const from = stops[Math.max(0, (next < 0 ? stops.length : next) - 1)] as T;
  const span = to.offset - from.offset;
  const share = span <= 0 ? 1 : (offset - from.offset) / span;
  return amountOf(from) + Math.min(1, Math.max(0, share)) * (amountOf(to) - amountOf(from));
}
