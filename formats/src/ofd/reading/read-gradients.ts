/** Axial and radial shading (GB/T 33190 8.3.4.2, 8.3.4.3) as gradients without a MapUnit. */
import { attr, child, children, type XmlElement } from '../../container/index.ts';
import type { ColorStop, GradientPaint } from '../../drawing/index.ts';
import type { Spaces } from './part.ts';
import { readNumber, readNumbers, readWord } from './read-values.ts';
import { readAlpha, solidRgb } from './solid-colors.ts';

const mostSegments = 256;
const mostStops = 4096;

/** Intervals of a repeated gradient between its end points; above it they are made longer. */
const mostIntervals = 256;

/** How many intervals it goes on where Extend asks for one side only. */
const intervalsBeyond = 64;

type Line = Pick<GradientPaint, 'start' | 'end' | 'startRadius' | 'endRadius'>;

/** The gradient inside a CT_Color; undefined when there is none. */
export function readGradient(color: XmlElement, alpha: number, spaces: Spaces): GradientPaint | undefined {
  const element = child(color, 'AxialShd') ?? child(color, 'RadialShd');
  if (!element) {
    return undefined;
  }
  const radial = element.name === 'RadialShd';
  const radius = (name: string): number => (radial ? Math.abs(readNumber(attr(element, name)) ?? 0) : 0);
  const line: Line = {
    start: readPoint(element, 'StartPoint'),
    end: readPoint(element, 'EndPoint'),
    startRadius: radius('StartRadius'),
    endRadius: radius('EndRadius'),
  };
  const extend = Math.floor(readNumber(attr(element, 'Extend')) ?? 0);
  const extendStart = extend === 1 || extend === 3;
  const extendEnd = extend === 2 || extend === 3;
  const mapType = readWord(attr(element, 'MapType'), ['Direct', 'Repeat', 'Reflect']) ?? 'Direct';
  const stops = readStops(element, spaces);
  const length = lineLength(line);
  const unit = Math.abs(readNumber(attr(element, 'MapUnit')) ?? 0) || length;
  const eccentricity = radial
    ? Math.min(Math.max(readNumber(attr(element, 'Eccentricity')) ?? 0, 0), 0.9999)
    : 0;
  const angle = radial ? (readNumber(attr(element, 'Angle')) ?? 0) : 0;
  const rest = {
    kind: radial ? 'radial' : 'axial',
    eccentricity,
    angle,
    extendStart,
    extendEnd,
    alpha,
  } as const;
  if (mapType === 'Direct' || length === 0) {
    return { ...rest, ...line, repeat: 'pad', stops };
  }
  const share = unit / length;
  if (extendStart && extendEnd) {
    const repeat = mapType === 'Repeat' ? 'repeat' : 'reflect';
    return { ...rest, ...lineBetween(line, 0, share), repeat, stops };
  }
  return {
    ...rest,
    ...writtenOut(line, share, stops, mapType === 'Reflect', extendStart, extendEnd),
    repeat: 'pad',
  };
}

/** Intervals one after the other from `start` to `end` (and on, to a side that Extend names). */
function writtenOut(
  line: Line,
  share: number,
  stops: readonly ColorStop[],
  mirrored: boolean,
  extendStart: boolean,
  extendEnd: boolean,
): Line & { stops: ColorStop[] } {
  const unit = Math.max(share, 1 / mostIntervals);
  // Circles never shrink below a point: there the repetition ends.
  const growth = line.endRadius - line.startRadius;
  const least = growth > 0 ? -line.startRadius / growth / unit : Number.NEGATIVE_INFINITY;
  const most = growth < 0 ? -line.startRadius / growth / unit : Number.POSITIVE_INFINITY;
  const from = extendStart ? Math.ceil(Math.max(-intervalsBeyond, least)) : 0;
  const to = Math.min(extendEnd ? intervalsBeyond + Math.ceil(1 / unit) : 1 / unit, most);
  const all: ColorStop[] = [];
  for (let interval = from; interval < to && all.length < mostStops; interval++) {
    const turned = mirrored && Math.abs(interval) % 2 === 1;
    for (const stop of turned ? [...stops].reverse() : stops) {
      const place = interval + (turned ? 1 - stop.offset : stop.offset);
      all.push({ ...stop, offset: (place - from) / (to - from) });
    }
  }
  return { ...lineBetween(line, from * unit, to * unit), stops: cutAtEnd(all) };
}

/** Stops past the end of the line replaced by one at the end, so that the last interval stops half way. */
function cutAtEnd(stops: readonly ColorStop[]): ColorStop[] {
  const past = stops.findIndex((stop) => stop.offset > 1);
  if (past < 0) {
    return [...stops];
  }
  const before = stops[past - 1];
  const after = stops[past]!;
  if (!before) {
    return [{ ...after, offset: 1 }];
  }
  const t = after.offset > before.offset ? (1 - before.offset) / (after.offset - before.offset) : 0;
  const mix = (a: number, b: number): number => a + (b - a) * t;
  const rgb = [0, 1, 2].map((at) => Math.round(mix(before.rgb[at]!, after.rgb[at]!))) as [
    number,
    number,
    number,
  ];
  return [...stops.slice(0, past), { offset: 1, rgb, alpha: mix(before.alpha, after.alpha) }];
}

/** A stretch of the line, `from` and `to` in parts of its length; a radius never becomes negative. */
function lineBetween(line: Line, from: number, to: number): Line {
  const at = (t: number): readonly [number, number] => [
    line.start[0] + (line.end[0] - line.start[0]) * t,
    line.start[1] + (line.end[1] - line.start[1]) * t,
  ];
  const radius = (t: number): number =>
    Math.max(line.startRadius + (line.endRadius - line.startRadius) * t, 0);
  return { start: at(from), end: at(to), startRadius: radius(from), endRadius: radius(to) };
}

/** What MapUnit is measured along: the line between the points, or between circles around one point the radius. */
function lineLength(line: Line): number {
  const distance = Math.hypot(line.end[0] - line.start[0], line.end[1] - line.start[1]);
  return distance > 0 ? distance : Math.abs(line.endRadius - line.startRadius);
}

/** Segments by place; a missing Position spreads them evenly, and one that steps back counts as the one before. */
function readStops(element: XmlElement, spaces: Spaces): ColorStop[] {
  const segments = children(element, 'Segment').slice(0, mostSegments);
  let least = 0;
  return segments.map((segment, index) => {
    const color = child(segment, 'Color');
    const stated = readNumber(attr(segment, 'Position')) ?? index / Math.max(segments.length - 1, 1);
    least = Math.min(Math.max(stated, least), 1);
    return {
      offset: least,
      rgb: color ? solidRgb(color, spaces) : ([0, 0, 0] as const),
      alpha: color ? readAlpha(color) : 255,
    };
  });
}

function readPoint(element: XmlElement, name: string): readonly [number, number] {
  const [x = 0, y = 0] = readNumbers(attr(element, name), 2);
  return [x, y];
}
