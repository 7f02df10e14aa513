/** The fonts of a text, best first, each opened only when the ones before it lack a glyph. */
import type { OpenedFont } from './outline-fonts.ts';

export class FontChain {
  private readonly openers: readonly (() => OpenedFont | undefined)[];
  private readonly opened: (OpenedFont | undefined)[] = [];

  constructor(openers: readonly (() => OpenedFont | undefined)[]) {
    this.openers = openers;
  }

  get length(): number {
    return this.openers.length;
  }

  /** Undefined when that font cannot be opened. */
  at(index: number): OpenedFont | undefined {
    while (this.opened.length <= index && this.opened.length < this.openers.length) {
      this.opened.push(this.openers[this.opened.length]!());
    }
    return this.opened[index];
  }
}
