/** Text of a PDF page as the viewer lays it over the page, and where its signatures stand. */
import type { PDFPageProxy } from 'pdfjs-dist';
import type { PageBox, PageRun } from '../page-source.ts';

/** Millimetres of a PDF unit (1/72 inch). */
export const MM_PER_POINT = 25.4 / 72;

type Matrix = readonly number[];
type TextItem = { str: string; transform: number[]; width: number; height: number };

/** The corner points of a rectangle, through a matrix, as the rectangle around them in millimetres. */
function boxThrough(
  [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: Matrix,
  corners: [number, number][],
): PageBox {
  const xs = corners.map(([x, y]) => a * x + c * y + e);
  const ys = corners.map(([x, y]) => b * x + d * y + f);
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return {
    xMm: left * MM_PER_POINT,
    yMm: top * MM_PER_POINT,
    widthMm: (Math.max(...xs) - left) * MM_PER_POINT,
    heightMm: (Math.max(...ys) - top) * MM_PER_POINT,
  };
}

function times(one: Matrix, two: Matrix): number[] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = one;
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = two;
  return [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l];
}

let context: CanvasRenderingContext2D | null | undefined;
const widths = new Map<string, number>();

/** How wide a character is beside others, in a sans of this machine. */
function relativeWidth(character: string): number {
  let width = widths.get(character);
  if (width === undefined) {
    if (context === undefined) {
      context = document.createElement('canvas').getContext('2d');
      if (context) {
        context.font = '100px sans-serif';
      }
    }
    width = context?.measureText(character).width || 50;
    if (widths.size < 20_000) {
      widths.set(character, width);
    }
  }
  return width;
}

/** Runs in the order of the page's content; the file tells a run's length, which its characters share by their widths. */
export async function pdfRuns(page: PDFPageProxy): Promise<PageRun[]> {
  const { items } = await page.getTextContent();
  const { transform: view } = page.getViewport({ scale: 1 });
  const runs: PageRun[] = [];
  let line = 0;
  let ended = false;
  for (const item of items) {
    if (!('str' in item)) {
      continue;
    }
    const text = item as TextItem & { hasEOL: boolean };
    if (text.str !== '') {
      const boxes = unitBoxes(text, view);
      const before = runs[runs.length - 1];
      line += before && (ended || stepsDown(before, boxes)) ? 1 : 0;
      ended = false;
      runs.push({ text: text.str, boxes, line });
    }
    ended ||= text.hasEOL;
  }
  return runs;
}

function unitBoxes({ str, transform, width, height }: TextItem, view: Matrix): Float32Array {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = transform;
  const size = Math.hypot(a, b) || 1;
  const tall = height > 0 ? height : Math.hypot(c, d);
  // Text space with the run along x, one unit long for one unit of `width`.
  const along: Matrix = times([a / size, b / size, -b / size, a / size, e, f], view);
  const shares = [...str].map(relativeWidth);
  const whole = shares.reduce((sum, share) => sum + share, 0) || 1;
  let x = 0;
  const boxes = [...str].flatMap((character, at) => {
    const end = x + ((shares[at] ?? 0) / whole) * width;
    const box = boxThrough(along, [
      [x, -0.15 * tall],
      [end, -0.15 * tall],
      [x, 0.9 * tall],
      [end, 0.9 * tall],
    ]);
    x = end;
    const four = [box.xMm, box.yMm, box.widthMm, box.heightMm];
    return character.length === 2 ? [...four, ...four] : four;
  });
  return new Float32Array(boxes);
}

/** Whether a run stands on another line than the one before it. */
function stepsDown(before: PageRun, boxes: Float32Array): boolean {
  const [, topBefore = 0, , heightBefore = 0] = before.boxes;
  const [, top = 0, , height = 0] = boxes;
  return Math.abs(topBefore + heightBefore / 2 - top - height / 2) > Math.min(heightBefore, height) / 2;
}

/** Rectangles of the signature fields that show on the page. */
export async function signatureBoxes(page: PDFPageProxy): Promise<PageBox[]> {
  const { transform: view } = page.getViewport({ scale: 1 });
  const annotations = (await page.getAnnotations()) as { fieldType?: string; rect?: number[] }[];
  return annotations
    .filter(({ fieldType }) => fieldType === 'Sig')
    .flatMap(({ rect = [] }) => {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = rect;
      const box = boxThrough(view, [
        [x1, y1],
        [x2, y1],
        [x1, y2],
        [x2, y2],
      ]);
      return box.widthMm > 0.5 && box.heightMm > 0.5 ? [box] : [];
    });
}
