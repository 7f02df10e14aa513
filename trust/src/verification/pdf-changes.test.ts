import { randomBytes } from 'node:crypto';
import {
  appendRevision,
  certificationLevel,
  nextObjectNumber,
  type PdfDict,
  type PdfFile,
  type PdfObject,
  PdfWriter,
  pdfDict,
  pdfName,
  pdfRef,
  pdfStream,
  pdfText,
  readPdf,
} from '@yiwen/formats/pdf';
import { makeDemoAuthority } from '@yiwen/trust/certificates';
import { keySigner, utf8 } from '@yiwen/trust/crypto';
import { completePdfSignature, type PdfSigning, preparePdfSignature } from '@yiwen/trust/documents';
import { describe, expect, it } from 'vitest';
import { changesAfter } from './pdf-changes.ts';

import { verifyDocument } from './verify-document.ts';

const NOW = Date.UTC(2026, 10, 23, 2);
const DAY_MS = 86_400_000;
const random = (n: number) => new Uint8Array(randomBytes(n));
const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 400 * DAY_MS });
const trust = authority.trustList();
const issued = authority.issue(
  { organisation: '禾汀镇人民政府', commonName: '禾汀镇人民政府' },
  {
    purpose: 'document',
    algorithm: 'ecdsa-p256-sha256',
    notBefore: NOW - DAY_MS,
    notAfter: NOW + 365 * DAY_MS,
  },
);
const signer = keySigner(issued, { random });

/** One page that draws a form (object 5), with an Info dictionary (object 6). */
function onePage(): Uint8Array {
  const writer = new PdfWriter();
  writer.text('%PDF-1.7\n');
  const objects = [
    pdfDict({ Type: pdfName('Catalog'), Pages: pdfRef(2) }),
    pdfDict({ Type: pdfName('Pages'), Kids: [pdfRef(3)], Count: 1 }),
    pdfDict({
      Type: pdfName('Page'),
      Parent: pdfRef(2),
      MediaBox: [0, 0, 595, 842],
      Contents: pdfRef(4),
      Resources: pdfDict({ XObject: pdfDict({ X: pdfRef(5) }) }),
    }),
    pdfStream(pdfDict({}), utf8('/X Do')),
    pdfStream(
      pdfDict({ Type: pdfName('XObject'), Subtype: pdfName('Form'), BBox: [0, 0, 100, 100] }),
      utf8('1 0 0 rg 0 0 50 50 re f'),
    ),
    pdfDict({ Title: pdfText('原标题'), ModDate: pdfText('D:20261123') }),
  ];
  const offsets = objects.map((value, i) => writer.indirect(i + 1, 0, value));
  const startxref = writer.length;
  const lines = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  writer.text(`xref\n0 7\n0000000000 65535 f \n${lines}trailer\n`);
  writer.object(pdfDict({ Size: 7, Root: pdfRef(1), Info: pdfRef(6) }));
  writer.text(`\nstartxref\n${startxref}\n%%EOF\n`);
  return writer.take();
}

async function signed(pdf: Uint8Array, more: Partial<PdfSigning> = {}): Promise<Uint8Array> {
  const order = { time: NOW, fieldName: '印章1', signerName: '禾汀镇人民政府', reason: '用印', ...more };
  const prepared = preparePdfSignature(pdf, { ...issued, ...order });
  return completePdfSignature(prepared, await signer.sign(prepared.toBeSigned));
}

const verdict = (bytes: Uint8Array) => verifyDocument(bytes, { trust, now: NOW }).verdict;

const file = readPdf(await signed(onePage()));
const form = file.dict(file.catalog, 'AcroForm') as PdfDict;
const fields = file.array(form, 'Fields') as PdfObject[];
const page = file.pages()[0] as { ref: { num: number; gen: number }; dict: PdfDict };
const free = nextObjectNumber(file);
const cover = {
  num: free + 1,
  value: pdfStream(
    pdfDict({ Type: pdfName('XObject'), Subtype: pdfName('Form'), BBox: [0, 0, 595, 842] }),
    utf8('1 1 1 rg 0 0 595 842 re f'),
  ),
};

