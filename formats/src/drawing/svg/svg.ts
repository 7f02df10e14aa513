/**
 * The only place that makes SVG markup. Names and attributes come from fixed lists, values are escaped, numbers
 * are formatted here: no character of a file can become markup, a script, a style or a link to the outside.
 */
import type { Matrix } from '../geometry.ts';
import { decimal } from '../numbers.ts';

declare const made: unique symbol;

/** Markup made by `svg` or `svgText`; a plain string is not accepted in its place. */
export type Svg = string & { readonly [made]: true };

export type SvgName =
  | 'svg'
  | 'g'
  | 'defs'
  | 'path'
  | 'rect'
  | 'text'
  | 'image'
  | 'use'
  | 'clipPath'
  | 'linearGradient'
  | 'radialGradient'
  | 'stop';

/** Attributes a drawing may carry; none of them can run anything. `href` is checked further. */
const attributeNames = [
  'id',
  'xmlns',
  'viewBox',
  'width',
  'height',
  'x',
  'y',
  'd',
  'transform',
  'href',
  'fill',
  'fill-rule',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-miterlimit',
  'stroke-dasharray',
  'stroke-dashoffset',
  'opacity',
  'clip-path',
  'clip-rule',
  'clipPathUnits',
  'preserveAspectRatio',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'gradientUnits',
  'spreadMethod',
  'x1',
  'y1',
  'x2',
  'y2',
  'cx',
  'cy',
  'r',
  'fx',
  'fy',
  'fr',
  'offset',
  'stop-color',
  'stop-opacity',
  'style',
] as const;

export type SvgAttributes = {
  readonly [name in (typeof attributeNames)[number]]?: string | number | undefined;
};

const hrefForm =
  /^(?:#[A-Za-z][\w-]*|data:image\/(?:png|jpeg|gif|bmp|svg\+xml);base64,[A-Za-z0-9+/]*={0,2})$/;

/** The one style in use: seals are laid over the page like ink (their pictures often have white paper). */
export const multiplyStyle = 'mix-blend-mode:multiply';

/** One element. Throws `RangeError` for an attribute, link or style that is not on the lists (a fault of ours). */
export function svg(name: SvgName, attributes: SvgAttributes, content: readonly Svg[] = []): Svg {
  let out = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) {
      continue;
    }
    if (!(attributeNames as readonly string[]).includes(key)) {
      throw new RangeError(`attribute ${key} is not drawn`);
    }
    const written = typeof value === 'number' ? svgNumber(value) : value;
    if ((key === 'href' && !hrefForm.test(written)) || (key === 'style' && written !== multiplyStyle)) {
      throw new RangeError(`${key} leads outside the drawing`);
    }
    out += ` ${key}="${escaped(written)}"`;
  }
  return (content.length === 0 ? `${out}/>` : `${out}>${content.join('')}</${name}>`) as Svg;
}

/** Text content. */
export function svgText(value: string): Svg {
  return escaped(value) as Svg;
}

/** A number for SVG; what is not finite or absurdly large is pulled to the edge instead of breaking the page. */
export function svgNumber(value: number): string {
  return decimal(Number.isFinite(value) ? Math.min(Math.max(value, -1e9), 1e9) : 0);
}

/** A transform attribute; undefined for the matrix that changes nothing. */
export function svgMatrix(matrix: Matrix): string | undefined {
  const [a, b, c, d, e, f] = matrix;
  if (a === 1 && b === 0 && c === 0 && d === 1) {
    return e === 0 && f === 0 ? undefined : `translate(${svgNumber(e)} ${svgNumber(f)})`;
  }
  const fine = (value: number): string =>
    decimal(Number.isFinite(value) ? Math.min(Math.max(value, -1e9), 1e9) : 0, 6);
  return `matrix(${[a, b, c, d, e, f].map(fine).join(' ')})`;
}

/** XML-escaped, with what XML cannot hold replaced. */
function escaped(value: string): string {
  return (
    value
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
  );
}
