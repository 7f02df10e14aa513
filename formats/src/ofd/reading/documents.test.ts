import { describe, expect, it } from 'vitest';
import { extractText, plainText, readOfd } from '../index.ts';
import { codes, ns, pack, read } from './package.fixture.ts';

const documentOf = (content: string, common = ''): Record<string, string> => ({
  'Doc_0/Document.xml': `<ofd:Document ${ns}><ofd:CommonData><ofd:PublicRes>Res.xml</ofd:PublicRes>${common}</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages>${content}</ofd:Document>`,
});
const bodyOf = (content: string, common = '') => read('', documentOf(content, common)).docs[0]!;
const words = (text: string, y = 4): string =>
  `<ofd:TextObject ID="5" Boundary="0 ${y} 99 9" Font="9" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 9 4">${text}</ofd:TextCode></ofd:TextObject>`;
const pageOf = (content: string, before = ''): string =>
  `<ofd:Page ${ns}>${before}<ofd:Content><ofd:Layer>${content}</ofd:Layer></ofd:Content></ofd:Page>`;

describe('what a document says about itself', () => {
  it('reads outlines with their targets', () => {
    expect(
      bodyOf(
        '<ofd:Outlines><ofd:OutlineElem Title="第一章" Expanded="false"><ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto><ofd:Dest Type="XYZ" PageID="1" Top="9"/></ofd:Goto></ofd:Action></ofd:Actions><ofd:OutlineElem Title="一节"/></ofd:OutlineElem><ofd:OutlineElem Title="第二章"/></ofd:Outlines>',
      ).outlines,
    ).toMatchObject([
      {
        title: '第一章',
        expanded: false,
        actions: [{ kind: 'goto', destination: { pageId: '1', topMm: 9 } }],
        children: [{ title: '一节', expanded: true, children: [] }],
      },
      { title: '第二章' },
    ]);
  });

  it('stops at outlines too deep or too many', () => {
    const deep = '<ofd:OutlineElem Title="x">'.repeat(40) + '</ofd:OutlineElem>'.repeat(40);
    expect(codes(read('', documentOf(`<ofd:Outlines>${deep}</ofd:Outlines>`)))).toContain(
      'too-many-outlines',
    );
    const many = read('', documentOf(`<ofd:Outlines>${'<ofd:OutlineElem/>'.repeat(20_010)}</ofd:Outlines>`));
    expect(many.docs[0]!.outlines).toHaveLength(20_000);
    expect(codes(many)).toContain('too-many-outlines');
  });

  it('reads bookmarks and reports those that lead nowhere', () => {
    const document = read(
      '',
      documentOf(
        '<ofd:Bookmarks><ofd:Bookmark Name="甲"><ofd:Dest Type="Fit" PageID="1"/></ofd:Bookmark><ofd:Bookmark Name="乙"/></ofd:Bookmarks>',
      ),
    );
    expect(document.docs[0]!.bookmarks).toEqual([{ name: '甲', destination: { type: 'Fit', pageId: '1' } }]);
    expect(codes(document)).toContain('bad-bookmark');
  });

  it('reads permissions and preferences, absent ones as the standard has them', () => {
    expect(bodyOf('')).not.toHaveProperty('permissions');
    expect(
      bodyOf(
        '<ofd:Permissions><ofd:Edit>false</ofd:Edit><ofd:Print Printable="false" Copies="2"/><ofd:ValidPeriod StartDate="2026-01-01T00:00:00"/></ofd:Permissions>',
      ).permissions,
    ).toEqual({
      edit: false,
      annot: true,
      export: true,
      signature: true,
      watermark: true,
      printScreen: true,
      print: { printable: false, copies: 2 },
      validFrom: '2026-01-01T00:00:00',
    });
    expect(
      bodyOf(
        '<ofd:VPreferences><ofd:PageLayout>TwoPageR</ofd:PageLayout><ofd:Zoom>1.5</ofd:Zoom></ofd:VPreferences>',
      ).viewPreferences,
    ).toEqual({
      pageMode: 'None',
      pageLayout: 'TwoPageR',
      tabDisplay: 'DocTitle',
      hideToolbar: false,
      hideMenubar: false,
      hideWindowUI: false,
      zoom: 1.5,
    });
  });

  it('reads extensions and follows their data', () => {
    const document = read('', {
      ...documentOf('<ofd:Extensions>E.xml</ofd:Extensions>'),
      'Doc_0/E.xml': `<ofd:Extensions ${ns}><ofd:Extension AppName="程序" AppVersion="1" Company="演示" RefId="5"><ofd:Property Name="n" Type="t"> v </ofd:Property><ofd:ExtendData>e.dat</ofd:ExtendData></ofd:Extension></ofd:Extensions>`,
      'Doc_0/e.dat': 'x',
    });
    expect(document.docs[0]!.extensions).toMatchObject([
      {
        appName: '程序',
        company: '演示',
        refId: '5',
        properties: [{ name: 'n', type: 't', value: ' v ' }],
        entries: ['Doc_0/e.dat'],
      },
    ]);
    expect(document.reached.has('Doc_0/e.dat')).toBe(true);
    expect(codes(document)).not.toContain('unreferenced-entry');
  });

  it('reads tags that point, that speak for themselves, and that group', () => {
    const document = read(words('标题文字'), {
      ...documentOf('<ofd:CustomTags>T.xml</ofd:CustomTags>'),
      'Doc_0/T.xml': `<ofd:CustomTags ${ns}><ofd:CustomTag TypeID="od"><ofd:FileLoc>U.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>`,
      'Doc_0/U.xml': `<电子公文 ${ns}><主体><标题><ofd:ObjectRef PageRef="1">5</ofd:ObjectRef></标题><密级>公开</密级><空/></主体></电子公文>`,
    });
    expect(document.docs[0]!.tags).toEqual([
      { typeId: 'od', path: ['主体'], text: '', objects: [{ pageId: '1', objectId: '5' }] },
      { typeId: 'od', path: ['主体', '标题'], text: '', objects: [{ pageId: '1', objectId: '5' }] },
      { typeId: 'od', path: ['主体', '密级'], text: '公开', objects: [] },
    ]);
  });

  it('lists sounds and films, and fonts with their character set', () => {
    const { resources } = read('', {
      'Doc_0/Res.xml': `<ofd:Res ${ns}><ofd:Fonts><ofd:Font ID="9" FontName="宋体" Charset="prc"/></ofd:Fonts><ofd:MultiMedias><ofd:MultiMedia ID="3" Type="Audio" Format="mp3"><ofd:MediaFile>a.mp3</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>`,
      'Doc_0/a.mp3': 'ID3',
    }).docs[0]!;
    expect(resources.media.get('3')).toMatchObject({ type: 'Audio', format: 'mp3', entry: 'Doc_0/a.mp3' });
    expect(resources.fonts.get('9')).toMatchObject({ charset: 'prc' });
  });
});

