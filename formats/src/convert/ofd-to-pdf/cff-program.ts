/**
 * A CID-keyed CFF font program made of outlines (Adobe TN 5176, 5177): the way into a PDF for every font that can be
 * drawn, whatever state its file is in. Glyph 0 is a blank .notdef; CID = glyph index.
 */
import type { PathCommand } from '../../drawing/index.ts';

/** A glyph of the program: outline in em units (y up), advance in thousandths of the em. */
export type CffGlyph = { readonly outline: readonly PathCommand[]; readonly width: number };

const version = [1, 0, 4, 4];
/** Thousandths of the em are kept to sixteenths: 0.00006 em, and whole numbers stay short. */
const fraction = 16;

/** The font program; `glyphs[0]` gets CID 1. Equal input gives equal bytes. */
export function cffProgram(name: string, box: readonly number[], glyphs: readonly CffGlyph[]): Uint8Array {
  const names = index([ascii(name)]);
  const strings = index([ascii('Adobe'), ascii('Identity')]);
  const charStrings = index([[...integer(0), 14], ...glyphs.map(charString)]);
  const charset = [2, ...u16(1), ...u16(Math.max(0, glyphs.length - 1))];
  const fdSelect = [3, ...u16(1), ...u16(0), 0, ...u16(glyphs.length + 1)];
  const priv = [...integer(0), 20, ...integer(0), 21];
  const fontDict = (offset: number): number[][] => [[...integer(priv.length), ...long(offset), 18]];
  const top = (at: { charset: number; fdSelect: number; charStrings: number; fdArray: number }): number[] => [
    ...[...integer(391), ...integer(392), ...integer(0), 12, 30],
    ...[...box.flatMap((side) => integer(Math.round(side))), 5],
    ...[...integer(glyphs.length + 1), 12, 34],
    ...[...long(at.charset), 15],
    ...[...long(at.charStrings), 17],
    ...[...long(at.fdArray), 12, 36],
    ...[...long(at.fdSelect), 12, 37],
  ];
  const nowhere = { charset: 0, fdSelect: 0, charStrings: 0, fdArray: 0 };
  const charsetAt = 4 + names.length + index([top(nowhere)]).length + strings.length + 2;
  const fdSelectAt = charsetAt + charset.length;
  const charStringsAt = fdSelectAt + fdSelect.length;
  const fdArrayAt = charStringsAt + charStrings.length;
  const privateAt = fdArrayAt + index(fontDict(0)).length;
  const places = { charset: charsetAt, fdSelect: fdSelectAt, charStrings: charStringsAt, fdArray: fdArrayAt };
  const parts = [
    version,
    names,
    index([top(places)]),
    strings,
    u16(0),
    charset,
    fdSelect,
    charStrings,
    index(fontDict(privateAt)),
    priv,
  ];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A Type 2 charstring: the width, then moves, lines and curves. */
function charString({ outline, width }: CffGlyph): number[] {
  const out = number(width * fraction);
  let [x, y] = [0, 0];
  let pending: number[] = [];
  let pendingOperator = 0;
  const flush = (): void => {
    if (pendingOperator !== 0) {
      out.push(...pending, pendingOperator);
    }
    pending = [];
    pendingOperator = 0;
  };
  let batched = 0;
  const add = (operator: number, points: readonly number[]): void => {
    // 48 arguments fit on the stack (TN 5177 appendix B)
    if (operator !== pendingOperator || operator === 21 || batched + points.length > 48) {
      flush();
      batched = 0;
    }
    pendingOperator = operator;
    batched += points.length;
    for (let i = 0; i < points.length; i += 2) {
      const px = unit(points[i]!);
      const py = unit(points[i + 1]!);
      pending.push(...number(px - x), ...number(py - y));
      [x, y] = [px, py];
    }
  };
  let [cx, cy] = [0, 0];
  for (const { operator, numbers } of outline) {
    const [n0 = 0, n1 = 0, n2 = 0, n3 = 0, n4 = 0, n5 = 0] = numbers;
    if (operator === 'M') {
      add(21, [n0, n1]);
      [cx, cy] = [n0, n1];
    } else if (operator === 'L') {
      add(5, [n0, n1]);
      [cx, cy] = [n0, n1];
    } else if (operator === 'Q') {
      add(8, [
        cx + (2 / 3) * (n0 - cx),
        cy + (2 / 3) * (n1 - cy),
        n2 + (2 / 3) * (n0 - n2),
        n3 + (2 / 3) * (n1 - n3),
        n2,
        n3,
      ]);
      [cx, cy] = [n2, n3];
    } else if (operator === 'B') {
      add(8, [n0, n1, n2, n3, n4, n5]);
      [cx, cy] = [n4, n5];
    }
  }
  flush();
  out.push(14);
  return out;
}

/** An em share as sixteenths of a thousandth. */
function unit(em: number): number {
  const value = Math.round(em * 1000 * fraction);
  return Number.isFinite(value) ? Math.min(32_000 * fraction, Math.max(-32_000 * fraction, value)) : 0;
}

/** A Type 2 number given in sixteenths: an integer where it is one, else 16.16 fixed. */
function number(sixteenths: number): number[] {
  const rounded = Math.round(sixteenths);
  if (rounded % fraction === 0 && Math.abs(rounded / fraction) <= 32_000) {
    return integer(rounded / fraction);
  }
  const fixed = Math.round(rounded * (65_536 / fraction)) | 0;
  return [255, (fixed >>> 24) & 255, (fixed >>> 16) & 255, (fixed >>> 8) & 255, fixed & 255];
}

/** Integers as DICT data and Type 2 charstrings share them. */
function integer(value: number): number[] {
  if (value >= -107 && value <= 107) {
    return [value + 139];
  }
  if (value >= 108 && value <= 1131) {
    return [((value - 108) >> 8) + 247, (value - 108) & 255];
  }
  if (value >= -1131 && value <= -108) {
    return [((-value - 108) >> 8) + 251, (-value - 108) & 255];
  }
  return [28, (value >> 8) & 255, value & 255];
}

/** A DICT integer of fixed length, for offsets. */
function long(value: number): number[] {
  return [29, (value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function u16(value: number): number[] {
  return [(value >> 8) & 255, value & 255];
}

function ascii(text: string): number[] {
  return Array.from(text, (char) => char.charCodeAt(0) & 0x7f);
}

/** An INDEX (TN 5176 5) with four-byte offsets. */
function index(items: readonly (readonly number[])[]): Uint8Array {
  const head = 3 + 4 * (items.length + 1);
  const out = new Uint8Array(head + items.reduce((sum, item) => sum + item.length, 0));
  const view = new DataView(out.buffer);
  view.setUint16(0, items.length);
  out[2] = 4;
  let offset = 1;
  view.setUint32(3, offset);
  for (const [i, item] of items.entries()) {
    out.set(item, head + offset - 1);
    offset += item.length;
    view.setUint32(3 + 4 * (i + 1), offset);
  }
  return out;
}
