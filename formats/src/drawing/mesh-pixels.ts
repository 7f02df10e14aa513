/** A mesh of coloured triangles as pixels: neither SVG nor canvas can run colours between three corners. */
import type { BoxMm } from './geometry.ts';
import { boxAround } from './geometry.ts';
import type { MeshPaint, MeshVertex } from './paint.ts';

/** Rows from the top, RGBA, not multiplied by alpha; `box` is what they cover, in the paint's space. */
export type MeshPixels = {
  readonly box: BoxMm;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8ClampedArray;
};

/** Pixels of a picture unless told otherwise; a mesh that needs more is drawn coarser. */
const usualMost = 1_000_000;
/** Pixels tried over all triangles, for each pixel of the picture. */
const triesPerPixel = 16;
const longestSide = 4096;

/** Undefined for a mesh without an area, and without a pixel to spend. Colours are exact at the pixels' middles. */
export function meshPixels(
  paint: MeshPaint,
  pixelsPerMm: number,
  mostPixels = usualMost,
): MeshPixels | undefined {
  if (mostPixels < 1) {
    return undefined;
  }
  const points = paint.triangles.flatMap((triangle) =>
    triangle.map(({ xMm, yMm }) => [xMm, yMm] as [number, number]),
  );
  const box = boxAround(points);
  if (!(box.widthMm > 0 && box.heightMm > 0) || !Number.isFinite(box.widthMm * box.heightMm)) {
    return undefined;
  }
  const tried = paint.triangles.reduce((sum, triangle) => sum + boxArea(triangle), 0);
  const scale = Math.min(
    pixelsPerMm,
    Math.sqrt(mostPixels / (box.widthMm * box.heightMm)),
    tried > 0 ? Math.sqrt((mostPixels * triesPerPixel) / tried) : pixelsPerMm,
  );
  const side = (length: number): number => Math.min(Math.max(Math.ceil(length * scale), 1), longestSide);
  const widthPx = side(box.widthMm);
  const heightPx = Math.min(side(box.heightMm), Math.ceil(mostPixels / widthPx));
  const data = new Uint8ClampedArray(widthPx * heightPx * 4);
  const pixels = { box, widthPx, heightPx, data };
  for (const triangle of paint.triangles) {
    fill(triangle, pixels, paint.alpha / 255);
  }
  return pixels;
}

function boxArea(triangle: readonly MeshVertex[]): number {
  const box = boxAround(triangle.map(({ xMm, yMm }) => [xMm, yMm] as [number, number]));
  return box.widthMm * box.heightMm;
}

/** Every pixel whose middle lies in the triangle or on its edge; a hair more, so that neighbours leave no gap. */
function fill(
  triangle: readonly [MeshVertex, MeshVertex, MeshVertex],
  pixels: MeshPixels,
  alpha: number,
): void {
  const { box, widthPx, heightPx, data } = pixels;
  const sx = widthPx / box.widthMm;
  const sy = heightPx / box.heightMm;
  const [[x0, y0], [x1, y1], [x2, y2]] = triangle.map(({ xMm, yMm }) => [
    (xMm - box.xMm) * sx - 0.5,
    (yMm - box.yMm) * sy - 0.5,
  ]) as [[number, number], [number, number], [number, number]];
  const area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
  if (Math.abs(area) < 1e-9) {
    return;
  }
  const slack = -1e-6;
  const top = Math.max(Math.ceil(Math.min(y0, y1, y2) - 1e-6), 0);
  const bottom = Math.min(Math.floor(Math.max(y0, y1, y2) + 1e-6), heightPx - 1);
  const left = Math.max(Math.ceil(Math.min(x0, x1, x2) - 1e-6), 0);
  const right = Math.min(Math.floor(Math.max(x0, x1, x2) + 1e-6), widthPx - 1);
  const [a, b, c] = triangle;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const v = ((x - x0) * (y2 - y0) - (x2 - x0) * (y - y0)) / area;
      const w = ((x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)) / area;
      const u = 1 - v - w;
      if (u < slack || v < slack || w < slack) {
        continue;
      }
      const at = (y * widthPx + x) * 4;
      data[at] = u * a.rgb[0] + v * b.rgb[0] + w * c.rgb[0];
      data[at + 1] = u * a.rgb[1] + v * b.rgb[1] + w * c.rgb[1];
      data[at + 2] = u * a.rgb[2] + v * b.rgb[2] + w * c.rgb[2];
      data[at + 3] = (u * a.alpha + v * b.alpha + w * c.alpha) * alpha;
    }
  }
}
