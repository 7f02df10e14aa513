import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXml, writeZip } from '../container/index.ts';
import { drawPageSvg, entriesOf, extractText, plainText, readOfd, tagValues } from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`ofd samples: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);
const folder = join(process.env.YIWEN_SAMPLES ?? '../shared/samples', 'ofd');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ofd')) : [];
const samples = files.length > 0;
if (!samples) {
  console.log(`skipped: no OFD samples at ${folder} (set YIWEN_SAMPLES)`);
}

const open = (start: string) =>
  readOfd(new Uint8Array(readFileSync(join(folder, files.find((name) => name.startsWith(start))!))));
const codes = (start: string): string[] => open(start).findings.map((finding) => finding.code);

describe.skipIf(!samples)('public sample files', () => {
  it('all open, with at least one page each', () => {
    expect(files.length).toBeGreaterThanOrEqual(21);
    for (const file of files) {
      const document = open(file);
      expect(document.pages.length, file).toBeGreaterThan(0);
      expect(document.canonical, file).toBe(false);
      expect(
        document.findings.filter((f) => f.severity === 'error'),
        file,
      ).toEqual([]);
    }
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

  it(
    'are read and drawn without throwing when bytes inside their parts are changed',
    () => {
      const small = files.filter((name) => /^(01|02|03|06|07|11|15)/.test(name)).map(open);
      const change = fc.record({
        part: fc.nat(),
        place: fc.nat(),
        byte: fc.integer({ min: 0x20, max: 0x7e }),
      });
      fc.assert(
        fc.property(
          fc.constantFrom(...small),
          fc.array(change, { minLength: 1, maxLength: 12 }),
          (sample, changes) => {
            const entries = entriesOf(sample).map(({ name, bytes }) => ({ name, bytes: bytes.slice() }));
            for (const { part, place, byte } of changes) {
              const { bytes } = entries[part % entries.length]!;
              bytes[place % bytes.length] = byte;
            }
            const document = readOfd(writeZip(entries));
            document.pages.forEach((_, index) => {
              expect(drawPageSvg(document, index)).toMatch(/^<svg .*<\/svg>$/s);
            });
            extractText(document);
            tagValues(document);
          },
        ),
        { seed, numRuns: Math.ceil(30 * soak) },
      );
    },
    60_000 * Math.max(1, soak),
  );
});
