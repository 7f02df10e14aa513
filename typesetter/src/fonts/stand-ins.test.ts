import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOutlines, subsetFont } from '@yiwen/formats/sfnt';
import { afterAll, describe, expect, it } from 'vitest';
import { standInFonts } from './stand-ins.ts';

const folder = mkdtempSync(join(tmpdir(), 'yiwen-stand-ins-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fonts = standInFonts();
const firstOf = (fontName: string, style: { bold?: boolean; italic?: boolean } = {}) =>
  fonts({ fontName, ...style })[0]!;

describe('stand-in fonts', () => {
  it('have the role a name tells', () => {
    expect(firstOf('宋体').name).toBe('NotoSerifSC_400Regular');
    expect(firstOf('SimHei').name).toBe('NotoSansSC_500Medium');
    expect(firstOf('方正小标宋简体').name).toBe('NotoSerifSC_700Bold');
    expect(firstOf('仿宋_GB2312').name).toMatch(/FandolFang|NotoSerifSC_400/);
    expect(firstOf('KaiTi_GB2312').name).toMatch(/FandolKai|NotoSerifSC_400/);
    expect(firstOf('Times New Roman').name).toMatch(/Serif|Roman/);
    expect(firstOf('Arial').name).toMatch(/Sans/);
    expect(firstOf('SomethingElse').name).toBe('NotoSerifSC_400Regular');
  });

  it('say whether they are as heavy and as slanted as was wanted', () => {
    expect(firstOf('宋体', { bold: true })).toMatchObject({
      name: 'NotoSerifSC_700Bold',
      bold: true,
      italic: false,
    });
    expect(firstOf('黑体', { bold: true, italic: true })).toMatchObject({
      name: 'NotoSansSC_700Bold',
      bold: true,
    });
    expect(firstOf('宋体')).toMatchObject({ bold: false, italic: false });
    expect(firstOf('Arial,Bold').bold).toBe(true);
    for (const { bold, italic } of fonts({ fontName: '楷体', italic: true })) {
      expect([bold, italic]).toEqual([false, false]);
    }
  });

  it('come with others for rare characters, the same files for the same wish', () => {
    const list = fonts({ fontName: '仿宋' });
    expect(new Set(list.map(({ key }) => key)).size).toBe(list.length);
    for (const char of '龘〇㎡①A') {
      const found = list.find(({ bytes, face }) => openOutlines(bytes, face)?.glyphFor(char.codePointAt(0)!));
      expect(found, char).toBeDefined();
    }
    expect(fonts({ fontName: 'FangSong' })).toBe(list);
    expect(fonts({ fontName: '黑体' }).find(({ key }) => key === list.at(-1)!.key)?.bytes).toBe(
      list.at(-1)!.bytes,
    );
  });

  it('are read in parts, and whole in what is drawn and taken out of them', () => {
    const { bytes } = firstOf('宋体');
    const font = openOutlines(bytes)!;
    const glyph = font.glyphFor(0x6c38)!;
    expect(font.outline(glyph)!.length).toBeGreaterThan(40);
    const block = 65_536;
    const blocks = Array.from({ length: Math.floor(bytes.length / block) }, (_, i) =>
      bytes.subarray(i * block, (i + 1) * block),
    );
    const read = blocks.filter((part) => part.some((byte) => byte !== 0));
    expect(read.length).toBeLessThan(blocks.length / 5);
    const subset = openOutlines(
      subsetFont(bytes, {
        glyphs: [glyph],
        characters: new Map([[0x6c38, glyph]]),
        names: { family: 'x', postScript: 'x' },
      }).bytes,
    )!;
    expect(subset.outline(1)).toEqual(font.outline(glyph));
  });

  it('give way to the office’s own files', () => {
    const open = createRequire(import.meta.url).resolve(
      '@expo-google-fonts/noto-sans-sc/300Light/NotoSansSC_300Light.ttf',
    );
    copyFileSync(open, join(folder, '方正楷体.ttf'));
    const own = standInFonts([folder])({ fontName: '楷体', bold: true })[0]!;
    expect(own).toMatchObject({ name: '方正楷体', bold: false });
    expect(openOutlines(own.bytes)?.familyName).toBe('Noto Sans SC');
  });
});