describe('pages and templates', () => {
  const template = (id: number, entry: string): string => `<ofd:TemplatePage ID="${id}" BaseLoc="${entry}"/>`;
  const uses = (...ids: number[]): string => ids.map((id) => `<ofd:Template TemplateID="${id}"/>`).join('');

  it('lay the template of a template right below it', () => {
    const document = read('', {
      ...documentOf('', template(2, 'T2.xml') + template(3, 'T3.xml')),
      'Doc_0/Pages/P.xml': pageOf(words('页', 50), `${uses(2)}`),
      'Doc_0/T2.xml': pageOf(words('外', 30), uses(3)),
      'Doc_0/T3.xml': pageOf(words('内', 10)),
    });
    expect(document.pages[0]!.templates.map(({ template: { id } }) => id)).toEqual(['3', '2']);
    expect(plainText(extractText(document))).toBe('内\n外\n页');
    expect(codes(document)).toEqual([]);
  });

  it('end a ring of templates where it closes', () => {
    const document = read('', {
      ...documentOf('', template(2, 'T2.xml') + template(3, 'T3.xml')),
      'Doc_0/Pages/P.xml': pageOf('', uses(2, 9)),
      'Doc_0/T2.xml': pageOf('', uses(3)),
      'Doc_0/T3.xml': pageOf('', uses(2)),
    });
    expect(document.pages[0]!.templates).toHaveLength(2);
    expect(codes(document)).toEqual(expect.arrayContaining(['template-ring', 'missing-template']));
  });

  it('take the size of the page, of its template or of the document, and the boxes with it', () => {
    const area = (size: string): string =>
      `<ofd:PhysicalBox>0 0 ${size}</ofd:PhysicalBox><ofd:ContentBox>1 1 9 9</ofd:ContentBox>`;
    const common = `<ofd:PageArea>${area('210 297')}</ofd:PageArea>${template(2, 'T.xml')}`;
    const sizes = (page: string, own: string): number[] => {
      const { pages } = read('', {
        ...documentOf('', common),
        'Doc_0/Pages/P.xml': page,
        'Doc_0/T.xml': pageOf('', own),
      });
      return [pages[0]!.area.widthMm, pages[0]!.boxes.content?.widthMm ?? 0];
    };
    expect(sizes(pageOf(''), '')).toEqual([210, 9]);
    expect(sizes(pageOf('', uses(2)), `<ofd:Area>${area('100 50')}</ofd:Area>`)).toEqual([100, 9]);
    expect(
      sizes(pageOf('', `<ofd:Area><ofd:PhysicalBox>0 0 80 40</ofd:PhysicalBox></ofd:Area>`), ''),
    ).toEqual([80, 0]);
    expect(sizes('<broken', '')).toEqual([210, 9]);
  });
});

