import { isName, type PdfDict, type PdfFile, type PdfObject } from '../../pdf/index.ts';
import { type ColorSpace, cmyk, gray, readColorSpace, rgb } from './color/color-space.ts';
import type { StatePaint } from './color/state-paint.ts';
import type { GraphicsState } from './graphics-state.ts';
import type { Notes } from './notes.ts';

/** Makes the paint of a pattern; undefined when it cannot be shown (noted). `tint` paints an uncoloured one. */
export type PatternReader = (name: string, tint: StatePaint | undefined) => StatePaint | undefined;

/** What a colour operator works on. */
type ColorContext = {
  readonly file: PdfFile;
  readonly resources: PdfDict;
  readonly state: GraphicsState;
  readonly notes: Notes;
  readonly pattern: PatternReader;
  readonly spaces: Map<PdfObject, ColorSpace | undefined>;
};

type Target = 'fill' | 'stroke';

/** Executes a colour operator (ISO 32000-1 8.6.8) on the state; false when it is none. */
export function executeColor(
  context: ColorContext,
  operator: string,
  operands: readonly PdfObject[],
): boolean {
  const { state } = context;
  switch (operator) {
    case 'cs':
      setSpace(context, 'fill', operands);
      return true;
    case 'CS':
      setSpace(context, 'stroke', operands);
      return true;
    case 'sc':
    case 'scn':
      setColor(context, 'fill', state.fillSpace, operands);
      return true;
    case 'SC':
    case 'SCN':
      setColor(context, 'stroke', state.strokeSpace, operands);
      return true;
    case 'g':
      setColor(context, 'fill', gray, operands);
      return true;
    case 'G':
      setColor(context, 'stroke', gray, operands);
      return true;
    case 'rg':
      setColor(context, 'fill', rgb, operands);
      return true;
    case 'RG':
      setColor(context, 'stroke', rgb, operands);
      return true;
    case 'k':
      setColor(context, 'fill', cmyk, operands);
      return true;
    case 'K':
      setColor(context, 'stroke', cmyk, operands);
      return true;
    default:
      return false;
  }
}

function setSpace(context: ColorContext, target: Target, operands: readonly PdfObject[]): void {
  const space = spaceOf(context, operands[0]);
  if (space === undefined) {
    context.notes.add('convert-color-space', 'error', '颜色空间不支持，使用它的内容未转换');
    setPaint(context.state, target, gray, undefined);
  } else if (space.kind === 'pattern') {
    setPaint(context.state, target, space, undefined);
  } else {
    setColor(context, target, space, space.initial);
  }
}

/** A colour space is read once: its tables and functions are not small. */
function spaceOf(context: ColorContext, operand: PdfObject | undefined): ColorSpace | undefined {
  const { file, resources, spaces } = context;
  const named = isName(operand) ? file.dict(resources, 'ColorSpace')?.get(operand.name) : undefined;
  const key = named === undefined ? null : file.resolve(named);
  if (key === null || typeof key !== 'object') {
    return readColorSpace(file, operand, resources);
  }
  if (!spaces.has(key)) {
    spaces.set(key, readColorSpace(file, operand, resources));
  }
  return spaces.get(key);
}

function setColor(
  context: ColorContext,
  target: Target,
  space: ColorSpace,
  operands: readonly PdfObject[],
): void {
  const { state } = context;
  const numbers = operands.filter((operand) => typeof operand === 'number');
  if (space.kind !== 'pattern') {
    const color = space.toRgb(numbers);
    setPaint(state, target, space, color === 'none' ? undefined : { kind: 'solid', rgb: color });
    return;
  }
  const name = operands.at(-1);
  const tint = space.under === undefined ? 'none' : space.under.toRgb(numbers);
  const paint = isName(name)
    ? context.pattern(name.name, tint === 'none' ? undefined : { kind: 'solid', rgb: tint })
    : undefined;
  setPaint(state, target, space, paint);
}

function setPaint(
  state: GraphicsState,
  target: Target,
  space: ColorSpace,
  paint: StatePaint | undefined,
): void {
  if (target === 'fill') {
    state.fillSpace = space;
    state.fill = paint;
  } else {
    state.strokeSpace = space;
    state.stroke = paint;
  }
}
