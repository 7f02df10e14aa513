/**
 * The picture of an organ's seal (国发〔1999〕25号, GB/T 33481): round, a ring, a five-point star in the middle, the
 * organ's name from left to right around the upper arc, a line of text below the star. Never the national emblem.
 * A township's seal is 42 mm across. Transparent background, so that text under a seal stays readable.
 */

import { writePng } from '@yiwen/formats/images';
import { Coverage } from './coverage.ts';
import { flatten, type GlyphOutline, type OutlineSource } from './outline.ts';

/** What a seal shows. */
export type SealPictureSpec = {
  name: string;
  /** Text below the star. A demonstration's seal always says 演示无效 there. */
  foot?: string;
  demo: boolean;
  /** 42 for a township. */
  diameterMm: number;
  outline: OutlineSource;
  /** Default 20: 500 dpi. */
  pixelsPerMm?: number;
};

const RED = [0xd7, 0x1a, 0x1e] as const;
const DEMO_FOOT = '演示无效';
/** Middle of a Chinese character's em box above the baseline. */
const EM_MIDDLE = 0.38;

type Point = readonly [number, number];

function circle(centre: number, radius: number, clockwise: boolean): Point[] {
  const steps = 720;
  return Array.from({ length: steps }, (_, i): Point => {
    const angle = ((clockwise ? i : -i) * 2 * Math.PI) / steps;
    return [centre + radius * Math.sin(angle), centre - radius * Math.cos(angle)];
  });
}

function star(centre: number, radius: number): Point[] {
  // Inner corners of a regular five-point star lie at sin 18° / sin 54° of the radius.
  const inner = radius * (Math.sin(Math.PI / 10) / Math.sin((3 * Math.PI) / 10));
  return Array.from({ length: 10 }, (_, i): Point => {
    const angle = (i * Math.PI) / 5;
    const r = i % 2 === 0 ? radius : inner;
    return [centre + r * Math.sin(angle), centre - r * Math.cos(angle)];
  });
}

/** Puts a character with its middle at (x, y), scaled to the given size and turned clockwise by `angle`. */
function addGlyph(
  coverage: Coverage,
  glyph: GlyphOutline,
  at: { x: number; y: number; widthPx: number; heightPx: number; angle: number },
): void {
  const sin = Math.sin(at.angle);
  const cos = Math.cos(at.angle);
  const scaleX = at.widthPx / glyph.unitsPerEm;
  const scaleY = at.heightPx / glyph.unitsPerEm;
  const place = (unitX: number, unitY: number): Point => {
    const dx = (unitX - glyph.advance / 2) * scaleX;
    const dy = (EM_MIDDLE * glyph.unitsPerEm - unitY) * scaleY;
    return [at.x + dx * cos - dy * sin, at.y + dx * sin + dy * cos];
  };
  for (const polygon of flatten(glyph.segments, place)) {
    coverage.addPolygon(polygon);
  }
}

function glyphs(text: string, outline: OutlineSource): GlyphOutline[] {
  return [...text].map((character) => {
    const glyph = outline(character);
    if (glyph === undefined) {
      throw new RangeError(`expected the font to have the character ${character}`);
    }
    return glyph;
  });
}

/** A picture with straight (not premultiplied) RGBA, row by row from the top. */
export type Pixels = { widthPx: number; heightPx: number; rgba: Uint8Array };

/** Draws the seal. Throws RangeError when a character is not in the font or the name is empty or too long. */
export function drawSeal(spec: SealPictureSpec): Pixels & { pixelsPerMm: number } {
  const pixelsPerMm = spec.pixelsPerMm ?? 20;
  const sizePx = Math.round(spec.diameterMm * pixelsPerMm);
  const name = glyphs(spec.name, spec.outline);
  if (name.length === 0 || name.length > 40) {
    throw new RangeError(`expected a name of 1 to 40 characters, found ${name.length}`);
  }
  const coverage = new Coverage(sizePx, sizePx);
  const centre = sizePx / 2;
  const d = sizePx;
  const ringPx = 0.029 * d;
  coverage.addPolygon(circle(centre, d / 2 - 1, true));
  coverage.addPolygon(circle(centre, d / 2 - 1 - ringPx, false));
  coverage.addPolygon(star(centre, d / 6));
  addName(coverage, name, { centre, d, ringPx });
  const foot = spec.demo ? DEMO_FOOT : (spec.foot ?? '');
  addFoot(coverage, glyphs(foot, spec.outline), { centre, d });
  return { widthPx: sizePx, heightPx: sizePx, rgba: redPixels(coverage.finish()), pixelsPerMm };
}

function addName(
  coverage: Coverage,
  name: readonly GlyphOutline[],
  frame: { centre: number; d: number; ringPx: number },
): void {
  const { centre, d } = frame;
  const heightPx = 0.152 * d;
  const radius = d / 2 - 1 - frame.ringPx - 0.025 * d - heightPx / 2;
  const degrees = Math.min(33, 250 / Math.max(name.length - 1, 1));
  const step = (degrees * Math.PI) / 180;
  // Long names get narrow characters, as on a carved seal; the inner edge is where they would touch first.
  const widthPx = Math.min(0.88 * heightPx, 0.94 * step * (radius - heightPx / 3));
  name.forEach((glyph, i) => {
    const angle = (i - (name.length - 1) / 2) * step;
    const x = centre + radius * Math.sin(angle);
    const y = centre - radius * Math.cos(angle);
    addGlyph(coverage, glyph, { x, y, widthPx, heightPx, angle });
  });
}

function addFoot(
  coverage: Coverage,
  foot: readonly GlyphOutline[],
  frame: { centre: number; d: number },
): void {
  const { centre, d } = frame;
  const sizePx = Math.min(0.085 * d, (0.46 * d) / Math.max(foot.length, 1));
  foot.forEach((glyph, i) => {
    const x = centre + (i - (foot.length - 1) / 2) * sizePx * 1.15;
    addGlyph(coverage, glyph, { x, y: centre + 0.29 * d, widthPx: sizePx, heightPx: sizePx, angle: 0 });
  });
}

function redPixels(alpha: Uint8Array): Uint8Array {
  const rgba = new Uint8Array(alpha.length * 4);
  alpha.forEach((value, i) => {
    // Invisible pixels are all zero, so that nothing hides in them and they compress away.
    if (value > 0) {
      rgba.set([...RED, value], 4 * i);
    }
  });
  return rgba;
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
