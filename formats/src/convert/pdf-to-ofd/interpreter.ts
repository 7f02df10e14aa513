import type { Matrix } from '../../drawing/index.ts';
import type { PageObjectSpec } from '../../ofd/index.ts';
import {
  type ContentOperation,
  isDict,
  isName,
  isStream,
  type PdfDict,
  PdfError,
  type PdfObject,
  type PdfStream,
  parseContent,
} from '../../pdf/index.ts';
import { ConvertError } from '../errors.ts';
import { Canvas } from './canvas.ts';
import { numbers } from './color/pdf-function.ts';
import type { StatePaint } from './color/state-paint.ts';
import { executeColor } from './color-operators.ts';
import type { Conversion } from './conversion.ts';
import { applyExtGState } from './ext-gstate.ts';
import type { Type3 } from './fonts/pdf-font.ts';
import { type Bounds, type GraphicsState, initialState } from './graphics-state.ts';
import { faded, overlap } from './group-opacity.ts';
import { multiply } from './matrix.ts';
import { dashOf, matrixOf, name, number, OperandError, style } from './operands.ts';
import { paintImage } from './paint-image.ts';
import { paintShading } from './paint-object.ts';
import { boxPath, transformPath } from './paint-path.ts';
import { PathOperators } from './path-operators.ts';
import { patternPaint, shadingOf } from './patterns.ts';
import { readSoftMask } from './read-soft-mask.ts';
import { TextOperators } from './text-operators.ts';

const maxDepth = 16;
const maxStates = 512;
const maxProcedure = 20_000;

/**
 * Runs content streams (ISO 32000-1 8, 9) and collects what they paint as OFD objects, in painting order. One
 * instance per page, pattern cell, mask or appearance.
 */
export class ContentInterpreter {
  readonly canvas: Canvas;
  readonly #conversion: Conversion;
  readonly #paths: PathOperators;
  readonly #text: TextOperators;
  #state: GraphicsState;
  #stack: GraphicsState[] = [];
  #resources: PdfDict = new Map();
  /** The space pattern matrices lead to: that of the page or of the form around (8.7.3.1). */
  #base: Matrix;
  /** Open marked contents, whether each hides what it holds. */
  #marked: boolean[] = [];
  /** In an uncoloured glyph or cell colour operators mean nothing (8.7.3.3, 9.6.5). */
  #colorless = false;

