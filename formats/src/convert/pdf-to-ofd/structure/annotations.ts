import type { Matrix } from '../../../drawing/index.ts';
import type { AnnotationSpec, PageObjectSpec } from '../../../ofd/index.ts';
import {
  isDict,
  isName,
  isStream,
  isString,
  type PdfDict,
  type PdfPage,
  type PdfStream,
  rectangleOf,
  textOf,
} from '../../../pdf/index.ts';
import { readColorSpace } from '../color/color-space.ts';
import { numbers } from '../color/pdf-function.ts';
import type { Conversion } from '../conversion.ts';
import type { Bounds, Rgb } from '../graphics-state.ts';
import { ContentInterpreter } from '../interpreter.ts';
import { scaleOf, transform } from '../matrix.ts';
import type { PageGeometry } from '../page-geometry.ts';
import { boundsOf, boxPath, transformPath } from '../paint-path.ts';
import { type Destinations, lineOf } from './destinations.ts';
import { dateOf } from './doc-info.ts';

const maxAnnotations = 5000;
const hiddenFlag = 2;
const printFlag = 4;
const noViewFlag = 32;

const types: ReadonlyMap<string, AnnotationSpec['type']> = new Map(
  Object.entries({
    Highlight: 'Highlight',
    Underline: 'Highlight',
    StrikeOut: 'Highlight',
    Squiggly: 'Highlight',
    Ink: 'Path',
    Line: 'Path',
    Square: 'Path',
    Circle: 'Path',
    Polygon: 'Path',
    PolyLine: 'Path',
    Watermark: 'Watermark',
  }),
);

/** What annotations say about themselves when the PDF does not. */
export type AnnotationDefaults = { readonly creator: string; readonly date: string };

/** The annotations of a page (ISO 32000-1 12.5): links with their actions, the others by their appearance. */
export function pageAnnotations(
  conversion: Conversion,
  page: PdfPage,
  geometry: PageGeometry,
  destinations: Destinations,
  defaults: AnnotationDefaults,
): AnnotationSpec[] {
  const { file, notes } = conversion;
  const out: AnnotationSpec[] = [];
  for (const value of (file.array(page.dict, 'Annots') ?? []).slice(0, maxAnnotations)) {
    const dict = file.resolve(value);
    const subtype = isDict(dict) ? file.resolve(dict.get('Subtype')) : null;
    if (isDict(dict) && isName(subtype) && !isHidden(conversion, dict, subtype.name)) {
      const spec =
        subtype.name === 'Link'
          ? linkOf(conversion, dict, geometry, destinations, defaults)
          : appearanceOf(conversion, dict, subtype.name, geometry, defaults);
      if (spec !== undefined) {
        out.push(spec);
      }
    }
  }
  if ((file.array(page.dict, 'Annots')?.length ?? 0) > maxAnnotations) {
    notes.add('convert-annotation', 'error', 'PDF 注释过多，其余的未转换');
  }
  return out;
}

function isHidden({ file, optional }: Conversion, dict: PdfDict, subtype: string): boolean {
  const flags = file.number(dict, 'F') ?? 0;
  return (
    subtype === 'Popup' ||
    (flags & hiddenFlag) !== 0 ||
    (flags & noViewFlag) !== 0 ||
    !optional.isShown(dict.get('OC'))
  );
}

function common({ file }: Conversion, dict: PdfDict, defaults: AnnotationDefaults) {
  const contents = file.resolve(dict.get('Contents'));
  const remark = isString(contents) ? textOf(contents).slice(0, 10_000).trim() : '';
  return {
    creator: lineOf(file.resolve(dict.get('T'))) ?? defaults.creator,
    lastModDate: dateOf(file.resolve(dict.get('M'))) ?? defaults.date,
    ...(((file.number(dict, 'F') ?? 0) & printFlag) === 0 ? { print: false } : {}),
    ...(remark === '' ? {} : { remark }),
  };
}

function linkOf(
  conversion: Conversion,
  dict: PdfDict,
  geometry: PageGeometry,
  destinations: Destinations,
  defaults: AnnotationDefaults,
): AnnotationSpec | undefined {
  const { file } = conversion;
  const rectangle = rectangleOf(file, dict.get('Rect'));
  if (rectangle === undefined) {
    return undefined;
  }
  const box = boundsOf(transformPath(boxPath(rectangle), geometry.base));
  const actions = destinations.actionsOf(dict);
  const border = linkBorder(conversion, dict, box, scaleOf(geometry.base));
  const boundary = { xMm: box[0], yMm: box[1], widthMm: box[2] - box[0], heightMm: box[3] - box[1] };
  if ((actions.length === 0 && border.length === 0) || !isSane(box)) {
    return undefined;
  }
  return {
    type: 'Link',
    ...common(conversion, dict, defaults),
    boundary,
    ...(actions.length > 0 ? { actions } : {}),
    ...(border.length > 0 ? { objects: border } : {}),
  };
}

function isSane(box: Bounds): boolean {
  return (
    box.every((value) => Number.isFinite(value) && Math.abs(value) < 1e5) &&
    box[2] > box[0] &&
    box[3] > box[1]
  );
}