const later = (objects: { num: number; value: PdfObject }[], trailer?: PdfDict) =>
  appendRevision(file, { objects, ...(trailer === undefined ? {} : { trailer }) }).bytes;

/** The sealed file with one field more that is listed on the page. */
function withField(field: PdfDict, more: { num: number; value: PdfObject }[] = [], shown = free): Uint8Array {
  const changedForm = new Map(form).set('Fields', [...fields, pdfRef(free)]);
  const annotations = [...(file.array(page.dict, 'Annots') ?? []), pdfRef(shown)];
  return later([
    { num: 1, value: new Map(file.catalog).set('AcroForm', changedForm) },
    { num: page.ref.num, value: new Map(page.dict).set('Annots', annotations) },
    { num: free, value: field },
    cover,
    ...more,
  ]);
}

const widget = (more: Record<string, PdfObject> = {}) =>
  pdfDict({
    FT: pdfName('Sig'),
    T: pdfText('空'),
    Type: pdfName('Annot'),
    Subtype: pdfName('Widget'),
    Rect: [0, 0, 595, 842],
    F: 4,
    AP: pdfDict({ N: pdfRef(free + 1) }),
    ...more,
  });

/** The bytes with every occurrence of one text made another of the same length. */
function respelled(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = new TextDecoder('latin1').decode(bytes);
  expect(text).toContain(from);
  return Uint8Array.from(text.replaceAll(from, to), (character) => character.charCodeAt(0));
}

/** The catalog once more, naming two page trees: which one is shown depends on the reader. */
function withTwoTrees(order: (entries: [string, PdfObject][]) => [string, PdfObject][]): Uint8Array {
  const catalog = new Map(order([...file.catalog, ['Xages', pdfRef(free)]]));
  const pages = pdfDict({ Type: pdfName('Pages'), Kids: [], Count: 0 });
  return respelled(
    later([
      { num: 1, value: catalog },
      { num: free, value: pages },
    ]),
    '/Xages',
    '/Pages',
  );
}

describe('a sealed PDF saved again by somebody else', () => {
  it('is valid as sealed, and with a second seal beside the first', async () => {
    expect(verdict(file.bytes)).toBe('valid');
    expect(verdict(await signed(file.bytes, { fieldName: '印章2' }))).toBe('valid');
  });

  it('keeps its verdict when only dates change or an unseen empty field is added', () => {
    const info = new Map(file.dict(file.trailer, 'Info')).set('ModDate', pdfText('D:20261124'));
    expect(verdict(later([{ num: 6, value: info }]))).toBe('valid');
    expect(verdict(withField(pdfDict({ FT: pdfName('Sig'), T: pdfText('空'), Rect: [0, 0, 0, 0] })))).toBe(
      'valid',
    );
  });

  it('keeps its verdict when an earlier signature names the catalog it is about', async () => {
    const base = readPdf(onePage());
    const about = pdfDict({ TransformMethod: pdfName('FieldMDP'), Data: pdfRef(1) });
    const field = pdfDict({ FT: pdfName('Tx'), T: pdfText('名'), TU: pdfDict({ Reference: [about] }) });
    const objects = [
      { num: 1, value: new Map(base.catalog).set('AcroForm', pdfDict({ Fields: [pdfRef(20)] })) },
      { num: 20, value: field },
    ];
    const once = await signed(appendRevision(base, { objects }).bytes);
    expect(verdict(await signed(once, { fieldName: '印章2' }))).toBe('valid');
  });

  it.each([
    ['an empty signature field draws over the page', () => withField(widget())],
    ['its value is no signature', () => withField(widget({ V: pdfText('x') }))],
    ['it is no widget but a note', () => withField(widget({ Subtype: pdfName('FreeText') }))],
    [
      'the drawing is in a part of the field',
      () =>
        withField(
          pdfDict({ FT: pdfName('Sig'), T: pdfText('空'), Kids: [pdfRef(free + 2)] }),
          [{ num: free + 2, value: widget({ Subtype: pdfName('Stamp') }) }],
          free + 2,
        ),
    ],
    [
      'the field borrows the signature that is there',
      () => {
        const first = file.resolve(fields[0]) as PdfDict;
        return withField(widget({ V: first.get('V') as PdfObject, Rect: [0, 0, 200, 200] }));
      },
    ],
    ['the title is changed', () => later([{ num: 6, value: pdfDict({ Title: pdfText('假标题') }) }])],
    [
      'another Info dictionary is put in',
      () =>
        later([{ num: free, value: pdfDict({ Title: pdfText('假标题') }) }], pdfDict({ Info: pdfRef(free) })),
    ],
    [
      'the page takes the number of something it draws',
      () =>
        later([
          { num: 2, value: pdfDict({ Type: pdfName('Pages'), Kids: [pdfRef(5)], Count: 1 }) },
          { num: 5, value: new Map(page.dict) },
        ]),
    ],
    ['the catalog names a second page tree, last', () => withTwoTrees((entries) => entries)],
    ['the catalog names a second page tree, first', () => withTwoTrees((entries) => entries.reverse())],
  ])('is changed after signing when %s', (_what, change) => {
    expect(verdict(change())).toBe('changed-after-signing');
  });
});

