/** Colours and gradients to sRGB (GB/T 33190 8.3). Unknown patterns fall back to mid grey with a finding. */
import { attr, child, children, type XmlElement } from '../../container/index.ts';
import type { ColorSpace, ReadPaint } from '../model/read-types.ts';
import type { ReadContext } from './read-context.ts';
import { readNumber, readNumbers, readWord } from './read-values.ts';

type Rgb = readonly [number, number, number];

/** FillColor, StrokeColor or any CT_Color. */
export function readPaint(
  element: XmlElement | undefined,
  spaces: ReadonlyMap<string, ColorSpace>,
  context: ReadContext,
): ReadPaint | undefined {
  if (!element) {
    return undefined;
  }
  const alpha = readAlpha(element);
  const gradient = child(element, 'AxialShd') ?? child(element, 'RadialShd');
  if (gradient) {
    return readGradient(gradient, alpha, spaces);
  }
  const special = children(element)[0];
  if (special && attr(element, 'Value') === undefined) {
    context.note('unsupported-colour', 'info', undefined, '不支持的颜色类型，以灰色代替', special.name);
    return { kind: 'solid', rgb: [128, 128, 128], alpha };
  }
  return { kind: 'solid', rgb: solidRgb(element, spaces), alpha };
}

function readGradient(gradient: XmlElement, alpha: number, spaces: ReadonlyMap<string, ColorSpace>): ReadPaint {
  const point = (name: string): readonly [number, number] => {
    const [x = 0, y = 0] = readNumbers(attr(gradient, name), 2);
    return [x, y];
  };
  const segments = children(gradient, 'Segment').slice(0, 256);
  const stops = segments.map((segment, index) => {
    const color = child(segment, 'Color');
    return {
      offset: Math.min(
        Math.max(readNumber(attr(segment, 'Position')) ?? index / Math.max(segments.length - 1, 1), 0),
        1,
      ),
      rgb: color ? solidRgb(color, spaces) : ([0, 0, 0] as const),
      alpha: color ? readAlpha(color) : 255,
    };
  });
  const mapType = readWord(attr(gradient, 'MapType'), ['Direct', 'Repeat', 'Reflect']);
  return {
    kind: gradient.name === 'AxialShd' ? 'axial' : 'radial',
    start: point('StartPoint'),
    end: point('EndPoint'),
    startRadius: Math.abs(readNumber(attr(gradient, 'StartRadius')) ?? 0),
    endRadius: Math.abs(readNumber(attr(gradient, 'EndRadius')) ?? 0),
    repeat: mapType === 'Repeat' ? 'repeat' : mapType === 'Reflect' ? 'reflect' : 'pad',
    stops,
    alpha,
  };
}

function solidRgb(element: XmlElement, spaces: ReadonlyMap<string, ColorSpace>): Rgb {
  const space = spaces.get(attr(element, 'ColorSpace') ?? '');
  const index = readNumber(attr(element, 'Index'));
  const listed = index === undefined ? undefined : space?.palette[index];
  const values = listed ?? readComponents(attr(element, 'Value'));
  const type = space?.type ?? ({ 1: 'GRAY', 4: 'CMYK' } as const)[values.length as 1 | 4] ?? 'RGB';
  const most = 2 ** (space?.bitsPerComponent ?? 8) - 1;
  const unit = (at: number): number => Math.min(Math.max((values[at] ?? 0) / most, 0), 1);
  const byte = (value: number): number => Math.round(value * 255);
  if (type === 'GRAY') {
    return [byte(unit(0)), byte(unit(0)), byte(unit(0))];
  }
  if (type === 'CMYK') {
    const ink = (at: number): number => byte((1 - unit(at)) * (1 - unit(3)));
    return [ink(0), ink(1), ink(2)];
  }
  return [byte(unit(0)), byte(unit(1)), byte(unit(2))];
}

/** Components in decimal or as `#hex`, mixed as producers like. */
export function readComponents(value: string | undefined): number[] {
  return (value ?? '')
    .split(/[\s,]+/)
    .filter((token) => token !== '')
    .slice(0, 4)
    .map((token) => (token.startsWith('#') ? Number.parseInt(token.slice(1), 16) : Number(token)))
    .map((number) => (Number.isFinite(number) ? number : 0));
}

function readAlpha(element: XmlElement): number {
  return Math.min(Math.max(readNumber(attr(element, 'Alpha')) ?? 255, 0), 255);
}
