import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { children, parseXml, readZip, writeZip, type XmlElement } from '../../container/index.ts';
import {
  appendEntries,
  buildOfd,
  entriesOf,
  extractText,
  type OfdSpec,
  type PageObjectSpec,
  plainText,
  reachableEntries,
  readOfd,
  type TextObject,
  tagByBoxes,
  tagValues,
} from '../index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`ofd building: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);
vi.setConfig({ testTimeout: 60_000 * Math.max(1, soak) });
const runs = (count: number) => ({ seed, numRuns: Math.ceil(count * soak) });

const png = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (c) => c.charCodeAt(0),
);

function line(
  text: string,
  xMm: number,
  yMm: number,
  more: Partial<PageObjectSpec & { kind: 'text' }> = {},
): PageObjectSpec {
  const deltaXMm = Array.from({ length: [...text].length - 1 }, () => 5.6444);
  return { kind: 'text', font: 'song', sizeMm: 5.6444, runs: [{ text, xMm, yMm, deltaXMm }], ...more };
}

const letter: OfdSpec = {
  docId: '0123456789abcdef0123456789abcdef',
  title: '关于<演示>的通知',
  author: '演示镇人民政府',
  creationDate: '2026-11-24',
  customDatas: [
    { name: '发文字号', value: '演政发〔2026〕1号' },
    { name: '验证码', value: ' 1234 ' },
  ],
  fonts: [
    { key: 'song', fontName: '宋体', serif: true },
    { key: 'own', fontName: '自带', file: { bytes: new Uint8Array([0, 1, 0, 0]), extension: 'ttf' } },
  ],
  images: [{ key: 'qr', format: 'PNG', bytes: png }],
  pages: [
    {
      widthMm: 210,
      heightMm: 297,
      background: [
        {
          kind: 'path',
          segments: [
            ['M', 0, 0],
            ['L', 210, 297],
          ],
          stroke: { rgb: [200, 200, 200], alpha: 128 },
        },
      ],
      objects: [
        line('演示镇人民政府文件', 40, 60, { tag: '发文机关标志', fill: { rgb: [255, 0, 0] } }),
        line('演政发〔2026〕1号', 80, 80, { tag: '发文字号' }),
        line('关于召开 & 会议的通知', 60, 100, { tag: '标题' }),
        line('各村民委员会：', 28, 120, { tag: '主送机关' }),
        line(' 第一段正文', 28, 130, { tag: '正文' }),
        {
          kind: 'path',
          segments: [
            ['M', 28, 90],
            ['L', 182, 90],
          ],
          stroke: { rgb: [255, 0, 0] },
          lineWidthMm: 0.7,
        },
        { kind: 'image', image: 'qr', ctm: [20, 0, 0, 20, 160, 250], alpha: 200 },
      ],
    },
    {
      widthMm: 210,
      heightMm: 297,
      objects: [
        line('第二段正文', 28, 40, { tag: '正文' }),
        line('演示镇人民政府', 120, 60, { tag: '发文机关署名' }),
        line('2026年11月24日', 120, 70, { tag: '成文日期' }),
      ],
    },
  ],
  attachments: [
    { name: '附件 1：名单', format: 'xml', bytes: new TextEncoder().encode('<x/>'), visible: false },
  ],
};

