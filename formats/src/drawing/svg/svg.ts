/**
 * The only place that makes SVG markup. Names and attributes come from fixed lists, values are escaped, numbers
 * are formatted here: no character of a file can become markup, a script, a style or a link to the outside.
 */
import type { Matrix } from '../geometry.ts';
import { shortNumber } from '../numbers.ts';

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
  | 'pattern'
  | 'stop';

/** Attributes a drawing may carry; none of them can run anything. `href` is checked further. */
const attributeList = [
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
  'gradientTransform',
  'patternUnits',
  'patternTransform',
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

const attributeNames: ReadonlySet<string> = new Set(attributeList);

export type SvgAttributes = {
  readonly [name in (typeof attributeList)[number]]?: string | number | undefined;
};

const hrefForm = /^(?:#[A-Za-z][\w-]*|data:image\/(?:png|jpeg|gif|bmp);base64,[A-Za-z0-9+/]*={0,2})$/;

/** The only styles in use: how a group meets what lies under it (seals are ink, their pictures have white paper). */
export const blendStyles = {
  multiply: 'mix-blend-mode:multiply',
  darken: 'mix-blend-mode:darken',
} as const;

const styles: ReadonlySet<string> = new Set(Object.values(blendStyles));

/** One element. Throws `RangeError` for an attribute, link or style that is not on the lists (a fault of ours). */
export function svg(name: SvgName, attributes: SvgAttributes, content: readonly Svg[] = []): Svg {
  let out = `<${name}`;
  for (const key in attributes) {
    const value = attributes[key as keyof SvgAttributes];
    if (value === undefined) {
      continue;
    }
    if (!attributeNames.has(key)) {
      throw new RangeError(`attribute ${key} is not drawn`);
    }
    const written = typeof value === 'number' ? shortNumber(value) : value;
    if ((key === 'href' && !hrefForm.test(written)) || (key === 'style' && !styles.has(written))) {
      throw new RangeError(`${key} leads outside the drawing`);
    }
    out += ` ${key}="${escaped(written)}"`;
  }
  return (content.length === 0 ? `${out}/>` : `${out}>${content.join('')}</${name}>`) as Svg;
}

const plainId = /^[A-Za-z][\w-]*$/;

/** A definition used at a place, to a tenth of its unit: what pages of text consist of, made without the general way's detours. */
export function svgUse(id: string, x: number, y: number): Svg {
  if (!plainId.test(id)) {
    throw new RangeError('not an id of a drawing');
  }
  const [wx, wy] = [shortNumber(x, 1), shortNumber(y, 1)];
  const across = wx === '0' ? '' : ` x="${wx}"`;
  const down = wy === '0' ? '' : ` y="${wy}"`;
  return `<use href="#${id}"${across}${down}/>` as Svg;
}

/** Text content. */
export function svgText(value: string): Svg {
  return escaped(value) as Svg;
}

/** A transform attribute; undefined for the matrix that changes nothing. */
export function svgMatrix(matrix: Matrix): string | undefined {
  const [a, b, c, d, e, f] = matrix;
  if (a === 1 && b === 0 && c === 0 && d === 1) {
    return e === 0 && f === 0 ? undefined : `translate(${shortNumber(e)} ${shortNumber(f)})`;
  }
  const linear = `${shortNumber(a, 10)} ${shortNumber(b, 10)} ${shortNumber(c, 10)} ${shortNumber(d, 10)}`;
  return `matrix(${linear} ${shortNumber(e)} ${shortNumber(f)})`;
}

/** Text nothing has to be escaped in, which nearly all attributes are. */
const plain = /^[\w #.,:;()/+=%-]*$/;

/** XML-escaped, with what XML cannot hold replaced. */
function escaped(value: string): string {
  if (plain.test(value)) {
    return value;
  }
  return (
    value
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
  );
}
