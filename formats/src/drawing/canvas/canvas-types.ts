/**
 * The part of a canvas a page is drawn with, as plain types: a browser's canvas, an OffscreenCanvas and the canvas
 * libraries of Node all fit. Images, gradients and paths are opaque: each environment has its own.
 */

/** The part of Path2D that is used. */
export type CanvasPath = {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void;
  bezierCurveTo(c1x: number, c1y: number, c2x: number, c2y: number, x: number, y: number): void;
  closePath(): void;
};

/** Anything `drawImage` takes: an ImageBitmap, an image element that has loaded, a canvas. */
// biome-ignore lint/suspicious/noExplicitAny: every environment has classes of its own, with nothing in common
export type CanvasImage = any;

/** The part of CanvasGradient that is used. */
export type CanvasGradientLike = { addColorStop(offset: number, color: string): void };

/** The part of CanvasRenderingContext2D that is used. */
export type CanvasContext = {
  readonly canvas: { readonly width: number; readonly height: number };
  // biome-ignore lint/suspicious/noExplicitAny: a text, or the environment's own gradient
  fillStyle: any;
  // biome-ignore lint/suspicious/noExplicitAny: as fillStyle
  strokeStyle: any;
  globalAlpha: number;
  // biome-ignore lint/suspicious/noExplicitAny: environments list different modes
  globalCompositeOperation: any;
  lineWidth: number;
  // biome-ignore lint/suspicious/noExplicitAny: a union in every environment
  lineJoin: any;
  // biome-ignore lint/suspicious/noExplicitAny: a union in every environment
  lineCap: any;
  miterLimit: number;
  lineDashOffset: number;
  font: string;
  imageSmoothingEnabled: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: a union where it exists; not every browser has it
  imageSmoothingQuality?: any;
  save(): void;
  restore(): void;
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  setLineDash(segments: number[]): void;
  fill(path: CanvasImage, rule?: 'nonzero' | 'evenodd'): void;
  stroke(path: CanvasImage): void;
  clip(path: CanvasImage, rule?: 'nonzero' | 'evenodd'): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  strokeText(text: string, x: number, y: number): void;
  drawImage(image: CanvasImage, x: number, y: number, width: number, height: number): void;
  createLinearGradient(x0: number, y0: number, x1: number, y1: number): CanvasGradientLike;
  createRadialGradient(
    x0: number,
    y0: number,
    r0: number,
    x1: number,
    y1: number,
    r1: number,
  ): CanvasGradientLike;
  createImageData(width: number, height: number): { readonly data: { set(values: ArrayLike<number>): void } };
  putImageData(data: CanvasImage, x: number, y: number): void;
};

/** A canvas to draw aside on: `image` is what `drawImage` of the environment takes. */
export type CanvasLayer = { readonly image: CanvasImage; readonly context: CanvasContext };

/** How to make what drawing needs; the maker of paths should be one and the same function from page to page. */
export type CanvasMakers = {
  /** A transparent canvas of that many pixels. */
  createCanvas(widthPx: number, heightPx: number): CanvasLayer;
  /** An empty Path2D. */
  readonly createPath: () => CanvasPath;
};
