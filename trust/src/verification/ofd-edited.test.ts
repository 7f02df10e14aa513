/** Signatures after an edit: those over entries that changed are named and fail, all others verify as before. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readZip, writeZip } from '@yiwen/formats/container';
import {
  buildOfd,
  checkArchive,
  EditRefused,
  editOfd,
  type OfdEdit,
  readOfd,
  toArchive,
} from '@yiwen/formats/ofd';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyDocument } from './index.ts';
import { NOW, plainEntries, SOAK, sealEntries, trust } from './sealed-ofd.fixture.ts';

const folder = join(
  process.env.YIWEN_SAMPLES ?? join(import.meta.dirname, '../../../../shared/samples'),
  'ofd',
);
const samples = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ofd')) : [];
if (samples.length === 0) {
  console.log('no sample OFD files on this machine (set YIWEN_SAMPLES): editing them is skipped');
}
const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
console.log(`edits of signed files: YIWEN_SEED=${seed}`);

const text = (value: string) =>
  ({ kind: 'text', font: 'song', sizeMm: 4, runs: [{ text: value, xMm: 30, yMm: 40 }] }) as const;
const page = { page: { widthMm: 210, heightMm: 297, objects: [text('新')] } };
const note = {
  type: 'Watermark',
  creator: '演示',
  lastModDate: '2026-11-24',
  objects: [text('阅')],
} as const;
const parts: readonly OfdEdit[] = [
  { pages: [page] },
  { pages: [{ ...page, at: 0 }] },
  { annotations: [{ page: 0, annotations: [note] }] },
  { attachments: [{ name: '附件', format: 'txt', bytes: new Uint8Array(3) }] },
  { info: { title: '新题' } },
];
const edits = fc
  .subarray([...parts], { minLength: 1 })
  .map((chosen): OfdEdit => Object.assign({ fonts: [{ key: 'song', fontName: '宋体' }] }, ...chosen));

function checkSignatures(bytes: Uint8Array, edit: OfdEdit): void {
  const before = verifyDocument(bytes, { now: NOW });
  const edited = editOfd(bytes, edit, { breakSignatures: true });
  const after = verifyDocument(edited.bytes, { now: NOW });
  expect(after.signatures.length).toBe(before.signatures.length);
  const { signatures } = readOfd(bytes);
  signatures.forEach(({ id }, index) => {
    const broken = edited.broken.includes(id);
    expect(after.signatures[index]!.intact).toBe(broken ? false : before.signatures[index]!.intact);
    if (!broken) {
      expect(after.signatures[index]!.covered).toEqual(before.signatures[index]!.covered);
    }
  });
  const [old, now] = [readZip(bytes), readZip(edited.bytes)];
  for (const name of old.order.filter((entry) => !edited.changed.includes(entry))) {
    expect(now.entries.get(name), name).toEqual(old.entries.get(name));
  }
  if (edited.broken.length > 0) {
    expect(() => editOfd(bytes, edit)).toThrow(EditRefused);
  }
}

describe('an edited file', () => {
  it.each(samples)('sample %s keeps the signatures that do not cover what changed', (name) => {
    const bytes = new Uint8Array(readFileSync(join(folder, name)));
    const numRuns = Math.ceil(4 * SOAK);
    fc.assert(
      fc.property(edits, (edit) => checkSignatures(bytes, edit)),
      { seed, numRuns },
    );
  });

  it('sealed by this product: every edit breaks the seal, and says so', async () => {
    const bytes = await sealEntries(plainEntries());
    expect(verifyDocument(bytes, { now: NOW, trust }).verdict).toBe('valid');
    for (const edit of parts) {
      const whole = { fonts: [{ key: 'song', fontName: '宋体' }], ...edit };
      expect(() => editOfd(bytes, whole)).toThrow(EditRefused);
      const { bytes: changed, broken } = editOfd(bytes, whole, { breakSignatures: true });
      expect(broken).toEqual(['s001']);
      expect(verifyDocument(changed, { now: NOW, trust }).verdict).toBe('tampered');
    }
  });

  it('can be sealed after it was edited', async () => {
    const edited = editOfd(writeZip(plainEntries()), {
      ...parts[0],
      fonts: [{ key: 'song', fontName: '宋体' }],
    });
    const { entries, order } = readZip(edited.bytes);
    const sealed = await sealEntries(order.map((name) => ({ name, bytes: entries.get(name)! })));
    expect(verifyDocument(sealed, { now: NOW, trust }).verdict).toBe('valid');
  });

  it('keeps its seal in the archive when it was made for it', async () => {
    const line = {
      kind: 'path',
      segments: [
        ['M', 20, 20],
        ['L', 90, 20],
      ],
      stroke: { rgb: [255, 0, 0] },
    } as const;
    const pages = [{ widthMm: 210, heightMm: 297, objects: [line] }];
    const sealed = await sealEntries(
      buildOfd({ docId: '0'.repeat(32), docType: 'OFD-A', title: '归档', fonts: [], pages }),
    );
    const document = readOfd(sealed);
    expect(checkArchive(document)).toEqual([]);
    const { entries, signaturesKept } = await toArchive(document);
    expect(signaturesKept).toBe(true);
    expect(writeZip(entries)).toEqual(sealed);
    expect(verifyDocument(writeZip(entries), { now: NOW, trust }).verdict).toBe('valid');
  });

  it('made fit for the archive later loses its seal and keeps what it said', async () => {
    const { entries, findings } = await toArchive(readOfd(await sealEntries(plainEntries())), {
      signature: () => ({ signer: '禾汀镇人民政府', certificate: '01', digest: 'ab' }),
    });
    expect(findings.map(({ code }) => code)).toEqual(['archive-font-missing']);
    const report = verifyDocument(writeZip(entries), { now: NOW, trust });
    expect(report.verdict).toBe('unsigned');
    const stamps = readOfd(writeZip(entries)).pages.flatMap(({ annotations }) => annotations);
    expect(stamps[0]?.parameters).toContainEqual({ name: '签章人', value: '禾汀镇人民政府' });
  });
});
