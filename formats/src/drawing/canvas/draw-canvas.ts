/** A display list on a canvas: the same picture as the SVG, for browsers and for canvas libraries of Node. */
import type { DisplayItem, DisplayList, GroupItem, ImageItem, PathItem } from '../display-list.ts';
import { applyTo, type BoxMm, boxAround, corners, identity, type Matrix, multiply } from '../geometry.ts';
import { glyphPath, paintsPlainly } from '../glyph-path.ts';
import { paintPasses } from '../gradients.ts';
import { itemsBox } from '../item-box.ts';
import { fillPath, strokePath } from './canvas-paint.ts';
import { pathsOf } from './canvas-paths.ts';
import { paintGlyphs, paintWords } from './canvas-text.ts';
import type { CanvasContext, CanvasImage, CanvasMakers } from './canvas-types.ts';
import { cutClips } from './clips.ts';
import { Pen } from './pen.ts';

/** Where and how large a page is drawn, and with what. */
export type CanvasOptions = CanvasMakers & {
  /** 96 dpi = 96 / 25.4. The list's area then starts at the canvas's top left. */
  readonly pixelsPerMm: number;
  /** Pictures by their key in `list.pictures`, decoded; one that is missing is a pale box. */
  readonly pictures: ReadonlyMap<string, CanvasImage>;
  /** Where the page's top left lies, in pixels; for drawing a part of a page. Default 0, 0. */
  readonly originPx?: readonly [number, number];
};

/** Layers of about fifty pages of 150 dpi; a page of normal making takes less than two. */
const mostLayerPixels = 100_000_000;
/** Pictures over the whole canvas twenty times, or as much in small ones: each of these pixels is ten nanoseconds. */
const mostPicturePixels = (canvas: { width: number; height: number }): number =>
  300_000_000 + 20 * canvas.width * canvas.height;
const mostCells = 50_000;
const mostCopies = 200_000;

/**
 * Draws a list, white paper first. The context is left as it was found. Nothing in the list makes it throw; what the
 * environment's own functions throw (an image that has been closed) goes through.
 *
 * @example drawCanvas(list, context, { pixelsPerMm: 150 / 25.4, pictures, createCanvas, createPath })
 */
export function drawCanvas(list: DisplayList, context: CanvasContext, options: CanvasOptions): void {
  const { pixelsPerMm: scale, pictures, originPx = [0, 0] } = options;
  const { xMm, yMm, widthMm, heightMm } = list.area;
  const tools = {
    list,
    pictures,
    makers: options,
    pathOf: pathsOf(options.createPath),
    paintItems,
    budget: {
      layerPixels: mostLayerPixels,
      picturePixels: mostPicturePixels(context.canvas),
      cells: mostCells,
      copies: mostCopies,
    },
  };
  const pen = new Pen(context, tools, 1, identity);
  const toPixels: Matrix = [scale, 0, 0, scale, originPx[0] - xMm * scale, originPx[1] - yMm * scale];
  context.save();
  context.globalAlpha = 1;
  context.globalCompositeOperation = 'source-over';
  pen.at(toPixels);
  context.fillStyle = '#ffffff';
  context.fillRect(xMm, yMm, widthMm, heightMm);
  paintItems(list.items, pen, toPixels);
  context.restore();
}

function paintItems(items: readonly DisplayItem[], pen: Pen, matrix: Matrix): void {
  for (const item of items) {
    paintItem(item, pen, matrix);
  }
}

function paintItem(item: DisplayItem, pen: Pen, matrix: Matrix): void {
  switch (item.kind) {
    case 'path':
      paintPath(item, pen, matrix);
      return;
    case 'glyphs':
      if (paintsPlainly(item)) {
        paintGlyphs(item, pen, matrix);
      } else {
        paintPath(glyphPath(item), pen, matrix);
      }
      return;
    case 'words':
      paintWords(item, pen, matrix);
      return;
    case 'image':
      paintImage(item, pen, matrix);
      return;
    case 'group':
      paintGroup(item, pen, matrix);
  }
}

function paintPath(item: PathItem, pen: Pen, matrix: Matrix): void {
  const { fill, stroke } = item;
  if (fill) {
    for (const paint of paintPasses(fill)) {
      fillPath(item.path, item.evenOdd, paint, pen, matrix);
    }
  }
  if (stroke) {
    for (const paint of paintPasses(stroke.paint)) {
      strokePath(item.path, { ...stroke, paint }, pen, matrix);
    }
  }
}

const unitSquare: BoxMm = { xMm: 0, yMm: 0, widthMm: 1, heightMm: 1 };

function paintImage(item: ImageItem, pen: Pen, matrix: Matrix): void {
  const place = multiply(item.matrix, matrix);
  const seen = pen.visible(boxAround(corners(unitSquare).map(([x, y]) => applyTo(place, x, y))));
  if (!seen) {
    return;
  }
  const image = pen.tools.pictures.get(item.picture);
  const { budget } = pen.tools;
  pen.at(place);
  pen.context.globalAlpha = pen.alpha;
  if (image !== undefined) {
    // Every drawing also goes over the picture's own pixels, once and quickly.
    const own = Number(image.width) * Number(image.height) || 0;
    budget.picturePixels -= seen.widthMm * seen.heightMm + own / 4;
  }
  if (image === undefined || budget.picturePixels < 0) {
    pen.context.fillStyle = '#e8e8e8';
    pen.context.fillRect(0, 0, 1, 1);
  } else {
    pen.context.imageSmoothingEnabled = true;
    // Scans are mostly shown smaller than they are: the quick way would drop whole rows of them.
    pen.context.imageSmoothingQuality = 'high';
    pen.context.drawImage(image, 0, 0, 1, 1);
  }
}

/** Clips need the canvas's own state; opacity and blending of more than one mark need a layer. */
function paintGroup(group: GroupItem, pen: Pen, outer: Matrix): void {
  const { clips, opacity, blend, items } = group;
  if (items.length === 0 || !(opacity > 0)) {
    return;
  }
  const matrix = multiply(group.matrix, outer);
  if (clips.length > 0) {
    cutClips(
      clips,
      pen,
      outer,
      () => itemsBox(items, matrix),
      (inner) => paintBlended(group, inner, matrix),
    );
    return;
  }
  if (opacity >= 1 && blend === 'normal') {
    paintItems(items, pen, matrix);
    return;
  }
  paintBlended(group, pen, matrix);
}

function paintBlended({ opacity, blend, items }: GroupItem, pen: Pen, matrix: Matrix): void {
  if (blend === 'normal' && (opacity >= 1 || singleMark(items))) {
    paintItems(items, opacity < 1 ? pen.fainter(opacity) : pen, matrix);
    return;
  }
  const box: BoxMm | undefined = itemsBox(items, matrix);
  if (box) {
    const mode = blend === 'normal' ? 'source-over' : blend;
    pen.layer(box, opacity, mode, (inner) => paintItems(items, inner, matrix));
  }
}

/** One picture, or one path with one paint: nothing in it lies over anything else in it. */
function singleMark(items: readonly DisplayItem[]): boolean {
  const [only] = items;
  if (items.length !== 1 || !only) {
    return false;
  }
  return (
    only.kind === 'image' || (only.kind === 'path' && (only.fill === undefined || only.stroke === undefined))
  );
}
