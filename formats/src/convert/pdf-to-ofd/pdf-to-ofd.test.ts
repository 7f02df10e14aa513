import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeZip } from '../../container/index.ts';
import { writePng } from '../../images/index.ts';
import {
  extractText,
  type OfdDocument,
  type PageObject,
  plainText,
  readOfd,
  tagValues,
} from '../../ofd/index.ts';
import { openOutlines, subsetFont } from '../../sfnt/index.ts';
import { type ConvertedOfd, pdfToOfd } from '../index.ts';
import { officialPage, setPdf } from './engine.fixture.ts';

const docId = '0123456789abcdef0123456789abcdef';
const mmPerPoint = 25.4 / 72;

const alpha = writePng({
  widthPx: 3,
  heightPx: 2,
  channels: 4,
  data: Uint8Array.from({ length: 24 }, (_, i) => i * 10),
});

const richPage = `${officialPage}
#place(dx: 0mm, dy: 50mm, image("/alpha.png", width: 40mm))
#place(dx: 0mm, dy: 80mm, text(fill: rgb(0,0,255,100), size: 24pt)[半透明])
#place(dx: 80mm, dy: 80mm, box(clip: true, width: 30mm, height: 8mm, fill: yellow)[#text(size: 24pt)[裁剪裁剪裁剪]])
#place(dx: 0mm, dy: 95mm, scale(x: 50%, text(size: 20pt)[压扁字]))
#place(dx: 40mm, dy: 95mm, scale(x: 60%, y: 130%, rect(width: 20mm, height: 8mm, stroke: 2pt)))
#place(dx: 0mm, dy: 112mm, text(size: 12pt)[H#sub[2]O x#super[2] #underline[下划线]])
#pagebreak()
第二页：Office（办公）fi ffi——完。
`;

type Origin = { page: number; text: string; x: number; y: number };
type Six = [number, number, number, number, number, number];

const times = ([a, b, c, d, e, f]: Six, [p, q, r, s, t, u]: Six): Six => [
  a * p + b * r,
  a * q + b * s,
  c * p + d * r,
  c * q + d * s,
  e * p + f * r + t,
  e * q + f * s + u,
];

/** Glyph origins as another reader sees them: fonts, widths and operators come from pdf.js. */
async function pdfOrigins(pdf: Uint8Array): Promise<Origin[]> {
  const document = await getDocument({ data: pdf.slice(), isEvalSupported: false, verbosity: 0 }).promise;
  const origins: Origin[] = [];
  for (let index = 0; index < document.numPages; index++) {
    const page = await document.getPage(index + 1);
    const height = page.view[3] as number;
    const list = await page.getOperatorList();
    let ctm: Six = [1, 0, 0, 1, 0, 0];
    const stack: Six[] = [];
    let tm: Six = ctm;
    let size = 0;
    for (const [i, operator] of list.fnArray.entries()) {
      const args = list.argsArray[i];
      if (operator === OPS.save) {
        stack.push(ctm);
      } else if (operator === OPS.restore) {
        ctm = stack.pop() as Six;
      } else if (operator === OPS.transform) {
        ctm = times(args as Six, ctm);
      } else if (operator === OPS.setTextMatrix) {
        tm = [...(args.length === 1 ? args[0] : args)] as Six;
      } else if (operator === OPS.setFont) {
        size = args[1];
      } else if (operator === OPS.showText) {
        for (const item of args[0]) {
          if (typeof item === 'number') {
            tm = times([1, 0, 0, 1, (-item / 1000) * size, 0], tm);
          } else {
            const [, , , , e, f] = times(tm, ctm);
            origins.push({
              page: index,
              text: item.unicode,
              x: e * mmPerPoint,
              y: (height - f) * mmPerPoint,
            });
            tm = times([1, 0, 0, 1, (item.width / 1000) * size, 0], tm);
          }
        }
      }
    }
  }
  await document.destroy();
  return origins;
}

/** Glyph origins of an OFD read again, in page millimetres; blank followers of ligatures joined to their glyph. */
function ofdOrigins(document: OfdDocument, blanks: ReadonlyMap<string, number>): Origin[] {
  const origins: Origin[] = [];
  const visit = (page: number, objects: readonly PageObject[]): void => {
    for (const object of objects) {
      if (object.kind !== 'text') {
        continue;
      }
      const [a, b, c, d, e, f] = object.ctm ?? [1, 0, 0, 1, 0, 0];
      for (const glyph of object.codes.flatMap((code) => code.glyphs)) {
        const last = origins.at(-1);
        if (glyph.glyphId !== undefined && glyph.glyphId === blanks.get(object.font) && last !== undefined) {
          last.text += glyph.text;
          continue;
        }
        origins.push({
          page,
          text: glyph.text,
          x: a * glyph.xMm + c * glyph.yMm + e + (object.boundary?.xMm ?? 0),
          y: b * glyph.xMm + d * glyph.yMm + f + (object.boundary?.yMm ?? 0),
        });
      }
    }
  };
  for (const [index, page] of document.pages.entries()) {
    for (const layer of page.layers) {
      visit(index, layer.objects);
    }
  }
  return origins;
}

