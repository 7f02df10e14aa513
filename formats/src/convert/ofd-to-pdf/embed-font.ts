/** A font with the glyphs a document uses as PDF objects: Type 0, Identity-H, embedded (ISO 32000-1 9.7). */
import { identity, type OutlineFont, pathPoints } from '../../drawing/index.ts';
import { type PdfDict, pdfBytes, pdfDict, pdfName } from '../../pdf/index.ts';
import { type FontOutlines, openOutlines, SfntError, subsetFont } from '../../sfnt/index.ts';
import { cffProgram } from './cff-program.ts';
import type { CodedGlyph, ShelvedFont } from './font-shelf.ts';
import type { PdfOutput } from './pdf-output.ts';
import { toUnicodeMap } from './to-unicode-map.ts';

type FontProgram = {
  readonly subtype: 'CIDFontType0' | 'CIDFontType2';
  readonly key: 'FontFile2' | 'FontFile3';
  readonly dict: PdfDict;
  readonly bytes: Uint8Array;
  /** CID → glyph of the program, two bytes each; undefined when they are the same by nature. */
  readonly glyphMap?: Uint8Array;
};

/** Writes the font dictionary at `shelved.ref` and everything below it. `index` tells subsets of a file apart. */
export function embedFont(output: PdfOutput, shelved: ShelvedFont, index: number): void {
  const { font, glyphs } = shelved;
  const plainName = fontName(font.embedded ? font.name : (openOutlines(font.bytes)?.familyName ?? 'StandIn'));
  const name = pdfName(`${subsetTag(index)}+${plainName}`);
  const box = glyphBox(font, glyphs);
  const program =
    trueTypeProgram(font, glyphs) ?? outlineProgram(`${subsetTag(index)}+F${index + 1}`, box, font, glyphs);
  const { ascent, descent } = verticalReach(font, box);
  const descriptor = output.add(
    pdfDict({
      Type: pdfName('FontDescriptor'),
      FontName: name,
      Flags: 4,
      FontBBox: box,
      ItalicAngle: 0,
      Ascent: ascent,
      Descent: descent,
      CapHeight: ascent,
      StemV: 80,
      [program.key]: output.addFlate(program.dict, program.bytes),
    }),
  );
  const descendant = output.add(
    pdfDict({
      Type: pdfName('Font'),
      Subtype: pdfName(program.subtype),
      BaseFont: name,
      CIDSystemInfo: pdfDict({ Registry: latin('Adobe'), Ordering: latin('Identity'), Supplement: 0 }),
      FontDescriptor: descriptor,
      DW: 1000,
      W: [1, glyphs.map(({ width }) => width)],
      CIDToGIDMap: program.glyphMap && output.addFlate(new Map(), program.glyphMap),
    }),
  );
  output.set(
    shelved.ref,
    pdfDict({
      Type: pdfName('Font'),
      Subtype: pdfName('Type0'),
      BaseFont: name,
      Encoding: pdfName('Identity-H'),
      DescendantFonts: [descendant],
      ToUnicode: output.addFlate(new Map(), toUnicodeMap(glyphs.map(({ text }) => text))),
    }),
  );
}

/** TrueType glyphs byte for byte; undefined for other fonts, and where .notdef itself is drawn (ISO 19005-2 6.2.11.8). */
function trueTypeProgram(font: OutlineFont, glyphs: readonly CodedGlyph[]): FontProgram | undefined {
  const opened = openOutlines(font.bytes);
  if (
    opened?.kind !== 'truetype' ||
    glyphs.some(({ glyphId }) => glyphId === 0 || !isSame(opened, font, glyphId))
  ) {
    return undefined;
  }
  try {
    const { bytes, glyphIds } = subsetFont(opened, {
      glyphs: glyphs.map(({ glyphId }) => glyphId),
      characters: new Map(),
      names: { family: 'Subset', postScript: 'Subset' },
    });
    const map = new Uint8Array(2 * (glyphs.length + 1));
    for (const [index, { glyphId }] of glyphs.entries()) {
      const written = glyphIds.get(glyphId);
      if (written === undefined) {
        return undefined;
      }
      map[2 * index + 2] = written >> 8;
      map[2 * index + 3] = written & 255;
    }
    return {
      subtype: 'CIDFontType2',
      key: 'FontFile2',
      dict: pdfDict({ Length1: bytes.length }),
      bytes,
      glyphMap: map,
    };
  } catch (error) {
    if (error instanceof SfntError) {
      return undefined;
    }
    throw error;
  }
}

/** Whether the file's first face is the one that was drawn. */
function isSame(opened: FontOutlines, font: OutlineFont, glyphId: number): boolean {
  const [ours, theirs] = [font.outline(glyphId) ?? [], opened.outline(glyphId) ?? []];
  return (
    ours.length === theirs.length &&
    ours.every(({ operator, numbers }, index) => {
      const segment = theirs[index]!;
      return segment[0] === operator && numbers.every((value, place) => value === segment[place + 1]);
    })
  );
}

/** A CFF program made of the outlines as they are drawn. */
function outlineProgram(
  name: string,
  box: readonly number[],
  font: OutlineFont,
  glyphs: readonly CodedGlyph[],
): FontProgram {
  const drawn = glyphs.map(({ glyphId, width }) => ({ outline: font.outline(glyphId) ?? [], width }));
  return {
    subtype: 'CIDFontType0',
    key: 'FontFile3',
    dict: pdfDict({ Subtype: pdfName('CIDFontType0C') }),
    bytes: cffProgram(name, box, drawn),
  };
}

/** Six capital letters, another six for every font of the file (9.6.4). */
function subsetTag(index: number): string {
  return Array.from({ length: 6 }, (_, place) =>
    String.fromCharCode(65 + (Math.floor(index / 26 ** (5 - place)) % 26)),
  ).join('');
}

/** A name for people, as UTF-8 bytes; never empty, never with spaces or control characters. */
function fontName(given: string): string {
  const plain = given.replace(/[\s\p{C}]+/gu, '').slice(0, 40) || 'Font';
  return Array.from(new TextEncoder().encode(plain), (byte) => String.fromCharCode(byte)).join('');
}

function latin(text: string) {
  return pdfBytes(
    Uint8Array.from(text, (char) => char.charCodeAt(0)),
    false,
  );
}

/** The box around the glyphs used, in thousandths of the em. */
function glyphBox(font: OutlineFont, glyphs: readonly CodedGlyph[]): [number, number, number, number] {
  let [left, bottom, right, top] = [0, 0, 0, 0];
  for (const { glyphId } of glyphs) {
    for (const [x, y] of pathPoints(font.outline(glyphId) ?? [], identity)) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      bottom = Math.min(bottom, y);
      top = Math.max(top, y);
    }
  }
  const rounded = (value: number): number => Math.min(32_000, Math.max(-32_000, Math.round(value * 1000)));
  return [rounded(left), rounded(bottom), rounded(right), rounded(top)];
}

/** How far lines reach, by the font's own word where it has one, else by its glyphs. */
function verticalReach(font: OutlineFont, box: readonly number[]): { ascent: number; descent: number } {
  const opened = openOutlines(font.bytes);
  const sound = (value: number | undefined, otherwise: number): number =>
    value !== undefined && Number.isFinite(value) && value !== 0 && Math.abs(value) <= 4
      ? Math.round(value * 1000)
      : otherwise;
  return { ascent: sound(opened?.ascender, box[3]!), descent: sound(opened?.descender, box[1]!) };
}
