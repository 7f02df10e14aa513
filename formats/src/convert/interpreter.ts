import type { Matrix, PageObjectSpec, PathSegment } from '../ofd/index.ts';
import {
  isDict,
  isName,
  isStream,
  isString,
  type PdfDict,
  PdfError,
  type PdfFile,
  type PdfObject,
  type PdfStream,
  parseContent,
} from '../pdf/index.ts';
import { colorSpaceOf, toRgb } from './colors.ts';
import { ConvertError } from './errors.ts';
import { applyExtGState } from './ext-gstate.ts';
import { type ClipPath, type ColorSpaceName, type GraphicsState, initialState } from './graphics-state.ts';
import { multiply, scaleOf, transform } from './matrix.ts';
import type { Notes } from './notes.ts';
import {
  boundsOf,
  paintOf,
  pathObject,
  rectangleOfClip,
  strokeOf,
  transformPath,
  within,
} from './paint-path.ts';
import { glyphsOf, runOutlines, type ShownGlyph, type ShownRun, textObject } from './paint-text.ts';
import type { ConvertedResources } from './resources.ts';

const maxFormDepth = 12;
const maxStates = 256;
const maxObjects = 200_000;
const maxClips = 32;
// a kilometre is no page: what lies further out comes from a broken or hostile file
const farthestMm = 1e6;

/** What all pages of one conversion share. `operations` bounds the work over all of them. */
export type Conversion = {
  readonly file: PdfFile;
  readonly notes: Notes;
  readonly resources: ConvertedResources;
  operations: number;
};

/** An operand that is not what the operator takes; the operator is skipped and noted. */
class OperandError extends Error {}

/**
 * Runs content streams (ISO 32000-1 8, 9) and collects what they paint as OFD page objects, in painting order.
 * One instance per page.
 */
export class ContentInterpreter {
  readonly objects: PageObjectSpec[] = [];
  readonly #conversion: Conversion;
  readonly #pageBox: readonly [number, number, number, number];
  #state: GraphicsState;
  #stack: GraphicsState[] = [];
  #resources: PdfDict = new Map();
  #formDepth = 0;
  // the path being built, in user space (8.5.2), and the clip that takes effect with the next painting operator
  #path: PathSegment[] = [];
  #point: readonly [number, number] = [0, 0];
  #start: readonly [number, number] = [0, 0];
  #pendingClip: 'nonzero' | 'evenodd' | undefined;
  // text matrices (9.4.2) and outlines gathered for a text clip
  #textMatrix: Matrix = [1, 0, 0, 1, 0, 0];
  #lineMatrix: Matrix = [1, 0, 0, 1, 0, 0];
  #textClip: PathSegment[] = [];

  constructor(conversion: Conversion, base: Matrix, widthMm: number, heightMm: number) {
    this.#conversion = conversion;
    this.#state = initialState(base);
    this.#pageBox = [0, 0, widthMm, heightMm];
  }

