/**
 * Pictures of seals (国发〔1999〕25号, GB/T 33481), red on nothing, so that text under a seal stays readable.
 *
 * - `round`: an organ's seal and its 业务专用章: a ring, a five-point star in the middle, the name from left to right
 *   around the upper arc, the purpose in a line below the star. Never the national emblem.
 * - `oval`: a 业务专用章 with the name around the upper arc and the purpose across the middle.
 * - `horizontal`, `vertical`, `square`: a 签名章, the name in a red frame.
 *
 * A demonstration's seal always says 演示无效.
 */
import { writePng } from '@yiwen/formats/images';
import type { GlyphOutline, OutlineSource } from './outline.ts';
import { type Pixels, SealDrawing } from './seal-drawing.ts';

/** The outline of a seal's picture. */
export type SealShape = 'round' | 'oval' | 'horizontal' | 'vertical' | 'square';

/** What a seal shows, and how large it is. */
export type SealPictureSpec = {
  shape: SealShape;
  name: string;
  /** Of a 业务专用章: 财务专用章 and the like. */
  purpose?: string;
  demo: boolean;
  widthMm: number;
  heightMm: number;
  outline: OutlineSource;
  /** Default 20: 500 dpi. */
  pixelsPerMm?: number;
};

const DEMO = '演示无效';

/** Draws the seal. Throws RangeError when a character is not in the font or a text is empty or too long. */
export function drawSeal(spec: SealPictureSpec): Pixels & { pixelsPerMm: number } {
  const pixelsPerMm = spec.pixelsPerMm ?? 20;
  const most = spec.shape === 'round' || spec.shape === 'oval' ? 40 : 8;
  const length = [...spec.name].length;
  if (length === 0 || length > most) {
    throw new RangeError(`expected a name of 1 to ${most} characters, found ${length}`);
  }
  if ([...(spec.purpose ?? '')].length > 20) {
    throw new RangeError('expected a purpose of at most 20 characters');
  }
  const drawing = new SealDrawing(
    Math.round(spec.widthMm * pixelsPerMm),
    Math.round(spec.heightMm * pixelsPerMm),
    spec.outline,
  );
  const draw = { round, oval, horizontal, vertical, square }[spec.shape];
  draw(drawing, spec);
  return { ...drawing.pixels(), pixelsPerMm };
}

/** The seal as PNG bytes: what goes into a seal's picture. */
export function sealPicture(spec: SealPictureSpec): Uint8Array {
  const drawn = drawSeal(spec);
  return writePng({
    widthPx: drawn.widthPx,
    heightPx: drawn.heightPx,
    channels: 4,
    data: drawn.rgba,
    pixelsPerMetre: Math.round(drawn.pixelsPerMm * 1000),
  });
}

function round(drawing: SealDrawing, spec: SealPictureSpec): void {
  const d = drawing.widthPx;
  const centre = d / 2;
  const ringPx = 0.029 * d;
  drawing.ring(1, ringPx);
  const purpose = spec.purpose ?? '';
  // With a purpose below it the star stands a little higher, as on carved seals.
  drawing.star(centre, purpose === '' ? centre : centre - 0.02 * d, d / 6);
  const heightPx = 0.152 * d;
  const radius = centre - 1 - ringPx - 0.025 * d - heightPx / 2;
  alongArc(drawing, drawing.glyphs(spec.name), {
    a: radius,
    b: radius,
    heightPx,
    mostDegrees: purpose === '' ? 250 : 228,
  });
  if (purpose !== '') {
    drawing.line(purpose, {
      x: centre,
      y: centre + 0.235 * d,
      sizePx: 0.1 * d,
      mostPx: 0.6 * d,
      spread: 1.06,
    });
  }
  if (spec.demo) {
    const below = purpose === '' ? { y: 0.29, size: 0.085 } : { y: 0.355, size: 0.068 };
    drawing.line(DEMO, {
      x: centre,
      y: centre + below.y * d,
      sizePx: below.size * d,
      mostPx: 0.46 * d,
      spread: 1.15,
    });
  }
}

function oval(drawing: SealDrawing, spec: SealPictureSpec): void {
  const { widthPx: w, heightPx: h } = drawing;
  const ringPx = 0.04 * h;
  drawing.ring(1, ringPx);
  const heightPx = 0.17 * h;
  const inset = 1 + ringPx + 0.045 * h + heightPx / 2;
  alongArc(drawing, drawing.glyphs(spec.name), {
    a: w / 2 - inset,
    b: h / 2 - inset,
    heightPx,
    mostDegrees: 160,
  });
  const purpose = spec.purpose ?? '';
  if (purpose !== '') {
    drawing.line(purpose, { x: w / 2, y: 0.575 * h, sizePx: 0.17 * h, mostPx: 0.62 * w, spread: 1.06 });
  }
  if (spec.demo) {
    drawing.line(DEMO, { x: w / 2, y: 0.79 * h, sizePx: 0.115 * h, mostPx: 0.4 * w, spread: 1.15 });
  }
}

