/** Runs Type 1 charstrings (Adobe Type 1 Font Format, 6 and 8). Hints are passed over. */
import type { Effort } from '../effort.ts';
import { SfntError } from '../errors.ts';
import { type FontMatrix, OutlinePen } from '../outline-pen.ts';
import type { OutlineSegment } from '../outline-segment.ts';

const maxDepth = 16;
const maxStack = 256;

/** Results of the OtherSubrs of multiple master fonts. */
const blends: Readonly<Record<number, number>> = { 14: 1, 15: 2, 16: 3, 17: 4, 18: 6 };

export type Type1Context = {
  readonly subroutines: readonly (Uint8Array | undefined)[];
  readonly matrix: FontMatrix;
  readonly effort: Effort;
  /** The program of a glyph by its code in StandardEncoding. */
  standardGlyph(code: number): Uint8Array | undefined;
};

/** Draws one glyph: segments in em units, the advance in font units. @throws SfntError */
export function runType1(
  code: Uint8Array,
  context: Type1Context,
): { readonly segments: readonly OutlineSegment[]; readonly width: number } {
  const machine = new Machine(context);
  try {
    machine.run(code, 0);
  } finally {
    context.effort.spent(machine.steps);
  }
  machine.pen.close();
  return { segments: machine.pen.segments, width: machine.width };
}

class Machine {
  readonly pen: OutlinePen;
  width = 0;
  private readonly context: Type1Context;
  private stack: number[] = [];
  /** What OtherSubrs leave for `pop`. */
  private readonly left: number[] = [];
  /** The points of a flex under way. */
  private flex: [number, number][] | undefined;
  private origin = { x: 0, y: 0 };
  private bearing = 0;
  steps = 0;
  private readonly maxSteps: number;
  private ended = false;
  private composed = false;

  constructor(context: Type1Context) {
    this.context = context;
    this.maxSteps = context.effort.allowance;
    this.pen = new OutlinePen(context.matrix);
  }

  run(code: Uint8Array, depth: number): void {
    if (depth > maxDepth) {
      throw new SfntError('Type 1 子程序嵌套过深');
    }
    const byte = (i: number): number => code[i] ?? 0;
    for (let i = 0; i < code.length && !this.ended; ) {
      this.steps += 1;
      if (this.steps > this.maxSteps || this.stack.length > maxStack) {
        throw new SfntError('Type 1 字形程序过长');
      }
      const b = byte(i++);
      if (b === 255) {
        this.stack.push((byte(i) << 24) | (byte(i + 1) << 16) | (byte(i + 2) << 8) | byte(i + 3));
        i += 4;
      } else if (b >= 32) {
        this.stack.push(
          b <= 246
            ? b - 139
            : b <= 250
              ? (b - 247) * 256 + byte(i++) + 108
              : -(b - 251) * 256 - byte(i++) - 108,
        );
      } else if (b === 11) {
        return;
      } else if (b === 10) {
        const program = this.context.subroutines[this.stack.pop() ?? -1];
        if (program === undefined) {
          throw new SfntError('Type 1 字形调用了没有的子程序');
        }
        this.run(program, depth + 1);
      } else if (b === 12) {
        this.escaped(byte(i++), depth);
      } else {
        this.operator(b);
      }
    }
  }

  private operator(op: number): void {
    const n = (i: number): number => this.stack[i] ?? 0;
    switch (op) {
      case 4:
        this.move(0, n(0));
        break;
      case 5:
        this.pen.line(n(0), n(1));
        break;
      case 6:
        this.pen.line(n(0), 0);
        break;
      case 7:
        this.pen.line(0, n(0));
        break;
      case 8:
        this.pen.curve(n(0), n(1), n(2), n(3), n(4), n(5));
        break;
      case 9:
        this.pen.close();
        break;
      case 13:
        this.side(n(0), 0, n(1));
        break;
      case 14:
        this.ended = true;
        break;
      case 21:
        this.move(n(0), n(1));
        break;
      case 22:
        this.move(n(0), 0);
        break;
      case 30:
        this.pen.curve(0, n(0), n(1), n(2), n(3), 0);
        break;
      case 31:
        this.pen.curve(n(0), 0, n(1), n(2), 0, n(3));
        break;
      default: // stems, and what no one defined
    }
    this.stack = [];
  }

