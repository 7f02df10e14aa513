import { describe, expect, it } from 'vitest';
import type { OfdAction } from '../model/read-types.ts';
import { codes, firstObject, ns, read } from './package.fixture.ts';

describe('images', () => {
  const image = (attributes: string, content = ''): string =>
    `<ofd:ImageObject ID="5" Boundary="0 0 9 9" ResourceID="7" ${attributes}>${content}</ofd:ImageObject>`;

  it('have a mask, a better version and a border', () => {
    const object = firstObject(
      'image',
      image(
        'ImageMask="8" Substitution="9"',
        '<ofd:Border LineWidth="0.5" HorizonalCornerRadius="1" VerticalCornerRadius="2" DashOffset="1" DashPattern="3 1"><ofd:BorderColor Value="1 2 3"/></ofd:Border>',
      ),
    );
    expect(object).toMatchObject({
      resource: '7',
      mask: '8',
      substitution: '9',
      border: {
        lineWidthMm: 0.5,
        horizontalRadiusMm: 1,
        verticalRadiusMm: 2,
        dashOffsetMm: 1,
        dashPatternMm: [3, 1],
        color: { rgb: [1, 2, 3] },
      },
    });
  });

  it('take the spelling that is right and the defaults of the standard', () => {
    expect(firstObject('image', image('', '<ofd:Border HorizontalCornerRadius="4"/>')).border).toEqual({
      lineWidthMm: 0.353,
      horizontalRadiusMm: 4,
      verticalRadiusMm: 0,
      dashOffsetMm: 0,
      dashPatternMm: [],
    });
    expect(firstObject('image', image(''))).not.toHaveProperty('border');
  });
});

describe('clips', () => {
  const clipped = (area: string): string =>
    `<ofd:PathObject ID="5" Boundary="0 0 9 9"><ofd:Clips><ofd:Clip>${area}</ofd:Clip></ofd:Clips><ofd:AbbreviatedData>M 0 0</ofd:AbbreviatedData></ofd:PathObject>`;

  it('are paths or the shapes of text, each with the matrices around it', () => {
    const [clip] = firstObject(
      'path',
      clipped(
        '<ofd:Area CTM="2 0 0 2 0 0"><ofd:Path Boundary="1 1 5 5" CTM="1 0 0 1 3 0" Rule="Even-Odd"><ofd:AbbreviatedData>M 0 0 L 5 5 C</ofd:AbbreviatedData></ofd:Path></ofd:Area><ofd:Area><ofd:Text Boundary="0 0 9 9" Font="9" Size="4"><ofd:TextCode X="1" Y="4">剪</ofd:TextCode></ofd:Text></ofd:Area>',
      ),
    ).clips;
    expect(clip!.areas).toMatchObject([
      { kind: 'path', matrix: [2, 0, 0, 2, 8, 2], evenOdd: true, path: [{}, {}, {}] },
      { kind: 'text', matrix: [1, 0, 0, 1, 0, 0], text: { kind: 'text', sizeMm: 4 } },
    ]);
  });

  it('that hold neither cut nothing and are reported', () => {
    const document = read(clipped('<ofd:Area/>'));
    expect(document.pages[0]!.layers[0]!.objects[0]).toMatchObject({ clips: [] });
    expect(codes(document)).toContain('unsupported-clip');
  });
});

