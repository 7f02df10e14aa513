import type { Matrix } from '../../drawing/index.ts';
import type { PathSegment, TextObjectSpec, TextRunSpec } from '../../ofd/index.ts';
import { glyphOutline, SfntError } from '../../sfnt/index.ts';
import { transform } from './matrix.ts';
import type { Notes } from './notes.ts';
import type { PdfFont, ShownCode } from './pdf-font.ts';

/** A glyph of one show operator; `x` along the baseline in text space, before Tm. */
export type ShownGlyph = { readonly glyph: number; readonly text: string | undefined; readonly x: number };

/** What one show operator draws. `matrix` takes text space to page millimetres (y down). */
export type ShownRun = {
  readonly font: PdfFont;
  readonly fontKey: string;
  readonly fontSize: number;
  readonly horizontalScale: number;
  readonly rise: number;
  readonly matrix: Matrix;
  readonly glyphs: readonly ShownGlyph[];
};

/** Placeholder of GB/T 33190 11.3 for a glyph whose text is unknown. */
const placeholder = '¤';

/** Geometry and text of a TextObject for a run; undefined when nothing of it could be seen (no size, no area). */
export function textObject(
  run: ShownRun,
  notes: Notes,
): Pick<TextObjectSpec, 'kind' | 'font' | 'sizeMm' | 'ctm' | 'hScale' | 'runs'> | undefined {
  const flip = Math.sign(run.fontSize);
  const [a, b, c, d, e, f] = run.matrix;
  const scale = Math.sqrt(Math.abs(a * d - b * c));
  if (scale < 1e-9 || flip === 0 || run.glyphs.length === 0) {
    return undefined;
  }
  const sizeMm = Math.abs(run.fontSize) * scale;
  // glyphs grow upwards in PDF's text space and in a font, while OFD's y points down: that flip is not part of CTM
  const turn: Matrix = [
    (flip * a) / scale,
    (flip * b) / scale,
    (-flip * c) / scale,
    (-flip * d) / scale,
    e,
    f,
  ];
  const upright =
    Math.abs(turn[0] - 1) < 1e-5 &&
    Math.abs(turn[1]) < 1e-5 &&
    Math.abs(turn[2]) < 1e-5 &&
    Math.abs(turn[3] - 1) < 1e-5;
  const xs = run.glyphs.map((glyph) => flip * glyph.x * scale);
  const first = xs[0] as number;
  const yMm = -flip * run.rise * scale;
  const base = textRun(run, xs, notes);
  const placed: TextRunSpec = upright
    ? { ...base, xMm: e + first, yMm: f + yMm }
    : { ...base, xMm: first, yMm };
  return {
    kind: 'text',
    font: run.fontKey,
    sizeMm,
    ...(upright ? {} : { ctm: turn }),
    ...(run.horizontalScale === 1 ? {} : { hScale: run.horizontalScale }),
    runs: [placed],
  };
}

function textRun(run: ShownRun, xs: readonly number[], notes: Notes): Omit<TextRunSpec, 'xMm' | 'yMm'> {
  const codes = run.glyphs.map((glyph) => codePointOf(glyph, run.font, notes));
  // glyph ids are named only where the font's own cmap would give another glyph: a reader that falls back on some
  // other font then still finds the characters
  const needsGlyphs = run.glyphs.some(
    (glyph, i) => run.font.glyphOf(codes[i]?.codePointAt(0) ?? 0) !== glyph.glyph,
  );
  const deltas = xs.slice(1).map((x, i) => x - (xs[i] as number));
  return {
    text: codes.join(''),
    ...(deltas.length > 0 ? { deltaXMm: deltas } : {}),
    ...(needsGlyphs ? { glyphs: run.glyphs.map((glyph) => glyph.glyph) } : {}),
  };
}

/** The one code point of a glyph; a placeholder, noted, when the PDF names none. */
function codePointOf(glyph: ShownGlyph, font: PdfFont, notes: Notes): string {
  const code = glyph.text?.codePointAt(0);
  if (code === undefined || !isXmlCharacter(code)) {
    notes.add(
      'convert-text-unknown',
      'warning',
      '有字形没有对应的文字，以占位符代替',
      `${font.name} #${glyph.glyph}`,
    );
    return placeholder;
  }
  return String.fromCodePoint(code);
}

/**
 * One glyph per character for a shown code: a ligature (or the two-em dash ——) is followed by blank glyphs for its
 * further characters, spread over its width, because readers handle one-to-one text best.
 */
export function glyphsOf(shown: ShownCode, x: number, advance: number, font: PdfFont): ShownGlyph[] {
  const points = [...(shown.text ?? '')];
  const { blankGlyph } = font;
  if (points.length < 2 || blankGlyph === undefined) {
    return [{ glyph: shown.glyph, text: shown.text, x }];
  }
  return points.map((text, i) => ({
    glyph: i === 0 ? shown.glyph : blankGlyph,
    text,
    x: x + (advance * i) / points.length,
  }));
}

function isXmlCharacter(code: number): boolean {
  return (
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

/**
 * The outlines of a run in page millimetres, for stroked text and text used as a clip. `spend` counts segments
 * against the limit of the conversion.
 */
export function runOutlines(run: ShownRun, notes: Notes, spend: (count: number) => void): PathSegment[] {
  const out: PathSegment[] = [];
  const { fontSize, horizontalScale, rise } = run;
  for (const glyph of run.glyphs) {
    const at = (x: number, y: number): [number, number] =>
      transform(run.matrix, glyph.x + x * fontSize * horizontalScale, rise + y * fontSize);
    if (glyph.glyph === run.font.blankGlyph) {
      continue;
    }
    try {
      const outline = glyphOutline(run.font.outlines, glyph.glyph);
      spend(outline.length);
      for (const segment of outline) {
        switch (segment[0]) {
          case 'C':
            out.push(segment);
            break;
          case 'Q':
            out.push(['Q', ...at(segment[1], segment[2]), ...at(segment[3], segment[4])]);
            break;
          default:
            out.push([segment[0], ...at(segment[1], segment[2])]);
        }
      }
    } catch (error) {
      if (!(error instanceof SfntError)) {
        throw error;
      }
      notes.add('convert-glyph-broken', 'error', '字形数据损坏，未转换', `${run.font.name} #${glyph.glyph}`);
    }
  }
  return out;
}
