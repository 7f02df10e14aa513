/** The state of drawing on one canvas: the page's, or a layer's that is laid on it afterwards. */
import type { DisplayItem, DisplayList } from '../display-list.ts';
import { applyTo, type BoxMm, boxAround, corners, inverse, type Matrix, translation } from '../geometry.ts';
import type { PathCommand } from '../path.ts';
import type { CanvasContext, CanvasImage, CanvasMakers, CanvasPath } from './canvas-types.ts';

/** Draws items under a matrix; handed in, because patterns hold items. */
export type PaintItems = (items: readonly DisplayItem[], pen: Pen, matrix: Matrix) => void;

/** What all pens of one page share. */
export type PageTools = {
  readonly list: DisplayList;
  readonly pictures: ReadonlyMap<string, CanvasImage>;
  readonly makers: CanvasMakers;
  readonly pathOf: (path: readonly PathCommand[]) => CanvasPath;
  readonly paintItems: PaintItems;
  /**
   * Pixels that layers may still take (afterwards groups are drawn item by item), pixels of pictures (afterwards
   * they are pale boxes), cells and copies of patterns.
   */
  readonly budget: { layerPixels: number; picturePixels: number; cells: number; copies: number };
};

/** What making and laying a layer takes however small it is, in pixels. */
const layerCost = 30_000;

/** How a layer meets what lies under it. */
export type LayerBlend = 'source-over' | 'multiply' | 'darken' | 'source-in' | 'destination-in';

export class Pen {
  readonly context: CanvasContext;
  readonly tools: PageTools;
  /** Everything drawn lets this much through (0–1): the opacity of groups that need no layer. */
  readonly alpha: number;
  /** Pixels of the page to pixels of this canvas. */
  readonly offset: Matrix;

  constructor(context: CanvasContext, tools: PageTools, alpha: number, offset: Matrix) {
    this.context = context;
    this.tools = tools;
    this.alpha = alpha;
    this.offset = offset;
  }

  /** The same canvas, letting less through. */
  fainter(opacity: number): Pen {
    return new Pen(this.context, this.tools, this.alpha * opacity, this.offset);
  }

  /** Moves to a space given by its matrix to the page's pixels. */
  at(matrix: Matrix): void {
    const [a, b, c, d, e, f] = matrix;
    this.context.setTransform(a, b, c, d, e + this.offset[4], f + this.offset[5]);
  }

  /** What of a box in the page's pixels is on this canvas, in whole pixels; undefined when nothing is. */
  visible(box: BoxMm): BoxMm | undefined {
    const { width, height } = this.context.canvas;
    const left = Math.max(Math.floor(box.xMm), -this.offset[4]);
    const top = Math.max(Math.floor(box.yMm), -this.offset[5]);
    const right = Math.min(Math.ceil(box.xMm + box.widthMm), width - this.offset[4]);
    const bottom = Math.min(Math.ceil(box.yMm + box.heightMm), height - this.offset[5]);
    return right > left && bottom > top
      ? { xMm: left, yMm: top, widthMm: right - left, heightMm: bottom - top }
      : undefined;
  }

  /** The whole canvas seen from a space given by its matrix; undefined when that is flat. */
  canvasBox(matrix: Matrix): BoxMm | undefined {
    const { width, height } = this.context.canvas;
    const whole = { xMm: -this.offset[4], yMm: -this.offset[5], widthMm: width, heightMm: height };
    const back = inverse(matrix);
    return back && boxAround(corners(whole).map(([x, y]) => applyTo(back, x, y)));
  }

  /**
   * Draws aside and lays the result on the canvas as one picture. `box` (page's pixels) holds all of it. Without
   * room for a layer `draw` gets this pen made fainter; with nothing in sight, or as a mask without room, it is not called.
   */
  layer(box: BoxMm, opacity: number, blend: LayerBlend, draw: (pen: Pen) => void): void {
    const seen = this.visible(box);
    if (!seen) {
      return;
    }
    const { xMm, yMm, widthMm, heightMm } = seen;
    const { budget, makers } = this.tools;
    budget.layerPixels -= widthMm * heightMm + layerCost;
    if (budget.layerPixels < 0) {
      // A mask that is not laid on as one would be drawn as what it is not.
      if (blend !== 'source-in' && blend !== 'destination-in') {
        draw(this.fainter(opacity));
      }
      return;
    }
    const { image, context } = makers.createCanvas(widthMm, heightMm);
    draw(new Pen(context, this.tools, 1, translation(-xMm, -yMm)));
    this.lay(image, seen, opacity, blend);
  }

  /** A picture of whole pixels laid on the canvas where it belongs. */
  lay(image: CanvasImage, { xMm, yMm, widthMm, heightMm }: BoxMm, opacity: number, blend: LayerBlend): void {
    const { context, alpha } = this;
    context.setTransform(1, 0, 0, 1, this.offset[4], this.offset[5]);
    context.globalAlpha = alpha * opacity;
    context.globalCompositeOperation = blend;
    context.drawImage(image, xMm, yMm, widthMm, heightMm);
    context.globalAlpha = alpha;
    context.globalCompositeOperation = 'source-over';
  }
}
