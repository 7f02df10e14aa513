import { describe, expect, it } from 'vitest';
import { writeZip } from '../../container/index.ts';
import {
  extractText,
  type OfdDocument,
  type PageObject,
  plainText,
  readOfd,
  type TextObject,
} from '../../ofd/index.ts';
import { openOutlines } from '../../sfnt/index.ts';
import { foreignPdfToOfd } from '../index.ts';
import { features } from './features/features.fixture.ts';

const docId = '0'.repeat(32);

type Graphic = Exclude<PageObject, { kind: 'block' }>;

async function convert(feature: string) {
  const { entries, findings } = await foreignPdfToOfd((features[feature] as () => Uint8Array)(), { docId });
  const document = readOfd(writeZip(entries));
  expect(document.findings).toEqual([]);
  const all = document.pages[0]?.layers.flatMap((layer) => layer.objects) ?? [];
  const objects = all.filter((object): object is Graphic => object.kind !== 'block');
  return { document, objects, codes: [...new Set(findings.map(({ code }) => code))] };
}

const texts = (objects: readonly PageObject[]): TextObject[] =>
  objects.filter((object) => object.kind === 'text');

/** Text and page position of every glyph. */
function glyphs(objects: readonly PageObject[]) {
  return texts(objects).flatMap((object) => {
    const [a, b, c, d, e, f] = object.ctm ?? [1, 0, 0, 1, 0, 0];
    return object.codes.flatMap((code) =>
      code.glyphs.map(({ text, xMm, yMm, glyphId }) => ({
        text,
        x: a * xMm + c * yMm + e + (object.boundary?.xMm ?? 0),
        y: b * xMm + d * yMm + f + (object.boundary?.yMm ?? 0),
        glyphId,
        font: object.font,
      })),
    );
  });
}

const mm = (points: number): number => (points * 25.4) / 72;
const near = (x: number, y: number) => ({ x: expect.closeTo(mm(x), 2), y: expect.closeTo(mm(720 - y), 2) });

function outlinesOf(document: OfdDocument, font: string) {
  const entry = document.docs[0]?.resources.fonts.get(font)?.entry;
  return entry === undefined ? undefined : openOutlines(document.entries.get(entry) as Uint8Array);
}

