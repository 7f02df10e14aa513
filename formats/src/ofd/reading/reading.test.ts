import { describe, expect, it } from 'vitest';
import {
  extractText,
  type ImageObject,
  type OfdDocument,
  type PathObject,
  plainText,
  type TextObject,
  tagValues,
} from '../index.ts';
import { codes, ns, read } from './package.fixture.ts';
import { ReadContext } from './read-context.ts';

const first = (document: OfdDocument) => document.pages[0]!.layers[0]!.objects[0]!;

function textObject(attributes: string, content: string): TextObject {
  return first(
    read(
      `<ofd:TextObject ID="5" Boundary="10 10 80 20" Font="9" Size="4" ${attributes}>${content}</ofd:TextObject>`,
    ),
  ) as TextObject;
}

describe('text positions', () => {
  const places = (content: string): [string, number, number][] =>
    textObject('', content).codes.flatMap((code) =>
      code.glyphs.map((g): [string, number, number] => [g.text, g.xMm, g.yMm]),
    );

  it('expands g-compressed deltas and ignores those too many', () => {
    expect(
      places('<ofd:TextCode X="1" Y="2" DeltaX="g 2 3 5 -9" DeltaY="g 9 0">甲乙丙丁</ofd:TextCode>'),
    ).toEqual([
      ['甲', 1, 2],
      ['乙', 4, 2],
      ['丙', 7, 2],
      ['丁', 12, 2],
    ]);
  });

  it('repeats the last delta when there are too few and keeps an axis without deltas still', () => {
    expect(
      places('<ofd:TextCode X="0" Y="0" DeltaY="3 4">甲乙丙丁</ofd:TextCode>').map(([, x, y]) => [x, y]),
    ).toEqual([
      [0, 0],
      [0, 3],
      [0, 7],
      [0, 11],
    ]);
  });

  it('does not trust a count of repetitions', () => {
    expect(places('<ofd:TextCode X="0" Y="0" DeltaX="g 4000000000 1">甲乙</ofd:TextCode>')).toHaveLength(2);
    expect(places('<ofd:TextCode X="0" Y="0" DeltaX="g -1 1 g x 2 3">甲乙</ofd:TextCode>')).toHaveLength(2);
  });

  it('continues X and Y from the code before, keeps spaces and drops newlines', () => {
    const object = textObject(
      '',
      '<ofd:TextCode X="3" Y="4"> 甲\n</ofd:TextCode><ofd:TextCode Y="9">乙</ofd:TextCode>',
    );
    expect(object.codes.map((code) => code.text)).toEqual([' 甲', '乙']);
    expect(object.codes[1]!.glyphs[0]).toMatchObject({ xMm: 3, yMm: 9 });
  });

  it('lets deltas follow glyphs where a transform replaces codes', () => {
    const glyphs = textObject(
      '',
      '<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="1"><ofd:Glyphs>77</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="0" DeltaX="5 6">甲fi乙</ofd:TextCode>',
    ).codes[0]!.glyphs;
    expect(glyphs).toEqual([
      { text: '甲', xMm: 0, yMm: 0 },
      { text: 'fi', glyphId: 77, xMm: 5, yMm: 0 },
      { text: '乙', xMm: 11, yMm: 0 },
    ]);
  });

  it('puts several lines of one code on several lines of text', () => {
    const document = read(
      '<ofd:TextObject ID="5" Boundary="10 10 80 20" Font="9" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="4 -4 4" DeltaY="0 6 0">甲乙丙丁</ofd:TextCode></ofd:TextObject>',
    );
    expect(plainText(extractText(document))).toBe('甲乙\n丙丁');
  });
});

