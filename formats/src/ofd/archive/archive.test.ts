import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeZip, type ZipEntry } from '../../container/index.ts';
import { pdfToOfd } from '../../convert/index.ts';
import { engineFontPath, officialPage, setPdf } from '../../convert/pdf-to-ofd/engine.fixture.ts';
import { openOutlines, subsetFont } from '../../sfnt/index.ts';
import {
  type ArchiveRule,
  archiveRules,
  buildOfd,
  checkArchive,
  displayPage,
  extractText,
  type OfdSpec,
  plainText,
  readOfd,
  toArchive,
} from '../index.ts';
import { everything, rectangle } from '../writing/everything.fixture.ts';

const samples = join(process.env.YIWEN_SAMPLES ?? '../shared/samples', 'ofd');
const files = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.ofd')) : [];
if (files.length === 0) {
  console.log('no sample OFD files: archiving them is skipped');
}

const serif = new Uint8Array(readFileSync(engineFontPath('serif-sc', '400Regular')));
const words = '通知甲乙';
const subset = (text: string): Uint8Array =>
  subsetFont(serif, {
    glyphs: [],
    characters: new Map(
      [...text].map((c) => [c.codePointAt(0)!, openOutlines(serif)!.glyphFor(c.codePointAt(0)!)!]),
    ),
    names: { family: 'Demo', postScript: 'Demo' },
  }).bytes;

/** A GIF of one pixel. */
const gif = Uint8Array.from(atob('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs='), (c) => c.charCodeAt(0));
const { images } = everything;

const clean: OfdSpec = {
  docId: '0'.repeat(32),
  docType: 'OFD-A',
  title: '归档',
  creationDate: '2026-11-24',
  fonts: [{ key: 'song', fontName: '演示', file: { bytes: subset(words), extension: 'ttf' } }],
  images: images!,
  colorSpaces: [{ key: 'grey', type: 'GRAY' }],
  drawParams: [{ key: 'line', lineWidthMm: 1 }],
  composites: [
    {
      key: 'mark',
      widthMm: 10,
      heightMm: 10,
      objects: [
        {
          kind: 'path',
          segments: rectangle(0, 0, 10, 10),
          fill: { kind: 'space', space: 'grey', values: [9] },
        },
      ],
    },
  ],
  outlines: [{ title: '一', actions: [{ kind: 'goto', destination: { type: 'Fit', page: 0 } }] }],
  attachments: [{ name: '元数据.xml', format: 'xml', bytes: new TextEncoder().encode('<x/>') }],
  pages: [
    {
      widthMm: 210,
      heightMm: 297,
      actions: [{ kind: 'goto', destination: { type: 'Fit', page: 0 } }],
      annotations: [
        {
          type: 'Link',
          creator: '演示',
          lastModDate: '2026-11-24',
          boundary: { xMm: 10, yMm: 10, widthMm: 9, heightMm: 9 },
          actions: [{ kind: 'goto', destination: { type: 'Fit', page: 0 } }],
        },
      ],
      objects: [
        {
          kind: 'text',
          font: 'song',
          sizeMm: 5,
          runs: [{ text: words, xMm: 20, yMm: 20, deltaXMm: [5, 5, 5] }],
        },
        { kind: 'path', segments: rectangle(20, 40, 30, 10), stroke: { rgb: [0, 0, 0] }, drawParam: 'line' },
        { kind: 'image', image: 'color', ctm: [20, 0, 0, 20, 20, 60], clips: [rectangle(25, 65, 9, 9)] },
        { kind: 'composite', unit: 'mark', ctm: [1, 0, 0, 1, 20, 90] },
        {
          kind: 'group',
          objects: [{ kind: 'path', segments: rectangle(20, 110, 5, 5), fill: { rgb: [1, 2, 3] } }],
        },
      ],
    },
  ],
};

type Change = (entries: ZipEntry[]) => ZipEntry[];

/** Replaces text in one entry; the text must be there. */
const swap =
  (name: string, from: string | RegExp, to: string): Change =>
  (entries) =>
    entries.map((entry) => {
      if (entry.name !== name) {
        return entry;
      }
      const old = new TextDecoder().decode(entry.bytes);
      expect(old, `${name}: ${from}`).toMatch(from);
      return { name, bytes: new TextEncoder().encode(old.replace(from, to)) };
    });

const add =
  (name: string, bytes: Uint8Array | string): Change =>
  (entries) => [
    ...entries,
    { name, bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes },
  ];

const all =
  (...changes: Change[]): Change =>
  (entries) =>
    changes.reduce((done, change) => change(done), entries);

