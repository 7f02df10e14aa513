import type { PdfDict, PdfFile, PdfObject } from '../../pdf/index.ts';
import { colorSpaceOf, toRgb } from './colors.ts';
import type { ColorSpaceName, GraphicsState } from './graphics-state.ts';
import type { Notes } from './notes.ts';

/** What a colour operator works on. */
type ColorContext = {
  readonly file: PdfFile;
  readonly resources: PdfDict;
  readonly state: GraphicsState;
  readonly notes: Notes;
};

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
      setColor(context, 'fill', 'gray', operands);
      return true;
    case 'G':
      setColor(context, 'stroke', 'gray', operands);
      return true;
    case 'rg':
      setColor(context, 'fill', 'rgb', operands);
      return true;
    case 'RG':
      setColor(context, 'stroke', 'rgb', operands);
      return true;
    case 'k':
      setColor(context, 'fill', 'cmyk', operands);
      return true;
    case 'K':
      setColor(context, 'stroke', 'cmyk', operands);
      return true;
    default:
      return false;
  }
}

function setSpace(context: ColorContext, target: 'fill' | 'stroke', operands: readonly PdfObject[]): void {
  const space = colorSpaceOf(context.file, operands[0], context.resources);
  // the initial colour of every space used here is black (8.6.8)
  setColor(context, target, space, space === 'cmyk' ? [0, 0, 0, 1] : [0, 0, 0]);
}

function setColor(
  context: ColorContext,
  target: 'fill' | 'stroke',
  space: ColorSpaceName,
  operands: readonly PdfObject[],
): void {
  const { state } = context;
  if (space === 'unsupported') {
    context.notes.add('convert-color-space', 'error', '图案或专色等颜色不支持，使用它的内容未转换');
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
