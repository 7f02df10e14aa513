/** How much work the glyphs of one font may cause, so that thousands of made-up glyphs cannot keep a reader busy. */

/** Glyphs up to this many steps (charstring operators, points) are ordinary, and drawn whatever was before. */
const ordinarySteps = 5_000;
/** A glyph beyond this is refused. */
const mostSteps = 50_000;
/** All extraordinary glyphs of a font together; a font of seals or drawings has a few of them. */
const mostTogether = 5_000_000;

export class Effort {
  private together = 0;

  /** Steps the next glyph may take. */
  get allowance(): number {
    return this.together < mostTogether ? mostSteps : ordinarySteps;
  }

  /** Counts what a glyph took, whether it could be drawn or not. */
  spent(steps: number): void {
    if (steps > ordinarySteps) {
      this.together += steps;
    }
  }
}