const documentXml = 'Doc_0/Document.xml';
const content = 'Doc_0/Pages/Page_0/Content.xml';
const annotation = 'Doc_0/Annots/Page_0/Annotation.xml';
const uri = '<ofd:Action Event="CLICK"><ofd:URI URI="http://a/"/></ofd:Action>';
const inDocument = (xml: string): Change => swap(documentXml, '</ofd:Document>', `${xml}</ofd:Document>`);
const inPage = (xml: string): Change => swap(content, '</ofd:Layer>', `${xml}</ofd:Layer>`);
const path = (attributes: string, inside: string) =>
  `<ofd:PathObject ID="900" Boundary="0 0 9 9" ${attributes}>${inside}<ofd:AbbreviatedData>M 0 0 L 9 9</ofd:AbbreviatedData></ofd:PathObject>`;
const clip = (data: string) =>
  `<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 9 9"><ofd:AbbreviatedData>${data}</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>`;
const text = (attributes: string) =>
  `<ofd:TextObject ID="901" Boundary="0 0 9 9" Font="1" ${attributes}><ofd:TextCode X="0" Y="5">甲</ofd:TextCode></ofd:TextObject>`;
const font =
  (bytes: Uint8Array): Change =>
  (entries) =>
    entries.map((entry) => (entry.name.startsWith('Doc_0/Res/font_') ? { ...entry, bytes } : entry));
const signature = (value: Uint8Array): Change =>
  all(
    swap('OFD.xml', '</ofd:DocRoot>', '</ofd:DocRoot><ofd:Signatures>S/Signatures.xml</ofd:Signatures>'),
    add('S/Signatures.xml', '<Signatures><Signature ID="1" BaseLoc="Signature.xml"/></Signatures>'),
    add('S/Signature.xml', '<Signature><SignedValue>v.dat</SignedValue></Signature>'),
    add('S/v.dat', value),
  );

/** Drops a table from a font by giving it another name. */
function withoutTable(bytes: Uint8Array, tag: string): Uint8Array {
  const copy = bytes.slice();
  const at = [...copy].findIndex(
    (_, i) => i >= 12 && String.fromCharCode(...copy.subarray(i, i + 4)) === tag,
  );
  copy[at] = 0x7a;
  return copy;
}

