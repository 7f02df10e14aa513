import { guarded, viewOf } from './bytes.ts';
import { SfntError } from './errors.ts';
import type { TrueTypeFont } from './font.ts';
import type { QuadraticSegment } from './outline-segment.ts';

type Point = { x: number; y: number; on: boolean };
type Contours = Point[][];

const maxDepth = 6;
const maxComponents = 128;

// glyf flags (5.3.3)
const onCurve = 0x01;
const xShort = 0x02;
const yShort = 0x04;
const repeated = 0x08;
const xSame = 0x10;
const ySame = 0x20;

// component flags (5.3.3.2)
const argsAreWords = 0x0001;
const argsAreXy = 0x0002;
const haveScale = 0x0008;
const moreComponents = 0x0020;
const haveXyScale = 0x0040;
const haveTwoByTwo = 0x0080;
const scaledOffset = 0x0800;

/** The outline of a glyph, components resolved; empty for blank glyphs. Throws SfntError for broken glyph data. */
export function glyphOutline(font: TrueTypeFont, glyph: number): QuadraticSegment[] {
  const allowed = font.effort.allowance;
  const budget = { components: maxComponents, points: allowed };
  return guarded(() => {
    let contours: Contours;
    try {
      contours = readGlyph(font, glyph, 0, budget);
    } finally {
      font.effort.spent(allowed - budget.points);
    }
    const shift = contours.length === 0 ? 0 : bearingShift(font, glyph);
    return contours.flatMap((contour) => segmentsOf(contour, shift, font.unitsPerEm));
  });
}

/** Every rasteriser puts a glyph's `xMin` on the left side bearing of `hmtx`, whatever the points say. */
function bearingShift(font: TrueTypeFont, glyph: number): number {
  const bearing = font.leftSideBearing(glyph);
  return bearing === undefined ? 0 : bearing - viewOf(font.glyphData(glyph)).getInt16(2);
}

type Budget = { components: number; points: number };

function readGlyph(font: TrueTypeFont, glyph: number, depth: number, budget: Budget): Contours {
  const data = font.glyphData(glyph);
  if (data.length < 10) {
    return [];
  }
  const view = viewOf(data);
  const contourCount = view.getInt16(0);
  return contourCount >= 0
    ? readSimple(view, contourCount, budget)
    : readComposite(font, view, depth, budget);
}

