import type { Matrix } from '../../drawing/index.ts';
import type { GradientSpec, ImageObjectSpec, ObjectPaintSpec, PageObjectSpec } from '../../ofd/index.ts';
import { isName, isStream, type PdfDict } from '../../pdf/index.ts';
import { ConvertError } from '../errors.ts';
import { readColorSpace } from './color/color-space.ts';
import { numbers } from './color/pdf-function.ts';
import type { Conversion } from './conversion.ts';
import type { Bounds } from './graphics-state.ts';
import type { ConvertedImages } from './images/converted-images.ts';
import { transform } from './matrix.ts';
import { boundsOf, rectangleOfPath, within } from './paint-path.ts';
import type { InterpreterMaker } from './patterns.ts';
import type { SoftMask } from './soft-mask.ts';

const maxDepth = 16;
const everywhere: Bounds = [-1e5, -1e5, 1e5, 1e5];

/**
 * Draws the group of a soft mask dictionary (ISO 32000-1 11.6.5.2) and looks whether what it shows is one opacity,
 * one gradient or one picture. `ctm` is the matrix in force where the mask is set.
 */
export function readSoftMask(
  conversion: Conversion,
  dict: PdfDict,
  ctm: Matrix,
  paper: Bounds,
  make: InterpreterMaker,
): SoftMask {
  const { file } = conversion;
  const group = file.resolve(dict.get('G'));
  const transfer = file.resolve(dict.get('TR'));
  if (!isStream(group) || (transfer !== null && !isName(transfer, 'Identity'))) {
    return { kind: 'unknown' };
  }
  if (conversion.depth >= maxDepth) {
    throw new ConvertError('convert-limit', 'PDF 软蒙版嵌套过深，超出限额');
  }
  const byLuminosity = isName(file.resolve(dict.get('S')), 'Luminosity');
  const interpreter = make(ctm, paper);
  conversion.depth += 1;
  try {
    interpreter.form(group);
  } finally {
    conversion.depth -= 1;
  }
  const settings = file.dict(group.dict, 'Group');
  const space =
    settings && readColorSpace(file, settings.get('CS'), file.dict(group.dict, 'Resources') ?? new Map());
  const back = numbers(file, dict, 'BC');
  const color = space !== undefined && back.length > 0 ? space.toRgb(back) : 'none';
  const outside = byLuminosity && color !== 'none' ? luminosity(color) : 0;
  return maskOf(interpreter.objects, byLuminosity, outside, conversion.resources.images);
}

function luminosity([r, g, b]: readonly [number, number, number]): number {
  return (0.3 * r + 0.59 * g + 0.11 * b) / 255;
}

function maskOf(
  objects: readonly PageObjectSpec[],
  byLuminosity: boolean,
  outside: number,
  images: ConvertedImages,
): SoftMask {
  const last = objects.at(-1);
  if (last === undefined) {
    return { kind: 'even', alpha: outside, area: everywhere };
  }
  const area = areaOf(last);
  if (area === undefined || objects.slice(0, -1).some((object) => !isUnder(object, area))) {
    return { kind: 'unknown' };
  }
  if (last.kind === 'image') {
    return (last.alpha ?? 255) === 255
      ? { kind: 'picture', image: last, byLuminosity, images }
      : { kind: 'unknown' };
  }
  const fill = last.kind === 'path' ? last.fill : undefined;
  if (
    fill === undefined ||
    fill === 'inherit' ||
    (outside > 0 && objects.length === 1 && area !== everywhere)
  ) {
    return { kind: 'unknown' };
  }
  return ofPaint(fill, byLuminosity, area);
}

function ofPaint(fill: ObjectPaintSpec, byLuminosity: boolean, area: Bounds): SoftMask {
  const strength = (rgb: readonly [number, number, number], alpha = 255): number =>
    (byLuminosity ? luminosity(rgb) : 1) * (alpha / 255);
  if (fill.kind === undefined || fill.kind === 'solid') {
    return { kind: 'even', alpha: strength(fill.rgb, fill.alpha), area };
  }
  if (fill.kind !== 'axial' && fill.kind !== 'radial') {
    return { kind: 'unknown' };
  }
  const gradient: GradientSpec = {
    ...fill,
    stops: fill.stops.map(({ offset, rgb, alpha }) => ({
      offset,
      rgb: [0, 0, 0],
      alpha: Math.round(255 * strength(rgb, alpha) * ((fill.alpha ?? 255) / 255)),
    })),
  };
  return { kind: 'gradient', gradient, area };
}

/** The upright box an object fills wholly; undefined when it is no such thing. */
function areaOf(object: PageObjectSpec): Bounds | undefined {
  if (object.kind === 'image') {
    const box = imageBox(object);
    return object.clips === undefined ? box : undefined;
  }
  if (object.kind !== 'path' || object.ctm !== undefined || object.stroke !== undefined) {
    return undefined;
  }
  // boxes that cut a box leave a box
  let area = rectangleOfPath(object.segments);
  for (const clip of object.clips ?? []) {
    const cut = 'areas' in clip ? undefined : rectangleOfPath(clip);
    if (area === undefined || cut === undefined) {
      return undefined;
    }
    area = [
      Math.max(area[0], cut[0]),
      Math.max(area[1], cut[1]),
      Math.min(area[2], cut[2]),
      Math.min(area[3], cut[3]),
    ];
  }
  return area;
}

function imageBox(image: ImageObjectSpec): Bounds {
  return boundsOf(
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ].map(([u, v]) => ['L', ...transform(image.ctm, u as number, v as number)] as const),
  );
}

/** Whether an earlier object lies wholly under the last one or shows nothing (black under luminosity). */
function isUnder(object: PageObjectSpec, area: Bounds): boolean {
  const own = areaOf(object);
  const black =
    object.kind === 'path' &&
    typeof object.fill === 'object' &&
    (object.fill.kind === undefined || object.fill.kind === 'solid') &&
    object.fill.rgb.every((part) => part === 0);
  return black || (own !== undefined && within(own, area));
}