/** The frame of a link that asks for one (12.5.4). */
function linkBorder({ file }: Conversion, dict: PdfDict, box: Bounds, scale: number): PageObjectSpec[] {
  const border = numbersOf(file.array(dict, 'Border')?.map((item) => file.resolve(item)));
  const style = file.dict(dict, 'BS');
  const width = style === undefined ? border[2] : (file.number(style, 'W') ?? 1);
  const rgb = colorOf(file, dict);
  if (width === undefined || width <= 0 || rgb === undefined) {
    return [];
  }
  const half = (width * scale) / 2;
  const inner: Bounds = [box[0] + half, box[1] + half, box[2] - half, box[3] - half];
  return [{ kind: 'path', segments: boxPath(inner), stroke: { rgb }, lineWidthMm: width * scale }];
}

function numbersOf(list: readonly unknown[] | undefined): number[] {
  return (list ?? []).filter((item) => typeof item === 'number');
}

/** /C: grey, RGB or CMYK by the count of its numbers. */
function colorOf(file: Conversion['file'], dict: PdfDict): Rgb | undefined {
  const parts = numbers(file, dict, 'C');
  const name = { 1: 'DeviceGray', 3: 'DeviceRGB', 4: 'DeviceCMYK' }[parts.length];
  const space = name === undefined ? undefined : readColorSpace(file, { kind: 'name', name }, new Map());
  const rgb = space?.toRgb(parts);
  return rgb === 'none' ? undefined : rgb;
}

/** An annotation by its normal appearance (12.5.5). */
function appearanceOf(
  conversion: Conversion,
  dict: PdfDict,
  subtype: string,
  geometry: PageGeometry,
  defaults: AnnotationDefaults,
): AnnotationSpec | undefined {
  const { file, notes } = conversion;
  const rectangle = rectangleOf(file, dict.get('Rect'));
  const stream = normalAppearance(conversion, dict);
  const area = rectangle === undefined ? 0 : (rectangle[2] - rectangle[0]) * (rectangle[3] - rectangle[1]);
  if (stream === undefined || rectangle === undefined || area <= 0) {
    // a field without a value and a signature without a picture show nothing; others would be drawn by the viewer
    if (subtype !== 'Widget' || (area > 0 && dict.has('V') && !isSignature(conversion, dict))) {
      notes.add('convert-annotation', 'warning', '注释没有外观，未转换', subtype.slice(0, 20));
    }
    return undefined;
  }
  const interpreter = new ContentInterpreter(conversion, geometry.base, [
    0,
    0,
    geometry.widthMm,
    geometry.heightMm,
  ]);
  interpreter.form(stream, toRectangle(conversion, stream, rectangle));
  if (interpreter.objects.length === 0) {
    return undefined;
  }
  const box = boundsOf(transformPath(boxPath(rectangle), geometry.base));
  return {
    type: types.get(subtype) ?? 'Stamp',
    subtype,
    ...common(conversion, dict, defaults),
    ...(isSane(box)
      ? { boundary: { xMm: box[0], yMm: box[1], widthMm: box[2] - box[0], heightMm: box[3] - box[1] } }
      : {}),
    objects: interpreter.objects,
  };
}

function isSignature({ file }: Conversion, dict: PdfDict): boolean {
  const own = file.resolve(dict.get('FT'));
  const parent = file.dict(dict, 'Parent');
  const kind = own ?? (parent === undefined ? null : file.resolve(parent.get('FT')));
  return isName(kind, 'Sig');
}

/** /AP /N, of several states the one /AS names. */
function normalAppearance({ file }: Conversion, dict: PdfDict): PdfStream | undefined {
  const appearances = file.dict(dict, 'AP');
  const normal = appearances === undefined ? null : file.resolve(appearances.get('N'));
  if (isStream(normal)) {
    return normal;
  }
  const state = file.resolve(dict.get('AS'));
  const chosen = isDict(normal) && isName(state) ? file.resolve(normal.get(state.name)) : null;
  return isStream(chosen) ? chosen : undefined;
}

/** Takes the appearance's box, turned by its matrix, to the annotation's rectangle (algorithm 8.1). */
function toRectangle(
  { file }: Conversion,
  stream: PdfStream,
  rectangle: readonly [number, number, number, number],
): Matrix {
  const given = numbers(file, stream.dict, 'Matrix');
  const matrix = (given.length === 6 ? given : [1, 0, 0, 1, 0, 0]) as unknown as Matrix;
  const [x0, y0, x1, y1] = rectangleOf(file, stream.dict.get('BBox')) ?? [0, 0, 1, 1];
  const points = [
    transform(matrix, x0, y0),
    transform(matrix, x1, y0),
    transform(matrix, x0, y1),
    transform(matrix, x1, y1),
  ];
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, bottom] = [Math.min(...xs), Math.min(...ys)];
  const width = Math.max(...xs) - left;
  const height = Math.max(...ys) - bottom;
  const a = width > 0 ? (rectangle[2] - rectangle[0]) / width : 1;
  const d = height > 0 ? (rectangle[3] - rectangle[1]) / height : 1;
  return [a, 0, 0, d, rectangle[0] - a * left, rectangle[1] - d * bottom];
}
