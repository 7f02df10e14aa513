import { describe, expect, it } from 'vitest';
import { ascii, buildStreamPdf, buildTablePdf } from './build.fixture.ts';
import { encryptedPdfs } from './encrypted.fixture.ts';
import {
  isStream,
  isString,
  PdfError,
  type PdfFile,
  parseContent,
  pdfDict,
  pdfName,
  pdfRef,
  pdfStream,
  readPdf,
  readPdfForConverting,
  textOf,
} from './index.ts';

const latin = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
const codes = (file: PdfFile): string[] => file.findings.map(({ code }) => code);
const replaced = (bytes: Uint8Array, from: string | RegExp, to: string): Uint8Array =>
  Uint8Array.from(latin(bytes).replace(from, to), (c) => c.charCodeAt(0));

function contentOf(file: PdfFile): string {
  const content = file.resolve(file.pages()[0]?.dict.get('Contents'));
  return isStream(content) ? latin(file.decode(content).bytes) : '';
}

const page = pdfDict({
  Type: pdfName('Page'),
  Parent: pdfRef(2),
  MediaBox: [0, 0, 200, 100],
  Contents: pdfRef(4),
});
const whole = buildTablePdf([
  [3, page],
  [4, pdfStream(pdfDict({}), ascii('0 0 9 9 re f'))],
]);

/** Each one is refused by the strict reader. */
const damaged: Record<string, Uint8Array> = {
  'no cross-reference': whole.subarray(0, latin(whole).lastIndexOf('xref\n0')),
  'a wrong startxref': replaced(whole, /startxref\n\d+/, 'startxref\n7'),
  'bytes before the header': new Uint8Array([...ascii('junk\n'), ...whole]),
  'no end': whole.subarray(0, whole.length - 30),
  'objects that moved': replaced(whole, '1 0 obj', '\n\n\n\n1 0 obj'),
};

describe('opening for converting', () => {
  it('finds the objects of damaged files, which the strict reader refuses', () => {
    for (const [name, bytes] of Object.entries(damaged)) {
      expect(() => {
        const strict = readPdf(bytes);
        strict.pages();
      }, name).toThrow(PdfError);
      const file = readPdfForConverting(bytes);
      expect(codes(file), name).toContain('pdf-rebuilt');
      expect(contentOf(file), name).toBe('0 0 9 9 re f');
    }
  });

  it('changes nothing about whole files', () => {
    expect(codes(readPdfForConverting(whole))).toEqual([]);
    expect(contentOf(readPdfForConverting(whole))).toBe('0 0 9 9 re f');
  });

  it('finds objects in object streams, the newest of several', () => {
    const packed = buildStreamPdf([[4, pdfDict({ Here: true })]]);
    const cut = packed.subarray(0, latin(packed).lastIndexOf('startxref'));
    const file = readPdfForConverting(cut);
    expect(codes(file)).toContain('pdf-rebuilt');
    expect(file.resolve(pdfRef(4))).toEqual(new Map([['Here', true]]));
    const later = new Uint8Array([...cut, ...ascii('4 0 obj <</Here false>> endobj')]);
    expect(readPdfForConverting(later).resolve(pdfRef(4))).toEqual(new Map([['Here', false]]));
  });

  it('does not take an attached PDF for its own', () => {
    const attached = ascii('1 0 obj <</Type/Catalog/Pages 99 0 R>> endobj trailer <</Root 1 0 R>>');
    const bytes = buildTablePdf([
      [3, page],
      [4, pdfStream(pdfDict({}), ascii('0 0 9 9 re f'))],
      [5, pdfStream(pdfDict({ Type: pdfName('EmbeddedFile') }), attached)],
    ]);
    const file = readPdfForConverting(bytes.subarray(0, latin(bytes).lastIndexOf('xref\n0')));
    expect(contentOf(file)).toBe('0 0 9 9 re f');
  });

  it('reads streams of wrong length to their end, and broken ones as far as they go', () => {
    const long = replaced(whole, '/Length 12', '/Length 99');
    const file = readPdfForConverting(long);
    expect(codes(file)).toContain('pdf-stream-length');
    expect(contentOf(file).trim()).toBe('0 0 9 9 re f');
    expect(contentOf(readPdf(long))).toBe('');
  });

  it('makes do without a catalog, a page tree and a page size', () => {
    const bare = ascii(
      '%PDF-1.4\n3 0 obj <</Type/Page/Contents 4 0 R>> endobj 4 0 obj <<>> stream\nq Q\nendstream endobj',
    );
    const file = readPdfForConverting(bare);
    expect(codes(file)).toEqual(expect.arrayContaining(['pdf-rebuilt', 'pdf-catalog-lost', 'pdf-page-size']));
    expect(contentOf(file).trim()).toBe('q Q');
    expect(() => readPdfForConverting(ascii('no PDF at all'))).toThrow(PdfError);
    expect(() => readPdfForConverting(ascii('%PDF-1.4\n1 0 obj 5 endobj'))).toThrow(PdfError);
  });

  it('opens what an empty password opens', () => {
    for (const [name, base64] of Object.entries(encryptedPdfs)) {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      expect(() => readPdf(bytes), name).toThrow(/已加密/);
      if (name === 'a password') {
        expect(() => readPdfForConverting(bytes), name).toThrow(/需要密码/);
        continue;
      }
      const file = readPdfForConverting(bytes);
      expect(codes(file), name).toEqual(['pdf-decrypted']);
      expect(contentOf(file), name).toBe('BT /F 12 Tf 10 50 Td (secret words) Tj ET');
      const title = file.dict(file.trailer, 'Info')?.get('Title');
      expect(isString(title) && textOf(title), name).toBe('locked');
    }
  });
});

describe('inline images', () => {
  const imageIn = (content: string) => {
    const operations = [...parseContent(ascii(content))];
    const [image] = operations[0]?.operands ?? [];
    return {
      image: isStream(image) ? image : undefined,
      rest: operations.slice(1).map(({ operator }) => operator),
    };
  };

  it('come with full names and their data, however it looks', () => {
    const { image, rest } = imageIn('BI /W 4 /H 1 /BPC 8 /CS /G ID \x45I E EI Q');
    expect([...(image?.dict.keys() ?? [])]).toEqual(['Width', 'Height', 'BitsPerComponent', 'ColorSpace']);
    expect(latin(image?.raw as Uint8Array)).toBe('EI E');
    expect(rest).toEqual(['Q']);
    const packed = imageIn('BI /W 9 /H 9 /F [/AHx /Fl] ID 00 EI 1> EI q');
    expect(packed.image?.dict.get('Filter')).toMatchObject([
      { name: 'ASCIIHexDecode' },
      { name: 'FlateDecode' },
    ]);
    expect(packed.rest).toEqual(['q']);
  });
});
