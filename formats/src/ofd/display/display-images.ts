/** ImageObjects (clause 10): the unit square under the CTM, with mask, border and the better twin for paper. */
import {
  type DisplayItem,
  type Matrix,
  movedPath,
  multiply,
  type PathCommand,
  rectanglePath,
} from '../../drawing/index.ts';
import type { ImageBorder, ImageObject } from '../model/read-types.ts';
import type { DisplayContext, DisplayPlace } from './display-context.ts';

const unitSquare = rectanglePath({ xMm: 0, yMm: 0, widthMm: 1, heightMm: 1 });

/** The matrix of the unit square; without a CTM the Boundary's size stands in. */
export function imageMatrix(object: ImageObject): Matrix {
  return object.ctm ?? [object.boundary?.widthMm ?? 0, 0, 0, object.boundary?.heightMm ?? 0, 0, 0];
}

/** The picture in the space `outer` leads the Boundary to, or a pale box where its file is missing. */
export function displayImage(
  object: ImageObject,
  outer: Matrix,
  context: DisplayContext,
  place: DisplayPlace,
): DisplayItem {
  const media = place.resources.media;
  const at = `${place.entry}#${object.id}`;
  const better =
    context.options.printing === true && object.substitution !== undefined
      ? media.get(object.substitution)?.entry
      : undefined;
  const mask = object.mask === undefined ? undefined : media.get(object.mask)?.entry;
  if (object.mask !== undefined && mask === undefined) {
    context.note('mask-missing', 'warning', at, '图像蒙版不存在，按原图显示', object.mask);
  }
  const matrix = multiply(imageMatrix(object), outer);
  const key = context.picture(better, mask) ?? context.picture(media.get(object.resource)?.entry, mask);
  if (key === undefined) {
    context.note('picture-missing', 'warning', at, '图像文件不存在，以浅色框代替', object.resource);
    return placeholder(matrix);
  }
  if (context.pictures.get(key)!.mediaType === undefined) {
    const format = media.get(object.resource)?.format ?? '';
    context.note('picture-unknown-format', 'warning', at, '无法识别的图像格式，以浅色框代替', format);
  }
  return { kind: 'image', picture: key, matrix };
}

function placeholder(matrix: Matrix): DisplayItem {
  return {
    kind: 'group',
    matrix,
    clips: [],
    opacity: 1,
    blend: 'normal',
    items: [
      {
        kind: 'path',
        path: unitSquare,
        evenOdd: false,
        fill: { kind: 'solid', rgb: [232, 232, 232], alpha: 255 },
      },
    ],
  };
}

/**
 * The outline of a border in the Boundary's space: the image's frame, with elliptic corners where the border has
 * radii. It runs along the picture's edge whatever the CTM does to it.
 */
export function borderPath(object: ImageObject, border: ImageBorder): readonly PathCommand[] {
  const matrix = imageMatrix(object);
  const [a, b, c, d] = matrix;
  const part = (radius: number, side: number): number =>
    side > 0 ? Math.min(Math.max(radius / side, 0), 0.5) : 0;
  const rx = part(border.horizontalRadiusMm, Math.hypot(a, b));
  const ry = part(border.verticalRadiusMm, Math.hypot(c, d));
  const path = rx > 0 && ry > 0 ? roundedSquare(rx, ry) : unitSquare;
  return movedPath(path, matrix);
}

/** How far control points of a quarter ellipse stand from its ends, as a part of the radius. */
const quarter = 0.5522847498;

function roundedSquare(rx: number, ry: number): PathCommand[] {
  const [cx, cy] = [rx * (1 - quarter), ry * (1 - quarter)];
  return [
    { operator: 'M', numbers: [rx, 0] },
    { operator: 'L', numbers: [1 - rx, 0] },
    { operator: 'B', numbers: [1 - cx, 0, 1, cy, 1, ry] },
    { operator: 'L', numbers: [1, 1 - ry] },
    { operator: 'B', numbers: [1, 1 - cy, 1 - cx, 1, 1 - rx, 1] },
    { operator: 'L', numbers: [rx, 1] },
    { operator: 'B', numbers: [cx, 1, 0, 1 - cy, 0, 1 - ry] },
    { operator: 'L', numbers: [0, ry] },
    { operator: 'B', numbers: [0, cy, cx, 0, rx, 0] },
    { operator: 'C', numbers: [] },
  ];
}
