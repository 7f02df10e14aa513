import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseXml, writeZip } from '../container/index.ts';
import {
  drawPageSvg,
  entriesOf,
  extractText,
  type Layer,
  type OfdDocument,
  type PageObject,
  plainText,
  readOfd,
  searchText,
  taggedTexts,
  tagValues,
} from './index.ts';

const folder = join(process.env.YIWEN_SAMPLES ?? '../shared/samples', 'ofd');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ofd')) : [];
const samples = files.length > 0;
if (!samples) {
  console.log(`skipped: no OFD samples at ${folder} (set YIWEN_SAMPLES)`);
}

const open = (start: string) =>
  readOfd(new Uint8Array(readFileSync(join(folder, files.find((name) => name.startsWith(start))!))));
const codes = (start: string): string[] => open(start).findings.map((finding) => finding.code);

/** What stands in each sample, counted by hand or with other tools; what is left out is none. */
type Expected = {
  readonly pages: number;
  /** Characters that are no white space, templates and annotations included. */
  readonly characters: number;
  readonly firstLine: string;
  /** Objects on the pages by kind. */
  readonly objects: Readonly<Record<string, number>>;
  /** Objects on the template pages. */
  readonly templates?: Readonly<Record<string, number>>;
  /** Fonts of the document, and how many of them are embedded. */
  readonly fonts?: readonly [number, number];
  readonly annotations?: Readonly<Record<string, number>>;
  readonly attachments?: readonly string[];
  readonly tags?: number;
  readonly outlines?: number;
  readonly signatures?: readonly string[];
  /** Codes of the findings besides `not-canonical`, which every file of another writer has. */
  readonly findings?: readonly string[];
};

