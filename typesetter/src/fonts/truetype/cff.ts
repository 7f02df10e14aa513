/**
 * Reads glyph outlines of a CFF font (Adobe Technical Note 5176) by running its Type 2 charstrings
 * (5177). Hints are skipped: they do not survive the change to TrueType.
 */
import { FontFileError } from '../sfnt.ts';

/** One closed contour: a start point and segments, cubic (6 numbers) or straight (2 numbers), absolute. */
export type CubicContour = { start: [number, number]; segments: number[][] };

type Index = { count: number; at(i: number): Uint8Array; end: number };

function readIndex(bytes: Uint8Array, start: number): Index {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint16(start);
  if (count === 0) {
    return { count, at: () => new Uint8Array(0), end: start + 2 };
  }
  const size = view.getUint8(start + 2);
  if (size < 1 || size > 4) {
    throw new FontFileError('CFF 索引的偏移长度不对');
  }
  const offset = (i: number) => {
    let value = 0;
    for (let k = 0; k < size; k++) {
      value = value * 256 + view.getUint8(start + 3 + i * size + k);
    }
    return value;
  };
  const data = start + 3 + (count + 1) * size - 1;
  const end = data + offset(count);
  if (end > bytes.length) {
    throw new FontFileError('CFF 索引越界');
  }
  return { count, at: (i) => bytes.subarray(data + offset(i), data + offset(i + 1)), end };
}

/** DICT: operator → operands; escaped operators are 1200 + second byte. */
function readDict(bytes: Uint8Array): Map<number, number[]> {
  const dict = new Map<number, number[]>();
  let operands: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const b = bytes[i]!;
    if (b <= 21) {
      const operator = b === 12 ? 1200 + bytes[i + 1]! : b;
      i += b === 12 ? 2 : 1;
      dict.set(operator, operands);
      operands = [];
    } else if (b === 28) {
      operands.push(((bytes[i + 1]! << 24) | (bytes[i + 2]! << 16)) >> 16);
      i += 3;
    } else if (b === 29) {
      operands.push((bytes[i + 1]! << 24) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 8) | bytes[i + 4]!);
      i += 5;
    } else if (b === 30) {
      let text = '';
      for (i++; !text.endsWith('f') && i < bytes.length; i++) {
        text += bytes[i]!.toString(16).padStart(2, '0');
      }
      const digits = text
        .replace(/f+$/, '')
        .replace(/[a-e]/g, (c) => ({ a: '.', b: 'E', c: 'E-', e: '-' })[c] ?? '');
      operands.push(Number(digits));
    } else if (b <= 246) {
      operands.push(b - 139);
      i++;
    } else if (b <= 250) {
      operands.push((b - 247) * 256 + bytes[i + 1]! + 108);
      i += 2;
    } else {
      operands.push(-(b - 251) * 256 - bytes[i + 1]! - 108);
      i += 2;
    }
  }
  return dict;
}

type Subroutines = { global: Index; local: Index | undefined };

const MAX_DEPTH = 12;
const MAX_POINTS = 50_000;

/** Runs one charstring. */
class Pen {
  readonly contours: CubicContour[] = [];
  private stack: number[] = [];
  private x = 0;
  private y = 0;
  private hints = 0;
  private points = 0;
  private ended = false;

  run(code: Uint8Array, subroutines: Subroutines, depth = 0): void {
    if (depth > MAX_DEPTH) {
      throw new FontFileError('CFF 子程序嵌套过深');
    }
    for (let i = 0; i < code.length && !this.ended; ) {
      const b = code[i++]!;
      if (b === 28) {
        this.stack.push(((code[i]! << 24) | (code[i + 1]! << 16)) >> 16);
        i += 2;
      } else if (b === 255) {
        this.stack.push(
          ((code[i]! << 24) | (code[i + 1]! << 16) | (code[i + 2]! << 8) | code[i + 3]!) / 65536,
        );
        i += 4;
      } else if (b >= 32) {
        if (b <= 246) {
          this.stack.push(b - 139);
        } else {
          const next = code[i++]!;
          this.stack.push(b <= 250 ? (b - 247) * 256 + next + 108 : -(b - 251) * 256 - next - 108);
        }
      } else if (b === 10 || b === 29) {
        const list = b === 10 ? subroutines.local : subroutines.global;
        this.call(list, subroutines, depth);
      } else if (b === 11) {
        return;
      } else if (b === 19 || b === 20) {
        this.hints += this.stack.length >> 1;
        this.stack = [];
        i += (this.hints + 7) >> 3;
      } else {
        this.operator(b === 12 ? 1200 + code[i++]! : b);
      }
      if (this.stack.length > 96) {
        throw new FontFileError('CFF 字形程序的栈溢出');
      }
    }
  }

