/** Hand-written one-page packages for tests of display: raw XML, so that every attribute is as the test says. */
import { writeZip } from '../../container/index.ts';
import { cffFont, type Program } from '../../sfnt/cff-font.fixture.ts';
import { readOfd } from '../index.ts';
import type { OfdDocument } from '../model/read-types.ts';

const ns = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const encoder = new TextEncoder();

/** A red pixel. */
export const pixelPng: Uint8Array = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFAAH/q842iQAAAABJRU5ErkJggg=='),
  (c) => c.charCodeAt(0),
);

const square: Program = [0, 0, 'rmoveto', 1000, 'hlineto', 1000, 'vlineto', -1000, 'hlineto', 'endchar'];

/** Glyphs 1, 2 (一丁: U+4E01, U+4E02 by the fixture's rule) are unit squares; glyph 0 and 3 (U+4E03) are blank. */
export const squareFont: Uint8Array = cffFont([['endchar'], square, square, ['endchar']]);

export type OnePage = {
  /** Inside the layer. */
  readonly objects?: string;
  /** Inside Res. Resource files: `a.png`, `b.png`, `f.otf`. */
  readonly resources?: string;
  /** Attributes of the layer. */
  readonly layer?: string;
  /** Inside Page, before Content. */
  readonly page?: string;
  /** Inside CommonData. */
  readonly common?: string;
  /** Annot elements. */
  readonly annotations?: string;
  /** More entries, or others in place of those above. */
  readonly entries?: Readonly<Record<string, Uint8Array | string>>;
  readonly physicalBox?: string;
};

/** The bytes of a page of 100 × 50 mm. */
export function packPage(content: OnePage): Uint8Array {
  const { objects = '', resources = '', layer = '', page = '', common = '', annotations } = content;
  const box = content.physicalBox ?? '0 0 100 50';
  const annots = annotations === undefined ? '' : '<ofd:Annotations>N.xml</ofd:Annotations>';
  const files: Record<string, Uint8Array | string> = {
    'OFD.xml': `<ofd:OFD ${ns}><ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    'D.xml': `<ofd:Document ${ns}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>${box}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>R.xml</ofd:PublicRes>${common}</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages>${annots}</ofd:Document>`,
    'R.xml': `<ofd:Res ${ns}>${resources}</ofd:Res>`,
    'P.xml': `<ofd:Page ${ns}>${page}<ofd:Content><ofd:Layer ${layer}>${objects}</ofd:Layer></ofd:Content></ofd:Page>`,
    'a.png': pixelPng,
    'b.png': pixelPng,
    'f.otf': squareFont,
    ...(annotations === undefined
      ? {}
      : {
          'N.xml': `<ofd:Annotations ${ns}><ofd:Page PageID="1"><ofd:FileLoc>A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>`,
          'A.xml': `<ofd:PageAnnot ${ns}>${annotations}</ofd:PageAnnot>`,
        }),
    ...content.entries,
  };
  return writeZip(
    Object.entries(files).map(([name, data]) => ({
      name,
      bytes: typeof data === 'string' ? encoder.encode(data) : data,
    })),
  );
}

/** The same, read. */
export function onePage(content: OnePage): OfdDocument {
  return readOfd(packPage(content));
}

/** Font 9, embedded; its characters are U+4E01 and U+4E02. */
export const embeddedFont =
  '<ofd:Fonts><ofd:Font ID="9" FontName="方块"><ofd:FontFile>f.otf</ofd:FontFile></ofd:Font></ofd:Fonts>';

/** A PathObject over a triangle 1,1 9,1 9,9. */
export function trianglePath(attributes: string, content = ''): string {
  return `<ofd:PathObject ID="5" ${attributes}>${content}<ofd:AbbreviatedData>M 1 1 L 9 1 L 9 9 C</ofd:AbbreviatedData></ofd:PathObject>`;
}
