import { isName, type PdfDict, type PdfFile } from '../../pdf/index.ts';
import type { GraphicsState } from './graphics-state.ts';
import type { Notes } from './notes.ts';

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
  'HT',
  'FL',
  'SM',
  'RI',
]);

/** Applies a graphics state parameter dictionary (ISO 32000-1 8.4.5). What OFD cannot say is noted. */
export function applyExtGState(file: PdfFile, settings: PdfDict, state: GraphicsState, notes: Notes): void {
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
      case 'SMask':
        if (!isName(value, 'None')) {
          notes.add('convert-soft-mask', 'error', '软蒙版不支持，按不透明转换');
        }
        break;
      case 'BM':
        if (!isName(value, 'Normal') && !isName(value, 'Compatible')) {
          notes.add(
            'convert-blend-mode',
            'warning',
            '混合模式不支持，按正常模式转换',
            isName(value) ? value.name : '',
          );
        }
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
