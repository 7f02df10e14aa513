import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { writePng } from '../../images/index.ts';
import type { OfdDocument, OfdSpec } from '../../ofd/index.ts';
import { isDict, isName, isStream, type PdfFile, type PdfStream, readPdf } from '../../pdf/index.ts';
import { openOutlines } from '../../sfnt/index.ts';
import { cffProgram } from './cff-program.ts';
import { compared, displayOrigins, pdfOrigins } from './glyph-origins.fixture.ts';
import { type ConvertedPdf, ofdToPdf } from './ofd-to-pdf.ts';
import { alphaPng, demoFont, documentOf, plainPng, rectangle, richSpec } from './rich.fixture.ts';

/** All streams of a file whose dictionary has this name under this key. */
function streamsOf(file: PdfFile, key: string, name: string): PdfStream[] {
  const count = file.number(file.trailer, 'Size') ?? 0;
  return Array.from({ length: count }, (_, num) => file.resolve({ kind: 'ref', num, gen: 0 })).filter(
    (value): value is PdfStream => isStream(value) && isName(value.dict.get(key), name),
  );
}

const open = (pdf: Uint8Array) =>
  getDocument({ data: pdf.slice(), isEvalSupported: false, verbosity: 0 }).promise;

describe('a PDF made of an OFD with a bit of everything', () => {
  let document: OfdDocument;
  let converted: ConvertedPdf;
  let file: PdfFile;

  beforeAll(async () => {
    document = documentOf(richSpec);
    const boundary = { xMm: 50, yMm: 100, widthMm: 30, heightMm: 30 };
    const stamp = { page: 2, boundary, image: { mime: 'image/png', bytes: plainPng } };
    converted = await ofdToPdf(document, { stamps: [stamp] });
    file = readPdf(converted.pdf);
  });

  it('has nothing to report and claims PDF/A-2u', () => {
    expect(document.findings).toEqual([]);
    expect(converted.findings).toEqual([]);
    expect(converted).toMatchObject({ pdfa: '2u', pages: 3, fonts: 1 });
    expect(file.findings).toEqual([]);
  });

  it('keeps the pages’ sizes', () => {
    const sizes = file.pages().map(({ mediaBox }) => mediaBox.map((side) => (side * 25.4) / 72));
    for (const [index, page] of document.pages.entries()) {
      expect(sizes[index]![2]).toBeCloseTo(page.area.widthMm, 4);
      expect(sizes[index]![3]).toBeCloseTo(page.area.heightMm, 4);
    }
  });

  it('puts every glyph where the page has it, within 0.001 pt, and says what it stands for', async () => {
    const { found, expected, farthest } = compared(await pdfOrigins(converted.pdf), displayOrigins(document));
    expect(found).toEqual(expected);
    expect(found.length).toBeGreaterThan(50);
    expect(farthest).toBeLessThan(0.001);
  });

  it('gives one glyph several codes when it stands for different text', async () => {
    const text = (await pdfOrigins(converted.pdf)).map((origin) => origin.text).join('');
    // the same glyph is 演 elsewhere and 号 where a CGTransform says so; one glyph for two characters, two for one
    expect(text).toContain('号号');
    expect(text).toContain('一二三\u200b');
  });

  it('embeds TrueType glyphs as they were', () => {
    const [program] = file
      .pages()
      .flatMap(({ resources }) => [...(file.dict(resources, 'Font') ?? new Map()).values()])
      .map((ref) => file.resolve(ref))
      .filter(isDict)
      .map((font) => file.resolve(file.array(font, 'DescendantFonts')?.[0]))
      .filter(isDict)
      .map((font) => file.resolve(file.dict(font, 'FontDescriptor')?.get('FontFile2')))
      .filter(isStream);
    const embedded = openOutlines(file.decode(program!).bytes)!;
    const source = openOutlines(demoFont.bytes)!;
    expect(embedded.glyphCount).toBeLessThanOrEqual(source.glyphCount);
    const outlines = Array.from({ length: embedded.glyphCount }, (_, id) =>
      JSON.stringify(embedded.outline(id)),
    );
    expect(outlines).toContain(JSON.stringify(source.outline(demoFont.glyph('青'))));
  });

  it('answers clicks and has a table of contents', async () => {
    const pdf = await open(converted.pdf);
    const first = await (await pdf.getPage(1)).getAnnotations();
    expect(first.map(({ subtype, url, dest }) => [subtype, url, dest?.[1]?.name])).toEqual([
      ['Link', undefined, 'XYZ'],
      ['Link', 'https://example.invalid/%E8%B7%AF%E5%BE%84', undefined],
    ]);
    expect(first[0]!.rect[0]).toBeCloseTo((20 * 72) / 25.4, 2);
    expect(first[0]!.rect[3]).toBeCloseTo(((297 - 45) * 72) / 25.4, 2);
    const outline = await pdf.getOutline();
    expect(outline.map(({ title, items }) => [title, items.map((item) => item.title)])).toEqual([
      ['第一部分', ['一']],
      ['第二部分', ['二']],
    ]);
    expect(await pdf.getPageIndex(outline[0]!.items[0]!.dest![0] as never)).toBe(2);
    expect(await pdf.getPageLabels()).toEqual(['1', '2', '3']);
    await pdf.destroy();
  });

  it('says what the document is, twice alike', async () => {
    const pdf = await open(converted.pdf);
    const { info, metadata } = await pdf.getMetadata();
    expect(info).toMatchObject({ Title: '测试文件 <甲&乙>', Author: '青禾镇', CreationDate: 'D:20260102' });
    expect(metadata?.get('dc:title')).toBe('测试文件 <甲&乙>');
    expect(metadata?.get('pdf:keywords')).toBe('测试, 演示');
    await pdf.destroy();
  });

  it('keeps PNG rows as they are and puts alpha into soft masks', () => {
    const images = streamsOf(file, 'Subtype', 'Image');
    const whole = images.filter((image) => contains(plainPng, image.raw));
    // alone, as a seal, and cut by its mask
    expect(whole.map((image) => image.dict.has('SMask')).sort()).toEqual([false, false, true]);
    expect(contains(alphaPng, images.find((image) => image.dict.get('Width') === 4)!.raw)).toBe(false);
    expect(images.filter((image) => image.dict.get('Width') === 4)).toHaveLength(2);
  });

  it('is the same every time', async () => {
    const again = await ofdToPdf(documentOf(richSpec));
    expect(again.pdf).toEqual((await ofdToPdf(document)).pdf);
  });
});