/** Ids of the blank glyph of each embedded font, where the last glyph is blank. */
function blankGlyphs(document: OfdDocument): Map<string, number> {
  const blanks = new Map<string, number>();
  for (const font of document.docs[0]?.resources.fonts.values() ?? []) {
    const file = openOutlines(document.entries.get(font.entry as string) as Uint8Array);
    const last = (file?.glyphCount ?? 0) - 1;
    if (file?.outline(last)?.length === 0) {
      blanks.set(font.id, last);
    }
  }
  return blanks;
}

describe('the OFD twin of an engine PDF', () => {
  let pdf: Uint8Array;
  let converted: ConvertedOfd;
  let document: OfdDocument;

  beforeAll(() => {
    pdf = setPdf(richPage, { '/alpha.png': alpha });
    converted = pdfToOfd(pdf, {
      docId,
      title: '关于开展测试的通知',
      author: '青禾镇',
      creationDate: '2026-01-01',
      customDatas: [
        ['发文字号', '青政发〔2026〕1号'],
        ['文档标识', 'abc'],
      ],
      tags: [
        { tag: '标题', page: 0, box: { xMm: 28, yMm: 80, widthMm: 156, heightMm: 10 } },
        { tag: '发文字号', page: 0, box: { xMm: 28, yMm: 60, widthMm: 156, heightMm: 8 } },
      ],
      attachments: [{ name: '数据', format: 'json', bytes: new TextEncoder().encode('{}') }],
    });
    document = readOfd(writeZip(converted.entries));
  });

  it('has the same pages and nothing to report', () => {
    expect(converted.findings).toEqual([]);
    expect(document.findings).toEqual([]);
    expect(document.canonical).toBe(true);
    expect(converted.pages).toEqual([
      { widthMm: 210, heightMm: 297 },
      { widthMm: 210, heightMm: 297 },
    ]);
    expect(document.pages.map((page) => page.area)).toEqual(
      Array(2).fill({ xMm: 0, yMm: 0, widthMm: 210, heightMm: 297 }),
    );
  });

  it('puts every glyph where pdf.js finds it in the PDF, within 0.1 mm', async () => {
    const expected = await pdfOrigins(pdf);
    const found = ofdOrigins(document, blankGlyphs(document));
    expect(expected.length).toBeGreaterThan(120);
    expect(found.map(({ page, text }) => [page, text])).toEqual(
      expected.map(({ page, text }) => [page, text]),
    );
    const farthest = found.map(({ x, y }, i) => {
      const at = expected[i] as Origin;
      return Math.hypot(x - at.x, y - at.y);
    });
    expect(Math.max(...farthest)).toBeLessThan(0.01);
  });

  it('keeps the text for searching, ligatures and dashes included', () => {
    const text = plainText(extractText(document));
    expect(text).toContain('一、请于2026年3月15日前报送材料（共3份），逾期不候。');
    expect(text).toContain('——测试演示无效。');
    expect(text).toContain('第二页：Office（办公）fi ffi——完。');
  });

  it('carries metadata, official-document tags and attachments', () => {
    expect(document.docs[0]?.info).toMatchObject({
      docId,
      title: '关于开展测试的通知',
      author: '青禾镇',
      creationDate: '2026-01-01',
      customDatas: [
        { name: '发文字号', value: '青政发〔2026〕1号' },
        { name: '文档标识', value: 'abc' },
      ],
    });
    expect(tagValues(document)).toMatchObject({ 标题: '关于开展测试的通知', 发文字号: '青政发〔2026〕1号' });
    expect(document.docs[0]?.attachments).toMatchObject([{ name: '数据', format: 'json' }]);
  });

  it('embeds fonts any reader can use: by character and by glyph', () => {
    const fonts = [...(document.docs[0]?.resources.fonts.values() ?? [])];
    expect(fonts.map((font) => [font.fontName, font.bold])).toEqual([
      ['NotoSansSC-Bold', true],
      ['NotoSerifSC-Regular', false],
    ]);
    const bytes = document.entries.get(fonts[1]?.entry as string) as Uint8Array;
    const serif = openOutlines(bytes);
    for (const char of '关于开展测试的通知〔2026〕H') {
      const glyph = serif?.glyphFor(char.codePointAt(0) as number) ?? -1;
      expect(serif?.outline(glyph)?.length, char).toBeGreaterThan(0);
    }
    const tags = Array.from({ length: bytes[5] as number }, (_, i) =>
      String.fromCharCode(...bytes.subarray(12 + 16 * i, 16 + 16 * i)),
    );
    expect(tags).toEqual(
      expect.arrayContaining([
        'cmap',
        'glyf',
        'head',
        'hhea',
        'hmtx',
        'loca',
        'maxp',
        'name',
        'OS/2',
        'post',
      ]),
    );
  });

  it('names glyph ids only where the font’s own cmap would give another glyph', () => {
    for (const page of document.pages) {
      for (const object of page.layers.flatMap((layer) => layer.objects)) {
        if (object.kind === 'text') {
          const font = document.docs[0]?.resources.fonts.get(object.font);
          const file = openOutlines(document.entries.get(font?.entry as string) as Uint8Array);
          for (const glyph of object.codes.flatMap((code) => code.glyphs)) {
            const byCharacter = file?.glyphFor(glyph.text.codePointAt(0) as number);
            expect(glyph.glyphId ?? byCharacter, glyph.text).toBeGreaterThan(0);
          }
        }
      }
    }
  });

  it('takes over shapes, images, clips and opacity', () => {
    const objects = document.pages[0]?.layers.flatMap((layer) => layer.objects) ?? [];
    const paths = objects.filter((object) => object.kind === 'path');
    const rule = paths.find((path) => path.strokeColor?.alpha === 255 && (path.lineWidthMm ?? 0) > 0.5);
    expect(rule?.strokeColor).toMatchObject({ kind: 'solid', rgb: [230, 0, 18] });
    expect(rule?.lineWidthMm).toBeCloseTo(1.5 * mmPerPoint, 3);
    const ring = paths.find((path) => path.strokeColor?.alpha === 128);
    expect(ring?.lineWidthMm).toBeCloseTo(1.2, 3);
    const dashed = paths.find((path) => path.dashPatternMm !== undefined);
    expect(dashed).toMatchObject({ fill: true, fillColor: { rgb: [204, 204, 204] } });
    const image = objects.find((object) => object.kind === 'image');
    expect(image?.boundary?.widthMm).toBeCloseTo(40, 2);
    const clipped = objects.filter((object) => object.kind === 'text' && object.clips.length > 0);
    expect(clipped.map((object) => (object.kind === 'text' ? object.codes[0]?.text[0] : ''))).toEqual([
      '裁',
      '剪',
    ]);
    const faint = objects.find((object) => object.kind === 'text' && object.fillColor?.alpha === 100);
    expect(faint).toMatchObject({ fillColor: { rgb: [0, 0, 255] } });
  });

  it('gives the same bytes for the same input', () => {
    expect(pdfToOfd(pdf, { docId }).entries).toEqual(pdfToOfd(pdf, { docId }).entries);
  });
});