  private call(list: Index | undefined, subroutines: Subroutines, depth: number): void {
    const count = list?.count ?? 0;
    const index = (this.stack.pop() ?? 0) + (count < 1240 ? 107 : count < 33_900 ? 1131 : 32_768);
    if (!list || index < 0 || index >= count) {
      throw new FontFileError('CFF 字形调用了没有的子程序');
    }
    this.run(list.at(index), subroutines, depth + 1);
  }

  private move(dx: number, dy: number): void {
    this.x += dx;
    this.y += dy;
    this.contours.push({ start: [this.x, this.y], segments: [] });
  }

  private segment(values: number[]): void {
    this.points += values.length;
    const contour = this.contours.at(-1);
    if (!contour || this.points > MAX_POINTS) {
      throw new FontFileError('CFF 字形没有起点或点数过多');
    }
    contour.segments.push(values);
  }

  private line(dx: number, dy: number): void {
    this.x += dx;
    this.y += dy;
    this.segment([this.x, this.y]);
  }

  private curve(a: number, b: number, c: number, d: number, e: number, f: number): void {
    const [x1, y1] = [this.x + a, this.y + b];
    const [x2, y2] = [x1 + c, y1 + d];
    this.x = x2 + e;
    this.y = y2 + f;
    this.segment([x1, y1, x2, y2, this.x, this.y]);
  }

  private operator(op: number): void {
    const s = this.stack;
    this.stack = [];
    switch (op) {
      case 1:
      case 3:
      case 18:
      case 23:
        this.hints += s.length >> 1;
        return;
      case 21:
        this.move(s.at(-2) ?? 0, s.at(-1) ?? 0);
        return;
      case 22:
        this.move(s.at(-1) ?? 0, 0);
        return;
      case 4:
        this.move(0, s.at(-1) ?? 0);
        return;
      case 5:
        for (let i = 0; i + 1 < s.length; i += 2) {
          this.line(s[i]!, s[i + 1]!);
        }
        return;
      case 6:
      case 7:
        s.forEach((d, i) => {
          const horizontal = (op === 6) === (i % 2 === 0);
          this.line(horizontal ? d : 0, horizontal ? 0 : d);
        });
        return;
      case 8:
        this.curves(s);
        return;
      case 24:
        this.curves(s.slice(0, -2));
        this.line(s.at(-2)!, s.at(-1)!);
        return;
      case 25:
        for (let i = 0; i + 1 < s.length - 6; i += 2) {
          this.line(s[i]!, s[i + 1]!);
        }
        this.curves(s.slice(-6));
        return;
      case 26:
      case 27:
        this.parallelCurves(s, op === 27);
        return;
      case 30:
      case 31:
        this.alternatingCurves(s, op === 31);
        return;
      case 14:
        this.ended = true;
        return;
      default:
        this.flex(op, s);
        return;
    }
  }

  private curves(s: number[]): void {
    for (let i = 0; i + 5 < s.length; i += 6) {
      this.curve(s[i]!, s[i + 1]!, s[i + 2]!, s[i + 3]!, s[i + 4]!, s[i + 5]!);
    }
  }

  /** vvcurveto and hhcurveto: both ends in one direction. */
  private parallelCurves(s: number[], horizontal: boolean): void {
    let extra = s.length % 4 === 1 ? s[0]! : 0;
    for (let i = s.length % 4 === 1 ? 1 : 0; i + 3 < s.length; i += 4) {
      const [a, b, c, d] = [s[i]!, s[i + 1]!, s[i + 2]!, s[i + 3]!];
      if (horizontal) {
        this.curve(a, extra, b, c, d, 0);
      } else {
        this.curve(extra, a, b, c, 0, d);
      }
      extra = 0;
    }
  }

