/** A clean OFD-A and one change for each rule that breaks just that rule. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { ZipEntry } from '../../container/index.ts';
import { engineFontPath } from '../../convert/pdf-to-ofd/engine.fixture.ts';
import { openOutlines, subsetFont } from '../../sfnt/index.ts';
import { type ArchiveRule, buildOfd, type OfdSpec } from '../index.ts';
import { everything, rectangle } from '../writing/everything.fixture.ts';

/** A font of the engine. */
export const serif = new Uint8Array(readFileSync(engineFontPath('serif-sc', '400Regular')));
/** The text of the clean file. */
export const words = '通知甲乙';
const subset = (text: string): Uint8Array =>
  subsetFont(serif, {
    glyphs: [],
    characters: new Map(
      [...text].map((c) => [c.codePointAt(0)!, openOutlines(serif)!.glyphFor(c.codePointAt(0)!)!]),
    ),
    names: { family: 'Demo', postScript: 'Demo' },
  }).bytes;

/** A GIF of one pixel. */
export const gif = Uint8Array.from(atob('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs='), (c) =>
  c.charCodeAt(0),
);
const { images } = everything;

/** A file without a fault. */
export const clean: OfdSpec = {
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
export const swap =
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

/** Several changes, one after the other. */
export const all =
  (...changes: Change[]): Change =>
  (entries) =>
    changes.reduce((done, change) => change(done), entries);

const documentXml = 'Doc_0/Document.xml';
const content = 'Doc_0/Pages/Page_0/Content.xml';
const annotation = 'Doc_0/Annots/Page_0/Annotation.xml';
const uri = '<ofd:Action Event="CLICK"><ofd:URI URI="http://a/"/></ofd:Action>';
const inDocument = (xml: string): Change => swap(documentXml, '</ofd:Document>', `${xml}</ofd:Document>`);
/** Puts XML into the body of the page. */
export const inPage = (xml: string): Change => swap(content, '</ofd:Layer>', `${xml}</ofd:Layer>`);
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
/** A signature with this value and nothing else. */
export const signature = (value: Uint8Array): Change =>
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
export const violations: Readonly<Record<ArchiveRule, Change>> = {
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

/** The clean file's entries. */
export const built = buildOfd(clean);
