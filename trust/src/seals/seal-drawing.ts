/** The parts seal pictures are drawn from: rings, frames, stars, characters; one colour on nothing. */
import { Coverage } from './coverage.ts';
import { flatten, type GlyphOutline, type OutlineSource } from './outline.ts';

type Point = readonly [number, number];

/** A picture with straight (not premultiplied) RGBA, row by row from the top. */
export type Pixels = { widthPx: number; heightPx: number; rgba: Uint8Array };

const RED = [0xd7, 0x1a, 0x1e] as const;
/** Middle of a Chinese character's em box above the baseline. */
const EM_MIDDLE = 0.38;
const STEPS = 720;

/** A character: where its middle is, how large, how far it is turned clockwise. Pixels and radians. */
export type Placed = { x: number; y: number; widthPx: number; heightPx: number; angle?: number };

/** A sheet that red shapes are put on. */
export class SealDrawing {
  readonly widthPx: number;
  readonly heightPx: number;
  private readonly coverage: Coverage;
  private readonly outline: OutlineSource;

  constructor(widthPx: number, heightPx: number, outline: OutlineSource) {
    this.widthPx = widthPx;
    this.heightPx = heightPx;
    this.coverage = new Coverage(widthPx, heightPx);
    this.outline = outline;
  }

  /** An elliptic ring around the middle, its outer edge at the sheet's, `inset` from it. */
  ring(inset: number, strokePx: number): void {
    const a = this.widthPx / 2 - inset;
    const b = this.heightPx / 2 - inset;
    this.coverage.addPolygon(this.ellipse(a, b, true));
    this.coverage.addPolygon(this.ellipse(a - strokePx, b - strokePx, false));
  }

  private ellipse(a: number, b: number, clockwise: boolean): Point[] {
    const [x, y] = [this.widthPx / 2, this.heightPx / 2];
    return Array.from({ length: STEPS }, (_, i): Point => {
      const angle = ((clockwise ? i : -i) * 2 * Math.PI) / STEPS;
      return [x + a * Math.sin(angle), y - b * Math.cos(angle)];
    });
  }

  /** A rectangular frame with rounded corners along the sheet's edge. */
  frame(inset: number, strokePx: number, radiusPx: number): void {
    this.coverage.addPolygon(this.rectangle(inset, radiusPx));
    const inner = this.rectangle(inset + strokePx, Math.max(0, radiusPx - strokePx));
    this.coverage.addPolygon([...inner].reverse());
  }

  private rectangle(inset: number, radius: number): Point[] {
    const [right, bottom] = [this.widthPx - inset, this.heightPx - inset];
    const centres: [number, number, number][] = [
      [right - radius, inset + radius, 0],
      [right - radius, bottom - radius, 1],
      [inset + radius, bottom - radius, 2],
      [inset + radius, inset + radius, 3],
    ];
    return centres.flatMap(([x, y, quarter]) =>
      Array.from({ length: 9 }, (_, i): Point => {
        const angle = ((quarter + i / 8) * Math.PI) / 2;
        return [x + radius * Math.sin(angle), y - radius * Math.cos(angle)];
      }),
    );
  }

  /** A regular five-point star, one point up. */
  star(x: number, y: number, radius: number): void {
    // Inner corners lie at sin 18° / sin 54° of the radius.
    const inner = radius * (Math.sin(Math.PI / 10) / Math.sin((3 * Math.PI) / 10));
    const corners = Array.from({ length: 10 }, (_, i): Point => {
      const angle = (i * Math.PI) / 5;
      const r = i % 2 === 0 ? radius : inner;
      return [x + r * Math.sin(angle), y - r * Math.cos(angle)];
    });
    this.coverage.addPolygon(corners);
  }

  /** The outlines of a text. Throws RangeError for a character the font does not have. */
  glyphs(text: string): GlyphOutline[] {
    return [...text].map((character) => {
      const glyph = this.outline(character);
      if (glyph === undefined) {
        throw new RangeError(`expected the font to have the character ${character}`);
      }
      return glyph;
    });
  }

  /** Puts a character with its middle at (x, y), scaled to the given size and turned. */
  glyph(glyph: GlyphOutline, at: Placed): void {
    const sin = Math.sin(at.angle ?? 0);
    const cos = Math.cos(at.angle ?? 0);
    const scaleX = at.widthPx / glyph.unitsPerEm;
    const scaleY = at.heightPx / glyph.unitsPerEm;
    const place = (unitX: number, unitY: number): Point => {
      const dx = (unitX - glyph.advance / 2) * scaleX;
      const dy = (EM_MIDDLE * glyph.unitsPerEm - unitY) * scaleY;
      return [at.x + dx * cos - dy * sin, at.y + dx * sin + dy * cos];
    };
    for (const polygon of flatten(glyph.segments, place)) {
      this.coverage.addPolygon(polygon);
    }
  }

  /** A straight line of text around (x, y): as large as `sizePx`, narrower where it would be wider than `mostPx`. */
  line(text: string, at: { x: number; y: number; sizePx: number; mostPx: number; spread?: number }): void {
    const glyphs = this.glyphs(text);
    const spread = at.spread ?? 1.12;
    const widthPx = Math.min(at.sizePx, at.mostPx / Math.max(1, 1 + (glyphs.length - 1) * spread));
    glyphs.forEach((glyph, i) => {
      const x = at.x + (i - (glyphs.length - 1) / 2) * widthPx * spread;
      // Chinese is set narrower, never more than by half: then it is set smaller.
      this.glyph(glyph, { x, y: at.y, widthPx, heightPx: Math.min(at.sizePx, widthPx * 1.5) });
    });
  }

  /** The sheet as pixels; where nothing was put it is wholly transparent. */
  pixels(): Pixels {
    const alpha = this.coverage.finish();
    const rgba = new Uint8Array(alpha.length * 4);
    alpha.forEach((value, i) => {
      // Invisible pixels are all zero, so that nothing hides in them and they compress away.
      if (value > 0) {
        rgba.set([...RED, value], 4 * i);
      }
    });
    return { widthPx: this.widthPx, heightPx: this.heightPx, rgba };
  }
}