  /** vhcurveto and hvcurveto: ends in turn horizontal and vertical. */
  private alternatingCurves(s: number[], startHorizontal: boolean): void {
    let horizontal = startHorizontal;
    for (let i = 0; i + 3 < s.length; i += 4) {
      const [a, b, c, d] = [s[i]!, s[i + 1]!, s[i + 2]!, s[i + 3]!];
      const last = s.length - i === 5 ? s[i + 4]! : 0;
      if (horizontal) {
        this.curve(a, 0, b, c, last, d);
      } else {
        this.curve(0, a, b, c, d, last);
      }
      horizontal = !horizontal;
    }
  }

  private flex(op: number, s: number[]): void {
    const n = (i: number) => s[i] ?? 0;
    if (op === 1235) {
      this.curves(s.slice(0, 12));
    } else if (op === 1234) {
      this.curve(n(0), 0, n(1), n(2), n(3), 0);
      this.curve(n(4), 0, n(5), -n(2), n(6), 0);
    } else if (op === 1236) {
      this.curve(n(0), n(1), n(2), n(3), n(4), 0);
      this.curve(n(5), 0, n(6), n(7), n(8), -(n(1) + n(3) + n(7)));
    } else if (op === 1237) {
      const dx = n(0) + n(2) + n(4) + n(6) + n(8);
      const dy = n(1) + n(3) + n(5) + n(7) + n(9);
      const wide = Math.abs(dx) > Math.abs(dy);
      this.curve(n(0), n(1), n(2), n(3), n(4), n(5));
      this.curve(n(6), n(7), n(8), n(9), wide ? n(10) : -dx, wide ? -dy : n(10));
    } else {
      throw new FontFileError(`CFF 字形用了不认识的指令 ${op}`);
    }
  }
}

/** A CFF font opened for its outlines. */
type CffFont = { glyphCount: number; outline(glyph: number): CubicContour[] };

/** Opens the `CFF ` table of an OpenType font. @throws FontFileError */
export function readCff(bytes: Uint8Array): CffFont {
  const names = readIndex(bytes, bytes[2] ?? 0);
  const tops = readIndex(bytes, names.end);
  const strings = readIndex(bytes, tops.end);
  const global = readIndex(bytes, strings.end);
  const top = readDict(tops.at(0));
  const charStrings = readIndex(bytes, top.get(17)?.[0] ?? 0);
  const localOf = (dict: Map<number, number[]>): Index | undefined => {
    const [size = 0, offset = 0] = dict.get(18) ?? [];
    const privateDict = readDict(bytes.subarray(offset, offset + size));
    const subrs = privateDict.get(19)?.[0];
    return subrs === undefined ? undefined : readIndex(bytes, offset + subrs);
  };
  const arrayOffset = top.get(1236)?.[0];
  let localFor: (glyph: number) => Index | undefined;
  if (arrayOffset === undefined) {
    const local = localOf(top);
    localFor = () => local;
  } else {
    const fonts = readIndex(bytes, arrayOffset);
    const locals = Array.from({ length: fonts.count }, (_, i) => localOf(readDict(fonts.at(i))));
    const select = readFontSelect(bytes, top.get(1237)?.[0] ?? 0, charStrings.count);
    localFor = (glyph) => locals[select[glyph] ?? 0];
  }
  return {
    glyphCount: charStrings.count,
    outline(glyph) {
      const pen = new Pen();
      pen.run(charStrings.at(glyph), { global, local: localFor(glyph) });
      return pen.contours.filter((c) => c.segments.length > 0);
    },
  };
}

/** FDSelect: which font dictionary a glyph belongs to. */
function readFontSelect(bytes: Uint8Array, at: number, glyphCount: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const select = new Uint8Array(glyphCount);
  if (view.getUint8(at) === 0) {
    select.set(bytes.subarray(at + 1, at + 1 + glyphCount));
    return select;
  }
  const ranges = view.getUint16(at + 1);
  for (let i = 0; i < ranges; i++) {
    const first = view.getUint16(at + 3 + i * 3);
    select.fill(view.getUint8(at + 5 + i * 3), first, view.getUint16(at + 6 + i * 3));
  }
  return select;
}