describe('links, gradients and strokes', () => {
  it('are taken over exactly', () => {
    const page = `#set page(width: 80mm, height: 60mm, margin: 10mm)
#set text(font: "Noto Serif SC")
#link("https://example.invalid")[链接]
#rect(width: 20mm, height: 5mm, fill: gradient.linear(red, blue))
#text(stroke: 0.5pt + red)[描边]`;
    const { findings, entries } = pdfToOfd(setPdf(page), { docId });
    expect(findings).toEqual([]);
    const document = readOfd(writeZip(entries));
    expect(document.pages[0]?.annotations).toMatchObject([{ type: 'Link' }]);
    const objects = document.pages[0]?.layers.flatMap((layer) => layer.objects) ?? [];
    const gradient = objects.find((object) => object.kind === 'path' && object.fillColor?.kind === 'axial');
    expect(gradient).toBeDefined();
    expect(objects.filter((object) => object.kind === 'text' && object.stroke)).toHaveLength(1);
  });
});

describe('what cannot be taken over', () => {
  it('says which tag found no text', () => {
    const box = { xMm: 0, yMm: 0, widthMm: 1, heightMm: 1 };
    const { findings } = pdfToOfd(setPdf(officialPage), { docId, tags: [{ tag: '附注', page: 0, box }] });
    expect(findings).toMatchObject([{ code: 'convert-tag-empty', evidence: '附注' }]);
  });

  it('adds a blank glyph without touching the others', () => {
    const plain = pdfToOfd(setPdf(officialPage), { docId }).entries.find((entry) =>
      entry.name.endsWith('.ttf'),
    );
    const font = openOutlines(plain?.bytes as Uint8Array)!;
    const { bytes, blankGlyph } = subsetFont(font, {
      glyphs: Array.from({ length: font.glyphCount }, (_, glyph) => glyph),
      keepGlyphIds: true,
      addBlankGlyph: true,
      names: { family: 'x', postScript: 'x' },
    });
    const more = openOutlines(bytes)!;
    expect([blankGlyph, more.glyphCount]).toEqual([font.glyphCount, font.glyphCount + 1]);
    expect(more.outline(font.glyphCount)).toEqual([]);
    for (let glyph = 0; glyph < font.glyphCount; glyph++) {
      expect(more.outline(glyph)).toEqual(font.outline(glyph));
      expect(more.advance(glyph)).toBe(font.advance(glyph));
    }
  });
});