  /** Runs one content stream with these resources. */
  run(bytes: Uint8Array, resources: PdfDict): void {
    const outer = this.#resources;
    this.#resources = resources;
    try {
      for (const { operator, operands } of parseContent(bytes)) {
        this.#conversion.operations -= 1;
        if (this.#conversion.operations < 0 || this.objects.length > maxObjects) {
          throw new ConvertError('convert-limit', 'PDF 页面内容过多，超出限额');
        }
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
    try {
      const known =
        this.#stateOperator(operator, operands) ||
        this.#pathOperator(operator, operands) ||
        this.#colorOperator(operator, operands) ||
        this.#textOperator(operator, operands) ||
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
        state.cap = oneOf(number(operands, 0));
        return true;
      case 'j':
        state.join = oneOf(number(operands, 0));
        return true;
      case 'M':
        state.miterLimit = number(operands, 0);
        return true;
      case 'd':
        state.dash = dashOf(operands[0], number(operands, 1));
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

  // ---- paths (8.5) ----

  #pathOperator(operator: string, operands: readonly PdfObject[]): boolean {
    switch (operator) {
      case 'm':
        this.#moveTo(number(operands, 0), number(operands, 1));
        return true;
      case 'l':
        this.#point = [number(operands, 0), number(operands, 1)];
        this.#append(['L', ...this.#point]);
        return true;
      case 'c':
        this.#curve(...this.#six(operands));
        return true;
      case 'v':
        this.#curve(...this.#point, ...this.#four(operands));
        return true;
      case 'y': {
        const [x1, y1, x3, y3] = this.#four(operands);
        this.#curve(x1, y1, x3, y3, x3, y3);
        return true;
      }
      case 'h':
        this.#close();
        return true;
      case 're': {
        const [x, y, width, height] = this.#four(operands);
        this.#moveTo(x, y);
        this.#append(['L', x + width, y], ['L', x + width, y + height], ['L', x, y + height], ['C']);
        return true;
      }
      case 'W':
        this.#pendingClip = 'nonzero';
        return true;
      case 'W*':
        this.#pendingClip = 'evenodd';
        return true;
      default:
        return this.#paintOperator(operator);
    }
  }

  #paintOperator(operator: string): boolean {
    switch (operator) {
      case 'n':
        this.#paintPath(false, false, false);
        return true;
      case 'S':
        this.#paintPath(false, true, false);
        return true;
      case 's':
        this.#close();
        this.#paintPath(false, true, false);
        return true;
      case 'f':
      case 'F':
        this.#paintPath(true, false, false);
        return true;
      case 'f*':
        this.#paintPath(true, false, true);
        return true;
      case 'B':
        this.#paintPath(true, true, false);
        return true;
      case 'B*':
        this.#paintPath(true, true, true);
        return true;
      case 'b':
        this.#close();
        this.#paintPath(true, true, false);
        return true;
      case 'b*':
        this.#close();
        this.#paintPath(true, true, true);
        return true;
      default:
        return false;
    }
  }

  #four(operands: readonly PdfObject[]): [number, number, number, number] {
    return [number(operands, 0), number(operands, 1), number(operands, 2), number(operands, 3)];
  }

  #six(operands: readonly PdfObject[]): [number, number, number, number, number, number] {
    return [...this.#four(operands), number(operands, 4), number(operands, 5)];
  }

  #append(...segments: PathSegment[]): void {
    this.#path.push(...segments);
    this.#conversion.operations -= segments.length - 1;
  }

