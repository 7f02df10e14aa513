import type { Matrix } from '../../drawing/index.ts';
import type { PageObjectSpec, PathSegment } from '../../ofd/index.ts';
import {
  isDict,
  isName,
  isStream,
  type PdfDict,
  PdfError,
  type PdfFile,
  type PdfObject,
  type PdfStream,
  parseContent,
} from '../../pdf/index.ts';
import { ConvertError } from '../errors.ts';
import { Canvas } from './canvas.ts';
import { executeColor } from './color-operators.ts';
import { applyExtGState } from './ext-gstate.ts';
import { type GraphicsState, initialState } from './graphics-state.ts';
import { multiply, transform } from './matrix.ts';
import type { Notes } from './notes.ts';
import { dashOf, matrixOf, name, number, OperandError, style } from './operands.ts';
import { boundsOf, transformPath } from './paint-path.ts';
import { PathOperators } from './path-operators.ts';
import type { ConvertedResources } from './resources.ts';
import { TextOperators } from './text-operators.ts';

const maxFormDepth = 12;
const maxStates = 256;

/** What all pages of one conversion share. `operations` bounds the work over all of them. */
export type Conversion = {
  readonly file: PdfFile;
  readonly notes: Notes;
  readonly resources: ConvertedResources;
  operations: number;
};

/**
 * Runs content streams (ISO 32000-1 8, 9) and collects what they paint as OFD page objects, in painting order.
 * One instance per page.
 */
export class ContentInterpreter {
  readonly #conversion: Conversion;
  readonly #canvas: Canvas;
  readonly #paths: PathOperators;
  readonly #text: TextOperators;
  #state: GraphicsState;
  #stack: GraphicsState[] = [];
  #resources: PdfDict = new Map();
  #formDepth = 0;

  constructor(conversion: Conversion, base: Matrix, widthMm: number, heightMm: number) {
    this.#conversion = conversion;
    this.#state = initialState(base);
    this.#canvas = new Canvas(widthMm, heightMm, conversion.notes, (count) => this.#spend(count));
    this.#paths = new PathOperators(this.#canvas);
    this.#text = new TextOperators(this.#canvas, conversion.resources, (count) => this.#spend(count));
  }

  /** What the page shows, in painting order. */
  get objects(): readonly PageObjectSpec[] {
    return this.#canvas.objects;
  }

