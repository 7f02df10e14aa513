import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  appendRevision,
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
import { describe, expect, it } from 'vitest';
import { checkPdf } from '../verification/check-pdf.ts';
import { completePdfSignature, type PdfSigning, preparePdfSignature } from './pdf-signature.ts';

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

/** One page saying 原文, with a classic cross-reference table. */
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
      Resources: pdfDict({}),
    }),
    pdfStream(pdfDict({}), utf8('0 0 1 rg 100 700 50 20 re f')),
  ];
  const offsets = objects.map((value, i) => writer.indirect(i + 1, 0, value));
  const startxref = writer.length;
  writer.text(
    `xref\n0 5\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`,
  );
  writer.text('trailer\n');
  writer.object(pdfDict({ Size: 5, Root: pdfRef(1) }));
  writer.text(`\nstartxref\n${startxref}\n%%EOF\n`);
  return writer.take();
}

function signing(more: Partial<PdfSigning> = {}): PdfSigning {
  return { ...issued, time: NOW, fieldName: '印章1', signerName: '禾汀镇人民政府', reason: '核发', ...more };
}

async function signed(pdf: Uint8Array, more: Partial<PdfSigning> = {}): Promise<Uint8Array> {
  const prepared = preparePdfSignature(pdf, signing(more));
  return completePdfSignature(prepared, await signer.sign(prepared.toBeSigned));
}

const check = (bytes: Uint8Array) => checkPdf(bytes, { trust, now: NOW });
const holds = (bytes: Uint8Array): boolean => {
  const facts = check(bytes);
  return (
    facts.unreadable === undefined &&
    facts.signatures.length > 0 &&
    facts.signatures.every((one) => one.intact && one.trust === 'trusted' && one.changedAfter === 'none') &&
    ![...facts.findings, ...facts.signatures.flatMap((one) => one.findings)].some(
      (finding) => finding.severity === 'error',
    )
  );
};

describe('a signature in a PDF', () => {
  it('holds, names the organ and the claimed time', async () => {
    const bytes = await signed(onePage());
    expect(holds(bytes)).toBe(true);
    const [facts] = check(bytes).signatures;
    expect(facts?.signerName).toContain('禾汀镇人民政府');
    expect(facts?.time).toBe(NOW);
  });

  it('leaves the bytes before it as they were', async () => {
    const before = onePage();
    expect((await signed(before)).subarray(0, before.length)).toEqual(before);
  });

  it('fixes the bytes to be signed: the same request again signs the same bytes', () => {
    const one = preparePdfSignature(onePage(), signing());
    const two = preparePdfSignature(onePage(), signing());
    expect(two.toBeSigned).toEqual(one.toBeSigned);
    expect(two.bytes).toEqual(one.bytes);
  });

  it('stays whole when a second signature is added', async () => {
    const twice = await signed(await signed(onePage()), { fieldName: '印章2' });
    expect(check(twice).signatures).toHaveLength(2);
    expect(holds(twice)).toBe(true);
  });

  it('is reported when the page is changed in a later revision', async () => {
    const file = readPdf(await signed(onePage()));
    const { bytes } = appendRevision(file, {
      objects: [{ num: 4, value: pdfStream(pdfDict({}), utf8('1 0 0 rg 100 700 50 20 re f')) }],
    });
    const [facts] = check(bytes).signatures;
    expect(facts).toMatchObject({ intact: true, changedAfter: 'modified' });
  });

  it('is reported when something other than a signature field is added', async () => {
    const file = readPdf(await signed(onePage()));
    const catalog = new Map(file.catalog);
    const form = new Map(file.dict(file.catalog, 'AcroForm'));
    form.set('Fields', [...(file.array(form, 'Fields') ?? []), pdfRef(90)]);
    catalog.set('AcroForm', form);
    const { bytes } = appendRevision(file, {
      objects: [
        { num: 1, value: catalog },
        { num: 90, value: pdfDict({ FT: pdfName('Tx'), T: pdfText('x'), V: pdfText('y') }) },
      ],
    });
    expect(check(bytes).signatures[0]).toMatchObject({ changedAfter: 'modified' });
  });

  it('never holds with one byte of a signed range or of the value changed, at 200 places each', async () => {
    const bytes = await signed(onePage());
    const text = new TextDecoder('latin1').decode(bytes);
    const valueStart =
      text.lastIndexOf('/Contents<') >= 0
        ? text.lastIndexOf('/Contents<') + 10
        : text.search(/\/Contents\s*</);
    const valueEnd = text.indexOf('>', valueStart);
    const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
    let state = seed >>> 0;
    const next = (n: number) => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) % n;
    };
    const valueLength = valueEnd - valueStart;
    console.log(`pdf flips YIWEN_SEED=${seed}`);
    for (let i = 0; i < 400 * Number(process.env.YIWEN_SOAK ?? 1); i++) {
      const inValue = i % 2 === 0;
      const outside = next(bytes.length - valueLength);
      const at = inValue
        ? valueStart + next(valueLength)
        : outside + (outside < valueStart ? 0 : valueLength);
      const flipped = bytes.slice();
      flipped[at] = (flipped[at] as number) ^ (1 << next(8));
      expect(holds(flipped), `byte ${at}: ${bytes[at]} → ${flipped[at]}`).toBe(false);
    }
  }, 240_000);

  it('does not hold when a changed length draws the padding into the structure', async () => {
    const bytes = await signed(onePage());
    const text = new TextDecoder('latin1').decode(bytes);
    const at = text.lastIndexOf('/Contents <') + '/Contents <'.length;
    expect(text.slice(at, at + 4)).toBe('3082');
    const length = Number.parseInt(text.slice(at + 4, at + 8), 16);
    for (const more of [2, 4, 64, 256]) {
      const longer = utf8((length + more).toString(16).padStart(4, '0'));
      const changed = bytes.slice();
      changed.set(longer, at + 4);
      expect(holds(changed), `${more} bytes of padding inside`).toBe(false);
    }
  });

  const hasPdfsig = spawnSync('pdfsig', ['-v']).error === undefined;
  it.skipIf(!hasPdfsig)('is valid for pdfsig (skipped where poppler-utils is not installed)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yiwen-pdfsig-'));
    const path = join(folder, 'signed.pdf');
    writeFileSync(path, await signed(onePage()));
    const { stdout } = spawnSync('pdfsig', [path], { encoding: 'utf8' });
    expect(stdout).toContain('Signature is Valid');
    expect(stdout).toContain('ETSI.CAdES.detached');
    expect(stdout).toContain('Total document signed');
  });
});
