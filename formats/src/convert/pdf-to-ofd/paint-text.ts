import type { Matrix } from '../../drawing/index.ts';
import type { PathSegment, TextObjectSpec } from '../../ofd/index.ts';
import { blankGlyph, type EmbeddedFonts, type OpenRun } from './fonts/embedded-fonts.ts';
import type { PdfFont, ShownCode } from './fonts/pdf-font.ts';
import { plainCharacter } from './fonts/plain-characters.ts';
import { transform } from './matrix.ts';
import type { Notes } from './notes.ts';

/** A glyph of one show operator at its origin in text space, before Tm. `glyph` undefined: the font is not embedded. */
export type ShownGlyph = {
  readonly glyph: number | undefined;
  readonly text: string | undefined;
  readonly x: number;
  readonly y: number;
};

/** What one show operator draws. `matrix` takes text space to page millimetres (y down). */
export type ShownRun = {
  readonly font: PdfFont;
  readonly fontSize: number;
  readonly horizontalScale: number;
  readonly matrix: Matrix;
  readonly glyphs: readonly ShownGlyph[];
};

/** Placeholder of GB/T 33190 11.3 for a glyph whose text is unknown. */
const placeholder = '¤';

/** Where a TextObject stands: its data and the matrix from there to the page (undefined = page millimetres). */
export type PlacedText = Pick<TextObjectSpec, 'kind' | 'font' | 'sizeMm' | 'ctm' | 'hScale' | 'runs'>;

/** Geometry and text of a TextObject for a run; undefined when nothing of it could be seen (no size, no area). */
export function textObject(run: ShownRun, fonts: EmbeddedFonts, notes: Notes): PlacedText | undefined {
  const flipY = Math.sign(run.fontSize);
  const flipX = Math.sign(run.fontSize * run.horizontalScale);
  const [a, b, c, d, e, f] = run.matrix;
  const scale = Math.sqrt(Math.abs(a * d - b * c));
  if (scale < 1e-9 || flipX === 0 || run.glyphs.length === 0) {
    return undefined;
  }
  const sizeMm = Math.abs(run.fontSize) * scale;
  // glyphs grow upwards in PDF's text space and in a font, while OFD's y points down: that flip is not part of CTM
  const turn: Matrix = [
    (flipX * a) / scale,
    (flipX * b) / scale,
    (-flipY * c) / scale,
    (-flipY * d) / scale,
    e,
    f,
  ];
  const upright =
    Math.abs(turn[0] - 1) < 1e-5 &&
    Math.abs(turn[1]) < 1e-5 &&
    Math.abs(turn[2]) < 1e-5 &&
    Math.abs(turn[3] - 1) < 1e-5;
  const xs = run.glyphs.map((glyph) => flipX * glyph.x * scale);
  const ys = run.glyphs.map((glyph) => -flipY * glyph.y * scale);
  const first: readonly [number, number] = [xs[0] as number, ys[0] as number];
  const hScale = Math.abs(run.horizontalScale);
  const placed: OpenRun = {
    text: run.glyphs.map((glyph) => characterOf(glyph, run.font, notes)).join(''),
    xMm: upright ? e + first[0] : first[0],
    yMm: upright ? f + first[1] : first[1],
    ...deltas(xs, ys),
  };
  if (run.font.program !== undefined) {
    fonts.use(
      run.font,
      placed,
      run.glyphs.map((glyph) => glyph.glyph ?? 0),
    );
  }
  return {
    kind: 'text',
    font: fonts.keyOf(run.font),
    sizeMm,
    ...(upright ? {} : { ctm: turn }),
    ...(hScale === 1 ? {} : { hScale }),
    runs: [placed],
  };
}

function deltas(
  xs: readonly number[],
  ys: readonly number[],
): { deltaXMm?: readonly number[]; deltaYMm?: readonly number[] } {
  if (xs.length < 2) {
    return {};
  }
  const steps = (list: readonly number[]): number[] =>
    list.slice(1).map((value, i) => value - (list[i] as number));
  const deltaYMm = steps(ys);
  return {
    deltaXMm: steps(xs),
    ...(deltaYMm.some((step) => Math.abs(step) > 1e-6) ? { deltaYMm } : {}),
  };
}

/** The one character of a glyph; a placeholder, noted, when the PDF names none. */
function characterOf(glyph: ShownGlyph, font: PdfFont, notes: Notes): string {
  const code = glyph.text?.codePointAt(0);
  if (code !== undefined && (code === 0x09 || code === 0x0a || code === 0x0d)) {
    return ' ';
  }
  if (code !== undefined && isXmlCharacter(code)) {
    return plainCharacter(String.fromCodePoint(code));
  }
  if (font.program === undefined && font.type3 === undefined) {
    notes.add('convert-text-lost', 'error', '字体未嵌入，也没有说明文字，无法显示', font.name);
    return ' ';
  }
  const evidence = `${font.name} #${glyph.glyph ?? 0}`;
  notes.add('convert-text-unknown', 'warning', '有字形没有对应的文字，以占位符代替', evidence);
  return placeholder;
}

/**
 * One glyph per character for a shown code: a ligature (or the two-em dash ——) is followed by blank glyphs for its
 * further characters, spread over its width, because readers handle one-to-one text best.
 */
export function glyphsOf(
  shown: ShownCode,
  x: number,
  y: number,
  advance: number,
  embedded: boolean,
): ShownGlyph[] {
  const points = [...(shown.text ?? '')];
  const isBlank = shown.glyph === 0 && points.length > 0 && points.every((text) => text.trim() === '');
  const glyph = isBlank ? blankGlyph : shown.glyph;
  if (points.length < 2) {
    return [{ glyph, text: shown.text, x, y }];
  }
  const blank = embedded ? blankGlyph : undefined;
  return points.map((text, i) => ({
    glyph: i === 0 ? glyph : blank,
    text,
    x: x + (advance * i) / points.length,
    y,
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
 * The outlines of a run in page millimetres, for text used as a clip. `spend` counts segments against the limit of
 * the conversion.
 */
export function runOutlines(run: ShownRun, notes: Notes, spend: (count: number) => void): PathSegment[] {
  const out: PathSegment[] = [];
  const { fontSize, horizontalScale } = run;
  const outlines = run.font.program?.outlines;
  if (outlines === undefined) {
    notes.add('convert-clip-text', 'error', '字体未嵌入，不能用其文字作裁剪区域', run.font.name);
    return [];
  }
  for (const glyph of run.glyphs) {
    const at = (x: number, y: number): [number, number] =>
      transform(run.matrix, glyph.x + x * fontSize * horizontalScale, glyph.y + y * fontSize);
    if (glyph.glyph === undefined || glyph.glyph === blankGlyph) {
      continue;
    }
    const outline = outlines.outline(glyph.glyph);
    if (outline === undefined) {
      notes.add('convert-glyph-broken', 'error', '字形数据损坏，未转换', `${run.font.name} #${glyph.glyph}`);
      continue;
    }
    spend(outline.length);
    for (const segment of outline) {
      switch (segment[0]) {
        case 'C':
          out.push(segment);
          break;
        case 'Q':
          out.push(['Q', ...at(segment[1], segment[2]), ...at(segment[3], segment[4])]);
          break;
        case 'B':
          out.push([
            'B',
            ...at(segment[1], segment[2]),
            ...at(segment[3], segment[4]),
            ...at(segment[5], segment[6]),
          ]);
          break;
        default:
          out.push([segment[0], ...at(segment[1], segment[2])]);
      }
    }
  }
  return out;
}