const expected: Readonly<Record<string, Expected>> = {
  '01': {
    pages: 1,
    characters: 21,
    firstLine: '你好呀，OFD Reader&Writer！',
    objects: { text: 1 },
    fonts: [1, 0],
    findings: ['folder-entry'],
  },
  '02': {
    pages: 5,
    characters: 3223,
    firstLine: '重庆增值税电子普通发票 发票代码：050001700111',
    objects: { image: 1, text: 560 },
    templates: { path: 79, text: 121 },
    fonts: [4, 0],
    annotations: { Stamp: 1 },
    attachments: ['original_invoice'],
    tags: 619,
    signatures: ['Seal'],
    findings: ['local-header-differs'],
  },
  '03': {
    pages: 1,
    characters: 561,
    firstLine: '重庆增值税电子普通发票 发票代码：050001700111',
    objects: { text: 42, image: 1, path: 1 },
    templates: { path: 22, text: 32 },
    fonts: [3, 0],
    annotations: { Stamp: 1 },
    attachments: ['original_invoice'],
    signatures: ['Seal'],
    findings: ['loose-path', 'unreferenced-entry'],
  },
  '04': {
    pages: 1,
    characters: 561,
    firstLine: '重庆增值税电子普通发票 发票代码：050001700111',
    objects: { text: 42, image: 1, path: 1 },
    templates: { path: 22, text: 32 },
    fonts: [3, 0],
    annotations: { Stamp: 1 },
    attachments: ['original_invoice'],
    signatures: ['Seal'],
    findings: ['unreferenced-entry'],
  },
  '05': {
    pages: 5,
    characters: 558,
    firstLine: '湖南省长沙市中级人民法院',
    objects: { image: 1, text: 558, path: 3 },
    fonts: [4, 3],
    signatures: ['Seal'],
    findings: ['folder-entry', 'missing-entry', 'unreferenced-entry'],
  },
  '06': {
    pages: 2,
    characters: 320,
    firstLine: '测试符路桥区卫生局文件',
    objects: { text: 19, path: 3 },
    fonts: [3, 0],
    signatures: ['Seal'],
    findings: ['folder-entry'],
  },
  '07': {
    pages: 5,
    characters: 0,
    firstLine: '',
    objects: { path: 78 },
    signatures: ['Seal'],
    findings: ['folder-entry', 'missing-entry'],
  },
  '08': {
    pages: 5,
    characters: 0,
    firstLine: '',
    objects: { path: 78 },
    signatures: ['Seal', 'Seal'],
    findings: ['folder-entry', 'missing-entry'],
  },
  '09': {
    pages: 2,
    characters: 882,
    firstLine: '建设单位 中华安保有限公司',
    objects: { image: 1, text: 37 },
    templates: { path: 566, image: 3, text: 748 },
    fonts: [12, 11],
    signatures: ['Seal', 'Seal'],
  },
  '10': {
    pages: 2,
    characters: 945,
    firstLine: '说    明',
    objects: { text: 11 },
    templates: { path: 13, text: 47 },
    fonts: [5, 3],
    annotations: { Watermark: 1 },
    outlines: 2,
    signatures: ['Sign', 'Sign'],
    findings: ['folder-entry', 'local-header-differs', 'missing-entry', 'unreferenced-entry'],
  },
  '11': {
    pages: 1,
    characters: 247,
    firstLine: '测试文本注释',
    objects: { text: 59, path: 250 },
    fonts: [6, 5],
    annotations: { Stamp: 4 },
  },
  '12': {
    pages: 3,
    characters: 7010,
    firstLine: '可信安全浏览器 ',
    objects: { text: 316, path: 2 },
    fonts: [9, 8],
    annotations: { Stamp: 2, Link: 53 },
    findings: ['folder-entry', 'missing-entry'],
  },
  '13': {
    pages: 1,
    characters: 14,
    firstLine: '这是一个带有附件的OFD文件',
    objects: { text: 1 },
    fonts: [1, 0],
    attachments: ['Gao'],
    findings: ['folder-entry'],
  },
  '14': {
    pages: 2,
    characters: 248,
    firstLine: 'BMP格式 JPG格式',
    objects: { text: 53, image: 6, path: 10 },
    fonts: [1, 1],
    findings: ['folder-entry'],
  },
  '15': {
    pages: 2,
    characters: 21,
    firstLine: '你好呀，OFD                    Reader&Writer！',
    objects: { text: 1, path: 9 },
    fonts: [1, 0],
    findings: ['folder-entry'],
  },
  '16': {
    pages: 1,
    characters: 10,
    firstLine: 'Hello OFD-A',
    objects: { text: 1 },
    fonts: [1, 0],
    findings: ['folder-entry'],
  },
  '17': {
    pages: 2,
    characters: 1285,
    firstLine: '拿来主义',
    objects: { text: 51 },
    fonts: [1, 0],
    findings: ['folder-entry', 'integrity-list', 'unreferenced-entry'],
  },
  '18': {
    pages: 1,
    characters: 21,
    firstLine: '你好呀，OFD Reader&Writer！',
    objects: { text: 1 },
    fonts: [1, 0],
    signatures: ['Sign'],
    findings: ['folder-entry'],
  },
  '19': {
    pages: 1,
    characters: 21,
    firstLine: '你好呀，OFD Reader&Writer！',
    objects: { text: 1 },
    fonts: [1, 0],
    signatures: ['Seal'],
    findings: ['folder-entry'],
  },
  '20': {
    pages: 1,
    characters: 21,
    firstLine: '你好呀，OFD Reader&Writer！',
    objects: { text: 1 },
    fonts: [1, 0],
    signatures: ['Seal'],
    findings: ['folder-entry'],
  },
  '21': {
    pages: 1,
    characters: 21,
    firstLine: '你好呀，OFD Reader&Writer！',
    objects: { text: 1 },
    fonts: [1, 0],
    signatures: ['Sign'],
    findings: ['folder-entry'],
  },
};

