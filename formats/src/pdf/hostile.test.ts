import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { officialPage, setPdf } from '../convert/pdf-to-ofd/engine.fixture.ts';
import { ascii, buildStreamPdf, buildTablePdf } from './build.fixture.ts';
import { PdfError, pdfDict, pdfName, pdfRef, pdfStream, pdfText, readPdf, signatureFields } from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`pdf hostile files: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);

const tight = {
  streamBytes: 4_000_000,
  decodedBytes: 16_000_000,
  values: 500_000,
  xrefEntries: 20_000,
  pages: 500,
};

// how many hostile files got past the cross-reference: the mutations must reach deep
let opened = 0;

/** Reads everything there is to read; only PdfError may come out. */
function exercise(bytes: Uint8Array): void {
  try {
    const file = readPdf(bytes, tight);
    opened += 1;
    file.pages();
    signatureFields(file);
    for (const num of file.objectNumbers()) {
      const value = file.get(pdfRef(num));
      if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'stream') {
        try {
          file.decode(value);
        } catch (error) {
          expect(error).toBeInstanceOf(PdfError);
        }
      }
    }
  } catch (error) {
    expect(error).toBeInstanceOf(PdfError);
  }
}

const signed = buildTablePdf([
  [
    1,
    pdfDict({
      Type: pdfName('Catalog'),
      Pages: pdfRef(2),
      AcroForm: pdfDict({ Fields: [pdfRef(7)], SigFlags: 3 }),
    }),
  ],
  [7, pdfDict({ FT: pdfName('Sig'), T: pdfText('s'), V: pdfRef(8), Kids: [pdfRef(9)] })],
  [8, pdfDict({ Type: pdfName('Sig'), ByteRange: [0, 10, 20, 30], Contents: pdfText('x') })],
  [9, pdfDict({ Subtype: pdfName('Widget'), Rect: [0, 0, 1, 1] })],
  [
    10,
    pdfStream(
      pdfDict({ Filter: [pdfName('ASCIIHexDecode'), pdfName('LZWDecode')] }),
      ascii('800B6050220C0C8501>'),
    ),
  ],
]);
const bases = [signed, buildStreamPdf([[7, pdfDict({ A: [1, 2, pdfRef(7)] })]]), setPdf(officialPage)];
const words = [
  '<<',
  '>>',
  '[',
  ']',
  '(',
  ')',
  '/Prev 9',
  ' 0 R',
  'obj',
  'endobj',
  'stream\n',
  '%%EOF',
  '999999999',
  '-1',
  '/Length',
  '/Kids[2 0 R]',
  '/N 99999',
  '/W[9 9 9]',
  '/Filter/LZWDecode',
  'xref',
  'trailer',
];

describe('hostile PDF files', () => {
  it('mutated files give PdfError or findings, never anything else', () => {
    const edits = fc.array(
      fc.record({
        at: fc.nat({ max: 1_000_000 }),
        cut: fc.integer({ min: 0, max: 12 }),
        put: fc.oneof(
          fc.constantFrom(...words).map(ascii),
          fc.uint8Array({ maxLength: 6 }),
          fc.integer({ min: 0, max: 99999 }).map((n) => ascii(String(n))),
        ),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...bases), edits, fc.boolean(), (base, list, keepLength) => {
        let bytes = base;
        for (const { at, cut, put } of list) {
          const from = Math.floor((at / 1_000_001) * bytes.length);
          // edits that keep the length leave the offsets right and reach deeper
          const to = Math.min(bytes.length, from + (keepLength ? put.length : cut));
          const next = new Uint8Array(from + put.length + bytes.length - to);
          next.set(bytes.subarray(0, from));
          next.set(put, from);
          next.set(bytes.subarray(to), from + put.length);
          bytes = next;
        }
        exercise(bytes);
      }),
      { seed, numRuns: 600 * soak },
    );
    expect(opened).toBeGreaterThan(30);
  });

  it('arbitrary bytes between a header and an end are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (middle) => {
        const bytes = new Uint8Array(40 + middle.length);
        bytes.set(ascii('%PDF-1.7\n'));
        bytes.set(middle, 9);
        bytes.set(ascii('startxref\n9\n%%EOF\n'), 9 + middle.length);
        exercise(bytes);
      }),
      { seed, numRuns: 500 * soak },
    );
  });

  it('a page tree that fans out is bounded', () => {
    // 12 nodes naming each other 20-fold would be 20^11 pages
    const nodes = Array.from({ length: 12 }, (_, i) => {
      const kids = Array.from({ length: 20 }, () => pdfRef(i === 11 ? 3 : 11 + i));
      return [10 + i, pdfDict({ Type: pdfName('Pages'), Kids: kids })] as const;
    });
    const file = readPdf(
      buildTablePdf([[2, pdfDict({ Type: pdfName('Pages'), Kids: [pdfRef(10)] })], ...nodes]),
    );
    expect(() => file.pages()).toThrow(PdfError);
  });

  it('a direct page tree nested too deeply is refused', () => {
    const deep = `${'<</Kids['.repeat(5000)}${']>>'.repeat(5000)}`;
    const text = new TextDecoder('latin1').decode(buildTablePdf([[2, pdfName('TREE')]]));
    exercise(ascii(text.replace('/TREE', deep)));
    expect(() => readPdf(ascii(text.replace('/TREE', deep)))).toThrow(PdfError);
  });
});