/** The first signature of the sealed file, as an object number. */
const signatureOf = () => (file.resolve(fields[0]) as PdfDict).get('V') as { num: number; gen: number };

describe('a signature somebody tried to hide', () => {
  it('is damaged, never unsigned, when the form lists no fields any more', () => {
    const emptied = later([
      { num: 1, value: new Map(file.catalog).set('AcroForm', new Map(form).set('Fields', [])) },
    ]);
    const noForm = new Map(file.catalog);
    noForm.delete('AcroForm');
    for (const bytes of [emptied, later([{ num: 1, value: noForm }])]) {
      const report = verifyDocument(bytes, { trust, now: NOW });
      expect(report.verdict).toBe('damaged');
      expect(report.findings.map(({ code }) => code)).toContain('pdf-signature-severed');
      expect(report.sentence.zh).toContain('签名被拆下');
    }
  });

  it('is found when its object is freed or put out of reach as well', () => {
    const noForm = new Map(file.catalog);
    noForm.delete('AcroForm');
    const overwritten = later([
      { num: 1, value: noForm },
      { num: signatureOf().num, value: pdfDict({ A: 1 }) },
    ]);
    expect(verdict(overwritten)).toBe('damaged');
  });

  it('is missed by nobody when another signature stays', async () => {
    const both = readPdf(await signed(file.bytes, { fieldName: '印章2' }));
    const bothForm = both.dict(both.catalog, 'AcroForm') as PdfDict;
    const kept = new Map(bothForm).set('Fields', [(both.array(bothForm, 'Fields') as PdfObject[])[0]!]);
    const { bytes } = appendRevision(both, {
      objects: [{ num: 1, value: new Map(both.catalog).set('AcroForm', kept) }],
    });
    const report = verifyDocument(bytes, { trust, now: NOW });
    expect(['damaged', 'changed-after-signing']).toContain(report.verdict);
    expect(report.findings.map(({ code }) => code)).toContain('pdf-signature-severed');
  });

  it('is no mark of a signed file when it is only an attachment inside', () => {
    const attached = readPdf(onePage());
    const { bytes } = appendRevision(attached, {
      objects: [
        { num: 1, value: new Map(attached.catalog).set('Kept', pdfRef(7)) },
        { num: 7, value: pdfStream(pdfDict({ Type: pdfName('EmbeddedFile') }), file.bytes) },
      ],
    });
    expect(verdict(bytes)).toBe('unsigned');
  });
});

describe('a newest part that cannot be read strictly', () => {
  it('does not hide the signed state before it', () => {
    const text = '8 0 obj\n<< /A 1 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n%%EOF\n';
    const bytes = new Uint8Array([...file.bytes, ...utf8(text)]);
    const report = verifyDocument(bytes, { trust, now: NOW });
    expect(report.verdict).toBe('changed-after-signing');
    expect(report.signatures[0]).toMatchObject({ intact: true, signedLength: file.bytes.length });
    expect(report.findings.map(({ code }) => code)).toContain('pdf-later-part-unreadable');
  });
});

