import type { Matrix } from '../../../drawing/index.ts';
import { PdfError, type PdfFile, type PdfObject, type PdfStream, parseContent } from '../../../pdf/index.ts';
import type { FontOutlines, OutlineSegment } from '../../../sfnt/index.ts';
import { multiply, transform } from '../matrix.ts';

const maxSegments = 20_000;
// TrueType cannot say much more
const farthestEm = 12;

/** A glyph of a Type 3 font before it has a number. */
export type Type3Glyph = { readonly outline: readonly OutlineSegment[]; readonly advance: number };

/**
 * The outline a glyph procedure fills, in em units: `d1`, paths, `f` and the matrix, which is what producers write
 * for fonts they may not embed. Undefined for everything else: colours, pictures, strokes, even-odd fills.
 */
export function procedureOutline(
  file: PdfFile,
  stream: PdfStream,
  matrix: Matrix,
): readonly OutlineSegment[] | undefined {
  const out: OutlineSegment[] = [];
  let path: OutlineSegment[] = [];
  let point: readonly [number, number] = [0, 0];
  let ctm = matrix;
  const saved: Matrix[] = [];
  let colorless = false;
  try {
    for (const { operator, operands } of parseContent(file.decode(stream).bytes)) {
      const n = numbersOf(operands);
      const at = (i: number): [number, number] => transform(ctm, n[i] as number, n[i + 1] as number);
      const needs = counts.get(operator);
      if (needs === undefined || n.length < needs || out.length + path.length > maxSegments) {
        return undefined;
      }
      switch (operator) {
        case 'd1':
          colorless = true;
          break;
        case 'd0':
          break;
        case 'm':
        case 'l':
          path.push([operator === 'm' ? 'M' : 'L', ...at(0)]);
          point = [n[0] as number, n[1] as number];
          break;
        case 'c':
          path.push(['B', ...at(0), ...at(2), ...at(4)]);
          point = [n[4] as number, n[5] as number];
          break;
        case 'v':
          path.push(['B', ...transform(ctm, ...point), ...at(0), ...at(2)]);
          point = [n[2] as number, n[3] as number];
          break;
        case 'y':
          path.push(['B', ...at(0), ...at(2), ...at(2)]);
          point = [n[2] as number, n[3] as number];
          break;
        case 'h':
          path.push(['C']);
          break;
        case 're': {
          const [x, y, width, height] = n as [number, number, number, number];
          const corner = (dx: number, dy: number): [number, number] => transform(ctm, x + dx, y + dy);
          path.push(['M', ...corner(0, 0)], ['L', ...corner(width, 0)]);
          path.push(['L', ...corner(width, height)], ['L', ...corner(0, height)], ['C']);
          break;
        }
        case 'f':
        case 'F':
          out.push(...path);
          path = [];
          break;
        case 'n':
          path = [];
          break;
        case 'cm':
          ctm = multiply(n as unknown as Matrix, ctm);
          break;
        case 'q':
          saved.push(ctm);
          break;
        case 'Q':
          ctm = saved.pop() ?? ctm;
          break;
      }
    }
  } catch (error) {
    if (!(error instanceof PdfError) || error.code === 'pdf-limit') {
      throw error;
    }
    return undefined;
  }
  const sane = out.every((segment) =>
    segment.slice(1).every((value) => Number.isFinite(value) && Math.abs(value as number) < farthestEm),
  );
  return sane && (colorless || out.length === 0) ? out : undefined;
}

/** Operands of the operators a plain outline is made of. */
const counts: ReadonlyMap<string, number> = new Map(
  Object.entries({
    d0: 0,
    d1: 0,
    m: 2,
    l: 2,
    c: 6,
    v: 4,
    y: 4,
    h: 0,
    re: 4,
    f: 0,
    F: 0,
    n: 0,
    cm: 6,
    q: 0,
    Q: 0,
  }),
);

function numbersOf(operands: readonly PdfObject[]): number[] {
  return operands.filter((operand) => typeof operand === 'number');
}

/** A font of these glyphs, numbered from 1; 0 is blank. */
export function type3Outlines(
  glyphs: readonly Type3Glyph[],
  glyphOfCode: ReadonlyMap<number, number>,
): FontOutlines {
  return {
    kind: 'type1',
    unitsPerEm: 1000,
    glyphCount: glyphs.length + 1,
    ascender: 0.88,
    descender: -0.12,
    outline: (glyph) => (glyph === 0 ? [] : glyphs[glyph - 1]?.outline),
    glyphFor: () => undefined,
    glyphNamed: () => undefined,
    nameOf: () => undefined,
    glyphOfCode: (code) => glyphOfCode.get(code),
    glyphOfCid: (cid) => cid,
    advance: (glyph) => glyphs[glyph - 1]?.advance ?? 0,
  };
}
