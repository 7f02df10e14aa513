/** The ToUnicode CMap of a font (ISO 32000-1 9.10.3): what each code stands for when text is searched or copied. */

/** Code = index + 1 of `texts`. Every code gets a value a PDF/A reader accepts. */
export function toUnicodeMap(texts: readonly string[]): Uint8Array {
  const lines = [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <ffff>',
    'endcodespacerange',
  ];
  for (let from = 0; from < texts.length; from += 100) {
    const block = texts.slice(from, from + 100);
    lines.push(
      `${block.length} beginbfchar`,
      ...block.map((text, i) => `<${hex(from + i + 1)}> <${utf16(text)}>`),
      'endbfchar',
    );
  }
  lines.push('endcmap', 'CMapName currentdict /CMap defineresource pop', 'end', 'end', '');
  return new TextEncoder().encode(lines.join('\n'));
}

function hex(unit: number): string {
  return unit.toString(16).padStart(4, '0');
}

/** UTF-16BE; U+0000, U+FEFF and U+FFFE are forbidden values (ISO 19005-2 6.2.11.7.2), lone surrogates are no text. */
function utf16(text: string): string {
  const sound = Array.from(text, (char) => {
    const code = char.codePointAt(0)!;
    const bad = code === 0 || code === 0xfeff || code === 0xfffe || (code >= 0xd800 && code < 0xe000);
    return bad ? '\ufffd' : char;
  }).join('');
  // a glyph without a character: nothing to be seen, yet a value
  const value = sound === '' ? '\u200b' : sound.slice(0, 120);
  return Array.from({ length: value.length }, (_, i) => hex(value.charCodeAt(i))).join('');
}