function contains(bytes: Uint8Array, part: Uint8Array): boolean {
  const text = (data: Uint8Array): string => Array.from(data, (byte) => String.fromCharCode(byte)).join('');
  return text(bytes).includes(text(part));
}

const page = { widthMm: 100, heightMm: 60 };
const plain: OfdSpec = { docId: 'ab'.repeat(16), fonts: [], pages: [{ ...page, objects: [] }] };

describe('what stands in the way of PDF/A', () => {
  const words = {
    kind: 'text' as const,
    font: 'song',
    sizeMm: 5,
    runs: [{ text: '甲A', xMm: 10, yMm: 10, deltaXMm: [5] }],
  };
  const loose: OfdSpec = {
    ...plain,
    fonts: [{ key: 'song', fontName: '宋体' }],
    pages: [{ ...page, objects: [words] }],
  };

  it('is text without a font to embed; it stays text', async () => {
    const { pdfa, findings, pdf } = await ofdToPdf(documentOf(loose));
    expect(pdfa).toBeUndefined();
    expect(findings.map(({ code }) => code)).toEqual(['pdf-font-not-embedded', 'pdf-not-archival']);
    expect(new TextDecoder('latin1').decode(pdf)).not.toContain('pdfaid:part');
    const opened = await open(pdf);
    const content = await (await opened.getPage(1)).getTextContent();
    expect(content.items.map((item) => ('str' in item ? item.str : '')).join('')).toContain('A');
    await opened.destroy();
  });

  it('is not a font that a stand-in is given for', async () => {
    const fonts = () => [{ key: '/some/where/Demo.ttf', bytes: demoFont.bytes }];
    const document = documentOf({
      ...loose,
      pages: [{ ...page, objects: [{ ...words, runs: [{ text: '青A', xMm: 10, yMm: 10, deltaXMm: [5] }] }] }],
    });
    const { pdfa, findings, pdf } = await ofdToPdf(document, { fonts });
    expect(pdfa).toBe('2u');
    expect(findings).toEqual([]);
    expect(new TextDecoder('latin1').decode(pdf)).not.toContain('where');
  });

  it('is, for part 2, an attachment', async () => {
    const bytes = new TextEncoder().encode('<a/>');
    const attached = documentOf({ ...plain, attachments: [{ name: '数据', format: 'xml', bytes }] });
    const { pdfa, findings, pdf } = await ofdToPdf(attached);
    expect([pdfa, findings.map(({ code }) => code)]).toEqual(['3u', ['pdf-archival-level']]);
    expect((await ofdToPdf(attached, { pdfa: false })).pdfa).toBeUndefined();
    const opened = await open(pdf);
    const files = (await opened.getAttachments()) as Record<
      string,
      { filename: string; content: Uint8Array }
    >;
    const [only] = Object.values(files);
    expect(only?.filename).toBe('数据.xml');
    await opened.destroy();
  });
});

