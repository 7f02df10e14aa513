import { describe, expect, it } from 'vitest';
import { writeZip } from '../../container/index.ts';
import {
  buildOfd,
  type CompositeUnit,
  type OfdDocument,
  type PageObject,
  reachableEntries,
  readOfd,
  tagValues,
} from '../index.ts';
import { everything, shown } from './everything.fixture.ts';

const bytes = writeZip(buildOfd(everything));
const document = readOfd(bytes);
const doc = document.docs[0]!;
const [first, second] = document.pages as [OfdDocument['pages'][0], OfdDocument['pages'][0]];
const body = first.layers.find(({ type }) => type === 'Body')!.objects;
const object = (name: keyof typeof shown): PageObject => body[Object.keys(shown).indexOf(name)]!;
const near = (value: number) => expect.closeTo(value, 2);

describe('everything the builder can write comes back', () => {
  it('without a finding, canonical, every entry linked, ids unique and at most MaxUnitID', () => {
    expect(document.findings).toEqual([]);
    expect(document.canonical).toBe(true);
    expect([...reachableEntries(document)].sort()).toEqual([...document.order].sort());
    const parts = document.order.filter(
      (name) => /\.xml$/.test(name) && !/attachment|Attachments/.test(name),
    );
    const all = parts.map((name) => new TextDecoder().decode(document.entries.get(name)));
    // Document.xml names pages and templates by the ids they have there alone
    const ids = all.flatMap((xml) => [...xml.matchAll(/ ID="(\d+)"/g)].map((m) => Number(m[1])));
    expect(new Set(ids).size).toBe(ids.length);
    const max = Number(/MaxUnitID>(\d+)</.exec(all.join(''))![1]);
    expect(Math.max(...ids)).toBe(max);
  });

  it('metadata, cover, permissions, preferences, attachments, extensions', () => {
    const { title, author, subject, abstract, keywords, creationDate, modDate, docUsage } = everything;
    const { creator, creatorVersion, customDatas } = everything;
    expect(doc.info).toEqual({
      ...{ docId: everything.docId, title, author, subject, abstract, keywords, creationDate, modDate },
      ...{ docUsage, creator, creatorVersion, customDatas, cover: 'Doc_0/Res/cover.png' },
    });
    expect(doc.permissions).toEqual(everything.permissions);
    expect(doc.viewPreferences).toEqual(everything.viewPreferences);
    const { bytes: _, ...listed } = everything.attachments![0]!;
    expect(doc.attachments).toMatchObject([listed]);
    const { label: __, ...extension } = everything.extensions![0]!;
    expect(doc.extensions).toMatchObject([{ ...extension, refId: idOf('title') }]);
  });

  it('outlines, bookmarks and the actions of document, page, outline and object', () => {
    expect(doc.outlines).toMatchObject([
      {
        title: '第一章',
        expanded: false,
        actions: [{ event: 'CLICK', kind: 'goto', destination: { type: 'Fit', pageId: first.id } }],
        children: [
          {
            title: '第一节',
            actions: [
              {
                destination: {
                  type: 'FitR',
                  pageId: second.id,
                  ...{ leftMm: 1, topMm: 2, rightMm: 3, bottomMm: 4 },
                },
              },
            ],
          },
        ],
      },
      { title: '第二章', expanded: true, children: [] },
    ]);
    expect(doc.bookmarks).toEqual([
      { name: '第二页', destination: { type: 'FitH', pageId: second.id, topMm: 5 } },
    ]);
    expect(doc.actions).toMatchObject([{ event: 'DO', destination: { pageId: first.id } }]);
    expect(first.actions).toMatchObject([{ event: 'PO', bookmark: '第二页' }]);
    expect(object('hidden')).toMatchObject({
      visible: false,
      actions: [
        {
          kind: 'uri',
          uri: 'https://example.org/?a=1&b=2',
          base: 'https://example.org/',
          region: { length: 5 },
        },
        { kind: 'gotoAttachment', attachment: doc.attachments[0]!.id, newWindow: true },
        { kind: 'sound', resource: mediaId('mp3') },
      ],
    });
  });

  it('templates, layers, boxes', () => {
    expect(first.templates).toMatchObject([
      { zOrder: 'Foreground', template: { name: '红头', area: { widthMm: 210, heightMm: 297 } } },
      { zOrder: 'Background', template: { name: '' } },
    ]);
    expect(second.templates[0]!.template.id).toBe(first.templates[1]!.template.id);
    expect(first.layers.map(({ type }) => type)).toEqual(['Background', 'Body', 'Foreground', 'Custom']);
    expect(first.layers[3]!.drawParam).toBe(drawParam({ lineWidthMm: 1 }));
    const page = everything.pages[0]!;
    const { applicationBox: application, contentBox: content, bleedBox: bleed } = page;
    expect(first.boxes).toEqual({ application, content, bleed });
    expect(second.area).toMatchObject({ widthMm: 297, heightMm: 210 });
  });

  it('text: directions, weight, outlines, glyph transforms', () => {
    expect(object('vertical')).toMatchObject({
      ...{ readDirection: 90, charDirection: 90, hScale: 0.8, weight: 700, italic: true },
      codes: [{ text: '竖排' }],
    });
    const vertical = object('vertical') as PageObject & { kind: 'text' };
    const [top, bottom] = vertical.codes[0]!.glyphs;
    expect([bottom!.xMm - top!.xMm, bottom!.yMm - top!.yMm]).toEqual([near(0), near(5.5)]);
    expect(object('outlined')).toMatchObject({
      ...{ fill: false, stroke: true, lineWidthMm: 0.2 },
      strokeColor: { rgb: [0, 0, 255] },
    });
    const mapped = object('mapped') as PageObject & { kind: 'text' };
    expect(mapped.codes[0]!.glyphs.map(({ text, glyphId }) => [text, glyphId])).toEqual([
      ['甲', undefined],
      ['合字', 7],
      ['乙', undefined],
    ]);
  });

  it('shadings and patterns', () => {
    expect(object('axial')).toMatchObject({
      ...{ lineWidthMm: 0.5, join: 'Round', cap: 'Square', miterLimit: 3 },
      ...{ dashPatternMm: [2, 1], dashOffsetMm: 0.5 },
      fillColor: { kind: 'axial' },
    });
    expect(object('radial')).toMatchObject({
      fillColor: {
        ...{ kind: 'radial', startRadius: 2, endRadius: 15, extendStart: true, extendEnd: true },
        ...{ eccentricity: 0.5, angle: 30, alpha: 200 },
        stops: [{ offset: 0 }, { offset: 0.5, rgb: [255, 255, 0] }, { offset: 1 }],
      },
    });
    expect(object('mesh')).toMatchObject({
      fillColor: { kind: 'mesh', triangles: { length: 1 }, background: { rgb: [240, 240, 240] } },
    });
    expect(object('lattice')).toMatchObject({ fillColor: { kind: 'mesh', triangles: { length: 2 } } });
    expect(object('pattern')).toMatchObject({
      evenOdd: true,
      fillColor: {
        ...{ kind: 'pattern', widthMm: 5, heightMm: 5, xStepMm: 6, yStepMm: 7 },
        ...{ reflect: 'RowAndColumn', relativeTo: 'Page', ctm: [1, 0.1, 0, 1, 0, 0] },
        objects: [{ kind: 'path', fillColor: { rgb: [200, 100, 0] } }],
      },
    });
  });

  it('colour spaces, draw parameters, arcs', () => {
    const spaces = [...doc.resources.colorSpaces.values()].map(({ type, bitsPerComponent }) => [
      type,
      bitsPerComponent,
    ]);
    expect(spaces).toEqual(
      expect.arrayContaining([
        ['RGB', 8],
        ['CMYK', 8],
        ['GRAY', 4],
      ]),
    );
    expect(object('arc')).toMatchObject({
      alpha: 128,
      drawParam: drawParam({ cap: 'Round' }),
      strokeColor: { kind: 'solid', alpha: 250 },
      path: { 1: { operator: 'A', numbers: [10, 5, 30, 0, 1, 90, 100] } },
    });
    expect(object('inherited')).toMatchObject({ fill: true, stroke: true });
    expect(object('inherited')).not.toHaveProperty('fillColor');
    expect(drawParam({ cap: 'Round', relative: drawParam({ lineWidthMm: 1 }) })).toBeDefined();
  });

  it('images with mask, substitution and border; clips with rule, matrix and text', () => {
    expect(object('image')).toMatchObject({
      border: {
        ...{ lineWidthMm: 0.4, horizontalRadiusMm: 1, verticalRadiusMm: 2 },
        ...{ dashOffsetMm: 0.25, dashPatternMm: [1, 2], color: { rgb: [1, 2, 3] } },
      },
    });
    const image = object('image') as PageObject & { kind: 'image' };
    expect(image.mask).toBe(image.substitution);
    expect(doc.resources.media.has(image.mask!)).toBe(true);
    const clipped = object('clipped') as PageObject & { kind: 'path' };
    expect(clipped.clips.map((clip) => clip.areas.map((area) => area.kind))).toEqual([
      ['path'],
      ['path', 'text'],
    ]);
    // (0, 0) of the area is (65, 125) on the page, also when the object's corner is elsewhere
    const area = clipped.clips[1]!.areas[0]!;
    expect(area).toMatchObject({ evenOdd: true });
    const corner = (area as { path: readonly { numbers: readonly number[] }[] }).path[0]!.numbers;
    expect(area.matrix[0] * corner[0]! + area.matrix[4] + clipped.boundary!.xMm).toEqual(near(65));
    expect(area.matrix[3] * corner[1]! + area.matrix[5] + clipped.boundary!.yMm).toEqual(near(125));
    const text = clipped.clips[1]!.areas[1]! as { text: { boundary?: { xMm: number } } };
    expect(text.text.boundary!.xMm + clipped.boundary!.xMm).toEqual(near(70 - 0.3 * 5));
  });

  it('composite units inside each other, and blocks with what is handed down', () => {
    const units = [...doc.resources.composites.values()] as [CompositeUnit, CompositeUnit];
    expect(units).toMatchObject([
      { widthMm: 20, heightMm: 10, objects: [{ kind: 'path' }, { kind: 'text' }] },
      { widthMm: 30, objects: [{ kind: 'composite' }] },
    ]);
    expect(units[1].objects[0]).toMatchObject({ resource: units[0].id });
    expect(object('unit')).toMatchObject({
      resource: units[0].id,
      ctm: [2, 0, 0, 2, 0, 0],
      boundary: { xMm: 120, yMm: 120, widthMm: 40, heightMm: 20 },
    });
    expect(object('group')).toMatchObject({
      kind: 'block',
      objects: [{ clips: [{}] }, { kind: 'block', objects: [{ clips: [{}] }] }],
    });
  });

  it('annotations with flags, remark, parameters and appearance', () => {
    expect(first.annotations.map(({ type }) => type)).toEqual([
      'Link',
      'Highlight',
      'Stamp',
      'Path',
      'Watermark',
    ]);
    expect(first.annotations[0]).toMatchObject({
      boundary: { xMm: 60, yMm: 25, widthMm: 30, heightMm: 6 },
      objects: [
        {
          visible: false,
          actions: [{ destination: { pageId: second.id, leftMm: 10, topMm: 20, zoom: 1.5 } }],
        },
      ],
    });
    const { objects: _, ...highlight } = everything.pages[0]!.annotations![1]!;
    expect(first.annotations[1]).toMatchObject(highlight);
    expect(first.annotations[2]).toMatchObject({
      boundary: { xMm: 120, yMm: 230 },
      objects: [{ boundary: { xMm: 0, yMm: 0 }, ctm: [40, 0, 0, 40, 0, 0] }],
    });
    expect(second.annotations).toEqual([]);
  });

  it('tags: official ones through blocks and pages, and a vocabulary of its own', () => {
    expect(tagValues(document)).toMatchObject({ 标题: '演示文件标题', 正文: '块中的文字更深第二页' });
    const own = doc.tags.filter(({ typeId }) => typeId === 'demo');
    expect(own).toMatchObject([
      { path: ['标题'], objects: [{ pageId: first.id, objectId: idOf('title') }] },
      { path: ['徽标'], text: '一枚' },
      { path: ['徽标', '块'], objects: [{ pageId: first.id, objectId: idOf('group') }] },
    ]);
  });

  it('the same with compressed deltas, and shorter', () => {
    const small = readOfd(writeZip(buildOfd({ ...everything, compressDeltas: true })));
    expect(small.pages.map((page) => page.layers)).toEqual(document.pages.map((page) => page.layers));
    const content = (file: OfdDocument) => file.entries.get(first.entry)!.length;
    expect(content(small)).toBeLessThan(content(document));
  });

  it('the same bytes every time', () => {
    expect(writeZip(buildOfd(everything))).toEqual(bytes);
  });
});

