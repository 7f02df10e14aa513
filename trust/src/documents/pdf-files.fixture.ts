/** PDF files and people for tests: made by code, with the demonstration authority. */
import { randomBytes } from 'node:crypto';
import { writePng } from '@yiwen/formats/images';
import { type PdfObject, PdfWriter, pdfDict, pdfName, pdfRef, pdfStream } from '@yiwen/formats/pdf';
import { buildCrl, makeDemoAuthority } from '@yiwen/trust/certificates';
import { keySigner, type Signer, utf8 } from '@yiwen/trust/crypto';
import {
  appendValidationData,
  completeDocumentTimeStamp,
  completePdfSignature,
  type PdfSigning,
  prepareDocumentTimeStamp,
  preparePdfSignature,
} from '@yiwen/trust/documents';
import { makeTimeStamp, readTimeStampResponse, timeStampRequest } from '@yiwen/trust/signatures';

export const NOW = Date.UTC(2026, 10, 23, 2);
export const DAY_MS = 86_400_000;
export const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
export const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 400 * DAY_MS });
export const trust = authority.trustList();

/** A red square as a seal's picture. */
export const picture = writePng({
  widthPx: 4,
  heightPx: 4,
  channels: 4,
  data: Uint8Array.from({ length: 64 }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 255 : 0)),
});

/** A file of these objects (number 1 is the catalog), with a classic cross-reference table. */
export function classicPdf(
  objects: readonly PdfObject[],
  trailer: Record<string, PdfObject> = {},
): Uint8Array {
  const writer = new PdfWriter();
  writer.text('%PDF-1.7\n');
  const offsets = objects.map((value, i) => writer.indirect(i + 1, 0, value));
  const startxref = writer.length;
  const lines = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  writer.text(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines}trailer\n`);
  writer.object(pdfDict({ Size: objects.length + 1, Root: pdfRef(1), ...trailer }));
  writer.text(`\nstartxref\n${startxref}\n%%EOF\n`);
  return writer.take();
}

/** `count` pages of A4, each with a rectangle; `more` goes into each page. */
export function pages(count = 1, more: Record<string, PdfObject> = {}): Uint8Array {
  const kids = Array.from({ length: count }, (_, i) => pdfRef(4 + i));
  return classicPdf([
    pdfDict({ Type: pdfName('Catalog'), Pages: pdfRef(2) }),
    pdfDict({ Type: pdfName('Pages'), Kids: kids, Count: count }),
    pdfStream(pdfDict({}), utf8('0 0 1 rg 100 700 50 20 re f')),
    ...kids.map(() =>
      pdfDict({
        Type: pdfName('Page'),
        Parent: pdfRef(2),
        MediaBox: [0, 0, 595, 842],
        Contents: pdfRef(3),
        Resources: pdfDict({}),
        ...more,
      }),
    ),
  ]);
}

type Life = { algorithm?: 'sm2-sm3' | 'ecdsa-p256-sha256'; from?: number; until?: number };

/** Somebody who may sign; valid from a day before NOW for a year when nothing else is said. */
export function person(purpose: 'document' | 'time' = 'document', life: Life = {}): Signer {
  const issued = authority.issue(
    { organisation: '禾汀镇人民政府', commonName: purpose === 'time' ? '时间戳' : '禾汀镇人民政府' },
    {
      purpose,
      algorithm: life.algorithm ?? 'ecdsa-p256-sha256',
      notBefore: life.from ?? NOW - DAY_MS,
      notAfter: life.until ?? NOW + 365 * DAY_MS,
    },
  );
  return keySigner(issued, { random });
}

/** What a signature of `signer` at NOW looks like when nothing else is said. */
export function signing(signer: Signer, more: Partial<PdfSigning> = {}): PdfSigning {
  const { certificate, chain, algorithm } = signer;
  return {
    certificate,
    chain,
    algorithm,
    time: NOW,
    fieldName: '印章1',
    signerName: '禾汀镇人民政府',
    reason: '核发',
    ...more,
  };
}

/** The file signed by `signer`; with `tsa`, a time-stamp of one second later in it. */
export async function signed(
  pdf: Uint8Array,
  signer: Signer,
  more: Partial<PdfSigning> = {},
  tsa?: Signer,
): Promise<Uint8Array> {
  const prepared = preparePdfSignature(pdf, signing(signer, more));
  const value = await signer.sign(prepared.toBeSigned);
  const token = tsa === undefined ? undefined : await stampOf(value, tsa, (more.time ?? NOW) + 1000);
  return completePdfSignature(prepared, value, token);
}

let serial = 0n;

/** A token over bytes, or over a digest made elsewhere. */
export async function stampOf(
  stamped: Uint8Array | { digest: Uint8Array },
  tsa: Signer,
  at: number,
  hashName: 'sha256' | 'sm3' = 'sha256',
): Promise<Uint8Array> {
  const request = timeStampRequest(stamped, { hash: hashName, random });
  serial += 1n;
  const { token } = readTimeStampResponse(await makeTimeStamp(request, tsa, { now: at, serial }), request);
  if (token === undefined) {
    throw new Error('the time-stamping authority refused');
  }
  return token;
}

/** The file with a document time-stamp of `tsa`. */
export async function stamped(pdf: Uint8Array, tsa: Signer, at: number): Promise<Uint8Array> {
  const prepared = prepareDocumentTimeStamp(pdf);
  return completeDocumentTimeStamp(prepared, await stampOf(prepared, tsa, at));
}

/** A list of the issuer for a purpose (and one of the root), naming what was revoked; good for 30 days. */
export async function lists(
  purpose: 'document' | 'time',
  at: number,
  revoked: { serial: string; at: number }[] = [],
): Promise<Uint8Array[]> {
  return Promise.all(
    [purpose, 'root' as const].map(async (kind) =>
      buildCrl(
        {
          number: 1n,
          thisUpdate: at,
          nextUpdate: at + 30 * DAY_MS,
          revoked:
            kind === 'root' ? [] : revoked.map((one) => ({ ...one, reason: 'key-compromise' as const })),
        },
        authority.issuer(kind, 'ecdsa-p256-sha256').key,
        { random },
      ),
    ),
  );
}

/** The file with chains and lists of both signers in its store, and a document time-stamp over all: B-LTA. */
export async function archived(
  pdf: Uint8Array,
  signer: Signer,
  tsa: Signer,
  at: number,
): Promise<Uint8Array> {
  const withData = appendValidationData(pdf, {
    certificates: [signer.certificate, ...signer.chain, tsa.certificate, ...tsa.chain],
    crls: [...(await lists('document', at)), ...(await lists('time', at))],
  });
  return stamped(withData, tsa, at + 1000);
}
