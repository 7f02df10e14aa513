/**
 * Every file of the samples with the one verdict its README calls for. The words are mapped as the issue says (INTACT:
 * intact-untrusted or intact-time-unproven; FORM_FILLED: partly-covered; MODIFIED: changed-after-signing; INVALID:
 * tampered or damaged). No sample's certificate leads to an authority on a list here, so none can be better than
 * intact-untrusted; where an OFD's README says "crypto valid" and names files outside the signature, it is
 * partly-covered, and where the certificate had expired before the file was signed, certificate-bad.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPdf } from '@yiwen/formats/pdf';
import { isSignedBy, type Purpose, parseCertificate, type TrustList } from '@yiwen/trust/certificates';
import {
  checkProof,
  fsck,
  noteVerifier,
  openCheckpoint,
  readPolicy,
  readVkey,
  tileSource,
} from '@yiwen/trust/log';
import { describe, expect, it } from 'vitest';
import { type Verdict, verifyDocument } from './index.ts';
import { readSecurityStore } from './pdf-security-store.ts';

const root = process.env.YIWEN_SAMPLES ?? join(import.meta.dirname, '../../../../shared/samples');
const present = existsSync(join(root, 'tlog'));
if (!present) {
  console.log(`no samples at ${root} (set YIWEN_SAMPLES): the table of verdicts is skipped`);
}
const NOW = Date.UTC(2026, 10, 24, 12);

const expected: Record<string, Verdict> = {
  'ofd/01-minimal-hello.ofd': 'unsigned',
  'ofd/02-invoice-5pages-templates-seal-v4.ofd': 'partly-covered',
  'ofd/03-invoice-seal-v4-valid.ofd': 'intact-untrusted',
  'ofd/04-invoice-seal-v4-document-tampered.ofd': 'tampered',
  'ofd/05-judgment-5pages-seal-v1-structure-valid.ofd': 'partly-covered',
  'ofd/06-official-letter-seal-v1-invalid.ofd': 'tampered',
  'ofd/07-riding-seal-v4-5pages-list-protected.ofd': 'intact-untrusted',
  'ofd/08-two-seals-v4-second-breaks-first.ofd': 'changed-after-signing',
  'ofd/09-permit-two-seals-v4-pages-tampered.ofd': 'tampered',
  'ofd/10-permit-two-cms-signatures-valid.ofd': 'partly-covered',
  'ofd/11-gov-approval-sheet-handwriting-annots.ofd': 'unsigned',
  'ofd/12-manual-annots-links-embedded-fonts.ofd': 'unsigned',
  'ofd/13-attachment-jpg.ofd': 'unsigned',
  'ofd/14-image-formats-relative-paths.ofd': 'unsigned',
  'ofd/15-gradients-axial-radial.ofd': 'unsigned',
  'ofd/16-ofd-a-minimal.ofd': 'unsigned',
  'ofd/17-gmt0099-integrity-ofdentries.ofd': 'partly-covered',
  'ofd/18-bare-sm2-signature-deprecated.ofd': 'damaged',
  'ofd/19-generated-seal-v1-valid.ofd': 'certificate-bad',
  'ofd/20-generated-seal-v5-valid.ofd': 'certificate-bad',
  'ofd/21-generated-cms-encapsulated-valid.ofd': 'certificate-bad',
  'pdf/ok-01-pades-lta.pdf': 'intact-untrusted',
  'pdf/ok-02-two-signatures-timestamped.pdf': 'intact-untrusted',
  'pdf/ok-03-signing-certificate-v1.pdf': 'intact-untrusted',
  'pdf/ok-04-certified.pdf': 'intact-untrusted',
  'pdf/ok-05-no-signed-attributes.pdf': 'intact-untrusted',
  'pdf/ok-06-pades-b.pdf': 'intact-untrusted',
  'pdf/ok-07-certified-changes-permitted.pdf': 'intact-untrusted',
  'pdf/ok-08-two-signatures.pdf': 'intact-untrusted',
  'pdf/ok-09-form-filled-after-signing.pdf': 'partly-covered',
  'pdf/ok-10-cms-and-document-timestamp.pdf': 'intact-untrusted',
  'pdf/control-11-unsigned-pdfa-ua.pdf': 'unsigned',
  'pdf/pdfa-12-2b-pass-6-6-2-3-1-t01-a.pdf': 'unsigned',
  'pdf/pdfa-13-2b-fail-6-2-11-4-1-t01-a.pdf': 'unsigned',
  'pdf/attack-01-usf-contents-zeroed.pdf': 'tampered',
  'pdf/attack-02-isa-content-replaced.pdf': 'changed-after-signing',
  'pdf/attack-03-swa-wrapped-byterange.pdf': 'damaged',
  'pdf/attack-04-shadow-hide.pdf': 'changed-after-signing',
  'pdf/attack-05-page-added-after-signing.pdf': 'changed-after-signing',
  'invoices/cn-01-vat-einvoice-2020-signed.ofd': 'intact-untrusted',
  'invoices/cn-02-vat-einvoice-2020-signed-altered.ofd': 'tampered',
  'invoices/cn-03-vat-einvoice-2020-itemlist-signed.ofd': 'partly-covered',
  'invoices/cn-04-digital-einvoice-2024-masked.ofd': 'unsigned',
  'invoices/cn-05-vat-einvoice-2020-original.xml': 'unsigned',
  'invoices/cn-06-digital-einvoice-synthetic.xml': 'unsigned',
  'invoices/eu-07-ubl-en16931.xml': 'unsigned',
  'invoices/eu-08-cii-en16931.xml': 'unsigned',
  'invoices/eu-09-factur-x-minimum.pdf': 'unsigned',
};
/** What the READMEs say was tampered with or attacked. */
const falsified = Object.keys(expected).filter((name) => /attack|tampered|invalid|altered|breaks/.test(name));
const harmless: readonly Verdict[] = [
  'valid',
  'valid-superseded',
  'valid-withdrawn',
  'intact-untrusted',
  'intact-time-unproven',
];

