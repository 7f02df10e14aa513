import { describe, expect, it } from 'vitest';
import { ascii, buildStreamPdf, buildTablePdf } from './build.fixture.ts';
import {
  appendRevision,
  fillByteRange,
  fillContents,
  nextObjectNumber,
  PdfError,
  type PlacedPlaceholder,
  pdfDict,
  pdfName,
  pdfRef,
  pdfStream,
  pdfText,
  readPdf,
  signatureFields,
} from './index.ts';

/** A file with an empty signature field, then a revision that signs it. */
function sign(original: Uint8Array, contents: Uint8Array) {
  const file = readPdf(original);
  const next = nextObjectNumber(file);
  const page = new Map(file.pages()[0]?.dict);
  page.set('Annots', [pdfRef(next)]);
  const appended = appendRevision(file, {
    objects: [
      {
        num: next,
        value: pdfDict({
          Type: pdfName('Annot'),
          Subtype: pdfName('Widget'),
          FT: pdfName('Sig'),
          T: pdfText('公章'),
          V: pdfRef(next + 1),
          Rect: [100, 100, 219, 219],
          F: 132,
          P: pdfRef(3),
        }),
      },
      {
        num: next + 1,
        value: pdfDict({
          Type: pdfName('Sig'),
          Filter: pdfName('Adobe.PPKLite'),
          SubFilter: pdfName('ETSI.CAdES.detached'),
          M: pdfText("D:20260101120000+08'00'"),
          Reason: pdfText('演示无效'),
          Contents: { kind: 'placeholder', form: 'hex', key: 'contents', byteLength: 64 },
          ByteRange: { kind: 'placeholder', form: 'byte-range', key: 'range' },
        }),
      },
      { num: 3, value: page },
      {
        num: 1,
        value: new Map([...file.catalog, ['AcroForm', pdfDict({ Fields: [pdfRef(next)], SigFlags: 3 })]]),
      },
    ],
  });
  const place = (key: string) => appended.placeholders.get(key) as PlacedPlaceholder;
  const range = fillByteRange(appended.bytes, place('range'), place('contents'));
  fillContents(appended.bytes, place('contents'), contents);
  return { bytes: appended.bytes, range, original };
}

describe('appending a revision', () => {
  it.each([
    ['a classic table', buildTablePdf()],
    ['a cross-reference stream', buildStreamPdf()],
  ])('keeps the old bytes and the form of %s', (_name, original) => {
    const { bytes, range } = sign(original, ascii('signature'));
    expect(bytes.subarray(0, original.length)).toEqual(original);
    const file = readPdf(bytes);
    expect(file.findings).toEqual([]);
    expect(file.sections.map((section) => section.form)).toEqual(
      Array(2).fill(readPdf(original).sections[0]?.form),
    );
    expect(file.revisions.map((revision) => revision.endOffset)).toEqual([original.length, bytes.length]);
    expect(file.revisions[1]?.changed.slice(0, 2)).toEqual([1, 3]);
    const { fields, orphans } = signatureFields(file);
    expect(orphans).toEqual([]);
    expect(fields).toHaveLength(1);
    expect(fields[0]).toMatchObject({
      name: '公章',
      widgets: [{ pageIndex: 0, rect: [100, 100, 219, 219], flags: 132 }],
      signature: {
        subFilter: 'ETSI.CAdES.detached',
        claimedTime: "D:20260101120000+08'00'",
        reason: '演示无效',
        byteRange: range,
        byteRangeStrict: true,
        contentsExtent: { start: range[1], end: range[2] },
        signedRevision: 1,
        definedRevision: 1,
      },
    });
    expect(fields[0]?.signature?.contents?.subarray(0, 9)).toEqual(ascii('signature'));
    expect(file.revision(0).catalog.has('AcroForm')).toBe(false);
  });

  it('gives the same bytes for the same input', () => {
    expect(sign(buildTablePdf(), ascii('x')).bytes).toEqual(sign(buildTablePdf(), ascii('x')).bytes);
  });

  it('never grows a placeholder', () => {
    expect(() => sign(buildTablePdf(), new Uint8Array(65))).toThrow(PdfError);
  });

  it('can replace an object again in a third revision', () => {
    const second = sign(buildTablePdf(), ascii('x')).bytes;
    const file = readPdf(second);
    const { bytes } = appendRevision(file, {
      objects: [{ num: 90, value: pdfStream(pdfDict({}), ascii('hello')) }],
      trailer: pdfDict({ Info: pdfRef(90) }),
    });
    const third = readPdf(bytes);
    expect(third.findings).toEqual([]);
    expect(third.revisions).toHaveLength(3);
    expect(third.trailer.get('Info')).toEqual(pdfRef(90));
    expect(signatureFields(third).fields[0]?.signature?.signedRevision).toBe(1);
  });

  it('knows the signed revision of a file that ended without a line end', () => {
    const file = readPdf(buildTablePdf());
    const bare = appendRevision(file, {
      objects: [
        {
          num: 1,
          value: new Map([...file.catalog, ['AcroForm', pdfDict({ Fields: [pdfRef(60)] })]]),
        },
        { num: 60, value: pdfDict({ FT: pdfName('Sig'), T: pdfText('s'), V: pdfRef(61) }) },
        {
          num: 61,
          value: pdfDict({
            Contents: { kind: 'placeholder', form: 'hex', key: 'contents', byteLength: 8 },
            ByteRange: { kind: 'placeholder', form: 'byte-range', key: 'range' },
          }),
        },
      ],
    });
    const place = (key: string) => bare.placeholders.get(key) as PlacedPlaceholder;
    const signedBytes = bare.bytes.slice(0, -1);
    fillByteRange(signedBytes, place('range'), place('contents'));
    const later = appendRevision(readPdf(signedBytes), { objects: [{ num: 70, value: 1 }] }).bytes;
    for (const bytes of [signedBytes, later]) {
      expect(signatureFields(readPdf(bytes)).fields[0]?.signature).toMatchObject({
        signedRevision: 1,
        definedRevision: 1,
        byteRangeStrict: true,
      });
    }
  });

  it('reports a signature no field leads to', () => {
    const file = readPdf(buildTablePdf([[9, pdfDict({ Type: pdfName('Sig'), ByteRange: [0, 1, 2, 3] })]]));
    expect(signatureFields(file).orphans).toHaveLength(1);
    expect(signatureFields(file).findings.map((finding) => finding.code)).toEqual(['pdf-signature-orphan']);
  });
});
