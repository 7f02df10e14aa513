/** Small files that ask for the same thing again and again: reading them costs what is in them, not what they ask. */
import { describe, expect, it } from 'vitest';
import { extractText, searchText } from '../index.ts';
import { layered } from './layered-map.ts';
import { codes, ns, read } from './package.fixture.ts';

const pages = (count: number, page: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => page(at)).join('');
const document = (content: string, common = ''): string =>
  `<ofd:Document ${ns}><ofd:CommonData><ofd:PublicRes>Res.xml</ofd:PublicRes>${common}</ofd:CommonData>${content}</ofd:Document>`;
const words = (text: string): string =>
  `<ofd:TextObject ID="5" Boundary="0 0 99 9" Font="9" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="4">${text}</ofd:TextCode></ofd:TextObject>`;

describe('a part named again and again', () => {
  it('is one set of resources for all pages that name it', () => {
    const fonts = pages(500, (at) => `<ofd:Font ID="${at}" FontName="字"/>`);
    const opened = read('', {
      'Doc_0/Document.xml': document(
        `<ofd:Pages>${pages(300, (at) => `<ofd:Page ID="${at}" BaseLoc="P${at}.xml"/>`)}</ofd:Pages>`,
      ),
      ...Object.fromEntries(
        Array.from({ length: 300 }, (_, at) => [
          `Doc_0/P${at}.xml`,
          `<ofd:Page ${ns}><ofd:PageRes>R.xml</ofd:PageRes></ofd:Page>`,
        ]),
      ),
      'Doc_0/R.xml': `<ofd:Res ${ns}><ofd:Fonts>${fonts}</ofd:Fonts></ofd:Res>`,
    });
    expect(opened.pages[299]!.resources).toBe(opened.pages[0]!.resources);
    expect(opened.pages[0]!.resources.fonts.get('9')).toMatchObject({ fontName: '字' });
  });

  it('is not parsed without end', () => {
    const filler = '<!-- -->'.repeat(60_000);
    const opened = read('', {
      'Doc_0/Document.xml': document(
        '<ofd:Pages/>',
        pages(400, (at) => `<ofd:TemplatePage ID="${at}" BaseLoc="T${at % 5}.xml"/>`),
      ),
      ...Object.fromEntries(
        Array.from({ length: 5 }, (_, at) => [`Doc_0/T${at}.xml`, `<ofd:Page ${ns}>${filler}</ofd:Page>`]),
      ),
    });
    expect(codes(opened)).toContain('too-many-references');
    expect(opened.docs[0]!.templates).toHaveLength(400);
  });

  it('is not turned into text without end', () => {
    const path = '<ofd:PathObject ID="6" Boundary="0 0 9 9"/>';
    const opened = read(words('甲') + path.repeat(4999), {
      'Doc_0/Document.xml': document(
        `<ofd:Pages>${pages(10_000, (at) => `<ofd:Page ID="${at}" BaseLoc="Pages/P.xml"/>`)}</ofd:Pages>`,
      ),
    });
    // Two million objects are four hundred pages of it.
    expect(extractText(opened)).toHaveLength(400);
    expect(searchText(opened, '甲')).toHaveLength(400);
  });

  it('is one list of tags, whose groups do not gather without end', () => {
    const depth = 50;
    const deep =
      '<a>'.repeat(depth) +
      '<ofd:ObjectRef PageRef="1">5</ofd:ObjectRef>'.repeat(9000) +
      '</a>'.repeat(depth);
    const opened = read(words('甲'), {
      'Doc_0/Document.xml': document('<ofd:Pages/><ofd:CustomTags>T.xml</ofd:CustomTags>'),
      'Doc_0/T.xml': `<ofd:CustomTags ${ns}>${'<ofd:CustomTag TypeID="t"><ofd:FileLoc>U.xml</ofd:FileLoc></ofd:CustomTag>'.repeat(50)}</ofd:CustomTags>`,
      'Doc_0/U.xml': `<r ${ns}>${deep}</r>`,
    });
    const { tags } = opened.docs[0]!;
    expect(tags).toHaveLength(depth);
    expect(tags.reduce((sum, { objects }) => sum + objects.length, 0)).toBeLessThanOrEqual(209_000);
    expect(tags.at(-1)!.objects).toHaveLength(9000);
  });

  it('is one annotation file of a bounded number of annotations', () => {
    const annotations = `<ofd:PageAnnot ${ns}>${'<ofd:Annot ID="1" Type="Link"/>'.repeat(20_100)}</ofd:PageAnnot>`;
    const opened = read('', {
      'Doc_0/Document.xml': document(
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages><ofd:Annotations>A.xml</ofd:Annotations><ofd:Annotations>A.xml</ofd:Annotations>',
      ),
      'Doc_0/A.xml': `<ofd:Annotations ${ns}><ofd:Page PageID="1"><ofd:FileLoc>B.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>`,
      'Doc_0/B.xml': annotations,
    });
    expect(opened.pages[0]!.annotations).toHaveLength(20_000);
    expect(codes(opened)).toContain('too-many-annotations');
  });
});

describe('a map laid over another', () => {
  it('is seen as one', () => {
    const under = new Map([
      ['a', 1],
      ['b', 2],
    ]);
    const over = new Map([
      ['b', 20],
      ['c', 30],
    ]);
    const both = layered(over, under);
    expect([...both]).toEqual([
      ['a', 1],
      ['b', 20],
      ['c', 30],
    ]);
    expect([...both.keys()]).toEqual(['a', 'b', 'c']);
    expect([...both.values()]).toEqual([1, 20, 30]);
    expect([both.get('a'), both.get('b'), both.get('x'), both.has('c'), both.has('x')]).toEqual([
      1,
      20,
      undefined,
      true,
      false,
    ]);
    expect(both.size).toBe(3);
    const seen: [string, number][] = [];
    both.forEach((value, key) => {
      seen.push([key, value]);
    });
    expect(new Map(seen)).toEqual(new Map(both));
    expect(layered(new Map(), under)).toBe(under);
    expect(layered(over, new Map())).toBe(over);
  });
});
