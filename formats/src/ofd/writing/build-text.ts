/** TextObject: TextCode, deltas and glyph transforms (GB/T 33190 clause 11). */
import { type XmlElement, xmlText } from '../../container/index.ts';
import { decimal, deltaArray } from '../../drawing/index.ts';
import type { GlyphTransformSpec, TextObjectSpec, TextRunSpec } from '../model/build-types.ts';
import { ofd } from '../model/vocabulary.ts';
import { graphicAttributes, graphicChildren, lineAttributes } from './build-graphic.ts';
import { buildPaint, type DataShift } from './build-paint.ts';
import { type BuildScope, resourceId } from './build-scope.ts';
import { objectBox, roundOut } from './object-boxes.ts';

const black = { rgb: [0, 0, 0] } as const;

/** `name` is TextObject, or Text inside a clip area (which has no id). */
export function buildText(
  name: 'TextObject' | 'Text',
  spec: TextObjectSpec,
  id: number | undefined,
  scope: BuildScope,
): XmlElement {
  const boundary = roundOut(objectBox(spec, new Map()));
  const shift: DataShift = spec.ctm ? [0, 0] : [boundary.xMm, boundary.yMm];
  // a draw parameter's colour would be hidden by a default written here
  const fill = spec.fill ?? (spec.drawParam === undefined ? black : undefined);
  return ofd(
    name,
    {
      ...graphicAttributes(id, boundary, spec, scope),
      Font: resourceId(scope, 'fonts', spec.font),
      Size: decimal(spec.sizeMm),
      Stroke: spec.stroke ? true : undefined,
      Fill: fill === 'none' ? false : undefined,
      HScale: spec.hScale === undefined || spec.hScale === 1 ? undefined : decimal(spec.hScale),
      ReadDirection: spec.readDirection || undefined,
      CharDirection: spec.charDirection || undefined,
      Weight: spec.weight === undefined || spec.weight === 400 ? undefined : spec.weight,
      Italic: spec.italic || undefined,
      ...lineAttributes(spec, false),
    },
    [
      ...graphicChildren(spec, boundary, scope),
      fill === undefined || fill === 'none' ? undefined : buildPaint('FillColor', fill, scope, shift),
      spec.stroke && buildPaint('StrokeColor', spec.stroke, scope, shift),
      ...spec.runs.flatMap((run) => buildRun(run, shift, scope)),
    ],
  );
}

function buildRun(run: TextRunSpec, [x, y]: DataShift, scope: BuildScope): XmlElement[] {
  const transforms = transformsOf(run);
  const deltas = (values: readonly number[] | undefined): string | undefined => {
    const written = values?.length ? deltaArray(values) : undefined;
    return written !== undefined && scope.compressDeltas ? compress(written) : written;
  };
  return [
    ...transforms.map(({ position, codeCount, glyphs }) =>
      ofd('CGTransform', { CodePosition: position, CodeCount: codeCount, GlyphCount: glyphs.length }, [
        ofd('Glyphs', {}, [glyphs.join(' ')]),
      ]),
    ),
    ofd(
      'TextCode',
      {
        X: decimal(run.xMm - x),
        Y: decimal(run.yMm - y),
        DeltaX: deltas(run.deltaXMm),
        DeltaY: deltas(run.deltaYMm),
      },
      [xmlText(run.text)],
    ),
  ];
}

/** The transforms of a run; throws RangeError when they or the deltas do not fit its text. */
function transformsOf(run: TextRunSpec): readonly GlyphTransformSpec[] {
  const codes = [...run.text].length;
  const name = JSON.stringify(run.text);
  if (run.glyphs && (run.glyphs.length !== codes || run.transforms)) {
    throw new RangeError(`expected ${codes} glyphs for ${name}, found ${run.glyphs.length}`);
  }
  const transforms =
    run.transforms ?? (run.glyphs ? [{ position: 0, codeCount: codes, glyphs: run.glyphs }] : []);
  let units = codes;
  let end = 0;
  for (const { position, codeCount, glyphs } of transforms) {
    if (position < end || codeCount < 1 || position + codeCount > codes || glyphs.length === 0) {
      throw new RangeError(`expected glyph transforms in order inside ${name}`);
    }
    end = position + codeCount;
    units += glyphs.length - codeCount;
  }
  const steps = Math.max(units - 1, 0);
  const found = [run.deltaXMm?.length ?? 0, run.deltaYMm?.length ?? 0];
  if (found.some((count) => count !== 0 && count !== steps) || (steps > 0 && Math.max(...found) === 0)) {
    throw new RangeError(`expected ${steps} deltas for ${name}, found ${found.join(' and ')}`);
  }
  return transforms;
}

/** `g count value` for three or more equal neighbours. */
function compress(deltas: string): string {
  const tokens = deltas.split(' ');
  const out: string[] = [];
  for (let at = 0; at < tokens.length; ) {
    let next = at + 1;
    while (tokens[next] === tokens[at]) {
      next += 1;
    }
    out.push(next - at > 2 ? `g ${next - at} ${tokens[at]}` : tokens.slice(at, next).join(' '));
    at = next;
  }
  return out.join(' ');
}
