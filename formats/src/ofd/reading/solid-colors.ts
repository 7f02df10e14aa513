/** Plain colours to sRGB (GB/T 33190 8.3.1, 8.3.2). */
import { attr, type XmlElement } from '../../container/index.ts';
import type { Spaces } from './part.ts';
import { readNumber } from './read-values.ts';

type Rgb = readonly [number, number, number];

/** Value or Index of a CT_Color in its colour space, the document's default one, or the one its length tells. */
export function solidRgb(element: XmlElement, spaces: Spaces): Rgb {
  const named = attr(element, 'ColorSpace');
  const index = readNumber(attr(element, 'Index'));
  const own = spaces.get(named ?? '');
  const listed = index === undefined ? undefined : own?.palette[index];
  const values = listed ?? readComponents(attr(element, 'Value'));
  // A default space of three components does not make nonsense of a grey or CMYK value written without a space.
  const space = named === undefined && own && values.length !== componentCount[own.type] ? undefined : own;
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

const componentCount = { GRAY: 1, RGB: 3, CMYK: 4 } as const;

/** Components in decimal or as `#hex`, mixed as producers like. */
export function readComponents(value: string | undefined): number[] {
  return (value ?? '')
    .split(/[\s,]+/)
    .filter((token) => token !== '')
    .slice(0, 4)
    .map((token) => (token.startsWith('#') ? Number.parseInt(token.slice(1), 16) : Number(token)))
    .map((number) => (Number.isFinite(number) ? number : 0));
}

/** Alpha 0–255 of a colour or an object; opaque when it says nothing (the schema's "default 0" is an erratum). */
export function readAlpha(element: XmlElement): number {
  return Math.min(Math.max(readNumber(attr(element, 'Alpha')) ?? 255, 0), 255);
}
