import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { officialPage, setPdf } from '../convert/pdf-to-ofd/engine.fixture.ts';
import { ascii, buildStreamPdf, buildTablePdf } from './build.fixture.ts';
import { PdfError, pdfDict, pdfName, pdfRef, pdfStream, readPdf, signatureFields } from './index.ts';

const samples = join(process.env.YIWEN_SAMPLES ?? '../shared/samples', 'pdf');
const haveSamples = existsSync(samples);
if (!haveSamples) {
  console.log(`skipped: no PDF samples at ${samples} (set YIWEN_SAMPLES)`);
}
const sample = (name: string) => new Uint8Array(readFileSync(join(samples, name)));
const edit = (bytes: Uint8Array, from: string | RegExp, to: string) =>
  ascii(new TextDecoder('latin1').decode(bytes).replace(from, to));

describe('reading a PDF', () => {
  it('opens the engine’s own pages without a single finding', () => {
    const file = readPdf(setPdf(officialPage));
    expect(file.pages()).toHaveLength(1);
    expect(file.pages()[0]?.mediaBox.map(Math.round)).toEqual([0, 0, 595, 842]);
    expect(file.revisions).toHaveLength(1);
    expect(file.revisions[0]?.endOffset).toBe(file.bytes.length);
    expect(file.findings).toEqual([]);
  });

  it('reads classic tables, cross-reference streams and object streams alike', () => {
    for (const bytes of [buildTablePdf(), buildStreamPdf()]) {
      const file = readPdf(bytes);
      expect(file.findings).toEqual([]);
      expect(file.pages()[0]?.mediaBox).toEqual([0, 0, 595, 842]);
      expect(file.get(pdfRef(3))).toBeInstanceOf(Map);
      expect(file.get(pdfRef(3, 1))).toBeNull();
      expect(file.get(pdfRef(77))).toBeNull();
    }
  });

  it('keeps names, strings and numbers as written', () => {
    const file = readPdf(
      buildTablePdf([
        [
          9,
          [
            pdfName('a b#é'),
            { kind: 'string', bytes: ascii('(\\)\r\n\0'), hex: false, start: -1, end: -1 },
            -1.5,
            0.000001,
            1e9,
          ],
        ],
      ]),
    );
    const value = file.get(pdfRef(9));
    expect(value).toMatchObject([{ name: 'a b#é' }, { bytes: ascii('(\\)\r\n\0') }, -1.5, 0.000001, 1e9]);
  });

  it('refuses what has no header at byte 0, no end, or is encrypted', () => {
    const good = buildTablePdf();
    const shifted = new Uint8Array(good.length + 1);
    shifted.set(good, 1);
    expect(() => readPdf(shifted)).toThrow(PdfError);
    expect(() => readPdf(good.subarray(0, good.length - 8))).toThrow(/EOF/);
    expect(() => readPdf(buildTablePdf([], pdfDict({ Encrypt: pdfDict({}) })))).toThrow(/加密/);
    expect(() => readPdf(new Uint8Array(0))).toThrow(PdfError);
  });

  it('does not search for a cross-reference that is not where it is said to be', () => {
    expect(() => readPdf(edit(buildTablePdf(), 'startxref\n', 'startxref\n1'))).toThrow(/交叉引用/);
  });

  it('reports data behind the end, wrong offsets, duplicate keys and wrong lengths', () => {
    const codes = (bytes: Uint8Array) => readPdf(bytes).findings.map((finding) => finding.code);
    const good = buildTablePdf([[7, pdfDict({ Key: 1, Kez: 2 })]]);
    const longer = new Uint8Array(good.length + 3).fill(0x41);
    longer.set(good);
    expect(codes(longer)).toContain('pdf-bytes-after-end');
    expect(codes(edit(good, '/Kez', '/Key'))).toContain('pdf-duplicate-key');
    expect(codes(edit(good, '7 0 obj', '8 0 obj'))).toContain('pdf-xref-broken');
    const nested = buildTablePdf([
      [7, pdfStream(pdfDict({}), ascii('8 0 obj\n1\nendobj\n'))],
      [8, null],
    ]);
    const inside = new TextDecoder('latin1').decode(nested).indexOf('8 0 obj');
    expect(
      codes(
        edit(nested, /\d{10} 00000 n \ntrailer/, `${String(inside).padStart(10, '0')} 00000 n \ntrailer`),
      ),
    ).toContain('pdf-objects-overlap');
    const withStream = buildTablePdf([[7, pdfStream(pdfDict({}), ascii('0123456789'))]]);
    expect(codes(edit(withStream, 'Length 10', 'Length 4 '))).toContain('pdf-stream-broken');
  });

  it('refuses cyclic chains, page trees and references', () => {
    const prev = buildTablePdf([], pdfDict({ Prev: 99999 }));
    const text = new TextDecoder('latin1').decode(prev);
    const startxref = Number(/startxref\n(\d+)/.exec(text)?.[1]);
    expect(() => readPdf(edit(prev, '/Prev 99999', `/Prev ${startxref}`))).toThrow(/循环/);
    const cyclic = readPdf(buildTablePdf([[3, pdfDict({ Type: pdfName('Pages'), Kids: [pdfRef(2)] })]]));
    expect(() => cyclic.pages()).toThrow(PdfError);
    const references = readPdf(
      buildTablePdf([
        [7, pdfRef(8)],
        [8, pdfRef(7)],
      ]),
    );
    expect(() => references.resolve(pdfRef(7))).toThrow(PdfError);
  });

  it('bounds nesting, length chains and counts', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const nested = edit(buildTablePdf([[7, pdfName('X'.repeat(500))]]), `/${'X'.repeat(500)}`, deep);
    expect(() => readPdf(nested)).toThrow(PdfError);
    const chain = Array.from({ length: 90 }, (_, i) => [i + 10, pdfStream(pdfDict({}), ascii('x'))] as const);
    let bytes = buildTablePdf(chain);
    for (let num = 10; num < 99; num++) {
      bytes = edit(bytes, '/Length 1>', `/Length ${num + 1} 0 R>`);
    }
    expect(() => readPdf(bytes)).toThrow(PdfError);
    const many = edit(buildTablePdf(), 'xref\n0 1\n', 'xref\n0 99999999\n');
    expect(() => readPdf(many)).toThrow(/限额/);
    expect(() => readPdf(buildTablePdf(), { values: 10 })).toThrow(/限额/);
  });

  it.skipIf(!haveSamples)('opens every public sample or refuses it with a reason', () => {
    for (const name of readdirSync(samples).filter((one) => one.endsWith('.pdf'))) {
      let file: ReturnType<typeof readPdf>;
      try {
        file = readPdf(sample(name));
      } catch (error) {
        expect(error).toBeInstanceOf(PdfError);
        expect(name).toMatch(/^attack-0[23]/);
        continue;
      }
      expect(file.pages().length, name).toBeGreaterThan(0);
      const { fields } = signatureFields(file);
      const signed = fields.filter((field) => field.signature !== undefined);
      expect(signed.length, name).toBe(
        /^(control|pdfa)/.test(name) ? 0 : /^ok-(01|02|08|10)/.test(name) ? 2 : 1,
      );
      for (const { signature } of signed) {
        expect(signature?.byteRangeStrict, name).toBe(true);
        if (name.startsWith('ok-')) {
          // the gap of the byte range is exactly the hex string of /Contents
          const range = signature?.byteRange ?? [];
          expect(signature?.contentsExtent).toEqual({ start: range[1], end: range[2] });
          expect(signature?.signedRevision).toBe(signature?.definedRevision);
          expect(file.findings.filter((finding) => finding.severity === 'error')).toEqual([]);
        }
      }
    }
  });

  it.skipIf(!haveSamples)('opens each revision as the file it was', () => {
    const file = readPdf(sample('attack-05-page-added-after-signing.pdf'));
    const signature = signatureFields(file).fields[0]?.signature;
    expect(file.pages()).toHaveLength(2);
    expect(file.revision(signature?.signedRevision ?? 0).pages()).toHaveLength(1);
  });
});
