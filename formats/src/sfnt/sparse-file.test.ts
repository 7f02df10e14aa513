import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { engineFontPath } from '../convert/pdf-to-ofd/engine.fixture.ts';
import { bareCff, cffFont, type Program } from './cff-font.fixture.ts';
import { openOutlines, sparseFile, subsetFont } from './index.ts';
import { type1Font } from './type1-font.fixture.ts';

const names = { family: '一文', postScript: 'YiWen' };

/** The file behind a sparse array, and how much of it was read. */
function sparse(file: Uint8Array): { bytes: Uint8Array; read: () => number } {
  let read = 0;
  const bytes = sparseFile(file.length, (into, offset) => {
    into.set(file.subarray(offset, offset + into.length));
    read += into.length;
  });
  return { bytes, read: () => read };
}

describe('fonts read in parts', () => {
  it('draw like the whole file, of which little is read', () => {
    const file = new Uint8Array(readFileSync(engineFontPath('serif-sc', '400Regular')));
    const part = sparse(file);
    const [font, whole] = [openOutlines(part.bytes)!, openOutlines(file)!];
    const characters = new Map(
      [...'关于印发青禾镇年度工作要点的通知'].map((char) => [
        char.codePointAt(0)!,
        whole.glyphFor(char.codePointAt(0)!)!,
      ]),
    );
    for (const [code, glyph] of characters) {
      expect(font.glyphFor(code)).toBe(glyph);
      expect(font.outline(glyph)).toEqual(whole.outline(glyph));
      expect(font.advance(glyph)).toBe(whole.advance(glyph));
    }
    expect(font.familyName).toBe(whole.familyName);
    expect(subsetFont(part.bytes, { glyphs: [], characters, names }).bytes).toEqual(
      subsetFont(file, { glyphs: [], characters, names }).bytes,
    );
    expect(part.read()).toBeLessThan(file.length / 10);
  });

  it('of every other kind are read where they are asked', () => {
    const glyphs: Program[] = [
      ['endchar'],
      ...Array.from({ length: 20_000 }, (_, i): Program => [i, 1, 'rmoveto', -107, 'callsubr', 'endchar']),
    ];
    const local: Program[] = [[100, 100, -100, 'hlineto', 'return']];
    const charset = glyphs.slice(1).map((_, i) => i + 1);
    const files = {
      OpenType: cffFont(glyphs, local),
      'CFF by CID': bareCff({ glyphs, charset, parts: [{ local }], select: glyphs.map(() => 0) }),
      'Type 1': type1Font(
        Object.fromEntries(charset.map((n) => [`g${n}`, [n, 600, 'hsbw', 10, 'hlineto', 'endchar']])),
      ),
    };
    for (const [kind, file] of Object.entries(files)) {
      const part = sparse(file);
      const [font, whole] = [openOutlines(part.bytes)!, openOutlines(file)!];
      for (const glyph of [0, 1, 7, 9_999, 20_000, 20_001]) {
        expect(font.outline(glyph), `${kind} ${glyph}`).toEqual(whole.outline(glyph));
        expect(font.advance(glyph)).toBe(whole.advance(glyph));
        expect(font.glyphOfCid(glyph)).toBe(whole.glyphOfCid(glyph));
        expect(font.nameOf(glyph)).toBe(whole.nameOf(glyph));
      }
      expect(part.read()).toBeLessThanOrEqual(file.length);
    }
  });
});