describe('a built package', () => {
  const bytes = writeZip(buildOfd(letter));
  const document = readOfd(bytes);

  it('is canonical, free of findings, and every entry is reachable', () => {
    expect(document.findings).toEqual([]);
    expect(document.canonical).toBe(true);
    expect([...reachableEntries(document)].sort()).toEqual([...document.order].sort());
    expect(document.order[0]).toBe('OFD.xml');
  });

  it('keeps metadata, attachment, image and font', () => {
    const doc = document.docs[0]!;
    expect(doc.info).toMatchObject({
      docId: letter.docId,
      title: letter.title,
      author: letter.author,
      creationDate: '2026-11-24',
    });
    expect(doc.info.customDatas).toEqual(letter.customDatas);
    expect(doc.attachments).toMatchObject([{ name: '附件 1：名单', format: 'xml', visible: false }]);
    expect(document.entries.get(doc.attachments[0]!.entry!)).toEqual(letter.attachments![0]!.bytes);
    expect([...doc.resources.media.values()]).toMatchObject([{ mediaType: 'image/png' }]);
    expect(
      [...doc.resources.fonts.values()].map((font) => [font.fontName, font.entry !== undefined]),
    ).toEqual([
      ['宋体', false],
      ['自带', true],
    ]);
  });

  it('names the parts of the official document through its tag', () => {
    expect(tagValues(document)).toMatchObject({
      发文机关标志: '演示镇人民政府文件',
      发文字号: '演政发〔2026〕1号',
      标题: '关于召开 & 会议的通知',
      主送机关: '各村民委员会：',
      正文: ' 第一段正文第二段正文',
      发文机关署名: '演示镇人民政府',
      成文日期: '2026年11月24日',
    });
  });

  it('reads out in reading order with boxes on the page', () => {
    expect(plainText(extractText(document))).toBe(
      '演示镇人民政府文件\n演政发〔2026〕1号\n关于召开 & 会议的通知\n各村民委员会：\n 第一段正文\f第二段正文\n演示镇人民政府\n2026年11月24日',
    );
    const title = extractText(document).find((run) => run.text.startsWith('关于'))!;
    expect(title.page).toBe(0);
    expect(title.box.xMm).toBeCloseTo(60, 2);
    expect(title.box.yMm + 0.88 * 5.6444).toBeCloseTo(100, 2);
  });

  it('is the same every time and refers to ids below MaxUnitID', () => {
    expect(writeZip(buildOfd(letter))).toEqual(bytes);
    const ids = [...document.entries].flatMap(([name, content]) =>
      /Content|Res\.xml/.test(name)
        ? [...new TextDecoder().decode(content).matchAll(/ ID="(\d+)"/g)].map((m) => Number(m[1]))
        : [],
    );
    const max = Number(
      /MaxUnitID>(\d+)</.exec(new TextDecoder().decode(document.entries.get('Doc_0/Document.xml')))![1],
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(Math.max(...ids)).toBeLessThanOrEqual(max);
  });

  it('writes every part as XML in the standard namespace without a byte-order mark', () => {
    for (const [name, content] of document.entries) {
      if (/^(OFD|Doc_0.*)\.xml$/.test(name) && !name.includes('attachment_')) {
        expect(content[0]).toBe(0x3c);
        expect(parseXml(content).namespace).toMatch(
          /^http:\/\/www\.(ofdspec\.org\/2016|nits\.org\.cn\/eGovDoc\/2013)$/,
        );
      }
    }
  });
});

/** Order of children in the schemas of GB/T 33190-2016, as far as we write them. */
const schemaOrder: Record<string, string[]> = {
  DocBody: ['DocInfo', 'DocRoot'],
  DocInfo:
    'DocID Title Author Subject Abstract CreationDate ModDate DocUsage Keywords Creator CreatorVersion CustomDatas'.split(
      ' ',
    ),
  Document: ['CommonData', 'Pages', 'CustomTags', 'Attachments'],
  CommonData: ['MaxUnitID', 'PageArea', 'PublicRes', 'DocumentRes'],
  Page: ['Area', 'Content'],
  TextObject: ['Clips', 'FillColor', 'CGTransform', 'TextCode'],
  PathObject: ['Clips', 'StrokeColor', 'FillColor', 'AbbreviatedData'],
  Path: ['AbbreviatedData'],
  ImageObject: ['Clips'],
};

describe('the schemas of the standard', () => {
  it('are followed in the order of children', () => {
    const clips = [[['M', 0, 0], ['L', 9, 0], ['L', 9, 9], ['C']]] as const;
    const full: OfdSpec = {
      ...letter,
      subject: '主题',
      abstract: '摘要',
      keywords: ['一', '二'],
      modDate: '2026-11-25',
      creator: '演示',
      creatorVersion: '1',
      pages: [
        {
          widthMm: 210,
          heightMm: 297,
          objects: [
            line('甲乙', 10, 10, {
              clips,
              runs: [{ text: '甲乙', xMm: 1, yMm: 2, deltaXMm: [4], glyphs: [1, 2] }],
            }),
            {
              kind: 'path',
              segments: [['M', 0, 0], ['C']],
              fill: { rgb: [1, 2, 3] },
              stroke: { rgb: [4, 5, 6] },
              clips,
            },
            { kind: 'image', image: 'qr', ctm: [1, 0, 0, 1, 0, 0], clips },
          ],
        },
      ],
    };
    const seen = new Set<string>();
    const visit = (node: XmlElement): void => {
      const order = schemaOrder[node.name];
      const places = children(node).map((c) => order?.indexOf(c.name) ?? 0);
      expect(places, node.name).toEqual([...places].sort((a, b) => a - b));
      expect(places, node.name).not.toContain(-1);
      if (order && children(node).length > 0) {
        seen.add(node.name);
      }
      children(node).forEach(visit);
    };
    for (const { name, bytes } of buildOfd(full)) {
      if (/^(OFD|.*(Document|Content|Res))\.xml$/.test(name)) {
        visit(parseXml(bytes));
      }
    }
    seen.add('Page');
    expect([...seen].sort()).toEqual(Object.keys(schemaOrder).sort());
  });
});

describe('positions', () => {
  const point = fc.tuple(
    fc.double({ min: 0, max: 200, noNaN: true }),
    fc.double({ min: 5, max: 290, noNaN: true }),
  );
  const step = fc.double({ min: -10, max: 10, noNaN: true });

  it('come back within a micrometre, also at the end of a long line', () => {
    const lines = fc.record({
      origin: point,
      deltas: fc.array(step, { minLength: 1, maxLength: 80 }),
      ys: fc.boolean(),
    });
    fc.assert(
      fc.property(lines, ({ origin: [xMm, yMm], deltas, ys }) => {
        const text = '字'.repeat(deltas.length + 1);
        const run = { text, xMm, yMm, deltaXMm: deltas, ...(ys ? { deltaYMm: deltas } : {}) };
        const object: PageObjectSpec = { kind: 'text', font: 'song', sizeMm: 4, runs: [run] };
        const built = buildOfd({
          ...letter,
          pages: [{ widthMm: 210, heightMm: 297, objects: [object] }],
          attachments: [],
        });
        const read = readOfd(writeZip(built)).pages[0]!.layers[0]!.objects[0] as TextObject;
        let [x, y] = [xMm, yMm];
        read.codes[0]!.glyphs.forEach((glyph, index) => {
          x += index > 0 ? deltas[index - 1]! : 0;
          y += index > 0 && ys ? deltas[index - 1]! : 0;
          expect(Math.abs(glyph.xMm + read.boundary!.xMm - x)).toBeLessThan(0.001);
          expect(Math.abs(glyph.yMm + read.boundary!.yMm - y)).toBeLessThan(0.001);
        });
      }),
      runs(60),
    );
  });

  it('refuses deltas that do not fit the text and unknown resources', () => {
    const page = (object: PageObjectSpec): OfdSpec => ({
      ...letter,
      pages: [{ widthMm: 210, heightMm: 297, objects: [object] }],
    });
    const text = { kind: 'text', font: 'song', sizeMm: 4 } as const;
    expect(() => buildOfd(page({ ...text, runs: [{ text: '两字', xMm: 0, yMm: 0 }] }))).toThrow(RangeError);
    expect(() =>
      buildOfd(page({ ...text, runs: [{ text: '两字', xMm: 0, yMm: 0, deltaXMm: [1, 2] }] })),
    ).toThrow(RangeError);
    expect(() => buildOfd(page({ ...text, font: 'none', runs: [] }))).toThrow(RangeError);
    expect(() => buildOfd(page({ kind: 'image', image: 'none', ctm: [1, 0, 0, 1, 0, 0] }))).toThrow(
      RangeError,
    );
    expect(() => buildOfd({ ...letter, docId: 'x' })).toThrow(RangeError);
  });

  it('splits text with glyph ids by run, and the ids come back', () => {
    const run = (text: string, glyphs: number[], yMm: number) => ({
      text,
      xMm: 10,
      yMm,
      deltaXMm: [4],
      glyphs,
    });
    const object: PageObjectSpec = {
      kind: 'text',
      font: 'own',
      sizeMm: 4,
      tag: '正文',
      runs: [run('甲乙', [3, 4], 10), run('丙丁', [5, 6], 20)],
    };
    const read = readOfd(
      writeZip(buildOfd({ ...letter, pages: [{ widthMm: 210, heightMm: 297, objects: [object] }] })),
    );
    const objects = read.pages[0]!.layers[0]!.objects as TextObject[];
    expect(objects.map((o) => o.codes[0]!.glyphs.map((g) => [g.text, g.glyphId]))).toEqual([
      [
        ['甲', 3],
        ['乙', 4],
      ],
      [
        ['丙', 5],
        ['丁', 6],
      ],
    ]);
    expect(tagValues(read).正文).toBe('甲乙丙丁');
  });

  it('tags objects by the boxes they were laid out in', () => {
    const bare = letter.pages.map((page) => ({
      ...page,
      objects: page.objects.map((o) => ({ ...o, tag: undefined }) as PageObjectSpec),
    }));
    const box = { xMm: 50, yMm: 95, widthMm: 100, heightMm: 10 };
    const pages = tagByBoxes(bare, [{ tag: '标题', page: 0, box }]);
    expect(tagValues(readOfd(writeZip(buildOfd({ ...letter, pages }))))).toMatchObject({
      标题: '关于召开 & 会议的通知',
    });
  });
});

describe('changing a package', () => {
  it('adds entries and leaves the others byte for byte', () => {
    const entries = buildOfd(letter);
    const more = appendEntries(entries, [{ name: 'Doc_0/Signs/x.dat', bytes: new Uint8Array([1]) }]);
    expect(more.slice(0, -1)).toEqual(entries);
    expect(() => appendEntries(entries, [{ name: 'ofd.XML', bytes: new Uint8Array(0) }])).toThrow(RangeError);
    const read = readOfd(writeZip(more));
    expect(entriesOf(read)).toEqual(more);
    expect(read.findings.map((f) => f.code)).toEqual(['unreferenced-entry']);
    expect(readZip(writeZip(entriesOf(read))).canonical).toBe(true);
  });
});
