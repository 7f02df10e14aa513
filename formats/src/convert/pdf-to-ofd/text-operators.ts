import type { Matrix } from '../../drawing/index.ts';
import type { PathSegment } from '../../ofd/index.ts';
import { isString, type PdfDict, type PdfObject } from '../../pdf/index.ts';
import type { Canvas } from './canvas.ts';
import type { Type3 } from './fonts/pdf-font.ts';
import type { GraphicsState } from './graphics-state.ts';
import { multiply } from './matrix.ts';
import { matrixOf, name, number, OperandError } from './operands.ts';
import { glyphsOf, runOutlines, type ShownGlyph, type ShownRun } from './paint-text.ts';
import type { ConvertedResources } from './resources.ts';
import { emitText, invisibleText } from './text-objects.ts';

/** Draws one glyph of a Type 3 font with the CTM of its glyph space. */
export type GlyphPainter = (type3: Type3, code: number, ctm: Matrix) => void;

/** Text state, positioning and showing (ISO 32000-1 9.3, 9.4). One instance per page. */
export class TextOperators {
  readonly #canvas: Canvas;
  readonly #resources: ConvertedResources;
  readonly #spend: (glyphs: number) => void;
  readonly #paintGlyph: GlyphPainter;
  // text matrices (9.4.2) and outlines gathered for a text clip
  #textMatrix: Matrix = [1, 0, 0, 1, 0, 0];
  #lineMatrix: Matrix = [1, 0, 0, 1, 0, 0];
  #textClip: PathSegment[] | undefined;

  /** `spend` counts shown glyphs against the limit of the conversion. */
  constructor(
    canvas: Canvas,
    resources: ConvertedResources,
    spend: (glyphs: number) => void,
    paintGlyph: GlyphPainter,
  ) {
    this.#canvas = canvas;
    this.#resources = resources;
    this.#spend = spend;
    this.#paintGlyph = paintGlyph;
  }

  /** Executes a text operator; false when it is none. `resources` are those of the content stream. */
  execute(
    state: GraphicsState,
    resources: PdfDict,
    operator: string,
    operands: readonly PdfObject[],
  ): boolean {
    switch (operator) {
      case 'BT':
        this.#textMatrix = [1, 0, 0, 1, 0, 0];
        this.#lineMatrix = this.#textMatrix;
        this.#textClip = undefined;
        return true;
      case 'ET':
        if (this.#textClip !== undefined && this.#textClip.length > 0) {
          this.#canvas.clip(state, this.#textClip, false);
        }
        this.#textClip = undefined;
        return true;
      case 'Tf':
        this.selectFont(state, this.#resources.font(resources, name(operands, 0), this.#canvas.notes));
        state.fontSize = number(operands, 1);
        return true;
      case 'Tc':
        state.charSpacing = number(operands, 0);
        return true;
      case 'Tw':
        state.wordSpacing = number(operands, 0);
        return true;
      case 'Tz':
        state.horizontalScale = number(operands, 0) / 100;
        return true;
      case 'TL':
        state.leading = number(operands, 0);
        return true;
      case 'Ts':
        state.rise = number(operands, 0);
        return true;
      case 'Tr':
        state.renderMode = number(operands, 0);
        return true;
      case 'Td':
        this.#nextLine(number(operands, 0), number(operands, 1));
        return true;
      case 'TD':
        state.leading = -number(operands, 1);
        this.#nextLine(number(operands, 0), number(operands, 1));
        return true;
      case 'Tm':
        this.#textMatrix = matrixOf(operands);
        this.#lineMatrix = this.#textMatrix;
        return true;
      case 'T*':
        this.#nextLine(0, -state.leading);
        return true;
      case 'Tj':
        this.#show(state, [operands[0] ?? null]);
        return true;
      case 'TJ':
        this.#show(state, Array.isArray(operands[0]) ? operands[0] : []);
        return true;
      case "'":
        this.#nextLine(0, -state.leading);
        this.#show(state, [operands[0] ?? null]);
        return true;
      case '"':
        state.wordSpacing = number(operands, 0);
        state.charSpacing = number(operands, 1);
        this.#nextLine(0, -state.leading);
        this.#show(state, [operands[2] ?? null]);
        return true;
      default:
        return false;
    }
  }

  /** What Tf and an ExtGState's /Font do; an unknown font shows nothing. */
  selectFont(state: GraphicsState, font: GraphicsState['font']): void {
    state.font = font;
  }

  #nextLine(x: number, y: number): void {
    this.#lineMatrix = multiply([1, 0, 0, 1, x, y], this.#lineMatrix);
    this.#textMatrix = this.#lineMatrix;
  }