describe('a certification that allows no change', () => {
  it('is broken by a later signature of somebody, and only by that', async () => {
    const second = readPdf(await signed(file.bytes, { fieldName: '印章2' }));
    expect(changesAfter(file, second)).toMatchObject({ kind: 'none', signed: true });
    const info = new Map(file.dict(file.trailer, 'Info')).set('ModDate', pdfText('D:20261124'));
    expect(changesAfter(file, readPdf(later([{ num: 6, value: info }])))).toMatchObject({
      kind: 'none',
      signed: false,
    });
    const level = (parameters: PdfDict) =>
      certificationLevel(file, {
        dict: pdfDict({
          Reference: [pdfDict({ TransformMethod: pdfName('DocMDP'), TransformParams: parameters })],
        }),
      } as never);
    expect([level(pdfDict({ P: 1 })), level(pdfDict({ P: 3 })), level(pdfDict({}))]).toEqual([1, 3, 2]);
  });
});

describe('an object that is two things at once', () => {
  const drawing = (text: string) =>
    pdfStream(
      pdfDict({ Type: pdfName('XObject'), Subtype: pdfName('Form'), BBox: [0, 0, 595, 842] }),
      utf8(text),
    );
  /** A page that draws entry `name` of object 20, which `make` also gives another meaning; signed by somebody unaware. */
  async function trap(name: string, objects: (base: PdfFile) => { num: number; value: PdfObject }[]) {
    const base = readPdf(onePage());
    const content = { num: 4, value: pdfStream(pdfDict({}), utf8(`/${name} Do`)) };
    const { bytes } = appendRevision(base, { objects: [content, ...objects(base)] });
    return readPdf(await signed(bytes));
  }

  it('an empty signature field that is also the resources of the page cannot be filled with a new picture', async () => {
    const sealedFile = await trap('V', (base) => [
      { num: 1, value: new Map(base.catalog).set('AcroForm', pdfDict({ Fields: [pdfRef(20)] })) },
      {
        num: 3,
        value: new Map(base.pages()[0]!.dict).set('Resources', pdfDict({ XObject: pdfRef(20) })),
      },
      { num: 20, value: pdfDict({ FT: pdfName('Sig'), T: pdfText('空') }) },
    ]);
    expect(verdict(sealedFile.bytes)).toBe('valid');
    const field = new Map(sealedFile.get(pdfRef(20)) as PdfDict).set('V', pdfRef(40));
    const { bytes } = appendRevision(sealedFile, {
      objects: [
        { num: 20, value: field },
        { num: 40, value: drawing('1 1 1 rg 0 0 595 842 re f') },
      ],
    });
    expect(verdict(bytes)).toBe('changed-after-signing');
  });

  it('a page that is also its own resources cannot be given a picture among its annotations', async () => {
    const sealedFile = await trap('Annots', (base) => [
      {
        num: 3,
        value: new Map(base.pages()[0]!.dict).set('Resources', pdfDict({ XObject: pdfRef(3) })),
      },
    ]);
    const changed = new Map(sealedFile.pages()[0]!.dict).set('Annots', pdfRef(40));
    const { bytes } = appendRevision(sealedFile, {
      objects: [
        { num: 3, value: changed },
        { num: 40, value: drawing('1 1 1 rg 0 0 595 842 re f') },
      ],
    });
    expect(verdict(bytes)).toBe('changed-after-signing');
  });

  it('an appearance that a page draws as well cannot be changed as a form is filled', async () => {
    const sealedFile = await trap('X', (base) => [
      { num: 1, value: new Map(base.catalog).set('AcroForm', pdfDict({ Fields: [pdfRef(20)] })) },
      {
        num: 20,
        value: pdfDict({ FT: pdfName('Tx'), T: pdfText('名'), AP: pdfDict({ N: pdfRef(5) }) }),
      },
    ]);
    const { bytes } = appendRevision(sealedFile, { objects: [{ num: 5, value: drawing('0 0 9 9 re f') }] });
    expect(verdict(bytes)).toBe('changed-after-signing');
    const filled = new Map(sealedFile.get(pdfRef(20)) as PdfDict).set('V', pdfText('甲'));
    const honest = appendRevision(sealedFile, { objects: [{ num: 20, value: filled }] });
    expect(verdict(honest.bytes)).toBe('partly-covered');
  });
});