  /** `canvas` is given when the content is painted among other things. */
  constructor(conversion: Conversion, base: Matrix, paper: Bounds, canvas?: Canvas) {
    this.#conversion = conversion;
    this.#state = initialState(base);
    this.#base = base;
    const spend = (count: number): void => conversion.spend(count);
    this.canvas = canvas ?? new Canvas(paper, conversion.notes, spend);
    this.#paths = new PathOperators(this.canvas);
    this.#text = new TextOperators(this.canvas, conversion.resources, spend, (type3, code, ctm) =>
      this.#paintGlyph(type3, code, ctm),
    );
  }

  /** What was painted, in painting order. */
  get objects(): readonly PageObjectSpec[] {
    return this.canvas.objects;
  }

  get state(): GraphicsState {
    return this.#state;
  }

  /** Begins inside another content: its clip, its opacity and its soft mask hold here too. */
  within(outer: GraphicsState): void {
    this.#state.clip = outer.clip;
    this.#state.groupAlpha = outer.groupAlpha * outer.fillAlpha;
    this.#state.softMask = outer.softMask;
  }

  /** Begins with this colour and ignores all others: an uncoloured pattern cell. */
  tint(paint: StatePaint): void {
    this.#state.fill = paint;
    this.#state.stroke = paint;
    this.#colorless = true;
  }

  /** Runs one content stream with these resources. */
  run(bytes: Uint8Array, resources: PdfDict): void {
    this.#within(resources, () => parseContent(bytes));
  }

  #within(resources: PdfDict, operations: () => Iterable<ContentOperation>): void {
    const outer = this.#resources;
    const open = this.#marked.length;
    this.#resources = resources;
    try {
      for (const { operator, operands } of operations()) {
        this.#conversion.spend(1);
        this.#execute(operator, operands);
      }
    } catch (error) {
      if (!(error instanceof PdfError)) {
        throw error;
      }
      this.#note('convert-content-broken', 'error', `页面内容有语法错误，其后的内容未转换：${error.message}`);
    } finally {
      this.#resources = outer;
      while (this.#marked.length > open) {
        this.#endMarked();
      }
    }
  }

  #note(code: string, severity: 'info' | 'warning' | 'error', message: string, evidence?: string): void {
    this.#conversion.notes.add(code, severity, message, evidence);
  }

  #execute(operator: string, operands: readonly PdfObject[]): void {
    try {
      const known =
        this.#stateOperator(operator, operands) ||
        this.#paths.execute(this.#state, operator, operands) ||
        this.#colorOperator(operator, operands) ||
        this.#text.execute(this.#state, this.#resources, operator, operands) ||
        this.#objectOperator(operator, operands);
      if (!known) {
        this.#note('convert-operator-unknown', 'warning', '页面内容中有未知的操作符', operator.slice(0, 20));
      }
    } catch (error) {
      // a font, picture or form that cannot be read takes nothing else of the page with it
      if (error instanceof PdfError && error.code !== 'pdf-limit') {
        this.#note('convert-stream-broken', 'error', `页面引用的数据损坏，未转换：${error.message}`);
        return;
      }
      if (!(error instanceof OperandError)) {
        throw error;
      }
      this.#note('convert-operand', 'warning', '页面内容中操作符的参数无效，已忽略', operator.slice(0, 20));
    }
  }

  #colorOperator(operator: string, operands: readonly PdfObject[]): boolean {
    const { file, notes, spaces } = this.#conversion;
    // a colourless cell's operators work on a state nobody looks at
    const state = this.#colorless ? { ...this.#state } : this.#state;
    const pattern = (key: string, tint: StatePaint | undefined): StatePaint | undefined =>
      patternPaint(
        this.#conversion,
        this.#resources,
        key,
        this.#base,
        tint,
        (base, paper, canvas) => new ContentInterpreter(this.#conversion, base, paper, canvas),
      );
    return executeColor(
      { file, resources: this.#resources, state, notes, pattern, spaces },
      operator,
      operands,
    );
  }

  // ---- graphics state (8.4.4) ----

  #stateOperator(operator: string, operands: readonly PdfObject[]): boolean {
    const state = this.#state;
    switch (operator) {
      case 'q':
        if (this.#stack.length >= maxStates) {
          throw new ConvertError('convert-limit', 'PDF 图形状态嵌套过深，超出限额');
        }
        this.#stack.push({ ...state });
        return true;
      case 'Q': {
        const saved = this.#stack.pop();
        if (saved === undefined) {
          throw new OperandError();
        }
        this.#state = saved;
        return true;
      }
      case 'cm':
        state.ctm = multiply(matrixOf(operands), state.ctm);
        return true;
      case 'w':
        state.lineWidth = Math.abs(number(operands, 0));
        return true;
      case 'J':
        state.cap = style(operands);
        return true;
      case 'j':
        state.join = style(operands);
        return true;
      case 'M':
        state.miterLimit = number(operands, 0);
        return true;
      case 'd':
        state.dash = dashOf(operands);
        return true;
      case 'ri':
      case 'i':
        return true;
      case 'gs':
        this.#extGState(name(operands, 0));
        return true;
      default:
        return false;
    }
  }

  #extGState(key: string): void {
    const { file, notes, resources } = this.#conversion;
    const settings = file.resolve(file.dict(this.#resources, 'ExtGState')?.get(key));
    if (!isDict(settings)) {
      throw new OperandError();
    }
    applyExtGState(file, settings, this.#state, notes, {
      font: (value) => resources.fontOf(value, notes),
      softMask: (value) =>
        readSoftMask(
          this.#conversion,
          value,
          this.#state.ctm,
          this.canvas.paper,
          (base, paper, canvas) => new ContentInterpreter(this.#conversion, base, paper, canvas),
        ),
    });
  }

  // ---- XObjects, shadings, marked content, the rest (8.7.4, 8.8, 14.6) ----

  #objectOperator(operator: string, operands: readonly PdfObject[]): boolean {
    switch (operator) {
      case 'Do':
        this.#doXObject(name(operands, 0));
        return true;
      case 'BDC':
        this.#beginMarked(operands);
        return true;
      case 'BMC':
        this.#marked.push(false);
        return true;
      case 'EMC':
        this.#endMarked();
        return true;
      case 'MP':
      case 'DP':
      case 'BX':
      case 'EX':
      case 'd0':
        return true;
      case 'd1':
        this.#colorless = true;
        return true;
      case 'sh':
        this.#shade(name(operands, 0));
        return true;
      case 'BI': {
        const [image] = operands;
        if (!isStream(image)) {
          throw new OperandError();
        }
        paintImage(this.#conversion, this.canvas, this.#state, image, this.#resources);
        return true;
      }
      default:
        return false;
    }
  }

  #beginMarked(operands: readonly PdfObject[]): void {
    const { file, optional } = this.#conversion;
    let hides = false;
    if (isName(operands[0], 'OC') && isName(operands[1])) {
      hides = !optional.isShown(file.dict(this.#resources, 'Properties')?.get(operands[1].name));
    }
    this.#marked.push(hides);
    if (hides) {
      this.canvas.hidden += 1;
      this.#note('convert-optional-content', 'info', '隐藏的图层内容未转换');
    }
  }

  #endMarked(): void {
    if (this.#marked.pop()) {
      this.canvas.hidden -= 1;
    }
  }

  #shade(key: string): void {
    const { file } = this.#conversion;
    const value = file.dict(this.#resources, 'Shading')?.get(key);
    const shading = shadingOf(this.#conversion, value, this.#resources);
    if (shading === undefined) {
      this.#note('convert-shading', 'error', '渐变填充不支持或已损坏，未转换');
      return;
    }
    paintShading(this.canvas, this.#state, { kind: 'shading', shading, matrix: this.#state.ctm });
  }

  #doXObject(key: string): void {
    const { file, optional } = this.#conversion;
    const value = file.resolve(file.dict(this.#resources, 'XObject')?.get(key));
    if (!isStream(value)) {
      throw new OperandError();
    }
    if (!optional.isShown(value.dict.get('OC'))) {
      this.#note('convert-optional-content', 'info', '隐藏的图层内容未转换');
      return;
    }
    const subtype = file.resolve(value.dict.get('Subtype'));
    if (isName(subtype, 'Form')) {
      this.form(value);
    } else if (isName(subtype, 'Image')) {
      paintImage(this.#conversion, this.canvas, this.#state, value, this.#resources);
    } else {
      this.#note('convert-xobject', 'error', '未知种类的外部对象，未转换');
    }
  }

  /** Runs a form XObject (8.10) in the state as it is; `before` is applied after the form's own matrix. */
  form(form: PdfStream, before: Matrix = [1, 0, 0, 1, 0, 0]): void {
    const { file } = this.#conversion;
    const decoded = this.#conversion.contentOf(form);
    if (decoded.remaining.length > 0) {
      this.#note('convert-content-filter', 'error', '表单对象的压缩方式不支持，未转换');
      return;
    }
    const matrix = numbers(file, form.dict, 'Matrix');
    const inner: GraphicsState = { ...this.#state };
    inner.ctm = multiply(before, inner.ctm);
    if (matrix.length === 6) {
      inner.ctm = multiply(matrix as unknown as Matrix, inner.ctm);
    }
    // a transparency group is painted opaque and then faded as one (11.4.5)
    const isGroup = file.dict(form.dict, 'Group') !== undefined;
    const opacity = isGroup ? this.#state.fillAlpha : 1;
    if (isGroup) {
      inner.fillAlpha = 1;
      inner.strokeAlpha = 1;
    }
    const painted = this.objects.length;
    this.#nested(inner, inner.ctm, () => {
      const box = numbers(file, form.dict, 'BBox');
      if (box.length === 4) {
        const outline = boxPath(box as unknown as Bounds);
        this.canvas.clip(this.#state, transformPath(outline, this.#state.ctm), false);
      }
      this.run(decoded.bytes, file.dict(form.dict, 'Resources') ?? this.#resources);
    });
    this.#fade(painted, opacity);
  }

  /** Gives what was painted since `from` one opacity: each object its own where none lies over another. */
  #fade(from: number, opacity: number): void {
    const painted = this.canvas.objects.slice(from);
    if (opacity >= 1 || painted.length === 0) {
      return;
    }
    this.canvas.objects.length = from;
    if (!overlap(painted)) {
      this.canvas.objects.push(...painted.map((object) => faded(object, opacity)));
      return;
    }
    const [left, top, right, bottom] = this.canvas.paper;
    const { composites } = this.#conversion;
    const key = `group${composites.length + 1}`;
    composites.push({ key, widthMm: right - left, heightMm: bottom - top, objects: painted });
    this.canvas.objects.push({ kind: 'composite', unit: key, alpha: Math.round(opacity * 255) });
  }

  /** Runs something in a state of its own. */
  #nested(inner: GraphicsState, base: Matrix, run: () => void): void {
    if (this.#conversion.depth >= maxDepth) {
      throw new ConvertError('convert-limit', 'PDF 表单对象嵌套过深，超出限额');
    }
    const saved = { state: this.#state, stack: this.#stack, base: this.#base, colorless: this.#colorless };
    this.#state = inner;
    this.#stack = [];
    this.#base = base;
    this.#paths.reset();
    this.#conversion.depth += 1;
    try {
      run();
    } finally {
      this.#conversion.depth -= 1;
      this.#state = saved.state;
      this.#stack = saved.stack;
      this.#base = saved.base;
      this.#colorless = saved.colorless;
      this.#paths.reset();
    }
  }

  /** One glyph of a Type 3 font (9.6.5). */
  #paintGlyph(type3: Type3, code: number, ctm: Matrix): void {
    const procedure = type3.procedure(code);
    if (procedure === undefined) {
      return;
    }
    const operations = this.#procedure(procedure);
    const inner: GraphicsState = {
      ...this.#state,
      ctm,
      renderMode: 0,
      charSpacing: 0,
      wordSpacing: 0,
      rise: 0,
    };
    this.#nested(inner, this.#base, () => this.#within(type3.resources ?? this.#resources, () => operations));
  }

  #procedure(stream: PdfStream): readonly ContentOperation[] {
    const { file, procedures } = this.#conversion;
    let operations = procedures.get(stream);
    if (operations === undefined) {
      const list: ContentOperation[] = [];
      try {
        for (const operation of parseContent(file.decode(stream).bytes)) {
          if (list.length >= maxProcedure) {
            throw new ConvertError('convert-limit', 'PDF 字形内容过多，超出限额');
          }
          list.push(operation);
        }
      } catch (error) {
        if (!(error instanceof PdfError)) {
          throw error;
        }
        this.#note(
          'convert-content-broken',
          'error',
          `字形内容有语法错误，其后的内容未转换：${error.message}`,
        );
      }
      operations = list;
      procedures.set(stream, operations);
    }
    return operations;
  }
}
