/** TextCode and CGTransform: which glyph stands where (GB/T 33190 11.3, 11.4). */
import { attr, children, childText, text, type XmlElement } from '../../container/index.ts';
import type { PlacedGlyph, TextCode } from '../model/read-types.ts';
import { readDeltas, readNumber, readNumbers } from './read-values.ts';

type Unit = { text: string; glyphId?: number };
type Transform = { position: number; codes: number; glyphs: number[] };

/** All TextCodes of a TextObject; a missing X or Y continues the previous code's. */
export function readTextCodes(element: XmlElement): TextCode[] {
  const codes: TextCode[] = [];
  let pending: Transform[] = [];
  let x = 0;
  let y = 0;
  let passed = 0;
  for (const item of children(element)) {
    if (item.name === 'CGTransform') {
      pending.push(readTransform(item));
    } else if (item.name === 'TextCode') {
      x = readNumber(attr(item, 'X')) ?? x;
      y = readNumber(attr(item, 'Y')) ?? y;
      const content = text(item).replace(/[\r\n]+/g, '');
      const points = [...content];
      const own = pending.map((t) => ({
        ...t,
        position: t.position >= points.length ? t.position - passed : t.position,
      }));
      codes.push({ text: content, glyphs: place(joinTransforms(points, own), item, x, y) });
      passed += points.length;
      pending = [];
    }
  }
  return codes;
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

/** Code points, with those a transform covers replaced by its glyphs; the text stays with the first glyph. */
function joinTransforms(points: readonly string[], transforms: readonly Transform[]): Unit[] {
  const units: Unit[] = [];
  const byStart = new Map(transforms.filter((t) => t.glyphs.length > 0).map((t) => [t.position, t]));
  for (let at = 0; at < points.length; ) {
    const transform = byStart.get(at);
    if (!transform) {
      units.push({ text: points[at]! });
      at += 1;
      continue;
    }
    const covered = points.slice(at, at + transform.codes);
    const even = covered.length === transform.glyphs.length;
    transform.glyphs.forEach((glyphId, index) => {
      units.push({ text: even ? covered[index]! : index === 0 ? covered.join('') : '', glyphId });
    });
    at += transform.codes;
  }
  return units;
}

/** Deltas follow glyphs; too many are ignored, too few repeat the last, none on an axis means no movement. */
function place(units: readonly Unit[], code: XmlElement, startX: number, startY: number): PlacedGlyph[] {
  const steps = Math.max(units.length - 1, 0);
  const deltaX = readDeltas(attr(code, 'DeltaX'), steps);
  const deltaY = readDeltas(attr(code, 'DeltaY'), steps);
  let xMm = startX;
  let yMm = startY;
  return units.map((unit, index) => {
    if (index > 0) {
      xMm += deltaX[index - 1] ?? deltaX.at(-1) ?? 0;
      yMm += deltaY[index - 1] ?? deltaY.at(-1) ?? 0;
    }
    return { ...unit, xMm, yMm };
  });
}
