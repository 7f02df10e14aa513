/** Small files that name one part of theirs again and again. */
import { expect, it } from 'vitest';
import { writeZip } from '../container/index.ts';
import { readOfd } from '../ofd/index.ts';
import { ns, pack } from '../ofd/reading/package.fixture.ts';
import { isName, isStream, pdfName, pdfRef, readPdf } from '../pdf/index.ts';
import { foreignPdfToOfd, ofdToPdf } from './index.ts';
import { dict, type Numbered, page, stream } from './pdf-to-ofd/features/pdf-page.fixture.ts';

const docId = '0'.repeat(32);

/** Twelve forms, each calling the next thirty times: 30¹² runs of the last, which paints nothing. */
function formsInForms(): Uint8Array {
  const calls = '/X Do '.repeat(30);
  const forms = Array.from({ length: 12 }, (_, i): Numbered => {
    const next = { XObject: dict({ X: pdfRef(51 + i) }) };
    const entries = { Type: pdfName('XObject'), Subtype: pdfName('Form'), BBox: [0, 0, 9, 9] };
    return [50 + i, stream({ ...entries, Resources: dict(next) }, i === 11 ? '' : calls)];
  });
  return page(calls, { XObject: dict({ X: pdfRef(50) }) }, forms);
}

it('forms in forms are refused when their runs pass the limit', async () => {
  await expect(foreignPdfToOfd(formsInForms(), { docId })).rejects.toMatchObject({
    name: 'ConvertError',
    code: 'convert-limit',
  });
});

it('conditions made of conditions are not asked without end', async () => {
  const or = (i: number) => [pdfName('Or'), ...Array.from({ length: 30 }, () => pdfRef(50 + i))];
  const conditions = Array.from({ length: 12 }, (_, i): Numbered => [50 + i, or(i + 1)]);
  const properties = { Properties: dict({ O: dict({ Type: pdfName('OCMD'), VE: pdfRef(50) }) }) };
  const pdf = page('/OC /O BDC 0 0 9 9 re f EMC', properties, conditions);
  const { entries } = await foreignPdfToOfd(pdf, { docId });
  expect(readOfd(writeZip(entries)).pages[0]?.layers[0]?.objects).toHaveLength(1);
});

it('one file attached 2,000 times under one name is in the PDF once, under 2,000 names', async () => {
  const document = `<ofd:Document ${ns}><ofd:CommonData/><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages><ofd:Attachments>A.xml</ofd:Attachments></ofd:Document>`;
  const one =
    '<ofd:Attachment ID="1" Name="同名" Format="txt"><ofd:FileLoc>/raw</ofd:FileLoc></ofd:Attachment>';
  const attachments = `<ofd:Attachments ${ns}>${one.repeat(2000)}</ofd:Attachments>`;
  const parts = { 'Doc_0/Document.xml': document, 'Doc_0/A.xml': attachments, raw: 'x' };
  const file = readPdf((await ofdToPdf(readOfd(pack('', parts)), { pdfa: false })).pdf);
  const objects = Array.from({ length: file.number(file.trailer, 'Size')! }, (_, num) =>
    file.resolve({ kind: 'ref', num, gen: 0 }),
  );
  const kinds = (name: string) =>
    objects.filter((value) =>
      isName((isStream(value) ? value.dict : (value as never as Map<string, never>))?.get?.('Type'), name),
    );
  expect(kinds('EmbeddedFile')).toHaveLength(1);
  const names = kinds('Filespec').map((value) =>
    JSON.stringify((value as never as Map<string, never>).get('UF')),
  );
  expect(new Set(names).size).toBe(2000);
});