  /** Counts work; every operator and glyph costs one. */
  #spend(count: number): void {
    this.#conversion.operations -= count;
    if (this.#conversion.operations < 0) {
      throw new ConvertError('convert-limit', 'PDF 页面内容过多，超出限额');
    }
  }

  /** Runs one content stream with these resources. */
  run(bytes: Uint8Array, resources: PdfDict): void {
    const outer = this.#resources;
    this.#resources = resources;
    try {
      for (const { operator, operands } of parseContent(bytes)) {
        this.#spend(1);
        this.#execute(operator, operands);
      }
    } catch (error) {
      if (!(error instanceof PdfError)) {
        throw error;
      }
      this.#note('convert-content-broken', 'error', `页面内容有语法错误，其后的内容未转换：${error.message}`);
    } finally {
      this.#resources = outer;
    }
  }

  #note(code: string, severity: 'info' | 'warning' | 'error', message: string, evidence?: string): void {
    this.#conversion.notes.add(code, severity, message, evidence);
  }

  #execute(operator: string, operands: readonly PdfObject[]): void {
    const { file, notes } = this.#conversion;
    try {
      const known =
        this.#stateOperator(operator, operands) ||
        this.#paths.execute(this.#state, operator, operands) ||
        executeColor({ file, resources: this.#resources, state: this.#state, notes }, operator, operands) ||
        this.#text.execute(this.#state, this.#resources, operator, operands) ||
        this.#objectOperator(operator, operands);
      if (!known) {
        this.#note('convert-operator-unknown', 'warning', '页面内容中有未知的操作符', operator.slice(0, 20));
      }
    } catch (error) {
      if (!(error instanceof OperandError)) {
        throw error;
      }
      this.#note('convert-operand', 'warning', '页面内容中操作符的参数无效，已忽略', operator.slice(0, 20));
    }
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
      case 'gs': {
        const { file, notes } = this.#conversion;
        const settings = file.resolve(file.dict(this.#resources, 'ExtGState')?.get(name(operands, 0)));
        if (!isDict(settings)) {
          throw new OperandError();
        }
        applyExtGState(file, settings, state, notes);
        return true;
      }
      default:
        return false;
    }
  }

  // ---- XObjects, marked content, the rest (8.8, 14.6) ----

  #objectOperator(operator: string, operands: readonly PdfObject[]): boolean {
    switch (operator) {
      case 'Do':
        this.#doXObject(name(operands, 0));
        return true;
      case 'BDC':
        if (isName(operands[0], 'OC')) {
          this.#note('convert-optional-content', 'warning', '可选图层的内容一律按可见转换');
        }
        return true;
      case 'BMC':
      case 'EMC':
      case 'MP':
      case 'DP':
      case 'BX':
      case 'EX':
        return true;
      case 'sh':
        this.#note('convert-shading', 'error', '渐变填充不支持，未转换');
        return true;
      case 'BI':
        this.#note('convert-inline-image', 'error', '内嵌在页面内容中的图片不支持，未转换');
        return true;
      case 'd0':
      case 'd1':
        return true;
      default:
        return false;
    }
  }

  #doXObject(key: string): void {
    const { file, notes, resources } = this.#conversion;
    const value = file.resolve(file.dict(this.#resources, 'XObject')?.get(key));
    if (!isStream(value)) {
      throw new OperandError();
    }
    const subtype = file.resolve(value.dict.get('Subtype'));
    if (isName(subtype, 'Form')) {
      this.#doForm(value);
    } else if (isName(subtype, 'Image')) {
      const image = resources.image(value, this.#resources, this.#state.fill, notes);
      if (image !== undefined) {
        // PDF's unit square stands on its lower edge, OFD's hangs from its upper edge
        const ctm = multiply([1, 0, 0, -1, 0, 1], this.#state.ctm);
        const opacity = this.#state.fillAlpha * this.#state.groupAlpha;
        const alpha = Math.round(Math.min(1, Math.max(0, opacity)) * 255);
        const corners = [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ].map(([u, v]) => ['L', ...transform(ctm, u as number, v as number)] as const);
        this.#canvas.emit(
          this.#state,
          { kind: 'image', image, ctm, ...(alpha === 255 ? {} : { alpha }) },
          boundsOf(corners),
        );
      }
    } else {
      this.#note('convert-xobject', 'error', '未知种类的外部对象，未转换');
    }
  }

  #doForm(form: PdfStream): void {
    const { file } = this.#conversion;
    if (this.#formDepth >= maxFormDepth) {
      throw new ConvertError('convert-limit', 'PDF 表单对象嵌套过深，超出限额');
    }
    const decoded = file.decode(form);
    if (decoded.remaining.length > 0) {
      this.#note('convert-content-filter', 'error', '表单对象的压缩方式不支持，未转换');
      return;
    }
    const saved = this.#state;
    const savedStack = this.#stack;
    const matrix = (file.array(form.dict, 'Matrix') ?? []).map((item) => file.resolve(item));
    const inner: GraphicsState = { ...saved };
    if (matrix.length === 6 && matrix.every((item) => typeof item === 'number')) {
      inner.ctm = multiply(matrix as unknown as Matrix, saved.ctm);
    }
    if (file.dict(form.dict, 'Group') !== undefined) {
      inner.groupAlpha = saved.groupAlpha * saved.fillAlpha;
      inner.fillAlpha = 1;
      inner.strokeAlpha = 1;
    }
    this.#state = inner;
    this.#stack = [];
    this.#paths.reset();
    this.#clipToBox(form);
    const before = this.objects.length;
    this.#formDepth += 1;
    try {
      this.run(decoded.bytes, file.dict(form.dict, 'Resources') ?? this.#resources);
    } finally {
      this.#formDepth -= 1;
      this.#state = saved;
      this.#stack = savedStack;
      this.#paths.reset();
    }
    if (inner.groupAlpha < 1 && this.objects.length - before > 1) {
      this.#note('convert-group-alpha', 'info', '半透明组按各个对象分别透明处理，重叠处可能有色差');
    }
  }

  #clipToBox(form: PdfStream): void {
    const { file } = this.#conversion;
    const box = (file.array(form.dict, 'BBox') ?? []).map((item) => file.resolve(item));
    if (box.length !== 4 || !box.every((item) => typeof item === 'number')) {
      return;
    }
    const [x0, y0, x1, y1] = box as [number, number, number, number];
    const outline: PathSegment[] = [['M', x0, y0], ['L', x1, y0], ['L', x1, y1], ['L', x0, y1], ['C']];
    this.#canvas.clip(this.#state, transformPath(outline, this.#state.ctm), false);
  }
}