describe('names, paths and namespaces', () => {
  it('reads by local name whatever the prefix or namespace', () => {
    const document = read('', {
      'Doc_0/Pages/P.xml':
        '<Page xmlns="http://www.ofdspec.org"><Content><x:Layer xmlns:x="urn:x"><TextObject ID="5" Boundary="0 0 9 9" Font="9" Size="4"><TextCode X="0" Y="4">甲</TextCode></TextObject></x:Layer></Content></Page>',
    });
    expect(plainText(extractText(document))).toBe('甲');
  });

  it('finds parts by absolute, dotted, backslashed and wrongly cased paths', () => {
    for (const loc of [
      '/Doc_0/Pages/P.xml',
      './Pages/P.xml',
      '../Doc_0/Pages/P.xml',
      'Pages\\P.xml',
      'PAGES/p.XML',
      'Doc_0/Pages/P.xml',
    ]) {
      const document = read('', {
        'Doc_0/Document.xml': `<ofd:Document ${ns}><ofd:Pages><ofd:Page ID="1" BaseLoc="${loc}"/></ofd:Pages></ofd:Document>`,
      });
      expect(document.pages[0]!.entry, loc).toBe('Doc_0/Pages/P.xml');
    }
  });

  it('reports what is missing or broken and shows the rest', () => {
    expect(codes(read('', { 'OFD.xml': null }))).toEqual(
      expect.arrayContaining(['missing-entry', 'no-document']),
    );
    expect(codes(read('', { 'Doc_0/Document.xml': null }))).toContain('no-document-root');
    const broken = read('', { 'Doc_0/Pages/P.xml': '<a><b>' });
    expect(codes(broken)).toContain('xml-broken');
    expect(broken.pages).toHaveLength(1);
    expect(codes(read('', { 'Doc_0/Pages/P.xml': '<!DOCTYPE a><a/>' }))).toContain('xml-doctype');
    expect(codes(read('', { 'OFD.xml': '<html/>' }))).toContain('not-ofd');
  });

  it('reports entries that ride along and signatures whose list was unlinked', () => {
    expect(codes(read('', { 'Doc_0/extra.bin': 'x' }))).toContain('unreferenced-entry');
    expect(codes(read('', { 'Doc_0/Signs/Signatures.xml': `<ofd:Signatures ${ns}/>` }))).toContain(
      'signatures-unlinked',
    );
  });

  it('matches a signature reference exactly or not at all', () => {
    const signature = (ref: string): OfdDocument =>
      read('', {
        'OFD.xml': `<ofd:OFD ${ns}><ofd:DocBody><ofd:DocInfo/><ofd:Signatures>/S/Signatures.xml</ofd:Signatures><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
        'S/Signatures.xml': `<ofd:Signatures ${ns}><ofd:Signature ID="s001" Type="Seal" BaseLoc="Signature.xml"/></ofd:Signatures>`,
        'S/Signature.xml': `<ofd:Signature ${ns}><ofd:SignedValue>v.dat</ofd:SignedValue><ofd:SignedInfo><ofd:References CheckMethod="SM3"><ofd:Reference FileRef="${ref}"><ofd:CheckValue> AA\n== </ofd:CheckValue></ofd:Reference></ofd:References><ofd:StampAnnot ID="a" PageRef="1" Boundary="1 2 3 4" Clip="0 0 1 1"/></ofd:SignedInfo></ofd:Signature>`,
        'S/v.dat': 'v',
      });
    expect(signature('/Doc_0/Res.xml').signatures[0]!.references[0]).toEqual({
      fileRef: '/Doc_0/Res.xml',
      entry: 'Doc_0/Res.xml',
      checkValue: 'AA==',
    });
    expect(signature('/Doc_0/RES.xml').signatures[0]!.references[0]!.entry).toBeUndefined();
    expect(signature('/Doc_0/x/../Res.xml').signatures[0]!.references[0]!.entry).toBeUndefined();
    expect(signature('/Doc_0/Res.xml').signatures[0]).toMatchObject({
      signedValueEntry: 'S/v.dat',
      stamps: [{ pageRef: '1', boundary: { xMm: 1, heightMm: 4 }, clip: { widthMm: 1 } }],
    });
  });

  it('warns when the current version is another document than the one shown', () => {
    const document = read('', {
      'OFD.xml': `<ofd:OFD ${ns}><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Versions><ofd:Version ID="v1" Index="1" Current="true" BaseLoc="V/V.xml"/></ofd:Versions></ofd:DocBody></ofd:OFD>`,
      'V/V.xml': `<ofd:DocVersion ${ns}><ofd:FileList><ofd:File ID="f">/Doc_0/Res.xml</ofd:File></ofd:FileList><ofd:DocRoot>/V/Document.xml</ofd:DocRoot></ofd:DocVersion>`,
      'V/Document.xml': `<ofd:Document ${ns}/>`,
    });
    expect(codes(document)).toContain('other-current-version');
    expect(document.docs[0]!.versions[0]).toMatchObject({
      current: true,
      docRoot: 'V/Document.xml',
      files: ['Doc_0/Res.xml'],
    });
  });
});

describe('colours, draw parameters and resources', () => {
  const fill = (color: string): unknown =>
    (
      first(
        read(
          `<ofd:PathObject ID="5" Boundary="0 0 9 9" Fill="true">${color}<ofd:AbbreviatedData>M 0 0 L 9 9 C</ofd:AbbreviatedData></ofd:PathObject>`,
          {
            'Doc_0/Res.xml': `<ofd:Res ${ns}><ofd:ColorSpaces><ofd:ColorSpace ID="1" Type="RGB"><ofd:Palette><ofd:CV>1 2 3</ofd:CV><ofd:CV>4 5 6</ofd:CV></ofd:Palette></ofd:ColorSpace><ofd:ColorSpace ID="2" Type="CMYK"/><ofd:ColorSpace ID="3" Type="GRAY" BitsPerComponent="4"/></ofd:ColorSpaces></ofd:Res>`,
          },
        ),
      ) as PathObject
    ).fillColor;

  it.each([
    ['Value="238 32 37"', [238, 32, 37]],
    ['Value="#ee #20 #25"', [238, 32, 37]],
    ['Value="0 100 100 0" ColorSpace="2"', [255, 155, 155]],
    ['Value="15" ColorSpace="3"', [255, 255, 255]],
    ['Index="1" ColorSpace="1"', [4, 5, 6]],
    ['Value="999 -5 x"', [255, 0, 0]],
    ['', [0, 0, 0]],
  ])('reads %s', (attributes, rgb) => {
    expect(fill(`<ofd:FillColor ${attributes}/>`)).toEqual({ kind: 'solid', rgb, alpha: 255 });
  });

  it('reads gradients and says what it cannot', () => {
    expect(
      fill(
        '<ofd:FillColor><ofd:AxialShd StartPoint="0 0" EndPoint="9 0" MapType="Reflect" Extend="3"><ofd:Segment><ofd:Color Value="255 0 0"/></ofd:Segment><ofd:Segment Position="1"><ofd:Color Value="0 0 255"/></ofd:Segment></ofd:AxialShd></ofd:FillColor>',
      ),
    ).toMatchObject({
      kind: 'axial',
      repeat: 'reflect',
      stops: [
        { offset: 0, rgb: [255, 0, 0] },
        { offset: 1, rgb: [0, 0, 255] },
      ],
    });
    expect(fill('<ofd:FillColor><ofd:Pattern/></ofd:FillColor>')).toMatchObject({ rgb: [128, 128, 128] });
  });

  it('reads path data as producers write it and stops at what is none', () => {
    const path = (data: string) =>
      first(
        read(
          `<ofd:PathObject ID="5" Boundary="0 0 9 9"><ofd:AbbreviatedData>${data}</ofd:AbbreviatedData></ofd:PathObject>`,
        ),
      ) as PathObject;
    expect(path('S 1 2L3 4 5 6CM-.5 1e1').path.map((c) => c.operator + c.numbers.join(','))).toEqual([
      'M1,2',
      'L3,4',
      'L5,6',
      'C',
      'M-0.5,10',
    ]);
    expect(path('').path).toEqual([]);
    expect(path('M 0 0 Z 1 1').path).toHaveLength(1);
    expect(path('M 0 0 B 1 2 3').path).toHaveLength(1);
    expect(
      codes(
        read(
          '<ofd:PathObject ID="5" Boundary="0 0 9 9"><ofd:AbbreviatedData>X</ofd:AbbreviatedData></ofd:PathObject>',
        ),
      ),
    ).toContain('bad-path-data');
  });

  it('lets a page have its own resources and a resource folder be overridden', () => {
    const document = read('<ofd:ImageObject ID="5" Boundary="0 0 9 9" ResourceID="7"/>', {
      'Doc_0/Pages/P.xml': `<ofd:Page ${ns}><ofd:PageRes>PageRes.xml</ofd:PageRes><ofd:Content><ofd:Layer><ofd:ImageObject ID="5" Boundary="0 0 9 9" ResourceID="7"/></ofd:Layer></ofd:Content></ofd:Page>`,
      'Doc_0/Pages/PageRes.xml': `<ofd:Res ${ns} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>/Doc_0/a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>`,
      'Doc_0/a.png': 'not a png',
    });
    const image = first(document) as ImageObject;
    expect(document.pages[0]!.resources.media.get(image.resource)).toEqual({
      id: '7',
      type: 'Image',
      format: '',
      entry: 'Doc_0/a.png',
    });
    expect(document.pages[0]!.resources.fonts.has('9')).toBe(true);
    expect(document.reached.has('Doc_0/a.png')).toBe(true);
  });
});

describe('hostile packages', () => {
  it('reads a part once that is listed as thousands of pages, and stops counting', () => {
    const pages = Array.from(
      { length: 11_000 },
      (_, i) => `<ofd:Page ID="${i + 1}" BaseLoc="Pages/P.xml"/>`,
    ).join('');
    const object =
      '<ofd:PathObject ID="5" Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0</ofd:AbbreviatedData></ofd:PathObject>';
    const document = read(object.repeat(200), {
      'Doc_0/Document.xml': `<ofd:Document ${ns}><ofd:Pages>${pages}</ofd:Pages></ofd:Document>`,
    });
    expect(document.pages).toHaveLength(10_000);
    expect(document.pages[9_999]!.layers).toBe(document.pages[0]!.layers);
    expect(codes(document)).toContain('too-many-pages');
  });

  it('admits only so many objects in a package', () => {
    const context = new ReadContext(new Map());
    let admitted = 0;
    while (context.admitObject()) {
      admitted += 1;
    }
    expect(admitted).toBe(1_000_000);
    expect(context.admitObject()).toBe(false);
    expect(context.findings.map((f) => f.code)).toEqual(['too-many-objects']);
  });

  it('keeps names like __proto__ as plain tag names', () => {
    const document = read(
      '<ofd:TextObject ID="5" Boundary="0 0 9 9" Font="9" Size="4"><ofd:TextCode X="0" Y="0">甲</ofd:TextCode></ofd:TextObject>',
      {
        'Doc_0/Document.xml': `<ofd:Document ${ns}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages><ofd:CustomTags>T.xml</ofd:CustomTags></ofd:Document>`,
        'Doc_0/T.xml': `<ofd:CustomTags ${ns}><ofd:CustomTag TypeID="t"><ofd:FileLoc>U.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>`,
        'Doc_0/U.xml': `<r ${ns}><__proto__><ofd:ObjectRef PageRef="1">5</ofd:ObjectRef></__proto__></r>`,
      },
    );
    expect(Object.entries(tagValues(document))).toEqual([['__proto__', '甲']]);
    expect(({} as Record<string, unknown>).甲).toBeUndefined();
  });

  it('takes nonsense numbers without throwing', () => {
    const document = read(
      '<ofd:TextObject ID="5" Boundary="NaN 1e400 -3 x" CTM="1 0" Font="9" Size="1e99" HScale="-" CharDirection="45deg"><ofd:TextCode X="Infinity" Y="" DeltaX="1e308 1e308">甲乙丙</ofd:TextCode></ofd:TextObject>',
    );
    expect(codes(document)).toContain('bad-boundary');
    expect(extractText(document).every((run) => Number.isFinite(run.box.xMm))).toBe(true);
  });
});