const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(root, name)));

describe.skipIf(!present)('the samples', () => {
  it('are all in the table', () => {
    const files = ['ofd', 'pdf', 'invoices'].flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((name) => /\.(ofd|pdf|xml)$/.test(name))
        .map((name) => `${folder}/${name}`),
    );
    expect(files.sort()).toEqual(Object.keys(expected).sort());
    expect(falsified.length).toBe(10);
  });

  it.each(Object.entries(expected))('%s is %s', (name, verdict) => {
    const report = verifyDocument(bytesOf(name), { now: NOW });
    expect(report.verdict).toBe(verdict);
    expect(report.findings.map(({ code }) => code)).not.toContain('internal-fault');
    if (falsified.includes(name)) {
      expect(harmless).not.toContain(report.verdict);
    }
  });

  it('are no better cut short anywhere', () => {
    const signed = Object.entries(expected).filter(([, verdict]) => verdict !== 'unsigned');
    for (const [name] of signed) {
      const bytes = bytesOf(name);
      for (const part of [0.3, 0.6, 0.9, 0.99]) {
        const { verdict } = verifyDocument(bytes.subarray(0, Math.floor(bytes.length * part)), { now: NOW });
        expect([name, part, harmless.includes(verdict) || verdict === 'unsigned']).toEqual([
          name,
          part,
          false,
        ]);
      }
    }
  });
});

const log = (path: string): Uint8Array => bytesOf(`tlog/${path}`);
const textOf = (path: string): string => new TextDecoder().decode(log(path)).trim();

/** What `fsck` says of a log in a folder: `clean`, or its first error. */
async function logVerdict(
  folder: string,
  change: (path: string, bytes: Uint8Array) => Uint8Array | undefined = (_path, bytes) => bytes,
): Promise<string> {
  const source = tileSource(async (path) => {
    const full = join(root, 'tlog', folder, path);
    return existsSync(full) ? change(path, new Uint8Array(readFileSync(full))) : undefined;
  });
  const logKey = noteVerifier(readVkey(textOf(`${folder}/vkey.txt`)));
  const report = await fsck(source, { logKey, entriesAreCommitments: false });
  return report.clean ? 'clean' : (report.findings.find(({ severity }) => severity === 'error')?.code ?? '');
}

/** What a proof says of an entry under the demonstration log's policy: `in-log`, or the fault. */
function proofVerdict(proof: Uint8Array, entry: Uint8Array, policy = textOf('demo-log/policy.txt')): string {
  const check = checkProof(proof, entry, readPolicy(policy));
  return check.ok ? 'in-log' : check.fault;
}