describe('versions', () => {
  const parts = {
    'OFD.xml': `<ofd:OFD ${ns}><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Versions><ofd:Version ID="v1" Index="1" BaseLoc="V/V1.xml"/><ofd:Version ID="v2" Index="2" Current="true" BaseLoc="V/V2.xml"/></ofd:Versions></ofd:DocBody></ofd:OFD>`,
    'V/V1.xml': `<ofd:DocVersion ${ns} ID="v1"><ofd:FileList/><ofd:DocRoot>/V/Old.xml</ofd:DocRoot></ofd:DocVersion>`,
    'V/V2.xml': `<ofd:DocVersion ${ns} ID="v2"><ofd:FileList/><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocVersion>`,
    'V/Old.xml': `<ofd:Document ${ns}><ofd:Pages><ofd:Page ID="1" BaseLoc="OldPage.xml"/></ofd:Pages></ofd:Document>`,
    'V/OldPage.xml': pageOf(words('旧')),
  };
  const text = (version?: string) =>
    readOfd(pack(words('新'), parts), {}, version === undefined ? {} : { version });

  it('are read by their ID or their number', () => {
    expect(plainText(extractText(text()))).toBe('新');
    expect(codes(text())).not.toContain('other-current-version');
    for (const version of ['v1', '1']) {
      expect(plainText(extractText(text(version)))).toBe('旧');
      expect(codes(text(version))).toContain('other-current-version');
    }
    expect(plainText(extractText(text('v9')))).toBe('新');
    expect(codes(text('v9'))).toContain('missing-version');
  });
});

describe('reading when asked', () => {
  const two = (): ReturnType<typeof readOfd> =>
    read('', {
      'Doc_0/Document.xml': `<ofd:Document ${ns}><ofd:Pages><ofd:Page ID="1" BaseLoc="A.xml"/><ofd:Page ID="2" BaseLoc="B.xml"/></ofd:Pages></ofd:Document>`,
      'Doc_0/A.xml': pageOf('<ofd:PathObject ID="1"/>'),
      'Doc_0/B.xml': pageOf('<ofd:PathObject ID="2"/>'),
    });

  it('gives the same findings in the same order whatever was asked for first', () => {
    const straight = two();
    const backwards = two();
    void [
      backwards.pages[1]!.layers,
      backwards.pages[0]!.area,
      backwards.reached,
      backwards.pages[0]!.layers,
    ];
    expect(backwards.findings).toEqual(straight.findings);
    expect(straight.findings.map(({ place }) => place)).toEqual(
      expect.arrayContaining(['Doc_0/A.xml#1', 'Doc_0/B.xml#2']),
    );
    expect(straight.findings).toBe(straight.findings);
  });

  it('reads a page once', () => {
    const document = two();
    expect(document.pages[0]!.layers).toBe(document.pages[0]!.layers);
    expect({ ...document.pages[0]! }.layers).toBe(document.pages[0]!.layers);
  });

  it('does not let one kind of finding push out the others', () => {
    const document = read('<ofd:PathObject/>'.repeat(5000), { 'Doc_0/stray.bin': 'x' });
    expect(codes(document).filter((code) => code === 'bad-boundary')).toHaveLength(100);
    expect(codes(document)).toContain('unreferenced-entry');
  });
});
