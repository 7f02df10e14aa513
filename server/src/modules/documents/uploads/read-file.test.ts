import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readZip, writeZip } from '@yiwen/formats/container';
import { describe, expect, it } from 'vitest';
import { hasSecretMarking } from '../secret-marking.ts';
import { blocksOf } from './extracted-text.ts';
import { readFileInThread } from './read-file.ts';
import { FileReadError } from './run-in-thread.ts';

const samples =
  process.env.YIWEN_SAMPLES ?? fileURLToPath(new URL('../../../../../../shared/samples', import.meta.url));
const hasSamples = existsSync(samples);
if (!hasSamples) {
  console.info(`skipped: no samples at ${samples} (set YIWEN_SAMPLES)`);
}
const now = Date.parse('2026-11-23T01:00:00Z');
const utf8 = (text: string) => new TextEncoder().encode(text);

function docx(paragraphs: readonly string[]): Uint8Array {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('');
  return writeZip([
    {
      name: '[Content_Types].xml',
      bytes: utf8(
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
      ),
    },
    {
      name: '_rels/.rels',
      bytes: utf8(
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
      ),
    },
    {
      name: 'word/document.xml',
      bytes: utf8(
        `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
      ),
    },
  ]);
}

describe('reading a file from outside', () => {
  it('takes title, headings and paragraphs from a DOCX', async () => {
    const bytes = docx([
      '禾汀镇人民政府关于做好参保缴费工作的通知',
      '各村（居）民委员会：',
      '一、集中缴费期',
      '自10月20日起。',
    ]);
    const reading = await readFileInThread({ bytes, fileName: 'a.docx', now });
    expect(reading.format).toBe('docx');
    expect(reading.text).toEqual({
      title: '禾汀镇人民政府关于做好参保缴费工作的通知',
      blocks: [
        { id: 'u1', kind: 'paragraph', text: '各村（居）民委员会：' },
        { id: 'u2', kind: 'heading1', text: '一、集中缴费期' },
        { id: 'u3', kind: 'paragraph', text: '自10月20日起。' },
      ],
    });
  });

  it('shows a secret marking in the head of a DOCX', async () => {
    const reading = await readFileInThread({
      bytes: docx(['秘密★1年', '关于……的通知']),
      fileName: 'a.docx',
      now,
    });
    expect(hasSecretMarking(reading.head)).toBe(true);
  });

  it('shows a secret marking in the header of a DOCX, split over runs', async () => {
    const header = '<w:hdr xmlns:w="x"><w:p><w:r><w:t>机</w:t></w:r><w:r><w:t>密★</w:t></w:r></w:p></w:hdr>';
    const { entries, order } = readZip(docx(['关于……的通知']));
    const bytes = writeZip([
      ...order.map((name) => ({ name, bytes: entries.get(name)! })),
      { name: 'word/header1.xml', bytes: utf8(header) },
    ]);
    const reading = await readFileInThread({ bytes, fileName: 'a.docx', now });
    expect(reading.format).toBe('docx');
    expect(hasSecretMarking(reading.head)).toBe(true);
  });

  it('shows a secret marking in a text file, and in the text of an old Office file', async () => {
    const wide = new Uint8Array(Buffer.from('秘密★1年', 'utf16le'));
    const old = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xff, 0xff, ...wide]);
    const gb = new Uint8Array([0xc3, 0xd8, 0xc3, 0xdc, 0xa1, 0xef]);
    for (const bytes of [utf8('机密★长期\n……'), gb, old]) {
      const reading = await readFileInThread({ bytes, fileName: 'a.txt', now });
      expect(hasSecretMarking(reading.head)).toBe(true);
    }
  });

  it('does not trust the name of a file', async () => {
    const reading = await readFileInThread({ bytes: utf8('hello'), fileName: 'a.pdf', now });
    expect(reading).toEqual({ format: 'other', head: 'hello' });
  });

  it('survives a broken PDF and a broken DOCX', async () => {
    for (const bytes of [utf8('%PDF-1.7\n1 0 obj\n<< /Broken'), docx(['x']).slice(0, 300)]) {
      const answer = await readFileInThread({ bytes, fileName: 'x', now }).catch((error: unknown) => error);
      expect(
        answer instanceof FileReadError || typeof (answer as { format: string }).format === 'string',
      ).toBe(true);
    }
  });

  it.skipIf(!hasSamples)('reads a real OFD with its verdict and a real PDF', async () => {
    const ofd = readFileSync(`${samples}/ofd/03-invoice-seal-v4-valid.ofd`);
    const reading = await readFileInThread({ bytes: new Uint8Array(ofd), fileName: 'a.ofd', now });
    expect(reading.format).toBe('ofd');
    expect(reading.text!.blocks.length).toBeGreaterThan(0);
    expect(reading.report).toHaveProperty('verdict');
    const pdf = readFileSync(`${samples}/pdf/ok-06-pades-b.pdf`);
    const other = await readFileInThread({ bytes: new Uint8Array(pdf), fileName: 'a.pdf', now });
    expect(other.format).toBe('pdf');
    expect(other.report).toHaveProperty('verdict');
    expect(other.text!.pages).toBeGreaterThan(0);
  });
});

describe('blocks', () => {
  it('are cut at the limit and say so', () => {
    expect(blocksOf(Array.from({ length: 2000 }, (_, i) => `第${i}段。`)).cut).toBe(true);
  });
});