  #moveTo(x: number, y: number): void {
    this.#point = [x, y];
    this.#start = this.#point;
    this.#append(['M', x, y]);
  }

  #curve(x1: number, y1: number, x2: number, y2: number, x3: number, y3: number): void {
    this.#point = [x3, y3];
    this.#append(['B', x1, y1, x2, y2, x3, y3]);
  }

  #close(): void {
    if (this.#path.length > 0) {
      this.#append(['C']);
      this.#point = this.#start;
    }
  }

  #paintPath(fill: boolean, stroke: boolean, evenOdd: boolean): void {
    const object = pathObject(this.#path, this.#state, { fill, stroke, evenOdd });
    if (object !== undefined && object.kind === 'path') {
      const margin = object.stroke === undefined ? 0 : (object.lineWidthMm ?? 0) * 6;
      this.#emit(object, object.ctm === undefined ? boundsOf(object.segments, margin) : undefined);
    }
    if (this.#pendingClip !== undefined && this.#path.length > 0) {
      this.#clip({
        segments: transformPath(this.#path, this.#state.ctm),
        evenOdd: this.#pendingClip === 'evenodd',
      });
    }
    this.#pendingClip = undefined;
    this.#path = [];
  }

  #clip(clip: ClipPath): void {
    const rectangle = rectangleOfClip(clip);
    if (rectangle !== undefined && within(this.#pageBox, rectangle)) {
      return;
    }
    const subpaths = clip.segments.filter(([kind]) => kind === 'M').length;
    if (clip.evenOdd && subpaths > 1) {
      this.#note('convert-clip-even-odd', 'warning', '奇偶规则的裁剪区域按非零规则处理');
    }
    if (!clip.segments.flat().every(isSane) || this.#state.clips.length >= maxClips) {
      this.#note('convert-clip-range', 'error', '裁剪区域超出合理范围或嵌套过深，未转换');
      return;
    }
    this.#state.clips = [...this.#state.clips, clip];
  }

  /** Adds an object with the clips that can touch it; `bounds` when its extent is known. */
  #emit(object: PageObjectSpec, bounds?: readonly [number, number, number, number]): void {
    if (!isOnPaper(object)) {
      this.#note('convert-out-of-range', 'error', '内容的坐标或尺寸超出合理范围，未转换', object.kind);
      return;
    }
    const clips = this.#state.clips.filter((clip) => {
      const rectangle = bounds === undefined ? undefined : rectangleOfClip(clip);
      return rectangle === undefined || bounds === undefined || !within(bounds, rectangle);
    });
    this.objects.push(clips.length === 0 ? object : { ...object, clips: clips.map((clip) => clip.segments) });
  }

  // ---- colour (8.6.8) ----

  #colorOperator(operator: string, operands: readonly PdfObject[]): boolean {
    switch (operator) {
      case 'cs':
        this.#setSpace('fill', operands);
        return true;
      case 'CS':
        this.#setSpace('stroke', operands);
        return true;
      case 'sc':
      case 'scn':
        this.#setColor('fill', this.#state.fillSpace, operands);
        return true;
      case 'SC':
      case 'SCN':
        this.#setColor('stroke', this.#state.strokeSpace, operands);
        return true;
      case 'g':
        this.#setColor('fill', 'gray', operands);
        return true;
      case 'G':
        this.#setColor('stroke', 'gray', operands);
        return true;
      case 'rg':
        this.#setColor('fill', 'rgb', operands);
        return true;
      case 'RG':
        this.#setColor('stroke', 'rgb', operands);
        return true;
      case 'k':
        this.#setColor('fill', 'cmyk', operands);
        return true;
      case 'K':
        this.#setColor('stroke', 'cmyk', operands);
        return true;
      default:
        return false;
    }
  }

  #setSpace(target: 'fill' | 'stroke', operands: readonly PdfObject[]): void {
    const space = colorSpaceOf(this.#conversion.file, operands[0], this.#resources);
    // the initial colour of every space used here is black (8.6.8)
    this.#setColor(target, space, space === 'cmyk' ? [0, 0, 0, 1] : [0, 0, 0]);
  }

  #setColor(target: 'fill' | 'stroke', space: ColorSpaceName, operands: readonly PdfObject[]): void {
    const state = this.#state;
    if (space === 'unsupported') {
      this.#note('convert-color-space', 'error', '图案或专色等颜色不支持，使用它的内容未转换');
    }
    const rgb = toRgb(
      space,
      operands.map((operand) => (typeof operand === 'number' ? operand : 0)),
    );
    if (target === 'fill') {
      state.fillSpace = space;
      state.fill = rgb;
    } else {
      state.strokeSpace = space;
      state.stroke = rgb;
    }
  }

  // ---- text (9.3, 9.4) ----

  #textOperator(operator: string, operands: readonly PdfObject[]): boolean {
    const state = this.#state;
    switch (operator) {
      case 'BT':
        this.#textMatrix = [1, 0, 0, 1, 0, 0];
        this.#lineMatrix = this.#textMatrix;
        this.#textClip = [];
        return true;
      case 'ET':
        if (this.#textClip.length > 0) {
          this.#clip({ segments: this.#textClip, evenOdd: false });
          this.#textClip = [];
        }
        return true;
      case 'Tf':
        state.font = this.#conversion.resources.font(this.#resources, name(operands, 0));
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
        this.#show([operands[0] ?? null]);
        return true;
      case 'TJ':
        this.#show(Array.isArray(operands[0]) ? operands[0] : []);
        return true;
      case "'":
        this.#nextLine(0, -state.leading);
        this.#show([operands[0] ?? null]);
        return true;
      case '"':
        state.wordSpacing = number(operands, 0);
        state.charSpacing = number(operands, 1);
        this.#nextLine(0, -state.leading);
        this.#show([operands[2] ?? null]);
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
  #show(items: readonly PdfObject[]): void {
    const state = this.#state;
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
    this.#conversion.operations -= glyphs.length;
    this.#paintText({
      font,
      fontKey: this.#conversion.resources.keyOf(font),
      fontSize,
      horizontalScale,
      rise: state.rise,
      matrix: multiply(this.#textMatrix, state.ctm),
      glyphs,
    });
    this.#textMatrix = multiply([1, 0, 0, 1, x, 0], this.#textMatrix);
  }

  /** Rendering modes (9.3.6): 0 fill, 1 stroke, 2 both, 3 nothing; 4–7 the same and add to the clip. */
  #paintText(run: ShownRun): void {
    const state = this.#state;
    const mode = state.renderMode & 3;
    if (state.renderMode >= 4) {
      this.#textClip.push(...runOutlines(run, this.#conversion.notes));
    }
    if (mode === 3) {
      this.#note('convert-text-invisible', 'info', '不可见的文字未转换');
      return;
    }
    if ((mode === 0 || mode === 2) && state.fill !== undefined) {
      const object = textObject(run, this.#conversion.notes);
      if (object !== undefined) {
        this.#emit({ ...object, fill: paintOf(state.fill, state.fillAlpha * state.groupAlpha) });
      }
    }
    if ((mode === 1 || mode === 2) && state.stroke !== undefined) {
      const segments = runOutlines(run, this.#conversion.notes);
      if (segments.length > 0) {
        this.#note('convert-text-stroked', 'info', '描边文字的轮廓转换为图形');
        this.#emit({
          kind: 'path',
          segments,
          stroke: paintOf(state.stroke, state.strokeAlpha * state.groupAlpha),
          ...strokeOf(state, scaleOf(state.ctm)),
        });
      }
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
        this.#emit({ kind: 'image', image, ctm, ...(alpha === 255 ? {} : { alpha }) }, boundsOf(corners));
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
    const savedPath = this.#path;
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
    this.#path = [];
    this.#clipToBox(form);
    const before = this.objects.length;
    this.#formDepth += 1;
    try {
      this.run(decoded.bytes, file.dict(form.dict, 'Resources') ?? this.#resources);
    } finally {
      this.#formDepth -= 1;
      this.#state = saved;
      this.#stack = savedStack;
      this.#path = savedPath;
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
    this.#clip({ segments: transformPath(outline, this.#state.ctm), evenOdd: false });
  }
}

function isSane(value: unknown): boolean {
  return typeof value !== 'number' || (Number.isFinite(value) && Math.abs(value) < farthestMm);
}

/** Whether all numbers of an object are ones a page can have. */
function isOnPaper(object: PageObjectSpec): boolean {
  const settings = object.kind === 'image' ? [] : Object.values(object);
  const ctm = object.ctm ?? [];
  switch (object.kind) {
    case 'text':
      return [
        ...settings,
        ...ctm,
        ...object.runs.flatMap((run) => [run.xMm, run.yMm, ...(run.deltaXMm ?? [])]),
      ].every(isSane);
    case 'path':
      return (
        [...settings, ...ctm, ...(object.dash?.patternMm ?? []), object.dash?.offsetMm].every(isSane) &&
        object.segments.every((segment) => segment.every(isSane))
      );
    default:
      return ctm.every(isSane);
  }
}

function number(operands: readonly PdfObject[], index: number): number {
  const value = operands[index];
  if (typeof value !== 'number' || Math.abs(value) > 1e7) {
    throw new OperandError();
  }
  return value;
}

function name(operands: readonly PdfObject[], index: number): string {
  const value = operands[index];
  if (!isName(value)) {
    throw new OperandError();
  }
  return value.name;
}

function matrixOf(operands: readonly PdfObject[]): Matrix {
  return [0, 1, 2, 3, 4, 5].map((index) => number(operands, index)) as unknown as Matrix;
}

function oneOf(value: number): 0 | 1 | 2 {
  if (value !== 0 && value !== 1 && value !== 2) {
    throw new OperandError();
  }
  return value;
}

/** Dash array and phase (8.4.3.6); all zero means a solid line. */
function dashOf(array: PdfObject | undefined, offset: number): { pattern: number[]; offset: number } {
  if (!Array.isArray(array) || array.length > 64) {
    throw new OperandError();
  }
  const pattern = array.map((item) => (typeof item === 'number' && item >= 0 ? item : 0));
  return pattern.some((length) => length > 0) ? { pattern, offset } : { pattern: [], offset: 0 };
}