describe('foreign PDFs', () => {
  it('keep embedded Type 1, CFF and TrueType fonts, with the text their encodings tell', async () => {
    const { document, objects, codes } = await convert('fonts');
    expect(codes).toEqual([]);
    const shown = glyphs(objects);
    expect(shown.map(({ text }) => text).join('')).toBe('ABACA中中国中国三圆中国中国中国');
    for (const { text, font, glyphId } of shown) {
      const outlines = outlinesOf(document, font);
      const glyph = glyphId ?? outlines?.glyphFor(text.codePointAt(0) as number) ?? 0;
      expect(outlines?.kind).toBe('truetype');
      expect(outlines?.outline(glyph)?.length, `${text} in ${font}`).toBeGreaterThan(3);
    }
    // widths come from the PDF: 600 of 36 points
    expect(shown[0]).toMatchObject(near(50, 640));
    expect(shown[1]).toMatchObject(near(50 + 21.6, 640));
    // vertical writing: the origin lies half a width left of and 880 (700) below the place, the next one further down
    const [first, second] = shown.slice(-4, -2);
    expect(first).toMatchObject(near(400 - 18, 640 - 31.68));
    expect(second).toMatchObject(near(400 - 18, 640 - 31.68 - 36));
    expect(shown.at(-2)).toMatchObject(near(500 - 18, 640 - 25.2));
    expect(shown.at(-1)).toMatchObject(near(500 - 18, 640 - 32.4 + 5 - 28.8));
  });

  it('name fonts that are not embedded, and read every predefined CMap', async () => {
    const { document, objects, codes } = await convert('namedFonts');
    expect(codes).toEqual(['convert-font-not-embedded']);
    const lines = texts(objects).map((object) => object.codes.map((code) => code.text).join(''));
    expect(lines).toEqual([
      'Abc 12',
      'Abc 12',
      'Abc 12',
      'Αβχ 12',
      '✡❂❃ ✑✒',
      '关于A',
      '关于𠀋',
      '关于A',
      '关于A',
      '关于A',
      '关㐁A',
      '关于',
    ]);
    const fonts = [...(document.docs[0]?.resources.fonts.values() ?? [])];
    expect(new Set(fonts.map((font) => font.fontName))).toEqual(
      new Set(['Helvetica', 'Times-Bold', 'Courier', 'Symbol', 'ZapfDingbats', 'STSong-Light']),
    );
    expect(fonts.every((font) => font.entry === undefined)).toBe(true);
    // Helvetica's own widths: A 667, b and c 556 and 500
    const [first, second, third] = glyphs(objects);
    expect(first).toMatchObject(near(50, 660));
    expect(second).toMatchObject(near(50 + 0.667 * 24, 660));
    expect(third).toMatchObject(near(50 + 1.223 * 24, 660));
    // half-width ASCII has CIDs of its own: after two full widths
    const half = glyphs(objects)
      .filter(({ text }) => text === 'A')
      .at(-2);
    expect(half).toMatchObject(near(300 + 48, 660 - 160));
  });

  it('draw Type 3 glyphs and keep their text, unseen', async () => {
    const { objects, codes } = await convert('type3');
    expect(codes).toEqual([]);
    expect(texts(objects).map((object) => [object.codes[0]?.text, object.fill])).toEqual([
      ['甲乙丙', false],
      ['甲甲乙', false],
    ]);
    const fills = objects.flatMap((object) => (object.kind === 'path' ? [object.fillColor] : []));
    // d1: the text's colour, whatever the glyph says; d0: the glyph's own
    expect(fills).toMatchObject([
      { rgb: [0, 128, 0] },
      { rgb: [0, 0, 255] },
      { rgb: [255, 0, 0] },
      { rgb: [255, 0, 0] },
      { rgb: [0, 0, 255] },
    ]);
    expect(objects.filter((object) => object.kind === 'image')).toHaveLength(1);
  });

  it('make a real font of Type 3 glyphs that are outlines', async () => {
    const { document, objects, codes } = await convert('type3Outlines');
    expect(codes).toEqual([]);
    expect(objects).toHaveLength(1);
    const shown = glyphs(objects);
    expect(shown.map(({ text }) => text).join('')).toBe('汉字汉');
    expect(shown[1]).toMatchObject(near(100, 500));
    const font = outlinesOf(document, (objects[0] as TextObject).font);
    const ys = font?.outline(font.glyphFor(0x5b57) ?? 0)?.map((segment) => segment[2] ?? 0) ?? [];
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([0, 0.5]);
  });

  it('turn shadings into gradients and meshes', async () => {
    const { objects, codes } = await convert('shadings');
    expect(codes).toEqual(['convert-font-not-embedded']);
    const paints = objects.map((object) =>
      object.kind === 'path' || object.kind === 'text' ? (object.fillColor ?? object.strokeColor) : undefined,
    );
    expect(paints.map((paint) => paint?.kind)).toEqual([
      ...['mesh', 'axial', 'radial', 'mesh', 'mesh', 'mesh'],
      ...['axial', 'axial', 'solid', 'radial', 'axial'],
    ]);
    expect(paints[1]).toMatchObject({ extendStart: true, extendEnd: false });
    // straight pieces are told by their ends: red, yellow, then the bent one in small steps
    const stops = paints[1]?.kind === 'axial' ? paints[1].stops : [];
    expect(stops[0]?.rgb).toEqual([255, 0, 0]);
    expect(stops[1]).toMatchObject({ rgb: [255, 255, 0] });
    expect(stops[1]?.offset).toBeCloseTo(0.5, 2);
    expect(stops.at(-1)?.rgb).toEqual([0, 0, 255]);
    // the ellipse keeps its shape through the object's matrix
    expect(objects[9]?.ctm?.[3]).toBeCloseTo(((objects[9]?.ctm?.[0] ?? 0) * -1) / 2, 5);
  });

  it('keep tiling patterns as cells, and draw a cell that is larger than its area once', async () => {
    const { objects, codes } = await convert('tilings');
    expect(codes).toEqual([]);
    const fills = objects.flatMap((object) => (object.kind === 'path' ? [object.fillColor?.kind] : []));
    expect(fills).toEqual(['pattern', 'pattern', 'pattern', 'solid', 'solid', 'pattern']);
    const [first, green] = objects.map((object) => (object.kind === 'path' ? object.fillColor : undefined));
    expect(first?.kind === 'pattern' && [first.widthMm, first.yStepMm]).toEqual([
      expect.closeTo(mm(20), 3),
      expect.closeTo(mm(25), 3),
    ]);
    expect(JSON.stringify(green)).toContain('"rgb":[0,128,0]');
  });

  it('clip by even-odd paths, by text and by nothing', async () => {
    const { objects, codes } = await convert('clips');
    expect(codes).toEqual([]);
    expect(objects).toHaveLength(6);
    expect(objects[0]?.clips[0]).toMatchObject({ areas: [{ evenOdd: true }] });
    expect(objects[1]?.clips[0]).toMatchObject({ areas: [{ evenOdd: false }] });
    expect(objects[3]?.clips).toHaveLength(1);
  });

  it('show the colours of every family', async () => {
    const { objects, codes } = await convert('colors');
    expect(codes).toEqual([]);
    const rgb = objects.map((object) =>
      object.kind === 'path' && object.fillColor?.kind === 'solid' ? object.fillColor.rgb : undefined,
    );
    const about = (r: number, g: number, b: number) => [r, g, b].map((part) => expect.closeTo(part, -0.5));
    expect(rgb).toEqual([
      about(240, 67, 56),
      about(51, 230, 51),
      about(249, 90, 78),
      about(128, 128, 128),
      about(48, 102, 205),
      about(230, 77, 26),
      about(10, 200, 30),
      about(0, 174, 239),
      about(236, 0, 140),
      about(255, 242, 0),
      about(0, 0, 0),
      about(46, 49, 146),
      about(182, 134, 89),
    ]);
  });

  it('keep picture files as they are where they show the image alone, else make PNG', async () => {
    const { document, objects, codes } = await convert('images');
    expect(codes).toEqual([]);
    const types = objects.flatMap((object) =>
      object.kind === 'image' ? [document.docs[0]?.resources.media.get(object.resource)?.mediaType] : [],
    );
    expect(types).toEqual([
      ...['image/jpeg', 'image/png', 'image/png', 'image/jp2', 'image/png', 'image/jbig2', 'image/tiff'],
      ...['image/png', 'image/png', 'image/png', 'image/png', 'image/png', 'image/png'],
    ]);
  });

  it('leave out what hidden layers hold', async () => {
    const { objects, codes } = await convert('layers');
    expect(codes).toEqual(['convert-optional-content']);
    expect(objects.map((object) => (object.kind === 'path' ? object.fillColor : undefined))).toMatchObject([
      { rgb: [0, 153, 0] },
      { rgb: [0, 0, 255] },
      { rgb: [0, 0, 0] },
    ]);
  });

  it('fade groups as one where their objects lie over one another', async () => {
    const { document, objects, codes } = await convert('groups');
    expect(codes).toEqual([]);
    expect(objects.map(({ kind, alpha }) => [kind, alpha])).toEqual([
      ['path', 255],
      ['path', 255],
      ['path', 255],
      ['composite', 128],
      ['composite', 128],
    ]);
    expect(objects[1]).toMatchObject({ fillColor: { rgb: [255, 0, 0], alpha: 128 } });
    expect(document.docs[0]?.resources.composites.size).toBe(3);
  });

  it('work soft masks into paints and pictures', async () => {
    const { objects, codes } = await convert('softMasks');
    expect(codes).toEqual(['convert-font-not-embedded']);
    const [, even, ramp, picture, both, text] = objects;
    expect(even).toMatchObject({ fillColor: { rgb: [255, 0, 0], alpha: 102 } });
    expect(ramp).toMatchObject({ fillColor: { kind: 'axial' } });
    const alphas = (object: PageObject | undefined): number[] =>
      object !== undefined && 'fillColor' in object && object.fillColor?.kind === 'axial'
        ? object.fillColor.stops.map(({ alpha }) => alpha)
        : [];
    expect(alphas(ramp)).toEqual([255, 0]);
    expect(picture?.kind).toBe('image');
    expect(alphas(both)[0]).toBe(255);
    expect(alphas(both).at(-1)).toBe(0);
    expect(alphas(text)).toEqual([255, 0]);
  });

  it('keep outlines, links, annotations, attachments', async () => {
    const { document, codes } = await convert('structure');
    expect(codes).toEqual([]);
    const doc = document.docs[0];
    expect(doc?.outlines).toMatchObject([
      {
        title: '第一章',
        expanded: false,
        actions: [{ kind: 'goto', destination: { type: 'XYZ', leftMm: 25.4, topMm: 25.4 } }],
        children: [{ title: '1.1', actions: [{ destination: { type: 'Fit' } }] }],
      },
      { title: 'Two', actions: [{ destination: { type: 'FitH', topMm: 127 } }] },
    ]);
    const annotations = document.pages[0]?.annotations ?? [];
    expect(annotations.map(({ type, subtype }) => [type, subtype])).toEqual([
      ['Link', ''],
      ['Link', ''],
      ['Stamp', 'Stamp'],
      ['Stamp', 'Widget'],
      ['Stamp', 'FileAttachment'],
    ]);
    expect(JSON.stringify(annotations[0])).toContain('https://example.invalid/a?b=1&c');
    expect(annotations[2]).toMatchObject({ creator: '演示', lastModDate: '2026-01-02', remark: '备注' });
    expect(doc?.attachments.map(({ name, format }) => [name, format])).toEqual([
      ['数据', 'xml'],
      ['pinned', 'txt'],
    ]);
  });

  it('keep spacing, scaling, rise and rendering modes', async () => {
    const { document, objects } = await convert('textState');
    expect(plainText(extractText(document))).toContain('hidden words');
    const hidden = texts(objects).find((object) => object.codes[0]?.text === 'hidden words');
    expect(hidden).toMatchObject({ fill: false, stroke: false });
    const outline = texts(objects).find((object) => object.codes[0]?.text === 'outline');
    expect(outline).toMatchObject({ fill: false, stroke: true, strokeColor: { rgb: [255, 0, 0] } });
    const wide = texts(objects).find((object) => object.codes[0]?.text === 'wide');
    expect(wide?.hScale).toBe(1.5);
    const spaced = glyphs(texts(objects).filter((object) => object.codes[0]?.text === 'spaced'));
    expect(spaced[1]?.x).toBeCloseTo(mm(50 + 0.5 * 24 + 5), 2);
    // word spacing: " moves by 10 at the space
    const last = glyphs(texts(objects).filter((object) => object.codes[0]?.text === 'a b'));
    expect(last[2]?.x).toBeCloseTo(mm(50 + (0.556 + 0.278) * 24 + 10), 2);
  });
});
