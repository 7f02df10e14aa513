/** Writes TextObject, PathObject and ImageObject (GB/T 33190 clauses 9–11) from their specs. */

import { type XmlElement, xmlText } from '../../container/index.ts';
import {
  applyTo,
  type BoxMm,
  boxAround,
  corners,
  decimal,
  decimals,
  deltaArray,
  identity,
  type Matrix,
} from '../../drawing/index.ts';
import type {
  ColorSpec,
  ImageObjectSpec,
  PageObjectSpec,
  PathObjectSpec,
  PathSegment,
  TextObjectSpec,
  TextRunSpec,
} from '../model/build-types.ts';
import { ofd } from '../model/vocabulary.ts';

/** Resource ids by spec key, and the next free object id. */
export type ObjectIds = {
  fonts: ReadonlyMap<string, number>;
  images: ReadonlyMap<string, number>;
  next: () => number;
};

/** One or more page objects for a spec, with the ids they got (a text spec with glyph ids is split by run). */
export function buildObject(spec: PageObjectSpec, ids: ObjectIds): { element: XmlElement; id: number }[] {
  const parts = spec.kind === 'text' && spec.runs.some((run) => run.glyphs) ? splitRuns(spec) : [spec];
  return parts.map((part) => {
    const id = ids.next();
    if (part.kind === 'text') {
      return { id, element: buildText(part, id, ids) };
    }
    return { id, element: part.kind === 'path' ? buildPath(part, id) : buildImage(part, id, ids) };
  });
}

/** Readers disagree on whether CodePosition counts through several TextCodes, so each gets its own TextObject. */
function splitRuns(spec: TextObjectSpec): TextObjectSpec[] {
  return spec.runs.map((run) => ({ ...spec, runs: [run] }));
}

function buildText(spec: TextObjectSpec, id: number, ids: ObjectIds): XmlElement {
  const boundary = roundOut(spec.boundary ?? textBox(spec));
  const shift = spec.ctm ? { x: 0, y: 0 } : { x: boundary.xMm, y: boundary.yMm };
  const runs = spec.runs.flatMap((run) => {
    const count = [...run.text].length;
    checkRun(run, count);
    const transform = run.glyphs
      ? ofd('CGTransform', { CodePosition: 0, CodeCount: count, GlyphCount: count }, [
          ofd('Glyphs', {}, [run.glyphs.join(' ')]),
        ])
      : undefined;
    const code = ofd(
      'TextCode',
      {
        X: decimal(run.xMm - shift.x),
        Y: decimal(run.yMm - shift.y),
        DeltaX: run.deltaXMm?.length ? deltaArray(run.deltaXMm) : undefined,
        DeltaY: run.deltaYMm?.length ? deltaArray(run.deltaYMm) : undefined,
      },
      [xmlText(run.text)],
    );
    return transform ? [transform, code] : [code];
  });
  return ofd(
    'TextObject',
    {
      ...graphicAttributes(id, boundary, spec.ctm, spec.alpha),
      Font: resourceId(ids.fonts, spec.font),
      Size: decimal(spec.sizeMm),
      HScale: spec.hScale === undefined || spec.hScale === 1 ? undefined : decimal(spec.hScale),
      ReadDirection: spec.readDirection || undefined,
      CharDirection: spec.charDirection || undefined,
      Weight: spec.weight === undefined || spec.weight === 400 ? undefined : spec.weight,
      Italic: spec.italic || undefined,
    },
    [buildClips(spec.clips, boundary), buildColor('FillColor', spec.fill ?? { rgb: [0, 0, 0] }), ...runs],
  );
}

function checkRun(run: TextRunSpec, count: number): void {
  const offsets = Math.max(run.deltaXMm?.length ?? 0, run.deltaYMm?.length ?? 0);
  if (offsets > Math.max(count - 1, 0) || (count > 1 && offsets !== count - 1)) {
    throw new RangeError(`expected ${count - 1} deltas for ${JSON.stringify(run.text)}, found ${offsets}`);
  }
  if (run.glyphs && run.glyphs.length !== count) {
    throw new RangeError(
      `expected ${count} glyphs for ${JSON.stringify(run.text)}, found ${run.glyphs.length}`,
    );
  }
}

function buildPath(spec: PathObjectSpec, id: number): XmlElement {
  const boundary = roundOut(spec.boundary ?? pathBox(spec));
  const shift = spec.ctm ? [0, 0] : [boundary.xMm, boundary.yMm];
  return ofd(
    'PathObject',
    {
      ...graphicAttributes(id, boundary, spec.ctm, spec.alpha),
      Stroke: spec.stroke ? undefined : false,
      Fill: spec.fill ? true : undefined,
      Rule: spec.rule === 'Even-Odd' ? 'Even-Odd' : undefined,
      LineWidth: spec.stroke ? decimal(spec.lineWidthMm ?? 0.353) : undefined,
      Join: spec.join,
      Cap: spec.cap,
      MiterLimit: spec.miterLimit === undefined ? undefined : decimal(spec.miterLimit),
      DashOffset: spec.dash?.offsetMm === undefined ? undefined : decimal(spec.dash.offsetMm),
      DashPattern: spec.dash ? decimals(spec.dash.patternMm) : undefined,
    },
    [
      buildClips(spec.clips, boundary),
      spec.stroke && buildColor('StrokeColor', spec.stroke),
      spec.fill && buildColor('FillColor', spec.fill),
      ofd('AbbreviatedData', {}, [abbreviatedData(spec.segments, shift[0]!, shift[1]!)]),
    ],
  );
}