describe('the builder refuses', () => {
  const page = (object: (typeof everything.pages)[0]['objects'][0]) => ({
    ...everything,
    customTags: [],
    extensions: [],
    pages: [{ widthMm: 100, heightMm: 100, objects: [object] }, everything.pages[1]!],
  });
  it.each([
    ['a unit that shows itself', { ...everything, composites: [unit('a', 'a')] }],
    ['a unit before the one it shows', { ...everything, composites: [unit('a', 'b'), unit('b')] }],
    ['a page that is not there', page({ ...shown.hidden, actions: [goto(9)] })],
    ['one stop', page({ ...shown.radial, fill: { ...shown.radial.fill, stops: [] } })],
    ['a ragged lattice', page({ ...shown.lattice, fill: { ...shown.lattice.fill, perRow: 3 } })],
    ['an unknown template', { ...everything, templates: [] }],
    ['a label without object', { ...everything, pages: [everything.pages[1]!] }],
    ['an unknown colour space', { ...everything, defaultColorSpace: 'none' }],
  ])('%s', (_, spec) => {
    expect(() => buildOfd(spec as typeof everything)).toThrow(RangeError);
  });

  function unit(key: string, inner?: string) {
    const objects = inner === undefined ? [] : [{ kind: 'composite' as const, unit: inner }];
    return { key, widthMm: 1, heightMm: 1, objects };
  }
  function goto(index: number) {
    return { kind: 'goto' as const, destination: { type: 'Fit' as const, page: index } };
  }
});

function idOf(name: keyof typeof shown): string {
  return (object(name) as { id: string }).id;
}

function mediaId(format: string): string {
  return [...doc.resources.media.values()].find((media) => media.format === format)!.id;
}

function drawParam(settings: object): string {
  const found = [...doc.resources.drawParams.values()].find((param) =>
    Object.entries(settings).every(([key, value]) => param[key as keyof typeof param] === value),
  );
  return found!.id;
}
