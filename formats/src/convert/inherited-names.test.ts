/** Words that every JavaScript object answers to, in the places where files name things. */
import { expect, it } from 'vitest';
import { writeZip } from '../container/index.ts';
import { readOfd } from '../ofd/index.ts';
import { ns, pack } from '../ofd/reading/package.fixture.ts';
import { parseContent, pdfName, pdfRef } from '../pdf/index.ts';
import { foreignPdfToOfd, ofdToPdf } from './index.ts';
import { dict, page, stream } from './pdf-to-ofd/features/pdf-page.fixture.ts';

const words = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty'];
const ascii = (text: string) => new TextEncoder().encode(text);

it.each(words)('%s in an OFD is a word as any other', async (word) => {
  const document = `<ofd:Document ${ns}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="${word}" BaseLoc="Pages/P.xml"/></ofd:Pages><ofd:VPreferences><ofd:PageMode>${word}</ofd:PageMode><ofd:PageLayout>${word}</ofd:PageLayout></ofd:VPreferences><ofd:Attachments>A.xml</ofd:Attachments></ofd:Document>`;
  const attachments = `<ofd:Attachments ${ns}><ofd:Attachment ID="1" Name="a.${word}" Format="${word}"><ofd:FileLoc>/raw</ofd:FileLoc></ofd:Attachment></ofd:Attachments>`;
  const parts = { 'Doc_0/Document.xml': document, 'Doc_0/A.xml': attachments, raw: 'x' };
  const { pdf } = await ofdToPdf(readOfd(pack('', parts)));
  const source = new TextDecoder('latin1').decode(pdf);
  expect(source).toContain('application#2foctet-stream');
  expect(source).not.toMatch(/PageMode|PageLayout/);
});

it.each(words)('%s in a PDF is a name as any other', async (word) => {
  const form = stream(
    { Type: pdfName('XObject'), Subtype: pdfName('Form'), BBox: [0, 0, 10, 10] },
    `0 0 10 10 re f BI /W 1 /H 1 /BPC 8 /CS /${word} /${word} /${word} /F /${word} ID x EI 0 0 1 1 re f`,
  );
  const annotation = dict({
    Type: pdfName('Annot'),
    Subtype: pdfName(word),
    Rect: [10, 10, 20, 20],
    F: 4,
    AP: dict({ N: pdfRef(31) }),
  });
  const font = dict({
    Type: pdfName('Font'),
    Subtype: pdfName('Type3'),
    FontBBox: [0, 0, 10, 10],
    FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
    FirstChar: 65,
    LastChar: 65,
    Widths: [1000],
    Encoding: dict({ Differences: [65, pdfName(word)] }),
    CharProcs: dict({ [word]: pdfRef(33) }),
  });
  const glyph = stream({}, `1000 0 0 0 9 9 d1 0 0 9 9 re f ${word}`);
  const pdf = page(
    'BT /F1 10 Tf (A) Tj ET 0 0 5 5 re f',
    { Font: dict({ F1: pdfRef(32) }) },
    [
      [30, annotation],
      [31, form],
      [32, font],
      [33, glyph],
    ],
    { Annots: [pdfRef(30)] },
  );
  const { entries } = await foreignPdfToOfd(pdf, { docId: '0'.repeat(32) });
  const document = readOfd(writeZip(entries));
  expect(document.pages[0]?.annotations[0]).toMatchObject({ type: 'Stamp', subtype: word });
  expect(document.pages[0]?.layers[0]?.objects.length).toBeGreaterThan(0);
});

it.each(words)('%s as a key of an inline picture stays what it is', (word) => {
  const [image] = [...parseContent(ascii(`BI /W 1 /H 1 /${word} /${word} /F /${word} ID x EI `))];
  const [value] = image?.operands ?? [];
  expect(value).toMatchObject({ kind: 'stream' });
  const named = (value as { dict: Map<string, unknown> }).dict;
  expect([...named.keys()]).toEqual(['Width', 'Height', word, 'Filter']);
  expect(named.get('Filter')).toEqual({ kind: 'name', name: word });
});
