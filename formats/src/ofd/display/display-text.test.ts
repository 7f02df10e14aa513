import { describe, expect, it } from 'vitest';
import { applyTo, type DisplayItem, type GlyphsItem, type WordsItem } from '../../drawing/index.ts';
import { cffFont, type Program } from '../../sfnt/cff-font.fixture.ts';
import { displayPage } from '../index.ts';
import { embeddedFont, type OnePage, onePage, squareFont } from './one-page.fixture.ts';

const show = (content: OnePage, options: Parameters<typeof displayPage>[2] = {}) =>
  displayPage(onePage(content), 0, options);

const text = (attributes: string, codes: string, inner = '') =>
  `<ofd:TextObject ID="5" Boundary="10 20 80 20" Font="9" Size="4" ${attributes}>${inner}${codes}</ofd:TextObject>`;

const named = (attributes = '') =>
  `<ofd:Fonts><ofd:Font ID="9" FontName="仿宋_GB2312" ${attributes}/></ofd:Fonts>`;

/** Where a glyph's baseline origin and its em square's opposite corner come to lie. */
const places = (item: DisplayItem | undefined) =>
  (item as GlyphsItem).glyphs.map(({ matrix }) => ({
    origin: applyTo(matrix, 0, 0),
    corner: applyTo(matrix, 1, 1),
  }));

const close = (actual: readonly number[], expected: readonly number[]) => {
  actual.forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index]!, 6);
  });
};

/** U+4E10 (丐) is a bar; everything before it is blank. */
const bar: Program = [0, 0, 'rmoveto', 500, 'hlineto', 100, 'vlineto', -500, 'hlineto', 'endchar'];
const largerFont = cffFont([...Array.from({ length: 16 }, (): Program => ['endchar']), bar]);

describe('text of an embedded font', () => {
  it('stands where deltas, CTM and Boundary put it, scaled by HScale', () => {
    const codes = '<ofd:TextCode X="1" Y="5" DeltaX="4">丁丂</ofd:TextCode>';
    const list = show({
      objects: text('CTM="2 0 0 1 3 0" HScale="0.5"', codes),
      resources: embeddedFont,
    });
    expect(list.items).toHaveLength(1);
    const [first, second] = places(list.items[0]);
    close(first!.origin, [10 + 2 * 1 + 3, 20 + 5]);
    close(first!.corner, [10 + 2 * (1 + 2) + 3, 20 + 5 - 4]);
    close(second!.origin, [10 + 2 * 5 + 3, 25]);
    expect((list.items[0] as GlyphsItem).font.embedded).toBe(true);
    expect(list.findings).toEqual([]);
  });

  it('is turned about each origin by CharDirection, clockwise', () => {
    const codes = '<ofd:TextCode X="0" Y="0" DeltaY="4">丁丂</ofd:TextCode>';
    const list = show({ objects: text('CharDirection="90"', codes), resources: embeddedFont });
    const [first, second] = places(list.items[0]);
    close(first!.origin, [10, 20]);
    // One em to the right becomes down, one em up becomes right.
    close(first!.corner, [14, 24]);
    close(second!.origin, [10, 24]);
  });

  it('leans when it is Italic and the font is not', () => {
    const codes = '<ofd:TextCode X="0" Y="0">丁</ofd:TextCode>';
    const leaning = show({ objects: text('Italic="true"', codes), resources: embeddedFont });
    close(places(leaning.items[0])[0]!.corner, [10 + 4 * 1.2, 16]);
    const slantedFont = embeddedFont.replace('FontName', 'Italic="true" FontName');
    const upright = show({ objects: text('Italic="true"', codes), resources: slantedFont });
    close(places(upright.items[0])[0]!.corner, [14, 16]);
  });

  it('takes the glyphs a CGTransform names and keeps their text', () => {
    const map =
      '<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><ofd:Glyphs>2</ofd:Glyphs></ofd:CGTransform>';
    const codes = `${map}<ofd:TextCode X="0" Y="0">甲</ofd:TextCode>`;
    const list = show({ objects: text('', codes), resources: embeddedFont });
    expect((list.items[0] as GlyphsItem).glyphs).toMatchObject([{ glyphId: 2, text: '甲' }]);
  });

  it('leaves blank glyphs out, and keeps them for lists that are searched', () => {
    const objects = text('', '<ofd:TextCode X="0" Y="0" DeltaX="4">丁七</ofd:TextCode>').replace(
      '七',
      '\u4e03',
    );
    expect((show({ objects, resources: embeddedFont }).items[0] as GlyphsItem).glyphs).toHaveLength(1);
    const all = show({ objects, resources: embeddedFont }, { allText: true });
    expect((all.items[0] as GlyphsItem).glyphs).toHaveLength(2);
  });

  it('goes by a family name where the font lacks a glyph or cannot be read, and says so', () => {
    const codes = '<ofd:TextCode X="0" Y="0" DeltaX="4">丁你</ofd:TextCode>';
    const lacking = show({ objects: text('', codes), resources: embeddedFont });
    expect(lacking.items.map((item) => item.kind)).toEqual(['glyphs', 'words']);
    expect((lacking.items[1] as WordsItem).characters[0]!.text).toBe('你');
    expect(lacking.findings).toMatchObject([{ code: 'glyph-missing', place: 'P.xml#5', evidence: '你' }]);
    const replaced = show(
      { objects: text('', codes.replace('你', '丐')), resources: embeddedFont },
      { fonts: () => ({ key: 'more', bytes: largerFont }) },
    );
    expect(replaced.items.map((item) => (item as GlyphsItem).font.name)).toEqual(['方块', 'more']);
    expect(replaced.findings).toMatchObject([{ code: 'glyph-missing', evidence: '丐' }]);
    const broken = show({
      objects: text('', codes),
      resources: embeddedFont,
      entries: { 'f.otf': 'no font' },
    });
    expect(broken.items.map((item) => item.kind)).toEqual(['words']);
    expect(broken.findings.map((finding) => finding.code)).toEqual(['font-unreadable']);
  });
});