  private escaped(op: number, depth: number): void {
    const n = (i: number): number => this.stack[i] ?? 0;
    switch (op) {
      case 6:
        this.accented(n(0), n(1), n(2), n(3), n(4), depth);
        break;
      case 7:
        this.side(n(0), n(1), n(2));
        break;
      case 12: {
        const divisor = this.stack.pop() ?? 1;
        const dividend = this.stack.pop() ?? 0;
        this.stack.push(divisor === 0 ? 0 : dividend / divisor);
        return;
      }
      case 16:
        this.otherSubroutine();
        return;
      case 17:
        this.stack.push(this.left.pop() ?? 0);
        return;
      default: // dotsection, stem3, setcurrentpoint (where the pen is already)
    }
    this.stack = [];
  }

  /** Where the glyph begins, and how far it advances. */
  private side(x: number, y: number, width: number): void {
    this.width = width;
    this.bearing = x;
    this.pen.x = this.origin.x + x;
    this.pen.y = this.origin.y + y;
  }

  private move(dx: number, dy: number): void {
    if (this.flex === undefined) {
      this.pen.move(dx, dy);
    } else {
      const [x, y] = this.flex.at(-1) ?? [this.pen.x, this.pen.y];
      this.flex.push([x + dx, y + dy]);
      if (this.flex.length > 16) {
        throw new SfntError('Type 1 字形的 flex 无效');
      }
    }
  }

  private otherSubroutine(): void {
    const number = this.stack.pop() ?? 0;
    const count = Math.min(Math.max(0, this.stack.pop() ?? 0), this.stack.length);
    const given = count === 0 ? [] : this.stack.splice(-count, count);
    if (number === 1) {
      this.flex = [];
    } else if (number === 2 && this.flex !== undefined) {
      // the point was noted by the move before
    } else if (number === 0 && this.flex !== undefined) {
      this.endFlex(this.flex);
      this.left.push(given[2] ?? 0, given[1] ?? 0);
    } else {
      const kept = blends[number] === undefined ? given : given.slice(0, blends[number]);
      this.left.push(...kept.reverse());
    }
    if (this.left.length > maxStack) {
      throw new SfntError('Type 1 字形程序过长');
    }
  }

  /** Seven points: the first is a reference only, the others are two curves. */
  private endFlex(points: readonly [number, number][]): void {
    this.flex = undefined;
    for (let i = 1; i + 2 < points.length; i += 3) {
      const [x0, y0] = [this.pen.x, this.pen.y];
      const [[x1, y1], [x2, y2], [x3, y3]] = [points[i]!, points[i + 1]!, points[i + 2]!];
      this.pen.curve(x1 - x0, y1 - y0, x2 - x1, y2 - y1, x3 - x2, y3 - y2);
    }
  }

  /** seac: a letter and an accent, both glyphs of StandardEncoding. */
  private accented(asb: number, adx: number, ady: number, base: number, accent: number, depth: number): void {
    const [letter, mark] = [this.context.standardGlyph(base), this.context.standardGlyph(accent)];
    if (letter === undefined || mark === undefined || this.composed) {
      throw new SfntError('Type 1 字形的部件不存在');
    }
    this.composed = true;
    const { width, bearing } = this;
    this.part(letter, 0, 0, depth);
    this.part(mark, bearing + adx - asb, ady, depth);
    this.width = width;
    this.ended = true;
  }

  private part(program: Uint8Array, x: number, y: number, depth: number): void {
    this.stack = [];
    this.ended = false;
    this.origin = { x, y };
    this.pen.close();
    this.run(program, depth + 1);
    this.pen.close();
  }
}