/**
 * Characters from left to right over the top of an ellipse, evenly spaced along it and upright on it. Long names get
 * narrow characters, as on a carved seal; the inner edge is where they would touch first.
 */
function alongArc(
  drawing: SealDrawing,
  name: readonly GlyphOutline[],
  arc: { a: number; b: number; heightPx: number; mostDegrees: number },
): void {
  const { a, b, heightPx } = arc;
  const half = (arc.mostDegrees / 2) * (Math.PI / 180);
  const steps = 2000;
  const lengths = [0];
  const at = (i: number): number => -half + (2 * half * i) / steps;
  const point = (t: number) => [a * Math.sin(t), b * Math.cos(t)] as const;
  for (let i = 1; i <= steps; i++) {
    const [x0, y0] = point(at(i - 1));
    const [x1, y1] = point(at(i));
    lengths.push(lengths[i - 1]! + Math.hypot(x1 - x0, y1 - y0));
  }
  const whole = lengths[steps]!;
  // Short names keep together: no more than so much from one character to the next.
  const stepPx = Math.min(
    1.33 * heightPx,
    name.length === 1 ? Number.POSITIVE_INFINITY : whole / (name.length - 1),
  );
  const inner = 1 - heightPx / 3 / Math.min(a, b);
  const widthPx = Math.min(0.88 * heightPx, 0.94 * stepPx * inner);
  name.forEach((glyph, i) => {
    const wanted = whole / 2 + (i - (name.length - 1) / 2) * stepPx;
    const index = lengths.findIndex((length) => length >= wanted - 1e-6);
    const t = at(index < 0 ? steps : index);
    drawing.glyph(glyph, {
      x: drawing.widthPx / 2 + a * Math.sin(t),
      y: drawing.heightPx / 2 - b * Math.cos(t),
      widthPx,
      heightPx,
      angle: Math.atan2(b * Math.sin(t), a * Math.cos(t)),
    });
  });
}

/** The frame of a name and the line that makes a demonstration's worthless; answers what is left for the name. */
function framed(drawing: SealDrawing, spec: SealPictureSpec): { top: number; bottom: number; side: number } {
  const { widthPx: w, heightPx: h } = drawing;
  const short = Math.min(w, h);
  const stroke = 0.06 * short;
  drawing.frame(1, stroke, 0.1 * short);
  const side = 1 + stroke + 0.07 * short;
  if (!spec.demo) {
    return { top: side, bottom: h - side, side };
  }
  const sizePx = Math.min(0.17 * short, (w - 2 * side) / 4.6);
  drawing.line(DEMO, {
    x: w / 2,
    y: h - 1 - stroke - 0.05 * short - sizePx / 2,
    sizePx,
    mostPx: w - 2 * side,
    spread: 1.2,
  });
  return { top: side, bottom: h - side - sizePx * 1.05, side };
}

function horizontal(drawing: SealDrawing, spec: SealPictureSpec): void {
  const { top, bottom, side } = framed(drawing, spec);
  drawing.line(spec.name, {
    x: drawing.widthPx / 2,
    y: (top + bottom) / 2,
    sizePx: bottom - top,
    mostPx: drawing.widthPx - 2 * side,
    // Two characters stand apart, so that they fill the frame as three do.
    spread: [...spec.name].length === 2 ? 1.6 : 1.14,
  });
}

function vertical(drawing: SealDrawing, spec: SealPictureSpec): void {
  const { top, bottom, side } = framed(drawing, spec);
  const glyphs = drawing.glyphs(spec.name);
  const cell = (bottom - top) / glyphs.length;
  const widthPx = Math.min(drawing.widthPx - 2 * side, cell * 1.15);
  glyphs.forEach((glyph, i) => {
    drawing.glyph(glyph, {
      x: drawing.widthPx / 2,
      y: top + cell * (i + 0.5),
      widthPx,
      heightPx: Math.min(cell * 0.96, widthPx * 1.25),
    });
  });
}

/** Two columns from the right: 李四之印, 王小明印. */
function square(drawing: SealDrawing, spec: SealPictureSpec): void {
  const { top, bottom, side } = framed(drawing, spec);
  const length = [...spec.name].length;
  const text = spec.name + (length === 2 ? '之印' : length === 3 ? '印' : '');
  const glyphs = drawing.glyphs(text);
  const rows = Math.ceil(glyphs.length / 2);
  const cellW = (drawing.widthPx - 2 * side) / 2;
  const cellH = (bottom - top) / rows;
  glyphs.forEach((glyph, i) => {
    const column = Math.floor(i / rows);
    drawing.glyph(glyph, {
      x: drawing.widthPx - side - cellW * (column + 0.5),
      y: top + cellH * ((i % rows) + 0.5),
      widthPx: cellW * 0.96,
      heightPx: cellH * 0.96,
    });
  });
}
