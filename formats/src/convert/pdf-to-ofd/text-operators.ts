import type { Matrix } from '../../drawing/index.ts';
import type { PathSegment } from '../../ofd/index.ts';
import { isString, type PdfDict, type PdfObject } from '../../pdf/index.ts';
import type { Canvas } from './canvas.ts';
import type { GraphicsState } from './graphics-state.ts';
import { multiply, scaleOf } from './matrix.ts';
import { matrixOf, name, number, OperandError } from './operands.ts';
import { paintOf, strokeOf } from './paint-path.ts';
import { glyphsOf, runOutlines, type ShownGlyph, type ShownRun, textObject } from './paint-text.ts';
import type { ConvertedResources } from './resources.ts';

/** Text state, positioning and showing (ISO 32000-1 9.3, 9.4). One instance per page. */
export class TextOperators {
  readonly #canvas: Canvas;
  readonly #resources: ConvertedResources;
  readonly #spend: (glyphs: number) => void;
  // text matrices (9.4.2) and outlines gathered for a text clip
  #textMatrix: Matrix = [1, 0, 0, 1, 0, 0];
  #lineMatrix: Matrix = [1, 0, 0, 1, 0, 0];
  #textClip: PathSegment[] = [];

  /** `spend` counts shown glyphs against the limit of the conversion. */
  constructor(canvas: Canvas, resources: ConvertedResources, spend: (glyphs: number) => void) {
    this.#canvas = canvas;
    this.#resources = resources;
    this.#spend = spend;
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
        this.#textClip = [];
        return true;
      case 'ET':
        if (this.#textClip.length > 0) {
          this.#canvas.clip(state, this.#textClip, false);
          this.#textClip = [];
        }
        return true;
      case 'Tf':
        state.font = this.#resources.font(resources, name(operands, 0));
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

  #nextLine(x: number, y: number): void {
    this.#lineMatrix = multiply([1, 0, 0, 1, x, y], this.#lineMatrix);
    this.#textMatrix = this.#lineMatrix;
  }

  /** Strings are shown, numbers move by thousandths of the font size (9.4.3). */
  #show(state: GraphicsState, items: readonly PdfObject[]): void {
    const { font, fontSize, horizontalScale } = state;
    if (font === undefined) {
      throw new OperandError();
    }
    const glyphs: ShownGlyph[] = [];
    let x = 0;
    for (const item of items) {
      if (typeof item === 'number') {
        x -= (item / 1000) * fontSize * horizontalScale;
      } else if (isString(item)) {
        for (const shown of font.decode(item.bytes)) {
          const advance = (shown.width / 1000) * fontSize * horizontalScale;
          glyphs.push(...glyphsOf(shown, x, advance, font));
          // word spacing applies to single-byte codes only (9.3.3), which these fonts do not have
          x += advance + state.charSpacing * horizontalScale;
        }
      }
    }
    this.#spend(glyphs.length);
    this.#paint(state, {
      font,
      fontKey: this.#resources.keyOf(font),
      fontSize,
      horizontalScale,
      rise: state.rise,
      matrix: multiply(this.#textMatrix, state.ctm),
      glyphs,
    });
    this.#textMatrix = multiply([1, 0, 0, 1, x, 0], this.#textMatrix);
  }

  /** Rendering modes (9.3.6): 0 fill, 1 stroke, 2 both, 3 nothing; 4–7 the same and add to the clip. */
  #paint(state: GraphicsState, run: ShownRun): void {
    const { notes } = this.#canvas;
    const mode = state.renderMode & 3;
    if (state.renderMode >= 4) {
      this.#textClip = this.#textClip.concat(runOutlines(run, notes, this.#spend));
    }
    if (mode === 3) {
      notes.add('convert-text-invisible', 'info', '不可见的文字未转换');
      return;
    }
    if ((mode === 0 || mode === 2) && state.fill !== undefined) {
      const object = textObject(run, notes);
      if (object !== undefined) {
        this.#canvas.emit(state, {
          ...object,
          fill: paintOf(state.fill, state.fillAlpha * state.groupAlpha),
        });
      }
    }
    if ((mode === 1 || mode === 2) && state.stroke !== undefined) {
      const segments = runOutlines(run, notes, this.#spend);
      if (segments.length > 0) {
        notes.add('convert-text-stroked', 'info', '描边文字的轮廓转换为图形');
        this.#canvas.emit(state, {
          kind: 'path',
          segments,
          stroke: paintOf(state.stroke, state.strokeAlpha * state.groupAlpha),
          ...strokeOf(state, scaleOf(state.ctm)),
        });
      }
    }
  }
}