describe('actions', () => {
  const actions = (content: string): readonly OfdAction[] =>
    firstObject(
      'path',
      `<ofd:PathObject ID="5" Boundary="0 0 9 9"><ofd:Actions>${content}</ofd:Actions><ofd:AbbreviatedData>M 0 0</ofd:AbbreviatedData></ofd:PathObject>`,
    ).actions;
  const action = (content: string): OfdAction =>
    actions(`<ofd:Action Event="CLICK">${content}</ofd:Action>`)[0]!;

  it('go to places, bookmarks, addresses, attachments, sounds and films', () => {
    expect(
      action('<ofd:Goto><ofd:Dest Type="FitR" PageID="3" Left="1" Top="2" Right="3" Bottom="4"/></ofd:Goto>'),
    ).toEqual({
      event: 'CLICK',
      kind: 'goto',
      destination: { type: 'FitR', pageId: '3', leftMm: 1, topMm: 2, rightMm: 3, bottomMm: 4 },
    });
    expect(action('<ofd:Goto><ofd:Bookmark Name="附件一"/></ofd:Goto>')).toEqual({
      event: 'CLICK',
      kind: 'goto',
      bookmark: '附件一',
    });
    expect(action('<ofd:URI URI="a.html" Base="https://example.org/"/>')).toMatchObject({
      kind: 'uri',
      uri: 'a.html',
      base: 'https://example.org/',
    });
    expect(action('<ofd:GotoA AttachID="a1" NewWindow="false"/>')).toMatchObject({
      kind: 'gotoAttachment',
      attachment: 'a1',
      newWindow: false,
    });
    expect(action('<ofd:Sound ResourceID="4" Volume="900" Repeat="true"/>')).toMatchObject({
      kind: 'sound',
      resource: '4',
      volume: 100,
      repeat: true,
      synchronous: false,
    });
    expect(action('<ofd:Movie ResourceID="5" Operator="pause"/>')).toMatchObject({
      kind: 'movie',
      resource: '5',
      operator: 'Pause',
    });
  });

  it('answer in a region made of steps', () => {
    expect(
      action(
        '<ofd:Region><ofd:Area Start="1 2"><ofd:Line Point1="3 4"/><ofd:QuadraticBezier Point1="1 1" Point2="2 2"/><ofd:CubicBezier Point1="1 1" Point2="2 2" Point3="3 3"/><ofd:Arc EllipseSize="5 6" RotationAngle="7" LargeArc="true" SweepDirection="false" EndPoint="8 9"/><ofd:Close/></ofd:Area></ofd:Region><ofd:URI URI="x"/>',
      ).region,
    ).toEqual([
      { operator: 'M', numbers: [1, 2] },
      { operator: 'L', numbers: [3, 4] },
      { operator: 'Q', numbers: [1, 1, 2, 2] },
      { operator: 'B', numbers: [1, 1, 2, 2, 3, 3] },
      { operator: 'A', numbers: [5, 6, 7, 1, 0, 8, 9] },
      { operator: 'C', numbers: [] },
    ]);
  });

  it('of unknown kinds, or more than anyone set, are left out', () => {
    expect(
      actions('<ofd:Action Event="DO"><ofd:Run Program="x"/></ofd:Action><ofd:Action Event="DO"/>'),
    ).toEqual([]);
    expect(actions('<ofd:Action Event="PO"><ofd:URI URI="x"/></ofd:Action>'.repeat(100))).toHaveLength(64);
  });

  it('stand on pages, documents and annotations too', () => {
    const uri = (address: string): string =>
      `<ofd:Actions><ofd:Action Event="DO"><ofd:URI URI="${address}"/></ofd:Action></ofd:Actions>`;
    const document = read('', {
      'Doc_0/Document.xml': `<ofd:Document ${ns}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages>${uri('document')}<ofd:Annotations>A.xml</ofd:Annotations></ofd:Document>`,
      'Doc_0/Pages/P.xml': `<ofd:Page ${ns}><ofd:Content/>${uri('page')}</ofd:Page>`,
      'Doc_0/A.xml': `<ofd:Annotations ${ns}><ofd:Page PageID="1"><ofd:FileLoc>B.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>`,
      'Doc_0/B.xml': `<ofd:PageAnnot ${ns}><ofd:Annot ID="2" Type="Link" NoZoom="true" Print="false">${uri('annotation')}<ofd:Appearance Boundary="1 2 3 4"/></ofd:Annot></ofd:PageAnnot>`,
    });
    expect(document.docs[0]!.actions).toMatchObject([{ kind: 'uri', uri: 'document' }]);
    expect(document.pages[0]!.actions).toMatchObject([{ uri: 'page' }]);
    expect(document.pages[0]!.annotations).toMatchObject([
      {
        actions: [{ uri: 'annotation' }],
        noZoom: true,
        noRotate: false,
        print: false,
        readOnly: true,
        boundary: { xMm: 1, heightMm: 4 },
      },
    ]);
  });
});

describe('glyphs of transforms', () => {
  const glyphs = (content: string) =>
    firstObject(
      'text',
      `<ofd:TextObject ID="5" Boundary="0 0 99 9" Font="9" Size="4">${content}</ofd:TextObject>`,
    ).codes.map((code) => code.glyphs.map(({ text, glyphId, xMm }) => [text, glyphId, xMm]));
  const transform = (position: number, codeCount: number, ids: string): string =>
    `<ofd:CGTransform CodePosition="${position}" CodeCount="${codeCount}" GlyphCount="${ids.split(' ').length}"><ofd:Glyphs>${ids}</ofd:Glyphs></ofd:CGTransform>`;

  it('replace codes one for one, many for one and one for many', () => {
    expect(
      glyphs(
        `${transform(0, 2, '11 12')}${transform(2, 1, '13 14')}<ofd:TextCode X="0" Y="4" DeltaX="1 2 3 4">甲乙丙丁</ofd:TextCode>`,
      ),
    ).toEqual([
      [
        ['甲', 11, 0],
        ['乙', 12, 1],
        ['丙', 13, 3],
        ['', 14, 6],
        ['丁', undefined, 10],
      ],
    ]);
  });

  it('count positions within their code, or on through the object as some do', () => {
    expect(
      glyphs(
        `<ofd:TextCode X="0" Y="4" DeltaX="1">甲乙</ofd:TextCode>${transform(2, 1, '21')}<ofd:TextCode X="5" Y="4" DeltaX="1">丙丁</ofd:TextCode>`,
      )[1],
    ).toEqual([
      ['丙', 21, 5],
      ['丁', undefined, 6],
    ]);
  });

  it('keep characters beyond the first plane whole', () => {
    expect(glyphs('<ofd:TextCode X="0" Y="4" DeltaX="2">𠮷野</ofd:TextCode>')).toEqual([
      [
        ['𠮷', undefined, 0],
        ['野', undefined, 2],
      ],
    ]);
  });
});
