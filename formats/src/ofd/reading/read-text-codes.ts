/** TextCode and CGTransform: which glyph stands where (GB/T 33190 11.3, 11.4). */
import { attr, childText, text, type XmlElement } from '../../container/index.ts';
import type { PlacedGlyph, TextCode } from '../model/read-types.ts';
import { readDeltas, readNumber, readNumbers } from './read-values.ts';

type Transform = { position: number; codes: number; glyphs: number[] };

const noTransforms: readonly Transform[] = [];

/** All TextCodes of a TextObject; a missing X or Y continues the previous code's. */
export function readTextCodes(element: XmlElement): TextCode[] {
  const codes: TextCode[] = [];
  let pending: Transform[] = [];
  let x = 0;
  let y = 0;
  let passed = 0;
  for (const item of element.children) {
    if (typeof item === 'string') {
      continue;
    }
    if (item.name === 'CGTransform') {
      pending.push(readTransform(item));
    } else if (item.name === 'TextCode') {
      x = readNumber(attr(item, 'X')) ?? x;
      y = readNumber(attr(item, 'Y')) ?? y;
      const content = text(item).replace(/[\r\n]+/g, '');
      const before = passed;
      codes.push(textCode(content, pending.length > 0 ? pending : noTransforms, before, item, x, y));
      passed += countPoints(content);
      pending = [];
    }
  }
  return codes;
}

function textCode(
  content: string,
  transforms: readonly Transform[],
  passed: number,
  code: XmlElement,
  x: number,
  y: number,
): TextCode {
  const deltaX = attr(code, 'DeltaX');
  const deltaY = attr(code, 'DeltaY');
  return {
    text: content,
    get glyphs() {
      const glyphs = joinTransforms([...content], transforms, passed, x, y);
      moveAlong(glyphs, 'xMm', deltaX);
      moveAlong(glyphs, 'yMm', deltaY);
      return glyphs;
    },
  };
}

function countPoints(content: string): number {
  let pairs = 0;
  for (let at = 0; at < content.length; at++) {
    pairs += (content.charCodeAt(at) & 0xfc00) === 0xdc00 ? 1 : 0;
  }
  return content.length - pairs;
}

function readTransform(element: XmlElement): Transform {
  const glyphs = readNumbers(childText(element, 'Glyphs')).map((id) => Math.max(0, Math.floor(id)));
  const stated = readNumber(attr(element, 'GlyphCount'));
  return {
    position: Math.max(0, Math.floor(readNumber(attr(element, 'CodePosition')) ?? 0)),
    codes: Math.max(1, Math.floor(readNumber(attr(element, 'CodeCount')) ?? 1)),
    glyphs: stated === undefined ? glyphs : glyphs.slice(0, Math.max(0, stated)),
  };
}

type Glyph = { -readonly [K in keyof PlacedGlyph]: PlacedGlyph[K] };

/**
 * Code points, with those a transform covers replaced by its glyphs; the text stays with the first glyph. A
 * CodePosition past the end of the code counts from the start of the object, as some producers write it.
 */
function joinTransforms(
  points: readonly string[],
  transforms: readonly Transform[],
  passed: number,
  xMm: number,
  yMm: number,
): Glyph[] {
  if (transforms.length === 0) {
    return points.map((point) => ({ text: point, xMm, yMm }));
  }
  const byStart = new Map<number, Transform>();
  for (const transform of transforms) {
    if (transform.glyphs.length > 0) {
      const { position } = transform;
      byStart.set(position >= points.length ? position - passed : position, transform);
    }
  }
  const glyphs: Glyph[] = [];
  for (let at = 0; at < points.length; ) {
    const transform = byStart.get(at);
    if (!transform) {
      glyphs.push({ text: points[at]!, xMm, yMm });
      at += 1;
      continue;
    }
    const covered = points.slice(at, at + transform.codes);
    const even = covered.length === transform.glyphs.length;
    for (const [index, glyphId] of transform.glyphs.entries()) {
      glyphs.push({ text: even ? covered[index]! : index === 0 ? covered.join('') : '', glyphId, xMm, yMm });
    }
    at += transform.codes;
  }
  return glyphs;
}

/** Deltas follow glyphs; too many are ignored, too few repeat the last, none on an axis means no movement. */
function moveAlong(glyphs: readonly Glyph[], axis: 'xMm' | 'yMm', written: string | undefined): void {
  const deltas = written === undefined ? [] : readDeltas(written, glyphs.length - 1);
  const last = deltas.at(-1);
  if (last === undefined) {
    return;
  }
  let place = glyphs[0]![axis];
  for (let at = 1; at < glyphs.length; at++) {
    place += deltas[at - 1] ?? last;
    glyphs[at]![axis] = place;
  }
}