/** One file for each rule that breaks it and no other. */
const violations: Readonly<Record<ArchiveRule, Change>> = {
  'archive-broken-part': swap('Doc_0/DocumentRes.xml', '</ofd:Res>', ''),
  'archive-missing-resource': (entries) =>
    entries
      .filter(({ name }) => !/image_/.test(name))
      .concat(entries.filter(({ name }) => /image_2/.test(name))),
  'archive-unreferenced-entry': add('夹带.bin', 'x'),
  'archive-doc-type': swap('OFD.xml', 'OFD-A', 'OFD'),
  'archive-several-documents': swap('OFD.xml', /(<ofd:DocBody>.*<\/ofd:DocBody>)/, '$1$1'),
  'archive-permissions': inDocument('<ofd:Permissions/>'),
  'archive-view-preferences': inDocument('<ofd:VPreferences/>'),
  'archive-document-action': inDocument(`<ofd:Actions>${uri}</ofd:Actions>`),
  'archive-extensions': all(
    inDocument('<ofd:Extensions>e.xml</ofd:Extensions>'),
    add('Doc_0/e.xml', '<Extensions/>'),
  ),
  'archive-page-action': swap(content, /<ofd:Goto>.*<\/ofd:Goto>/, '<ofd:URI URI="a"/>'),
  'archive-layer-name': all(
    swap(content, '<ofd:Layer ', '<ofd:Layer Name="层" '),
    swap(content, '</ofd:Content>', '<ofd:Layer ID="902" Name="层"/></ofd:Content>'),
  ),
  'archive-block-depth': inPage(`${'<ofd:PageBlock ID="903">'.repeat(4)}${'</ofd:PageBlock>'.repeat(4)}`),
  'archive-outline-action': swap(
    documentXml,
    /(<ofd:OutlineElem.*?)<ofd:Goto>.*?<\/ofd:Goto>/,
    '$1<ofd:URI URI="a"/>',
  ),
  'archive-outline-target': swap(documentXml, /(<ofd:OutlineElem.*?PageID=")\d+/, '$199999'),
  'archive-resource-place': swap(
    'Doc_0/PublicRes.xml',
    '</ofd:Res>',
    '<ofd:DrawParams><ofd:DrawParam ID="904"/></ofd:DrawParams></ofd:Res>',
  ),
  'archive-font-missing': all(
    swap('Doc_0/PublicRes.xml', /<ofd:FontFile>.*<\/ofd:FontFile>/, ''),
    (entries) => entries.filter(({ name }) => !/font_/.test(name)),
  ),
  'archive-font-not-subset': font(
    subset(
      [...Array(300).keys()]
        .map((i) => String.fromCharCode(0x4e00 + i))
        .filter((c) => openOutlines(serif)!.glyphFor(c.codePointAt(0)!))
        .join('') + words,
    ),
  ),
  'archive-glyph-missing': font(subset('通')),
  'archive-font-tables': font(withoutTable(subset(words), 'post')),
  'archive-image-format': (entries) =>
    entries.map((e) => (/image_2/.test(e.name) ? { ...e, bytes: gif } : e)),
  'archive-image-extension': swap(
    'Doc_0/DocumentRes.xml',
    '</ofd:MediaFile>',
    '</ofd:MediaFile><v:x xmlns:v="urn:vendor"/>',
  ),
  'archive-audio-video': swap(
    'Doc_0/DocumentRes.xml',
    '</ofd:MultiMedias>',
    '<ofd:MultiMedia ID="905" Type="Audio"/></ofd:MultiMedias>',
  ),
  'archive-color-space': swap('Doc_0/PublicRes.xml', 'Type="GRAY"', 'Type="LAB"'),
  'archive-clip-needless': inPage(path('', clip('M 0 0 L 9 0 L 9 9 L 0 9 C'))),
  'archive-clip-empty': inPage(path('', clip('M 0 0 L 9 0 C'))),
  'archive-object-action': inPage(
    path(
      '',
      '<ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto><ofd:Dest Type="Fit" PageID="6"/></ofd:Goto></ofd:Action></ofd:Actions>',
    ),
  ),
  'archive-idle-stroke': inPage(path('Stroke="false" LineWidth="1"', '')),
  'archive-composite-style': swap(content, '<ofd:CompositeObject ', '<ofd:CompositeObject LineWidth="1" '),
  'archive-image-fill': swap(content, '<ofd:ImageObject ', '<ofd:ImageObject Fill="true" '),
  'archive-image-interpolate': swap(content, '<ofd:ImageObject ', '<ofd:ImageObject Interpolate="true" '),
  'archive-text-size': inPage(text('Size="0"')),
  'archive-text-scale': inPage(text('Size="5" CTM="0.5 0 0 1 2 0"')),
  'archive-annotation-action': swap(annotation, /<ofd:Goto>.*<\/ofd:Goto>/, '<ofd:URI URI="a"/>'),
  'archive-goto-target': swap(annotation, /PageID="\d+"/, 'PageID="99999"'),
  'archive-annotation-block': swap(
    annotation,
    '</ofd:Appearance>',
    '<ofd:PageBlock ID="906"/></ofd:Appearance>',
  ),
  'archive-annotation-flags': swap(annotation, 'NoZoom="true"', ''),
  'archive-signature-form': signature(Uint8Array.of(0x30, 6, 0x30, 0, 0x30, 0, 0x30, 0)),
  'archive-attachment': swap('Doc_0/Attachs/Attachments.xml', '元数据.xml', '数据.xlsx'),
  'archive-encryption': add('Encryptions.xml', '<x/>'),
};

const built = buildOfd(clean);

describe('the checker for OFD-A', () => {
  it('finds nothing in a clean file', () => {
    expect(checkArchive(readOfd(writeZip(built)))).toEqual([]);
  });

  it.each(archiveRules)('names %s, and nothing else', (rule) => {
    const entries = violations[rule](built);
    const findings = checkArchive(readOfd(writeZip(entries)));
    expect([...new Set(findings.map(({ code }) => code))]).toEqual([rule]);
    expect(findings[0]!.message).toContain(findings[0]!.clause);
    expect(findings[0]!.clause).toMatch(/^6\.\d+/);
  });

  it('takes seals of GB/T 38540 and signatures of GB/T 35275 by their form', () => {
    const seal = Uint8Array.of(0x30, 8, 0x30, 0, 0x04, 0, 0x06, 0, 0x03, 0);
    expect(checkArchive(readOfd(writeZip(signature(seal)(built))))).toEqual([]);
  });
});

/** Rules that no conversion can mend, because something is not there. */
const lasting: readonly ArchiveRule[] = [
  'archive-broken-part',
  'archive-missing-resource',
  'archive-glyph-missing',
  'archive-color-space',
  'archive-text-size',
];

describe('making an OFD-A', () => {
  it.each(archiveRules.filter((rule) => !lasting.includes(rule)))('mends %s', async (rule) => {
    const document = readOfd(writeZip(violations[rule](built)));
    const { entries, findings } = await toArchive(document, { font: () => ({ bytes: serif }) });
    expect(findings).toEqual([]);
    const after = readOfd(writeZip(entries));
    expect(after.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(plainText(extractText(after))).toContain(words);
  });

  it('leaves a clean file as it is, byte for byte', async () => {
    const { entries, changes, signaturesKept } = await toArchive(readOfd(writeZip(built)));
    expect(changes).toEqual([]);
    expect(signaturesKept).toBe(true);
    const before = new Map(built.map(({ name, bytes }) => [name, bytes]));
    expect(entries).toHaveLength(built.length);
    for (const { name, bytes } of entries) {
      expect(bytes, name).toEqual(before.get(name));
    }
  });

  it('takes everything the builder can write', async () => {
    const document = readOfd(writeZip(buildOfd(everything)));
    const made = await toArchive(document, { font: () => ({ bytes: serif }), date: '2026-11-24' });
    expect(made.findings).toEqual([]);
    const after = readOfd(writeZip(made.entries));
    expect(after.docType).toBe('OFD-A');
    expect(plainText(extractText(after))).toBe(plainText(extractText(document)));
    expect(made.changes.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['已去除', '已移出音频或视频', '已去除图元动作', '未收入档案包']),
    );
    expect(await toArchive(document, { font: () => ({ bytes: serif }), date: '2026-11-24' })).toEqual(made);
  });

  it('says which fonts are missing when nobody supplies them', async () => {
    const { findings } = await toArchive(readOfd(writeZip(buildOfd(everything))));
    expect(findings.map(({ code }) => code)).toEqual(['archive-font-missing']);
  });

  it('makes seals plain: picture, signer, certificate, time and digest stay', async () => {
    const seal = Uint8Array.of(0x30, 4, 0x30, 0, 0x30, 0);
    const stamped = all(
      signature(seal),
      swap(
        'S/Signature.xml',
        '<Signature>',
        '<Signature><SignedInfo><StampAnnot ID="2" PageRef="7" Boundary="100 200 40 40" Clip="0 0 20 40"/></SignedInfo>',
      ),
    )(built);
    const document = readOfd(writeZip(stamped));
    const id = document.pages[0]!.id;
    const fixed = swap('S/Signature.xml', /PageRef="\d+"/, `PageRef="${id}"`)(stamped);
    const made = await toArchive(readOfd(writeZip(fixed)), {
      date: '2026-11-24',
      signature: () => ({
        signer: '演示镇人民政府',
        certificate: '01ab',
        time: '2026-11-24T00:00:00Z',
        digest: 'abcd',
        picture: { format: 'PNG', bytes: images![0]!.bytes },
      }),
    });
    expect(made.findings).toEqual([]);
    expect(made.signaturesKept).toBe(false);
    const after = readOfd(writeZip(made.entries));
    expect(after.signatures).toEqual([]);
    expect(after.order.some((name) => name.startsWith('S/'))).toBe(false);
    expect(after.pages[0]!.annotations.at(-1)).toMatchObject({
      type: 'Stamp',
      boundary: { xMm: 100, yMm: 200, widthMm: 40, heightMm: 40 },
      objects: [{ kind: 'image', clips: [{}] }],
      parameters: [
        { name: '签章人', value: '演示镇人民政府' },
        { name: '证书编号', value: '01ab' },
        { name: '签名时间', value: '2026-11-24T00:00:00Z' },
        { name: '文档摘要', value: 'abcd' },
      ],
    });
  });

  it('makes links of jumps that objects do, over the object and to the same page', async () => {
    const object = {
      ...clean.pages[0]!.objects[1]!,
      actions: [
        { kind: 'goto', destination: { type: 'XYZ', page: 1, leftMm: 5, topMm: 6, zoom: 2 } },
        { kind: 'uri', uri: 'https://example.org/' },
      ],
    } as const;
    const pages = [
      { ...clean.pages[0]!, objects: [object] },
      { ...clean.pages[0]!, annotations: [] },
    ];
    const document = readOfd(writeZip(buildOfd({ ...clean, docType: 'OFD', pages })));
    const made = await toArchive(document);
    expect(made.findings).toEqual([]);
    const [first, second] = readOfd(writeZip(made.entries)).pages;
    expect(first!.annotations).toHaveLength(2);
    const [before] = document.pages[0]!.layers[0]!.objects;
    expect(first!.annotations[1]).toMatchObject({
      type: 'Link',
      boundary: (before as { boundary: object }).boundary,
      objects: [{ actions: [{ destination: { pageId: second!.id, leftMm: 5, topMm: 6, zoom: 2 } }] }],
    });
    expect(made.changes).toContainEqual(
      expect.objectContaining({ message: '已去除图元动作', evidence: '1' }),
    );
  });

  it('writes what the archive takes, and refuses the rest, when it is told OFD-A', () => {
    const jump = { kind: 'goto', destination: { type: 'Fit', page: 0 } } as const;
    const object = { ...clean.pages[0]!.objects[1]!, actions: [jump] } as const;
    const block = { kind: 'group', objects: [object] } as const;
    const page = {
      ...clean.pages[0]!,
      objects: [block, { ...object, clips: [rectangle(0, 0, 200, 200)] }],
      annotations: [
        {
          type: 'Stamp',
          creator: '',
          lastModDate: '2026-11-24',
          objects: [{ kind: 'group', objects: [clean.pages[0]!.objects[1]!] }],
        },
      ],
    } as const;
    const document = readOfd(writeZip(buildOfd({ ...clean, pages: [page] })));
    expect(checkArchive(document)).toEqual([]);
    expect(document.pages[0]!.annotations.map(({ type }) => type)).toEqual(['Stamp', 'Link', 'Link']);
    const uri = { kind: 'uri', uri: 'a' } as const;
    for (const wrong of [
      { permissions: {} },
      { viewPreferences: {} },
      { extensions: [{ appName: '' }] },
      { media: everything.media! },
      { actions: [uri] },
      { outlines: [{ title: '', children: [{ title: '', actions: [uri] }] }] },
      { images: [{ key: 'gif', format: 'GIF', bytes: gif }] },
      { pages: [{ ...page, objects: [{ ...object, actions: [uri] }] }] },
    ] as Partial<OfdSpec>[]) {
      expect(() => buildOfd({ ...clean, ...wrong }), JSON.stringify(Object.keys(wrong))).toThrow(RangeError);
    }
  });

  it('keeps the place of every glyph when a matrix becomes HScale', async () => {
    const wide = `<ofd:TextObject ID="901" Boundary="30 100 99 20" Font="1" Size="5" CTM="0.5 0 0 1 2 3"><ofd:TextCode X="4" Y="5" DeltaX="g 2 5 7">甲乙甲乙</ofd:TextCode></ofd:TextObject>`;
    const document = readOfd(writeZip(inPage(wide)(built)));
    const { entries } = await toArchive(document);
    const find = (file: typeof document) =>
      file.pages[0]!.layers[0]!.objects.find((o) => o.kind !== 'block' && o.id === '901') as {
        hScale: number;
        ctm?: readonly number[];
        codes: readonly { glyphs: readonly { xMm: number; yMm: number }[] }[];
      };
    const [before, after] = [find(document), find(readOfd(writeZip(entries)))];
    expect(after.hScale).toBe(0.5);
    expect(after.ctm).toBeUndefined();
    const expected = before.codes[0]!.glyphs.map(({ xMm, yMm }) => [xMm * 0.5 + 2, yMm + 3]);
    expect(after.codes[0]!.glyphs.map(({ xMm, yMm }) => [xMm, yMm])).toEqual(expected);
  });

  it('finds nothing to mend in what the office makes of its PDFs', async () => {
    const meta = {
      docId: '0'.repeat(32),
      docType: 'OFD-A',
      tags: [],
      attachments: clean.attachments!,
    } as const;
    const { entries } = await pdfToOfd(setPdf(officialPage), meta);
    expect(checkArchive(readOfd(writeZip(entries)))).toEqual([]);
  });

  it.each(files)('sample %s becomes an OFD-A that reads the same', async (name) => {
    const document = readOfd(readFileSync(join(samples, name)));
    const made = await toArchive(document, { font: () => ({ bytes: serif }) });
    const open: readonly string[] = [
      ...lasting,
      'archive-font-missing',
      'archive-font-tables',
      'archive-text-scale',
    ];
    expect(made.findings.filter(({ code }) => !open.includes(code))).toEqual([]);
    const after = readOfd(writeZip(made.entries));
    expect(after.pages.length).toBe(document.docs[0]!.pages.length);
    // embedded fonts tell how wide blanks are, so only they may come out differently
    const letters = (file: typeof document) => plainText(extractText(file)).replace(/\s/g, '');
    expect(letters(after)).toBe(letters(document));
    after.pages.forEach((_, index) => {
      const [now, before] = [after, document].map((file) => displayPage(file, index, {}).items.length);
      expect(now).toBeGreaterThanOrEqual(Math.min(before!, 1));
    });
  });
});
