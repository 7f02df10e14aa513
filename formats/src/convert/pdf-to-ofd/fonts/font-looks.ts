import { isName, isStream, isString, type PdfDict, type PdfFile, textOf } from '../../../pdf/index.ts';
import { openOutlines } from '../../../sfnt/index.ts';
import type { Notes } from '../notes.ts';
import type { FontProgram, PdfFont } from './pdf-font.ts';

/** The name of a font dictionary without its subset tag. */
export function fontName(file: PdfFile, dict: PdfDict): string {
  const base = file.resolve(dict.get('BaseFont'));
  const name = isName(base) ? base.name : '';
  return utf8(name.replace(/^[A-Z]{6}\+/, ''));
}

/** Names are bytes; those beyond ASCII are UTF-8 by the standard and GBK in many Chinese files (7.3.5). */
function utf8(name: string): string {
  const bytes = Uint8Array.from(name, (c) => c.charCodeAt(0));
  if (bytes.every((byte) => byte < 0x80)) {
    return name;
  }
  const text = new TextDecoder('utf-8').decode(bytes);
  return text.includes('�') ? new TextDecoder('gb18030').decode(bytes) : text;
}

/** What the name and the descriptor's flags (9.8.2) tell of a font. */
export function looksOf(
  file: PdfFile,
  name: string,
  descriptor: PdfDict | undefined,
): Pick<PdfFont, 'bold' | 'italic' | 'serif' | 'fixedWidth'> {
  const flags = (descriptor && file.number(descriptor, 'Flags')) ?? 0;
  const weight = (descriptor && file.number(descriptor, 'FontWeight')) ?? 400;
  return {
    bold: /bold|black|heavy/i.test(name) || weight >= 600 || (flags & 0x40000) !== 0,
    italic: (flags & 64) !== 0 || /italic|oblique/i.test(name),
    serif: (flags & 2) !== 0 || /serif|song|fang|kai|times/i.test(name),
    fixedWidth: (flags & 1) !== 0 || /^courier/i.test(name),
  };
}

/** The family a descriptor names. */
export function givenFamily(file: PdfFile, descriptor: PdfDict | undefined): string | undefined {
  const family = descriptor && file.resolve(descriptor.get('FontFamily'));
  return isString(family) ? textOf(family) : undefined;
}

/** The embedded font program, opened; undefined when there is none or it is broken (noted). */
export function fontProgram(
  file: PdfFile,
  descriptor: PdfDict | undefined,
  name: string,
  notes: Notes,
): Omit<FontProgram, 'texts'> | undefined {
  for (const key of ['FontFile2', 'FontFile3', 'FontFile']) {
    const stream = descriptor && file.resolve(descriptor.get(key));
    if (isStream(stream)) {
      const { bytes, remaining } = file.decode(stream);
      const outlines = remaining.length === 0 ? openOutlines(bytes) : undefined;
      if (outlines === undefined) {
        notes.add('convert-font-broken', 'error', '嵌入的字体无法读取，按未嵌入处理', name);
        return undefined;
      }
      return { bytes, outlines };
    }
  }
  return undefined;
}