function countKinds(layers: readonly Layer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const visit = (objects: readonly PageObject[]): void => {
    for (const object of objects) {
      counts[object.kind] = (counts[object.kind] ?? 0) + 1;
      visit(object.kind === 'block' ? object.objects : []);
    }
  };
  for (const layer of layers) {
    visit(layer.objects);
  }
  return counts;
}

function countOf(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) {
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}

/** What the reader makes of a sample, in the shape of the table. */
function described(document: OfdDocument): Expected {
  const text = plainText(extractText(document));
  const fonts = document.docs.flatMap((doc) => [...doc.resources.fonts.values()]);
  return {
    pages: document.pages.length,
    characters: text.replace(/\s/g, '').length,
    firstLine: text.split(/[\n\f]/)[0]!,
    objects: countKinds(document.pages.flatMap((page) => page.layers)),
    templates: countKinds(document.docs.flatMap((doc) => doc.templates).flatMap((each) => each.layers)),
    fonts: [fonts.length, fonts.filter((font) => font.entry !== undefined).length],
    annotations: countOf(document.pages.flatMap((page) => page.annotations.map(({ type }) => type))),
    attachments: document.docs.flatMap((doc) => doc.attachments.map(({ name }) => name)),
    tags: document.docs.reduce((sum, doc) => sum + doc.tags.length, 0),
    outlines: document.docs.reduce((sum, doc) => sum + doc.outlines.length, 0),
    signatures: document.signatures.map(({ type }) => type),
    findings: [...new Set(document.findings.map(({ code }) => code))]
      .filter((code) => code !== 'not-canonical')
      .sort(),
  };
}

const nothing = {
  templates: {},
  fonts: [0, 0],
  annotations: {},
  attachments: [],
  tags: 0,
  outlines: 0,
  signatures: [],
  findings: [],
};