  /** Strings are shown, numbers move by thousandths of the font size (9.4.3). */
  #show(state: GraphicsState, items: readonly PdfObject[]): void {
    const { font, fontSize, horizontalScale, rise } = state;
    if (font === undefined) {
      throw new OperandError();
    }
    const embedded = font.program !== undefined;
    const glyphs: ShownGlyph[] = [];
    const codes: { code: number; x: number; y: number }[] = [];
    let x = 0;
    let y = 0;
    for (const item of items) {
      if (typeof item === 'number') {
        const step = (-item / 1000) * fontSize;
        x += font.vertical ? 0 : step * horizontalScale;
        y += font.vertical ? step : 0;
      } else if (isString(item)) {
        for (const shown of font.decode(item.bytes)) {
          const spacing =
            state.charSpacing + (shown.length === 1 && shown.code === 32 ? state.wordSpacing : 0);
          const { vertical } = shown;
          if (vertical === undefined) {
            const advance = (shown.width / 1000) * fontSize * horizontalScale;
            glyphs.push(...glyphsOf(shown, x, y + rise, advance, embedded));
            codes.push({ code: shown.code, x, y });
            x += advance + spacing * horizontalScale;
          } else {
            const atX = x - (vertical.x / 1000) * fontSize * horizontalScale;
            const atY = y - (vertical.y / 1000) * fontSize + rise;
            glyphs.push(...glyphsOf(shown, atX, atY, 0, embedded));
            y += (vertical.advance / 1000) * fontSize + spacing;
          }
        }
      }
    }
    this.#spend(glyphs.length);
    const run: ShownRun = {
      font,
      fontSize,
      horizontalScale,
      matrix: multiply(this.#textMatrix, state.ctm),
      glyphs,
    };
    if (font.type3 !== undefined) {
      this.#showType3(state, run, font.type3, codes);
    } else {
      this.#paint(state, run);
    }
    this.#textMatrix = multiply([1, 0, 0, 1, x, y], this.#textMatrix);
  }

  /** The glyphs as what their procedures draw, and the text over them, unseen, for searching and copying. */
  #showType3(
    state: GraphicsState,
    run: ShownRun,
    type3: Type3,
    codes: readonly { code: number; x: number; y: number }[],
  ): void {
    if (state.renderMode !== 3) {
      const { fontSize, horizontalScale, rise } = state;
      const size: Matrix = [fontSize * horizontalScale, 0, 0, fontSize, 0, 0];
      for (const { code, x, y } of codes) {
        const place = multiply(size, multiply([1, 0, 0, 1, x, y + rise], run.matrix));
        this.#paintGlyph(type3, code, multiply(type3.matrix, place));
      }
    }
    if (run.glyphs.some(({ text }) => text !== undefined && text.trim() !== '')) {
      invisibleText(this.#canvas, state, run, this.#resources.fonts);
    }
  }

  /** Rendering modes (9.3.6): 0 fill, 1 stroke, 2 both, 3 nothing; 4–7 the same and add to the clip. */
  #paint(state: GraphicsState, run: ShownRun): void {
    const { notes } = this.#canvas;
    if (state.renderMode >= 4) {
      this.#textClip = (this.#textClip ?? []).concat(runOutlines(run, notes, this.#spend));
    }
    const mode = state.renderMode & 3;
    if (mode === 3) {
      invisibleText(this.#canvas, state, run, this.#resources.fonts);
    } else {
      emitText(this.#canvas, state, run, this.#resources.fonts, {
        fill: mode !== 1,
        stroke: mode !== 0,
      });
    }
  }
}
