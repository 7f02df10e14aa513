import { isName, type PdfDict, type PdfFile, type PdfObject } from '../../pdf/index.ts';
import type { PdfFont } from './fonts/pdf-font.ts';
import type { GraphicsState } from './graphics-state.ts';
import type { Notes } from './notes.ts';
import { dashOf, OperandError } from './operands.ts';
import type { SoftMask } from './soft-mask.ts';

// settings that cannot change what is seen here: type, overprint off the press, halftones, smoothness, knockout
const ignored = new Set([
  'Type',
  'OP',
  'op',
  'OPM',
  'SA',
  'TK',
  'BG',
  'BG2',
  'UCR',
  'UCR2',
  'TR',
  'TR2',
  'HT',
  'HTO',
  'FL',
  'SM',
  'RI',
  'UseBlackPtComp',
]);

/** What the interpreter does for settings that need more than the dictionary. */
type Helpers = {
  font(value: PdfObject): PdfFont | undefined;
  softMask(value: PdfDict): SoftMask;
};

/** Applies a graphics state parameter dictionary (ISO 32000-1 8.4.5). What OFD cannot say is noted. */
export function applyExtGState(
  file: PdfFile,
  settings: PdfDict,
  state: GraphicsState,
  notes: Notes,
  helpers: Helpers,
): void {
  for (const key of settings.keys()) {
    const value = file.resolve(settings.get(key));
    const amount = typeof value === 'number' ? value : undefined;
    switch (key) {
      case 'ca':
        state.fillAlpha = amount ?? state.fillAlpha;
        break;
      case 'CA':
        state.strokeAlpha = amount ?? state.strokeAlpha;
        break;
      case 'LW':
        state.lineWidth = amount ?? state.lineWidth;
        break;
      case 'LC':
        state.cap = amount === 1 || amount === 2 ? amount : 0;
        break;
      case 'LJ':
        state.join = amount === 1 || amount === 2 ? amount : 0;
        break;
      case 'ML':
        state.miterLimit = amount ?? state.miterLimit;
        break;
      case 'D':
        if (!Array.isArray(value)) {
          throw new OperandError();
        }
        state.dash = dashOf(value.map((item) => file.resolve(item)));
        break;
      case 'Font': {
        const size = Array.isArray(value) ? file.resolve(value[1]) : null;
        if (Array.isArray(value) && typeof size === 'number') {
          state.font = helpers.font(value[0] ?? null);
          state.fontSize = size;
        }
        break;
      }
      case 'SMask':
        state.softMask = value instanceof Map ? helpers.softMask(value) : undefined;
        break;
      case 'BM':
        noteBlendMode(file, value, notes);
        break;
      case 'AIS':
        if (value === true) {
          notes.add('convert-alpha-shape', 'warning', '透明度的形状解释方式不支持');
        }
        break;
      default:
        if (!ignored.has(key)) {
          notes.add('convert-graphics-setting', 'warning', '图形状态中有不支持的设置', key.slice(0, 20));
        }
    }
  }
}

/** OFD paints everything over what lies below; of a list of modes the first one counts. */
function noteBlendMode(file: PdfFile, value: PdfObject, notes: Notes): void {
  const mode = Array.isArray(value) ? file.resolve(value[0]) : value;
  if (!isName(mode, 'Normal') && !isName(mode, 'Compatible')) {
    const evidence = isName(mode) ? mode.name : '';
    notes.add('convert-blend-mode', 'warning', '混合模式不支持，按正常模式转换', evidence);
  }
}
