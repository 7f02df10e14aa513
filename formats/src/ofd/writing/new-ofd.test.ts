import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { engineFontPath } from '../../convert/pdf-to-ofd/engine.fixture.ts';
import { writePng } from '../../images/index.ts';
import { openOutlines } from '../../sfnt/index.ts';
import { displayPage, extractText, newOfd, plainText, readOfd } from '../index.ts';

const fontBytes = new Uint8Array(readFileSync(engineFontPath('serif-sc', '400Regular')));
const picture = writePng({ widthPx: 1, heightPx: 1, channels: 3, data: new Uint8Array(3) });
const id = '01234567-89AB-cdef-0123-456789abcdef';

/** Everything the short way has. */
function write(): Uint8Array {
  const ofd = newOfd({ id, title: '通知', creationDate: '2026-11-24' });
  const song = ofd.font(fontBytes, { name: '演示宋体' });
  const page = ofd.page(210, 297);
  const next = ofd.page(210, 297);
  page
    .text('关于开会的通知 2026', {
      x: 105,
      y: 40,
      size: 7.8,
      font: song,
      align: 'center',
      color: [255, 0, 0],
    })
    .text('各村', { x: 28, y: 60, size: 5.6, font: song })
    .text('No font 中', { x: 28, y: 70, size: 4 })
    .path(
      [
        ['M', 28, 80],
        ['L', 182, 80],
      ],
      { stroke: [255, 0, 0], width: 0.7 },
    )
    .image(picture, { x: 28, y: 90, width: 20, height: 20 })
    .image(picture, { x: 58, y: 90, width: 20, height: 20 })
    .link({ x: 28, y: 55, width: 20, height: 8 }, { page: next, y: 10 })
    .link({ x: 28, y: 65, width: 20, height: 8 }, { uri: 'https://example.org/' });
  next.text('第二页', { x: 182, y: 40, size: 5.6, font: song, align: 'right' });
  ofd.outline('第一页', { page }).outline('第二页', { page: next }).attach('名单.xml', new Uint8Array(2));
  return ofd.write();
}

describe('the short way to a new OFD', () => {
  const document = readOfd(write());
  const doc = document.docs[0]!;

  it('gives a canonical file without a finding, the same every time', () => {
    expect(document.findings).toEqual([]);
    expect(document.canonical).toBe(true);
    expect(write()).toEqual(write());
    expect(doc.info).toMatchObject({ docId: '0123456789abcdef0123456789abcdef', title: '通知' });
    expect(plainText(extractText(document))).toBe('关于开会的通知 2026\n各村\nNo font 中\f第二页');
  });

  it('sets text by the advances of the font', () => {
    const [title] = document.pages[0]!.layers[0]!.objects;
    const { codes, boundary } = title as typeof title & { kind: 'text' };
    const outlines = openOutlines(fontBytes)!;
    const glyphs = codes[0]!.glyphs;
    const advances = glyphs.map(
      ({ text }) => outlines.advance(outlines.glyphFor(text.codePointAt(0)!)!) * 7.8,
    );
    glyphs.slice(1).forEach((glyph, index) => {
      expect(glyph.xMm - glyphs[index]!.xMm).toBeCloseTo(advances[index]!, 3);
    });
    const width = advances.reduce((a, b) => a + b);
    expect(boundary!.xMm + glyphs[0]!.xMm).toBeCloseTo(105 - width / 2, 2);
  });

  it('embeds only the characters that are used, found by cmap and drawn', () => {
    const font = [...doc.resources.fonts.values()].find(({ entry }) => entry !== undefined)!;
    const subset = openOutlines(document.entries.get(font.entry!)!)!;
    const used = new Set('关于开会的通知 2026各村第二页');
    expect(font.fontName).toBe('演示宋体');
    expect(subset.glyphCount).toBe(used.size + 1);
    const source = openOutlines(fontBytes)!;
    for (const character of used) {
      const code = character.codePointAt(0)!;
      const glyph = subset.glyphFor(code)!;
      expect(subset.outline(glyph), character).toEqual(source.outline(source.glyphFor(code)!));
    }
    expect(displayPage(document, 0, {}).items.length).toBeGreaterThan(0);
  });

  it('keeps links, outline, picture once, attachment', () => {
    const [first, second] = document.pages;
    expect(first!.annotations.map(({ objects }) => objects[0])).toMatchObject([
      { actions: [{ destination: { type: 'FitH', pageId: second!.id, topMm: 10 } }] },
      { actions: [{ uri: 'https://example.org/' }] },
    ]);
    expect(doc.outlines.map(({ title }) => title)).toEqual(['第一页', '第二页']);
    expect([...doc.resources.media.values()]).toMatchObject([{ mediaType: 'image/png' }]);
    expect(doc.attachments).toMatchObject([{ name: '名单.xml', format: 'xml' }]);
  });

  it('refuses characters the font lacks, bad fonts and bad pictures', () => {
    const ofd = newOfd({ id });
    const font = ofd.font(fontBytes);
    const page = ofd.page(10, 10);
    expect(() => page.text('\u{e000}', { x: 0, y: 0, size: 1, font })).toThrow(/U\+E000/);
    expect(() => ofd.font(new Uint8Array(9))).toThrow(RangeError);
    expect(() => page.image(new Uint8Array(9), { x: 0, y: 0, width: 1, height: 1 })).toThrow(RangeError);
    expect(() => page.text('a', { x: 0, y: 0, size: 1, font: { key: 'other' } })).toThrow(RangeError);
  });
});