describe('papers and documents at the edge', () => {
  it('1,000 pages hold their font and picture once', async () => {
    const line = (index: number) => ({
      kind: 'text' as const,
      font: 'serif',
      sizeMm: 5,
      runs: [{ text: '青禾镇', xMm: 10 + (index % 50), yMm: 30, deltaXMm: [6, 6] }],
    });
    const image = { kind: 'image' as const, image: 'plain', ctm: [20, 0, 0, 10, 5, 5] as const };
    const document = documentOf({
      ...plain,
      fonts: richSpec.fonts,
      images: richSpec.images!.filter(({ key }) => key === 'plain'),
      pages: Array.from({ length: 1000 }, (_, index) => ({ ...page, objects: [line(index), image] })),
    });
    const { pdf, fonts, pages } = await ofdToPdf(document);
    expect([fonts, pages]).toEqual([1, 1000]);
    const file = readPdf(pdf);
    expect(streamsOf(file, 'Subtype', 'Image')).toHaveLength(1);
    expect(new TextDecoder('latin1').decode(pdf).match(/\/FontFile2 /g)).toHaveLength(1);
    // a page is its content, not a copy of what all share
    expect(pdf.length).toBeLessThan(1000 * 700);
  });

  it('larger than 5 m and smaller than 1 mm have other units', async () => {
    const sizes = [
      { widthMm: 9000, heightMm: 300 },
      { widthMm: 0.5, heightMm: 20 },
    ];
    const document = documentOf({ ...plain, pages: sizes.map((size) => ({ ...size, objects: [] })) });
    const pages = readPdf((await ofdToPdf(document)).pdf).pages();
    for (const [index, { dict, mediaBox }] of pages.entries()) {
      const unit = (dict.get('UserUnit') as number) * (25.4 / 72);
      expect(mediaBox[2] * unit).toBeCloseTo(sizes[index]!.widthMm, 2);
      expect(mediaBox[3] * unit).toBeCloseTo(sizes[index]!.heightMm, 2);
      expect(Math.min(mediaBox[2], mediaBox[3])).toBeGreaterThanOrEqual(2.999);
      expect(Math.max(mediaBox[2], mediaBox[3])).toBeLessThanOrEqual(14_400);
    }
  });

  it('a document without pages is one blank page and a finding', async () => {
    const empty = { ...documentOf(plain), pages: [] };
    const { pdf, findings } = await ofdToPdf(empty);
    expect(readPdf(pdf).pages()).toHaveLength(1);
    expect(findings.map(({ code }) => code)).toEqual(['pdf-no-pages']);
  });

  it('a pattern too fine to be seen is left out with a finding', async () => {
    const cell = (sizeMm: number) => ({
      kind: 'path' as const,
      segments: rectangle(5, 5, 80, 40),
      fill: {
        kind: 'pattern' as const,
        widthMm: sizeMm,
        heightMm: sizeMm,
        objects: [
          {
            kind: 'path' as const,
            segments: rectangle(0, 0, sizeMm / 2, sizeMm),
            fill: { rgb: [0, 0, 0] as const },
          },
        ],
      },
    });
    const coarse = documentOf({ ...plain, pages: [{ ...page, objects: [cell(2)] }] });
    expect((await ofdToPdf(coarse)).findings).toEqual([]);
    const fine = documentOf({ ...plain, pages: [{ ...page, objects: [cell(0.02)] }] });
    expect((await ofdToPdf(fine)).findings.map(({ code }) => code)).toEqual(['pdf-pattern-dropped']);
  });

  it('a picture nobody can read is left out with a finding', async () => {
    const bytes = writePng({ widthPx: 2, heightPx: 2, channels: 1, data: new Uint8Array(4) }).slice(0, 30);
    const objects = [
      { kind: 'image' as const, image: 'broken', ctm: [20, 0, 0, 20, 5, 5] as const },
      { kind: 'path' as const, segments: rectangle(50, 5, 10, 10), fill: { rgb: [0, 0, 0] as const } },
    ];
    const images = [{ key: 'broken', format: 'PNG' as const, bytes }];
    const { pdf, findings } = await ofdToPdf(documentOf({ ...plain, images, pages: [{ ...page, objects }] }));
    expect(findings.map(({ code }) => code)).toEqual(['pdf-picture-dropped']);
    expect(readPdf(pdf).pages()).toHaveLength(1);
  });
});

describe('a CFF program made of outlines', () => {
  it('is read back as the outlines it was made of', () => {
    const source = openOutlines(demoFont.bytes)!;
    const outlines = Array.from('青禾镇fiA', (char) =>
      (source.outline(demoFont.glyph(char)) ?? []).map(([operator, ...numbers]) => ({ operator, numbers })),
    );
    const program = cffProgram(
      'DEMO',
      [0, -200, 1000, 900],
      outlines.map((outline) => ({ outline, width: 612.5 })),
    );
    const read = openOutlines(program)!;
    expect(read.kind).toBe('cff');
    expect(read.glyphCount).toBe(outlines.length + 1);
    expect(read.advance(1)).toBeCloseTo(0.6125, 6);
    for (const [index, outline] of outlines.entries()) {
      const ends = (path: readonly { operator: string; numbers: readonly number[] }[]) =>
        path.filter(({ operator }) => operator !== 'C').map(({ numbers }) => numbers.slice(-2));
      const back = read.outline(index + 1)!.map(([operator, ...numbers]) => ({ operator, numbers }));
      const [ours, theirs] = [ends(outline), ends(back)];
      const corners = ours.filter(([x, y]) => theirs.some(([u, v]) => Math.hypot(x! - u!, y! - v!) < 0.0001));
      expect(corners.length).toBe(ours.length);
    }
  });
});
