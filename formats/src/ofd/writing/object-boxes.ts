/** Boundaries for objects whose spec gives none: generous, because a boundary clips. */
import { applyTo, type BoxMm, boxAround, corners, identity } from '../../drawing/index.ts';
import type {
  CompositeUnitSpec,
  PageObjectSpec,
  PathObjectSpec,
  TextObjectSpec,
} from '../model/build-types.ts';
import { segmentBox } from './path-data.ts';

/** Rounded outwards to 0.001 mm so that rounding never clips; a box that is rounded already stays the same. */
export function roundOut(box: BoxMm): BoxMm {
  // the last bits of a sum are noise: without this the same box would grow at each turn
  const noise = 1e-6;
  const down = (value: number): number => Math.floor(value * 1000 + noise) / 1000;
  const up = (value: number): number => Math.ceil(value * 1000 - noise) / 1000;
  const xMm = down(box.xMm);
  const yMm = down(box.yMm);
  return {
    xMm,
    yMm,
    widthMm: up(box.xMm + box.widthMm - xMm),
    heightMm: up(box.yMm + box.heightMm - yMm),
  };
}

/** Sizes of composite units by key. */
export type UnitSizes = ReadonlyMap<string, Pick<CompositeUnitSpec, 'widthMm' | 'heightMm'>>;

/** The boundary an object gets: its own, or the computed one. A block's is that of its objects together. */
export function objectBox(spec: PageObjectSpec, units: UnitSizes): BoxMm {
  if (spec.kind === 'group') {
    return boxAround(spec.objects.flatMap((object) => corners(objectBox(object, units))));
  }
  if (spec.boundary) {
    return spec.boundary;
  }
  switch (spec.kind) {
    case 'text':
      return textBox(spec);
    case 'path':
      return pathBox(spec);
    case 'image':
      return through({ xMm: 0, yMm: 0, widthMm: 1, heightMm: 1 }, spec.ctm);
    case 'composite': {
      const unit = units.get(spec.unit);
      if (!unit) {
        throw new RangeError(`expected a boundary for an object of unit ${JSON.stringify(spec.unit)}`);
      }
      return through({ xMm: 0, yMm: 0, widthMm: unit.widthMm, heightMm: unit.heightMm }, spec.ctm);
    }
  }
}

function through(box: BoxMm, ctm: PathObjectSpec['ctm']): BoxMm {
  return boxAround(corners(box).map(([x, y]) => applyTo(ctm ?? identity, x, y)));
}

/** Nothing of a glyph reaches further than 1.2 sizes right, 1.1 up or 0.5 down of its origin. */
function textBox(spec: TextObjectSpec): BoxMm {
  const { sizeMm } = spec;
  const reach = Math.max(1, spec.hScale ?? 1) * 1.2 * sizeMm;
  const turned = (spec.charDirection ?? 0) !== 0;
  const points: [number, number][] = [];
  for (const run of spec.runs) {
    let x = run.xMm;
    let y = run.yMm;
    const steps = Math.max(run.deltaXMm?.length ?? 0, run.deltaYMm?.length ?? 0);
    for (let index = 0; index <= steps; index++) {
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
    }
  }
  return boxAround(points);
}

function pathBox(spec: PathObjectSpec): BoxMm {
  const ctm = spec.ctm ?? identity;
  if (!spec.stroke) {
    return segmentBox(spec.segments, ctm);
  }
  const [a, b, c, d] = ctm;
  const scale = Math.max(Math.hypot(a, b), Math.hypot(c, d));
  const miter = spec.join === undefined || spec.join === 'Miter' ? (spec.miterLimit ?? 4.234) : 1.5;
  return segmentBox(spec.segments, ctm, ((spec.lineWidthMm ?? 0.353) * scale * miter) / 2);
}