describe.skipIf(!samples)('public sample files', () => {
  it.each(Object.entries(expected))('sample %s holds what it is known to hold', (number, row) => {
    const document = open(number);
    expect(described(document)).toEqual({ ...nothing, ...row });
    expect(document.canonical).toBe(false);
    expect(document.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('are all in the table', () => {
    expect(files.map((name) => name.slice(0, 2)).sort()).toEqual(Object.keys(expected).sort());
  });

  it('draw every page as well-formed SVG', () => {
    for (const file of files) {
      const document = open(file);
      document.pages.forEach((page, index) => {
        const root = parseXml(new TextEncoder().encode(drawPageSvg(document, index)));
        expect(root.name, file).toBe('svg');
        const viewBox = root.attributes
          .find((a) => a.name === 'viewBox')!
          .value.split(' ')
          .map(Number);
        expect(viewBox[2]).toBeCloseTo(page.area.widthMm, 3);
      });
    }
  });

  it('draw embedded fonts by their outlines and the others by name', () => {
    expect(drawPageSvg(open('05'), 2)).toMatch(/<path id="p2-\d+" d="M[^"]+Z"/);
    expect(drawPageSvg(open('05'), 2)).not.toContain('<text');
    expect(drawPageSvg(open('06'), 0)).not.toContain('<use');
    expect(drawPageSvg(open('06'), 0)).toContain('FZXiaoBiaoSong');
  });

  it('become canonical when written again, with the same entries', () => {
    for (const file of files) {
      const before = open(file);
      const after = readOfd(writeZip(entriesOf(before)));
      expect(after.canonical, file).toBe(true);
      expect(after.entries).toEqual(before.entries);
      expect(after.reached).toEqual(before.reached);
    }
  });

  it('give their text', () => {
    expect(plainText(extractText(open('01')))).toBe('你好呀，OFD Reader&Writer！');
    expect(plainText(extractText(open('03')))).toContain('发票号码：99999951\n开票日期：2020年10月10日');
    const judgment = plainText(extractText(open('05')));
    expect(judgment).toContain('湖南省长沙市中级人民法院\n民事判决书\n（2020）湘01民初93号');
    expect(judgment).toContain('（当事人段）');
    expect(plainText(extractText(open('06')))).toContain('关于同意张阿三同志辞职的批复\n区中医院：');
  });

  it('follow templates, tags, attachments and compressed deltas', () => {
    const invoice = open('02');
    expect(invoice.pages.map((page) => page.templates.length)).toEqual([1, 1, 1, 1, 1]);
    expect(tagValues(invoice)).toMatchObject({
      InvoiceCode: '050001700111',
      InvoiceNo: '12235358',
      BuyerName: '个人',
    });
    expect(invoice.docs[0]!.attachments).toMatchObject([{ name: 'original_invoice', visible: false }]);
    expect(plainText(extractText(invoice))).toContain('5*65<02<>0002040*');
    expect(invoice.docs[0]!.info.customDatas.map((data) => data.name)).toContain('发票号码');
  });

  it('are searched, and their tags point at places on the page', () => {
    const invoice = open('02');
    const [match] = searchText(invoice, '财天下科技有限公司');
    expect(match).toMatchObject({ page: 0, text: '财天下科技有限公司' });
    expect(match!.context.text.slice(match!.context.at)).toMatch(/^财天下科技有限公司/);
    const buyer = taggedTexts(invoice).find(({ path }) => path.at(-1) === 'BuyerName')!;
    expect(buyer).toMatchObject({ path: ['Buyer', 'BuyerName'], text: '个人' });
    expect(buyer.boxes).toHaveLength(1);
    expect(buyer.boxes[0]).toMatchObject({ page: 0 });
    // The certificate's facing pages are read one after the other, a broken line does not hide a phrase.
    expect(searchText(open('10'), '探矿权人应遵守下列规定')).toHaveLength(1);
    expect(searchText(open('06'), '2001年9月参加工作')[0]!.boxes).toHaveLength(2);
    expect(searchText(open('01'), 'ofd READER')).toHaveLength(1);
    expect(searchText(open('01'), 'ofd READER', { matchCase: true })).toHaveLength(0);
  });

  it('list signatures with their references, stamps and files', () => {
    const riding = open('07').signatures[0]!;
    expect(riding.stamps).toHaveLength(5);
    expect(riding.stamps[1]!.clip).toMatchObject({ xMm: 8, widthMm: 8 });
    expect(riding.references.every((reference) => reference.entry !== undefined)).toBe(true);
    expect(riding).toMatchObject({
      type: 'Seal',
      sealEntry: 'Doc_0/Signs/Sign_0/Seal.esl',
      signedValueEntry: 'Doc_0/Signs/Sign_0/SignedValue.dat',
    });
    expect(open('08').signatures).toHaveLength(2);
    expect(open('10').signatures.map((s) => s.type)).toEqual(['Sign', 'Sign']);
    expect(open('06').signatures[0]!.provider.name).not.toBe('');
    for (const file of files) {
      for (const signature of open(file).signatures) {
        expect(signature.signedValueEntry, file).toBeDefined();
        expect(
          signature.references.filter((r) => r.entry === undefined),
          file,
        ).toEqual([]);
      }
    }
  });

  it('report what is loose, missing or riding along', () => {
    expect(codes('03')).toContain('loose-path');
    expect(codes('03')).toContain('unreferenced-entry');
    expect(codes('07')).toContain('missing-entry');
    expect(codes('17')).toContain('integrity-list');
    expect(codes('02')).toContain('local-header-differs');
  });

  it('keep annotations and handwriting', () => {
    const sheet = open('11').pages[0]!;
    expect(sheet.annotations.map((a) => a.type)).toEqual(['Stamp', 'Stamp', 'Stamp', 'Stamp']);
    expect(sheet.resources.composites.size).toBe(3);
    expect(
      open('12')
        .pages.flatMap((page) => page.annotations)
        .filter((a) => a.type === 'Link').length,
    ).toBeGreaterThan(40);
  });
});