function buildImage(spec: ImageObjectSpec, id: number, ids: ObjectIds): XmlElement {
  const square = corners({ xMm: 0, yMm: 0, widthMm: 1, heightMm: 1 });
  const boundary = roundOut(spec.boundary ?? boxAround(square.map(([x, y]) => applyTo(spec.ctm, x, y))));
  return ofd(
    'ImageObject',
    {
      ...graphicAttributes(id, boundary, spec.ctm, spec.alpha),
      ResourceID: resourceId(ids.images, spec.image),
    },
    [buildClips(spec.clips, boundary)],
  );
}

function graphicAttributes(id: number, boundary: BoxMm, ctm: Matrix | undefined, alpha: number | undefined) {
  const [a, b, c, d, e, f] = ctm ?? identity;
  return {
    ID: id,
    Boundary: decimals([boundary.xMm, boundary.yMm, boundary.widthMm, boundary.heightMm]),
    CTM: ctm && decimals([a, b, c, d, e - boundary.xMm, f - boundary.yMm], 6),
    Alpha: alpha === undefined || alpha === 255 ? undefined : Math.round(alpha),
  };
}

/** Path data with every point moved by (−x, −y) (GB/T 33190 table 35). */
function abbreviatedData(segments: readonly PathSegment[], x: number, y: number): string {
  return segments
    .map(([operator, ...numbers]) =>
      [operator, ...numbers.map((value, index) => decimal(value - (index % 2 === 0 ? x : y)))].join(' '),
    )
    .join(' ');
}

function buildClips(clips: PageObjectSpec['clips'], boundary: BoxMm): XmlElement | undefined {
  if (!clips || clips.length === 0) {
    return undefined;
  }
  const box = decimals([0, 0, boundary.widthMm, boundary.heightMm]);
  return ofd(
    'Clips',
    {},
    clips.map((segments) =>
      ofd('Clip', {}, [
        ofd('Area', {}, [
          ofd('Path', { Boundary: box, Stroke: false, Fill: true }, [
            ofd('AbbreviatedData', {}, [abbreviatedData(segments, boundary.xMm, boundary.yMm)]),
          ]),
        ]),
      ]),
    ),
  );
}

function buildColor(name: string, color: ColorSpec): XmlElement {
  const opaque = color.alpha === undefined || color.alpha === 255;
  return ofd(name, {
    Value: color.rgb.map(Math.round).join(' '),
    Alpha: opaque ? undefined : Math.round(color.alpha!),
  });
}

function resourceId(ids: ReadonlyMap<string, number>, key: string): number {
  const id = ids.get(key);
  if (id === undefined) {
    throw new RangeError(`no resource with key ${JSON.stringify(key)}`);
  }
  return id;
}

/** A generous box: nothing of a glyph reaches further than 1.2 sizes right, 1.1 up or 0.5 down of its origin. */
function textBox(spec: TextObjectSpec): BoxMm {
  const { sizeMm } = spec;
  const reach = Math.max(1, spec.hScale ?? 1) * 1.2 * sizeMm;
  const turned = (spec.charDirection ?? 0) !== 0;
  const points: [number, number][] = [];
  for (const run of spec.runs) {
    let x = run.xMm;
    let y = run.yMm;
    [...run.text].forEach((_, index) => {
      if (index > 0) {
        x += run.deltaXMm?.[index - 1] ?? 0;
        y += run.deltaYMm?.[index - 1] ?? 0;
      }
      const around = turned
        ? { xMm: x - reach, yMm: y - reach, widthMm: 2 * reach, heightMm: 2 * reach }
        : {
            xMm: x - 0.3 * sizeMm,
            yMm: y - 1.1 * sizeMm,
            widthMm: 0.3 * sizeMm + reach,
            heightMm: 1.6 * sizeMm,
          };
      points.push(...corners(around).map(([px, py]) => applyTo(spec.ctm ?? identity, px, py)));
    });
  }
  return boxAround(points);
}

function pathBox(spec: PathObjectSpec): BoxMm {
  const points: [number, number][] = [];
  for (const [, ...numbers] of spec.segments) {
    for (let index = 0; index + 1 < numbers.length; index += 2) {
      points.push(applyTo(spec.ctm ?? identity, numbers[index]!, numbers[index + 1]!));
    }
  }
  const [a, b, c, d] = spec.ctm ?? identity;
  const scale = Math.max(Math.hypot(a, b), Math.hypot(c, d));
  const miter = spec.join === undefined || spec.join === 'Miter' ? (spec.miterLimit ?? 4.234) : 1.5;
  return boxAround(points, spec.stroke ? ((spec.lineWidthMm ?? 0.353) * scale * miter) / 2 : 0.01);
}

/** Rounded outwards to 0.001 mm so that rounding never clips. */
function roundOut(box: BoxMm): BoxMm {
  const xMm = Math.floor(box.xMm * 1000) / 1000;
  const yMm = Math.floor(box.yMm * 1000) / 1000;
  return {
    xMm,
    yMm,
    widthMm: Math.ceil((box.xMm + box.widthMm - xMm) * 1000) / 1000,
    heightMm: Math.ceil((box.yMm + box.heightMm - yMm) * 1000) / 1000,
  };
}