function readSimple(view: DataView, contourCount: number, budget: Budget): Contours {
  const ends: number[] = [];
  for (let i = 0; i < contourCount; i++) {
    const end = view.getUint16(10 + 2 * i);
    if (end < (ends.at(-1) ?? -1)) {
      throw new SfntError('字形轮廓的端点顺序无效');
    }
    ends.push(end);
  }
  const count = contourCount === 0 ? 0 : (ends[contourCount - 1] as number) + 1;
  budget.points -= count;
  if (budget.points < 0) {
    throw new SfntError('字形的点过多');
  }
  let at = 10 + 2 * contourCount;
  at += contourCount === 0 ? 0 : 2 + view.getUint16(at);
  const flags: number[] = [];
  while (flags.length < count) {
    const flag = view.getUint8(at);
    at += 1;
    let times = 1;
    if ((flag & repeated) !== 0) {
      times += view.getUint8(at);
      at += 1;
    }
    for (; times > 0 && flags.length < count; times--) {
      flags.push(flag);
    }
  }
  const axis = (short: number, same: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if ((flag & short) !== 0) {
        value += (flag & same) !== 0 ? view.getUint8(at) : -view.getUint8(at);
        at += 1;
      } else if ((flag & same) === 0) {
        value += view.getInt16(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = axis(xShort, xSame);
  const ys = axis(yShort, ySame);
  let start = 0;
  return ends.map((end) => {
    const contour: Point[] = [];
    for (; start <= end; start++) {
      contour.push({
        x: xs[start] as number,
        y: ys[start] as number,
        on: ((flags[start] as number) & onCurve) !== 0,
      });
    }
    return contour;
  });
}

function readComposite(font: TrueTypeFont, view: DataView, depth: number, budget: Budget): Contours {
  if (depth >= maxDepth) {
    throw new SfntError('字形部件嵌套过深');
  }
  const contours: Contours = [];
  let at = 10;
  let flags = moreComponents;
  while ((flags & moreComponents) !== 0) {
    budget.components -= 1;
    if (budget.components < 0) {
      throw new SfntError('字形部件过多');
    }
    flags = view.getUint16(at);
    const glyph = view.getUint16(at + 2);
    at += 4;
    const wide = (flags & argsAreWords) !== 0;
    const signed = (flags & argsAreXy) !== 0;
    const argument = (index: number): number => {
      const place = at + index * (wide ? 2 : 1);
      if (wide) {
        return signed ? view.getInt16(place) : view.getUint16(place);
      }
      return signed ? view.getInt8(place) : view.getUint8(place);
    };
    const [arg1, arg2] = [argument(0), argument(1)];
    at += wide ? 4 : 2;
    const f2dot14 = (): number => {
      at += 2;
      return view.getInt16(at - 2) / 16384;
    };
    let [a, b, c, d] = [1, 0, 0, 1];
    if ((flags & haveScale) !== 0) {
      a = f2dot14();
      d = a;
    } else if ((flags & haveXyScale) !== 0) {
      a = f2dot14();
      d = f2dot14();
    } else if ((flags & haveTwoByTwo) !== 0) {
      a = f2dot14();
      b = f2dot14();
      c = f2dot14();
      d = f2dot14();
    }
    const part = readGlyph(font, glyph, depth + 1, budget).map((contour) =>
      contour.map((p): Point => ({ x: a * p.x + c * p.y, y: b * p.x + d * p.y, on: p.on })),
    );
    const [dx, dy] = signed
      ? scaleOffset(arg1, arg2, (flags & scaledOffset) !== 0, a, b, c, d)
      : matchPoints(contours, arg1, part, arg2);
    for (const contour of part) {
      contours.push(contour.map((p) => ({ x: p.x + dx, y: p.y + dy, on: p.on })));
    }
  }
  return contours;
}

function scaleOffset(
  dx: number,
  dy: number,
  scaled: boolean,
  a: number,
  b: number,
  c: number,
  d: number,
): [number, number] {
  return scaled ? [dx * Math.hypot(a, b), dy * Math.hypot(c, d)] : [dx, dy];
}

/** The shift that puts point `child` of the part on point `parent` of what is there already. */
function matchPoints(done: Contours, parent: number, part: Contours, child: number): [number, number] {
  const anchor = done.flat()[parent];
  const point = part.flat()[child];
  if (anchor === undefined || point === undefined) {
    throw new SfntError('字形部件的对齐点不存在');
  }
  return [anchor.x - point.x, anchor.y - point.y];
}

/** TrueType contours: between two off-curve points lies an implied on-curve one in the middle. */
function segmentsOf(contour: readonly Point[], shift: number, unitsPerEm: number): QuadraticSegment[] {
  const count = contour.length;
  if (count < 2) {
    return [];
  }
  const middle = (p: Point, q: Point): Point => ({ x: (p.x + q.x) / 2, y: (p.y + q.y) / 2, on: true });
  const firstOn = contour.findIndex((point) => point.on);
  const start =
    firstOn >= 0 ? (contour[firstOn] as Point) : middle(contour[count - 1] as Point, contour[0] as Point);
  const first = firstOn >= 0 ? firstOn + 1 : 0;
  const steps = firstOn >= 0 ? count - 1 : count;
  const x = (point: Point): number => (point.x + shift) / unitsPerEm;
  const y = (point: Point): number => point.y / unitsPerEm;
  const out: QuadraticSegment[] = [['M', x(start), y(start)]];
  let control: Point | undefined;
  const arrive = (point: Point): void => {
    out.push(
      control === undefined ? ['L', x(point), y(point)] : ['Q', x(control), y(control), x(point), y(point)],
    );
    control = undefined;
  };
  for (let i = 0; i < steps; i++) {
    const point = contour[(first + i) % count] as Point;
    if (point.on) {
      arrive(point);
    } else {
      if (control !== undefined) {
        arrive(middle(control, point));
      }
      control = point;
    }
  }
  if (control !== undefined) {
    arrive(start);
  }
  out.push(['C']);
  return out;
}
