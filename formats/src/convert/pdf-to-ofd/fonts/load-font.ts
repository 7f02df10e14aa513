import { isDict, isName, type PdfFile, type PdfObject } from '../../../pdf/index.ts';
import type { Notes } from '../notes.ts';
import { loadCompositeFont } from './composite-font.ts';
import type { PdfFont } from './pdf-font.ts';
import { loadSimpleFont } from './simple-font.ts';
import { loadType3Font } from './type3-font.ts';

/** Reads a font dictionary of any kind (ISO 32000-1 9.5); undefined when it is none (noted). */
export function loadFont(file: PdfFile, value: PdfObject | undefined, notes: Notes): PdfFont | undefined {
  const dict = file.resolve(value);
  const subtype = isDict(dict) ? file.resolve(dict.get('Subtype')) : null;
  let font: PdfFont | undefined;
  if (isDict(dict)) {
    font =
      isName(subtype, 'Type0') || dict.has('DescendantFonts')
        ? loadCompositeFont(file, dict, notes)
        : isName(subtype, 'Type3')
          ? loadType3Font(file, dict)
          : loadSimpleFont(file, dict, notes);
  }
  if (font !== undefined && font.program === undefined && font.type3 === undefined) {
    notes.add('convert-font-not-embedded', 'warning', '字体没有嵌入，由阅读软件按名称替代', font.name);
  }
  if (font === undefined) {
    notes.add('convert-font-broken', 'error', '字体字典无法读取，使用它的文字未转换');
  }
  return font;
}
