import { describe, expect, it } from 'vitest';
import { buildStreamPdf, buildTablePdf } from './build.fixture.ts';
import { PdfError } from './errors.ts';
import { type PdfObject, pdfDict, pdfName, pdfRef, pdfText } from './objects.ts';
import { readPdf } from './reader.ts';
import { RevisionDraft } from './revision-draft.ts';
import { isLockedField, readFieldLock } from './signature-permissions.ts';

const lists: [number, PdfObject][] = [
  [4, pdfDict({ Fields: pdfRef(5) })],
  [5, [pdfRef(3)]],
  [6, pdfText('no dictionary')],
];

describe.each([
  ['a cross-reference table', buildTablePdf],
  ['object streams', buildStreamPdf],
])('a revision of a file with %s', (_form, build) => {
  it('rewrites lists that are objects in their own place', () => {
    const first = new RevisionDraft(readPdf(build(lists)));
    first.catalog.set('AcroForm', pdfRef(4));
    const before = first.append().bytes;
    const draft = new RevisionDraft(readPdf(before));
    const added = draft.add(pdfDict({ A: 1 }));
    draft.push(draft.child(draft.catalog, 'AcroForm'), 'Fields', added);
    draft.push(draft.child(draft.catalog, 'AcroForm'), 'Fields', pdfRef(2));
    const { bytes } = draft.append();
    expect(bytes.subarray(0, before.length)).toEqual(before);
    const file = readPdf(bytes);
    expect(file.catalog.get('AcroForm')).toEqual(pdfRef(4));
    expect(file.get(pdfRef(5))).toEqual([pdfRef(3), added, pdfRef(2)]);
    expect(file.get(added)).toEqual(pdfDict({ A: 1 }));
    expect(file.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('makes what is not there, and copies what stands inside its owner', () => {
    const original = readPdf(build());
    const draft = new RevisionDraft(original);
    draft.push(draft.child(draft.catalog, 'AcroForm'), 'Fields', pdfRef(3));
    draft.edit(pdfRef(3)).set('Rotate', 90);
    const file = readPdf(draft.append().bytes);
    expect(file.dict(file.catalog, 'AcroForm')?.get('Fields')).toEqual([pdfRef(3)]);
    expect(file.pages()[0]?.rotate).toBe(90);
    expect(original.catalog.has('AcroForm')).toBe(false);
    expect(original.pages()[0]?.rotate).toBe(0);
  });

  it('refuses to edit what is no dictionary', () => {
    const draft = new RevisionDraft(readPdf(build(lists)));
    expect(() => draft.edit(pdfRef(6))).toThrow(PdfError);
    expect(() => draft.edit(pdfRef(77))).toThrow(PdfError);
  });
});

describe('a lock of fields', () => {
  const file = readPdf(buildTablePdf());
  const lock = (action: string, ...names: string[]) =>
    readFieldLock(file, pdfDict({ Action: pdfName(action), Fields: names.map((name) => pdfText(name)) }));

  it.each([
    ['All', [], '甲', true],
    ['Include', ['甲'], '甲', true],
    ['Include', ['甲'], '甲.乙', true],
    ['Include', ['甲'], '甲乙', false],
    ['Exclude', ['甲'], '甲', false],
    ['Exclude', ['甲'], '乙', true],
    ['Whatever', ['甲'], '乙', true],
  ])('%s %j holds for %s: %s', (action, names, field, locked) => {
    expect(isLockedField(lock(action, ...names), field)).toBe(locked);
  });
});
