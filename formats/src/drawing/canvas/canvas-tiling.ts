/** Patterns on a canvas: the cell drawn anew where few fit, as a picture where many do. */
import type { DisplayItem } from '../display-list.ts';
import {
  applyTo,
  type BoxMm,
  boxAround,
  corners,
  identity,
  inverse,
  type Matrix,
  multiply,
  translation,
} from '../geometry.ts';
import type { TilingPaint } from '../paint.ts';
import { type PathCommand, rectanglePath } from '../path.ts';
import { Pen } from './pen.ts';

/** Cells drawn anew, one by one, in one pattern; more of them are copies of a picture. */
const mostDrawn = 400;
/** Blocks of copies in a row or column, and cells in a row or column of a block. */
const mostBlocks = 100;
const mostInBlock = 20;
/** Side of the picture of cells, in pixels. */
const largestPicture = 1024;

/** Where cells lie: columns and rows, both ends included. */
type Span = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

/** Paints all of `box` with cells; whoever calls has clipped. */
export function paintTiling(paint: TilingPaint, box: BoxMm, pen: Pen, outer: Matrix): void {
  const matrix = multiply(paint.matrix, outer);
  const span = cellsOver(paint, box, pen, outer);
  if (!span || paint.items.length === 0 || !(paint.alpha > 0)) {
    return;
  }
  if (paint.alpha < 255) {
    const whole = boxAround(corners(box).map(([x, y]) => applyTo(outer, x, y)));
    pen.layer(whole, paint.alpha / 255, 'source-over', (inner) => paintCells(paint, span, inner, matrix));
  } else {
    paintCells(paint, span, pen, matrix);
  }
}

function cellsOver(paint: TilingPaint, box: BoxMm, pen: Pen, outer: Matrix): Span | undefined {
  const back = inverse(paint.matrix);
  const seen = pen.canvasBox(outer);
  if (!back || !seen) {
    return undefined;
  }
  const left = Math.max(box.xMm, seen.xMm);
  const top = Math.max(box.yMm, seen.yMm);
  const widthMm = Math.min(box.xMm + box.widthMm, seen.xMm + seen.widthMm) - left;
  const heightMm = Math.min(box.yMm + box.heightMm, seen.yMm + seen.heightMm) - top;
  if (!(widthMm > 0 && heightMm > 0)) {
    return undefined;
  }
  const area = boxAround(
    corners({ xMm: left, yMm: top, widthMm, heightMm }).map(([x, y]) => applyTo(back, x, y)),
  );
  return {
    left: Math.floor((area.xMm - paint.widthMm) / paint.xStepMm) + 1,
    right: Math.floor((area.xMm + area.widthMm) / paint.xStepMm),
    top: Math.floor((area.yMm - paint.heightMm) / paint.yStepMm) + 1,
    bottom: Math.floor((area.yMm + area.heightMm) / paint.yStepMm),
  };
}

function paintCells(paint: TilingPaint, span: Span, pen: Pen, matrix: Matrix): void {
  const count = (span.right - span.left + 1) * (span.bottom - span.top + 1);
  const { budget } = pen.tools;
  if (count <= mostDrawn && budget.cells >= count) {
    budget.cells -= count;
    paintSpan(paint, span, pen, matrix);
  } else {
    paintCopies(paint, span, pen, matrix);
  }
}

/** Every cell of a span, mirrored where it is its turn. */
function paintSpan(paint: TilingPaint, span: Span, pen: Pen, matrix: Matrix): void {
  const { widthMm, heightMm, xStepMm, yStepMm, reflect, items } = paint;
  const frame = rectanglePath({ xMm: 0, yMm: 0, widthMm, heightMm });
  const odd = (place: number): boolean => place % 2 !== 0;
  for (let row = span.top; row <= span.bottom; row++) {
    for (let column = span.left; column <= span.right; column++) {
      const across = odd(column) && (reflect === 'Column' || reflect === 'RowAndColumn');
      const down = odd(row) && (reflect === 'Row' || reflect === 'RowAndColumn');
      const [x, y] = [column * xStepMm, row * yStepMm];
      const cell: Matrix = [
        across ? -1 : 1,
        0,
        0,
        down ? -1 : 1,
        across ? x + widthMm : x,
        down ? y + heightMm : y,
      ];
      paintCell(items, frame, pen, multiply(cell, matrix));
    }
  }
}

function paintCell(
  items: readonly DisplayItem[],
  frame: readonly PathCommand[],
  pen: Pen,
  matrix: Matrix,
): void {
  pen.context.save();
  pen.at(matrix);
  pen.context.clip(pen.tools.pathOf(frame), 'nonzero');
  pen.tools.paintItems(items, pen, matrix);
  pen.context.restore();
}

/**
 * A block of cells as a picture, laid down again and again. Blocks are of even size, so that mirroring fits; where
 * cells are too many to be told apart, a block shows fewer and larger ones.
 */
function paintCopies(paint: TilingPaint, span: Span, pen: Pen, matrix: Matrix): void {
  const { xStepMm, yStepMm } = paint;
  const across = blockSize(span.right - span.left + 1);
  const down = blockSize(span.bottom - span.top + 1);
  const [widthMm, heightMm] = [across * xStepMm, down * yStepMm];
  const pixels = (length: number): number => Math.min(Math.max(Math.ceil(length), 1), largestPicture);
  const widthPx = pixels(widthMm * Math.hypot(matrix[0], matrix[1]));
  const heightPx = pixels(heightMm * Math.hypot(matrix[2], matrix[3]));
  const { budget, makers } = pen.tools;
  const [columns, rows] = [Math.min(across, mostInBlock), Math.min(down, mostInBlock)];
  budget.layerPixels -= widthPx * heightPx;
  const blocks =
    (Math.ceil((span.right - span.left + 1) / across) + 1) *
    (Math.ceil((span.bottom - span.top + 1) / down) + 1);
  budget.copies -= columns * rows + blocks;
  if (budget.layerPixels < 0 || budget.copies < 0 || !Number.isFinite(widthMm * heightMm)) {
    return;
  }
  const { image, context } = makers.createCanvas(widthPx, heightPx);
  const inner = new Pen(context, pen.tools, 1, identity);
  paintSpan(paint, { left: 0, right: columns - 1, top: 0, bottom: rows - 1 }, inner, [
    widthPx / (columns * xStepMm),
    0,
    0,
    heightPx / (rows * yStepMm),
    0,
    0,
  ]);
  for (let y = Math.floor(span.top / down); y * down <= span.bottom; y++) {
    for (let x = Math.floor(span.left / across); x * across <= span.right; x++) {
      pen.at(multiply(translation(x * widthMm, y * heightMm), matrix));
      pen.context.globalAlpha = pen.alpha;
      pen.context.drawImage(image, 0, 0, widthMm, heightMm);
    }
  }
}

function blockSize(cells: number): number {
  return 2 * Math.max(Math.ceil(cells / (2 * mostBlocks)), 1);
}
