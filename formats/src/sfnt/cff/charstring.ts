/** Runs Type 2 charstrings (Adobe Technical Note 5177). Hints are counted and passed over. */
import type { Effort } from '../effort.ts';
import { SfntError } from '../errors.ts';
import { type FontMatrix, OutlinePen } from '../outline-pen.ts';
import type { OutlineSegment } from '../outline-segment.ts';
import { calculate } from './charstring-arithmetic.ts';
import { drawCurves } from './charstring-curves.ts';
import type { CffIndex } from './index-structure.ts';

const maxDepth = 16;
const maxStack = 192;

/** What a glyph's program may call, and how its result is to be read. */
export type CharstringContext = {
  readonly global: CffIndex;
  readonly local: CffIndex;
  readonly matrix: FontMatrix;
  readonly defaultWidth: number;
  readonly nominalWidth: number;
  readonly effort: Effort;
  /** The program of a glyph by its code in StandardEncoding: the parts of an accented letter. */
  standardGlyph(code: number): Uint8Array | undefined;
};

/** A glyph as its program draws it: segments in em units, the advance in font units. */
export type CharstringResult = { readonly segments: readonly OutlineSegment[]; readonly width: number };

/** Draws one glyph. @throws SfntError when the program makes no sense or runs too long */
export function runCharstring(code: Uint8Array, context: CharstringContext): CharstringResult {
  const machine = new Machine(context);
  try {
    machine.run(code, 0);
  } finally {
    context.effort.spent(machine.steps);
  }
  machine.pen.close();
  return { segments: machine.pen.segments, width: machine.width ?? context.defaultWidth };
}

class Machine {
  readonly pen: OutlinePen;
  width: number | undefined;
  private readonly context: CharstringContext;
  private stack: number[] = [];
  private readonly memory: number[] = [];
  private hints = 0;
  steps = 0;
  private readonly maxSteps: number;
  private ended = false;
  private measured = false;
  private composed = false;

  constructor(context: CharstringContext) {
    this.context = context;
    this.maxSteps = context.effort.allowance;
    this.pen = new OutlinePen(context.matrix);
  }

  run(code: Uint8Array, depth: number): void {
    if (depth > maxDepth) {
      throw new SfntError('CFF 子程序嵌套过深');
    }
    const byte = (i: number): number => code[i] ?? 0;
    for (let i = 0; i < code.length && !this.ended; ) {
      this.steps += 1;
      if (this.steps > this.maxSteps) {
        throw new SfntError('CFF 字形程序过长');
      }
      const b = byte(i++);
      if (b >= 32 || b === 28) {
        if (b === 28) {
          this.stack.push(((byte(i) << 24) | (byte(i + 1) << 16)) >> 16);
          i += 2;
        } else if (b <= 246) {
          this.stack.push(b - 139);
        } else if (b <= 250) {
          this.stack.push((b - 247) * 256 + byte(i++) + 108);
        } else if (b <= 254) {
          this.stack.push(-(b - 251) * 256 - byte(i++) - 108);
        } else {
          const bits = (byte(i) << 24) | (byte(i + 1) << 16) | (byte(i + 2) << 8) | byte(i + 3);
          this.stack.push(bits / 65536);
          i += 4;
        }
        if (this.stack.length > maxStack) {
          throw new SfntError('CFF 字形程序的栈溢出');
        }
      } else if (b === 11) {
        return;
      } else if (b === 10 || b === 29) {
        this.call(b === 10 ? this.context.local : this.context.global, depth);
      } else if (b === 19 || b === 20) {
        this.countHints();
        i += (this.hints + 7) >> 3;
      } else if (b === 12) {
        this.escaped(byte(i++));
      } else {
        this.operator(b, depth);
      }
    }
  }

  private call(list: CffIndex, depth: number): void {
    const bias = list.count < 1240 ? 107 : list.count < 33_900 ? 1131 : 32_768;
    const index = Math.trunc(this.stack.pop() ?? Number.NaN) + bias;
    if (!(index >= 0 && index < list.count)) {
      throw new SfntError('CFF 字形调用了没有的子程序');
    }
    this.run(list.at(index), depth + 1);
  }

  /** The first operator that clears the stack may find the advance below its own operands. */
  private measure(hasWidth: boolean): void {
    if (!this.measured) {
      this.measured = true;
      if (hasWidth) {
        this.width = this.context.nominalWidth + (this.stack.shift() ?? 0);
      }
    }
  }

  private countHints(): void {
    this.measure(this.stack.length % 2 === 1);
    this.hints += this.stack.length >> 1;
    this.stack = [];
  }

  private operator(op: number, depth: number): void {
    switch (op) {
      case 1:
      case 3:
      case 18:
      case 23:
        this.countHints();
        return;
      case 21:
        this.measure(this.stack.length > 2);
        this.pen.move(this.stack.at(-2) ?? 0, this.stack.at(-1) ?? 0);
        break;
      case 22:
        this.measure(this.stack.length > 1);
        this.pen.move(this.stack.at(-1) ?? 0, 0);
        break;
      case 4:
        this.measure(this.stack.length > 1);
        this.pen.move(0, this.stack.at(-1) ?? 0);
        break;
      case 14:
        this.end(depth);
        break;
      default:
        this.measure(false);
        if (!drawCurves(op, this.stack, this.pen)) {
          throw new SfntError(`CFF 字形用了不认识的指令 ${op}`);
        }
    }
    this.stack = [];
  }

  private escaped(op: number): void {
    if (op >= 34 && op <= 37) {
      this.measure(false);
      drawCurves(1200 + op, this.stack, this.pen);
      this.stack = [];
    } else if (op === 0) {
      this.stack = []; // dotsection, of no effect today
    } else if (calculate(op, this.stack, this.memory)) {
      this.steps += this.stack.length >> 3; // rolls move the whole stack
    } else {
      throw new SfntError(`CFF 字形用了不认识的指令 12 ${op}`);
    }
  }

  /** With four operands: an accented letter of two glyphs of StandardEncoding (5177, appendix C). */
  private end(depth: number): void {
    this.measure(this.stack.length === 1 || this.stack.length === 5);
    const [dx, dy, base, accent] = this.stack.slice(-4);
    this.pen.close();
    if (this.stack.length >= 4 && !this.composed) {
      this.composed = true;
      this.part(base!, 0, 0, depth);
      this.part(accent!, dx!, dy!, depth);
    }
    this.ended = true;
  }

  private part(code: number, x: number, y: number, depth: number): void {
    const program = this.context.standardGlyph(code);
    if (program === undefined) {
      throw new SfntError('CFF 字形的部件不存在');
    }
    this.stack = [];
    this.hints = 0;
    this.ended = false;
    // a part's own advance says nothing about the whole
    const width = this.width;
    this.measured = false;
    this.pen.close();
    this.pen.x = x;
    this.pen.y = y;
    this.run(program, depth + 1);
    this.pen.close();
    this.width = width;
  }
}