describe('text of a font that is not embedded', () => {
  const codes = '<ofd:TextCode X="0" Y="0" DeltaX="4">丁你</ofd:TextCode>';

  it('names families of ours by what the font is called', () => {
    const list = show({ objects: text('Weight="700"', codes), resources: named() });
    const words = list.items[0] as WordsItem;
    expect(words).toMatchObject({ kind: 'words', bold: true, sizeMm: 4 });
    expect(words.families).toMatch(/^'FangSong'/);
    close(words.characters[1]!.matrix, [4, 0, 0, 4, 14, 20]);
  });

  it('takes the first stand-in that has the character', () => {
    const asked: string[] = [];
    const fonts = (font: { fontName: string; bold: boolean }) => {
      asked.push(`${font.fontName} ${font.bold}`);
      return [
        { key: 'broken', bytes: Uint8Array.of(1, 2, 3) },
        { key: 'squares', bytes: squareFont },
      ];
    };
    const list = show({ objects: text('Weight="700"', codes), resources: named() }, { fonts });
    expect(asked).toEqual(['仿宋_GB2312 true']);
    const glyphs = list.items[0] as GlyphsItem;
    expect(glyphs.font).toMatchObject({ embedded: false, name: 'squares' });
    expect(glyphs.glyphs).toHaveLength(1);
    // Made heavier by a line along its outlines, in the colour of the fill.
    expect(glyphs.stroke).toMatchObject({ widthMm: 4 * 0.035, paint: { rgb: [0, 0, 0] } });
    expect(list.items[1]).toMatchObject({ kind: 'words', characters: [{ text: '你' }] });
  });

  it('does nothing to stand-ins that are bold and italic themselves', () => {
    const fonts = () => ({ key: 'heavy', bytes: squareFont, bold: true, italic: true });
    const one = '<ofd:TextCode X="0" Y="0">丁</ofd:TextCode>';
    const list = show({ objects: text('Weight="700" Italic="true"', one), resources: named() }, { fonts });
    expect((list.items[0] as GlyphsItem).stroke).toBeUndefined();
    close(places(list.items[0])[0]!.corner, [14, 16]);
  });

  it('reports a font that is not defined at all', () => {
    const list = show({ objects: text('', codes) });
    expect(list.items).toHaveLength(1);
    expect(list.findings).toMatchObject([{ code: 'font-missing', severity: 'warning', evidence: '9' }]);
  });
});

describe('paint of text', () => {
  const codes = '<ofd:TextCode X="0" Y="0">丁</ofd:TextCode>';

  it('is black unless it is given, and nothing is drawn without fill and line', () => {
    const plain = show({ objects: text('', codes), resources: embeddedFont });
    expect(plain.items[0]).toMatchObject({ fill: { rgb: [0, 0, 0], alpha: 255 } });
    expect(show({ objects: text('Fill="false"', codes), resources: embeddedFont }).items).toEqual([]);
  });

  it('stays in object space when it has a line or a gradient, under the CTM', () => {
    const gradient =
      '<ofd:FillColor><ofd:AxialShd StartPoint="0 0" EndPoint="4 0"><ofd:Segment><ofd:Color Value="255 0 0"/></ofd:Segment><ofd:Segment><ofd:Color Value="0 0 255"/></ofd:Segment></ofd:AxialShd></ofd:FillColor>';
    const list = show({ objects: text('CTM="3 0 0 3 0 0"', codes, gradient), resources: embeddedFont });
    expect(list.items[0]).toMatchObject({
      kind: 'group',
      matrix: [3, 0, 0, 3, 10, 20],
      items: [{ kind: 'glyphs', sizeMm: 4, fill: { kind: 'axial', end: [4, 0] } }],
    });
    const lined = show({ objects: text('Stroke="true" LineWidth="0.2"', codes), resources: embeddedFont });
    expect(lined.items[0]).toMatchObject({ kind: 'group', items: [{ stroke: { widthMm: 0.2 } }] });
  });

  it('lets the object’s Alpha through with the colour’s', () => {
    const half = text('Alpha="51"', codes, '<ofd:FillColor Value="0 0 0" Alpha="127.5"/>');
    const list = show({ objects: half, resources: embeddedFont });
    expect((list.items[0] as GlyphsItem).fill!.alpha).toBeCloseTo(25.5, 6);
  });
});