describe.skipIf(!present)('the logs of the samples, in their own words', () => {
  const proof = (n: number) => log(`demo-log/proofs/${n}.tlog-proof`);
  const entry = (n: number) => log(`demo-log/proofs/${n}.entry`);
  const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
  const without = (bytes: Uint8Array, line: RegExp) =>
    new TextEncoder().encode(new TextDecoder().decode(bytes).replace(line, ''));

  it.each(['demo-log', 'tessera-log'])('%s is clean', async (folder) => {
    expect(await logVerdict(folder)).toBe('clean');
  });

  it.each([0, 299, 599])('proof %i is in-log, and of no other entry', (n) => {
    expect(proofVerdict(proof(n), entry(n))).toBe('in-log');
    expect(proofVerdict(proof(n), entry(n === 0 ? 299 : 0))).toBe('entry-not-in-log');
  });

  it.each(
    Array.from({ length: 15 }, (_, i) => `tessera-log/checkpoint.${i + 1}`).concat('tessera-log/checkpoint'),
  )('%s is signed by its log', (name) => {
    const key = noteVerifier(readVkey(textOf('tessera-log/vkey.txt')));
    const { size } = openCheckpoint(log(name), key);
    expect(size).toBe(name === 'tessera-log/checkpoint' ? 15 : Number(name.split('.')[1]));
  });

  it('are refused after each change the README asks for', async () => {
    const changed = (part: string) =>
      logVerdict('demo-log', (path, bytes) => (path === part ? flip(bytes, 40) : bytes));
    expect(await changed('tile/0/000')).toBe('tile-differs');
    expect(['tile-differs', 'root-differs', 'bundle-malformed']).toContain(await changed('tile/entries/000'));
    expect(await changed('checkpoint')).toBe('checkpoint-refused');
    const gone = (part: string) =>
      logVerdict('demo-log', (path, bytes) => (path === part ? undefined : bytes));
    expect(await gone('tile/entries/001')).toBe('bundle-missing');
    const swapped = await logVerdict('demo-log', (path, bytes) =>
      path === 'checkpoint' ? flip(log('demo-log/checkpoint.300'), 30) : bytes,
    );
    expect(swapped).toBe('checkpoint-refused');
    const bytes = proof(299);
    // A witness line that no longer names a known witness is as good as absent; two of three are enough.
    const signedPart = Buffer.from(bytes).indexOf('— witness');
    for (let at = 0; at < signedPart; at += 7) {
      expect([at, proofVerdict(flip(bytes, at), entry(299))]).not.toEqual([at, 'in-log']);
    }
    const one = without(bytes, /^— witness\.county.*\n/m);
    const none = without(one, /^— witness\.city.*\n/m);
    expect(proofVerdict(one, entry(299))).toBe('in-log');
    expect(proofVerdict(none, entry(299))).toBe('policy-not-satisfied');
  });
});

describe.skipIf(!present)('a PAdES-LTA file under a list with its own root', () => {
  it('is valid years after its certificate expired, and until its last time-stamp has', () => {
    const bytes = bytesOf('pdf/ok-01-pades-lta.pdf');
    const roots = readSecurityStore(readPdf(bytes)).certificates.filter((one) => {
      const certificate = parseCertificate(one);
      return isSignedBy(certificate, certificate);
    });
    const purposes = ['document', 'person', 'time'] as const;
    const listOf = (...wanted: readonly Purpose[]): TrustList => ({
      name: 'test',
      demo: false,
      logs: [],
      anchors: roots.map((certificate) => ({ certificate, purposes: [...wanted] })),
    });
    const report = verifyDocument(bytes, { now: NOW, trust: listOf(...purposes) });
    expect(report.verdict).toBe('valid');
    expect(report.signatures[0]).toMatchObject({ time: '2020-11-01T00:00:00Z', timeSource: 'timestamp' });
    const withoutTime = verifyDocument(bytes, { now: NOW, trust: listOf('document', 'person') });
    expect(withoutTime.verdict).toBe('intact-time-unproven');
    const late = verifyDocument(bytes, { now: Date.UTC(2031, 0, 1), trust: listOf(...purposes) });
    expect(late.verdict).toBe('intact-time-unproven');
  });
});

describe.skipIf(!present)('one byte of a signed PDF of others', () => {
  it('is never changed within a signed range and called intact', () => {
    for (const name of ['pdf/ok-06-pades-b.pdf', 'pdf/ok-08-two-signatures.pdf']) {
      const bytes = bytesOf(name);
      const { signatures } = verifyDocument(bytes, { now: NOW });
      const [, length, start, rest] = (signatures[0]!.covered[0] ?? '').split(' ').map(Number) as number[];
      for (const [from, to] of [
        [0, length!],
        [start!, start! + rest!],
      ] as const) {
        for (let i = 0; i < 25; i++) {
          const at = from + Math.floor(((to - from) * i) / 25);
          const changed = bytes.map((byte, j) => (j === at ? byte ^ 1 : byte));
          const { verdict } = verifyDocument(changed, { now: NOW });
          expect([name, at, harmless.includes(verdict) || verdict === 'unsigned']).toEqual([name, at, false]);
        }
      }
    }
  });
});
