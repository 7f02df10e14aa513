/** Real files (see the samples' own README for origin and licence): the verdicts, and tampering derived from them. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeZip } from '@yiwen/formats/container';
import { base64, sm3, utf8 } from '@yiwen/trust/crypto';
import { readSesSignature } from '@yiwen/trust/seals';
import { describe, expect, it } from 'vitest';
import { type Report, verifyDocument } from './index.ts';
import { entriesIn, SOAK, seededNumbers, withEntry, withText } from './sealed-ofd.fixture.ts';

const folder = join(
  process.env.YIWEN_SAMPLES ?? join(import.meta.dirname, '../../../../shared/samples'),
  'ofd',
);
const samples = existsSync(folder);
if (!samples) {
  console.log('no sample OFD files on this machine (set YIWEN_SAMPLES): the tests over them are skipped');
}
const NOW = Date.UTC(2026, 10, 24, 12);
const names = samples ? readdirSync(folder).filter((name) => name.endsWith('.ofd')) : [];

function sample(number: string): Uint8Array {
  const name = names.find((each) => each.startsWith(number));
  if (name === undefined) {
    throw new Error(`no sample ${number}`);
  }
  return new Uint8Array(readFileSync(join(folder, name)));
}

const verify = (bytes: Uint8Array) => verifyDocument(bytes, { now: NOW });

function codes(report: Report): string[] {
  return [...report.findings, ...report.signatures.flatMap(({ findings }) => findings)].map(
    ({ code }) => code,
  );
}

/** [intact, trust, uncovered] of each signature. */
function facts(report: Report): unknown[] {
  return report.signatures.map(({ intact, trust, uncovered }) => [intact, trust, uncovered]);
}

describe.skipIf(!samples)('real OFD files', () => {
  it.each([
    ['02', 'partly-covered', [[true, 'untrusted', ['OFD.xml']]]],
    ['03', 'intact-untrusted', [[true, 'untrusted', []]]],
    ['04', 'tampered', [[false, 'untrusted', ['Doc_0/Document.xml']]]],
    ['05', 'partly-covered', [[true, 'untrusted', ['OFD.xml']]]],
    ['07', 'intact-untrusted', [[true, 'untrusted', []]]],
    [
      '08',
      'changed-after-signing',
      [
        [false, 'untrusted', []],
        [true, 'untrusted', []],
      ],
    ],
    [
      '10',
      'partly-covered',
      [
        [true, 'untrusted', ['Doc_0/Annots/Annotations.xml', 'OFD.xml']],
        [true, 'untrusted', []],
      ],
    ],
    ['18', 'damaged', [[false, 'untrusted', []]]],
    ['19', 'certificate-bad', [[true, 'bad', []]]],
    ['20', 'certificate-bad', [[true, 'bad', []]]],
    ['21', 'certificate-bad', [[true, 'bad', []]]],
  ])('%s is %s', (number, verdict, expected) => {
    const report = verify(sample(number));
    expect(report.verdict).toBe(verdict);
    expect(facts(report)).toEqual(expected);
  });

  it('06 fails: Signature.xml was rewritten and the signer’s value is wrong, the seal’s maker is right', () => {
    const report = verify(sample('06'));
    expect(report.verdict).toBe('tampered');
    expect(codes(report)).toEqual(
      expect.arrayContaining(['signature-file-changed', 'signature-value-wrong']),
    );
    expect(codes(report)).not.toContain('seal-maker-signature-wrong');
  });

  it('09 fails in both signatures, by two changed pages each; values and seals are right', () => {
    const report = verify(sample('09'));
    expect(report.verdict).toBe('tampered');
    expect(report.signatures.length).toBe(2);
    for (const { findings, intact } of report.signatures) {
      expect(intact).toBe(false);
      const changed = findings.filter(({ code }) => code === 'reference-changed').map(({ place }) => place);
      expect(changed.sort()).toEqual(['/Doc_0/Pages/Page_0/Content.xml', '/Doc_0/Pages/Page_1/Content.xml']);
      expect(findings.map(({ code }) => code)).not.toContain('signature-value-wrong');
      expect(findings.map(({ code }) => code)).not.toContain('seal-maker-signature-wrong');
    }
  });

  it('calls unsigned files unsigned', () => {
    for (const number of ['01', '11', '12', '13', '14', '15', '16']) {
      expect([number, verify(sample(number)).verdict]).toEqual([number, 'unsigned']);
    }
  });

  it('17: a signed list of names is a signature that protects no content', () => {
    const report = verify(sample('17'));
    expect(report.verdict).toBe('partly-covered');
    expect(facts(report)).toEqual([
      [
        true,
        'untrusted',
        [
          'Doc_0/Document.xml',
          'Doc_0/Pages/Page_0/Content.xml',
          'Doc_0/Pages/Page_1/Content.xml',
          'Doc_0/PublicRes.xml',
          'OFD.xml',
        ],
      ],
    ]);
    expect(codes(report)).toEqual(expect.arrayContaining(['integrity-list', 'list-of-names-only']));
    const stowed = writeZip([...entriesIn(sample('17')), { name: 'a.bin', bytes: utf8('x') }]);
    expect(codes(verify(stowed))).toContain('entry-not-listed');
    const page = 'Doc_0/PublicRes.xml';
    const without = (gone: string) => writeZip(entriesIn(sample('17')).filter(({ name }) => name !== gone));
    expect(verify(without(page)).verdict).toBe('tampered');
    expect(verify(without('signedvalue.dat')).verdict).toBe('damaged');
    const renamed = withText(sample('17'), 'OFDEntries.xml', 'ofdrw-crypto', 'ofdrw-cripto');
    expect(verify(renamed).verdict).toBe('tampered');
  });

  it('puts the riding seal on all five pages', () => {
    expect(verify(sample('07')).signatures[0]?.pages).toEqual([0, 1, 2, 3, 4]);
  });
});

describe.skipIf(!samples)('tampering with real files', () => {
  it('1: a document root switched in an uncovered OFD.xml is content outside the signature', () => {
    const file = sample('02');
    const forged = withText(file, 'OFD.xml', 'Doc_0/Document.xml', 'Doc_9/Document.xml');
    const root = entriesIn(file).find(({ name }) => name === 'Doc_0/Document.xml')!.bytes;
    const changed = writeZip([...entriesIn(forged), { name: 'Doc_9/Document.xml', bytes: root }]);
    const report = verify(changed);
    expect(['partly-covered', 'tampered']).toContain(report.verdict);
    expect(report.signatures[0]?.uncovered).toEqual(
      expect.arrayContaining(['OFD.xml', 'Doc_9/Document.xml']),
    );
  });

  it('2: a second entry of the same name is refused, whichever comes first', () => {
    const entries = entriesIn(sample('03'));
    const page = entries.find(({ name }) => name.endsWith('Page_0/Content.xml'))!;
    const twin = {
      name: page.name,
      bytes: utf8(new TextDecoder().decode(page.bytes).replace('价税', '税价')),
    };
    // writeZip refuses doubles, so the twin is written under a name of the same length and renamed in the bytes.
    const alias = page.name.replace('Content', 'Kontent');
    for (const order of [
      [...entries, { ...twin, name: alias }],
      [{ ...twin, name: alias }, ...entries],
    ]) {
      const bytes = writeZip(order);
      const [from, to] = [utf8(alias), utf8(page.name)];
      for (let at = 0; at + from.length <= bytes.length; at++) {
        if (from.every((byte, i) => bytes[at + i] === byte)) {
          bytes.set(to, at);
        }
      }
      const report = verify(bytes);
      expect(report.verdict).toBe('refused');
      expect(codes(report)).toContain('duplicate-name');
    }
  });

  it('3: a stowaway is named, and a removed link to the signatures does not look like “never signed”', () => {
    const file = sample('19');
    const stowed = verify(
      writeZip([...entriesIn(file), { name: 'Doc_0/Res/stowaway.bin', bytes: utf8('x') }]),
    );
    expect(stowed.findings.filter(({ code }) => code === 'stowaway-entry').map(({ place }) => place)).toEqual(
      ['Doc_0/Res/stowaway.bin'],
    );
    const plain = entriesIn(file).find(({ name }) => name === 'OFD.xml')!.bytes;
    const link = /<ofd:Signatures>.*?<\/ofd:Signatures>/.exec(new TextDecoder().decode(plain))?.[0] ?? '';
    const report = verify(withText(file, 'OFD.xml', link, ''));
    expect(report.verdict).toBe('damaged');
    expect(codes(report)).toContain('signatures-unlinked');
  });

  it('4: one byte in content, list, value, picture or seal file is found', () => {
    const file = sample('03');
    const base = 'Doc_0/Signs/Sign_0';
    const flip = (at: number) => (bytes: Uint8Array) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
    const page = withEntry(file, 'Doc_0/Pages/Page_0/Content.xml', flip(500));
    expect(codes(verify(page))).toContain('reference-changed');
    const list = withText(file, `${base}/Signature.xml`, 'gomain_eseal', 'gomain_esea1');
    expect(codes(verify(list))).toContain('signature-file-changed');
    const value = entriesIn(file).find(({ name }) => name === `${base}/SignedValue.dat`)!.bytes;
    const end = withEntry(file, `${base}/SignedValue.dat`, flip(value.length - 1));
    expect(codes(verify(end))).toContain('signature-value-wrong');
    const { picture } = readSesSignature(value).seal;
    const at = picture.data.byteOffset - value.byteOffset + Math.floor(picture.data.length / 2);
    const swapped = verify(withEntry(file, `${base}/SignedValue.dat`, flip(at)));
    expect(codes(swapped)).toEqual(
      expect.arrayContaining(['signature-value-wrong', 'seal-maker-signature-wrong']),
    );
    const seal = verify(withEntry(sample('07'), `${base}/Seal.esl`, flip(1000)));
    expect(codes(seal)).toEqual(expect.arrayContaining(['reference-changed', 'seal-file-differs']));
    for (const changed of [page, list, end]) {
      expect(verify(changed).verdict).toBe('tampered');
    }
  });

  it('a digest list repaired after a change still does not fit the signed value', () => {
    const file = sample('03');
    const old = new TextDecoder().decode(
      entriesIn(file).find(({ name }) => name.endsWith('Sign_0/Signature.xml'))!.bytes,
    );
    const reference =
      /<ofd:Reference FileRef="\/Doc_0\/Document.xml">.*?<\/ofd:Reference>/.exec(old)?.[0] ?? '';
    const report = verify(withText(file, 'Doc_0/Signs/Sign_0/Signature.xml', reference, ''));
    expect(report.verdict).toBe('tampered');
    expect(report.signatures[0]?.uncovered).toContain('Doc_0/Document.xml');
  });
});

describe.skipIf(!samples)('more tampering the README asks for', () => {
  it('a page changed with its digest in the list repaired to fit', () => {
    const file = sample('03');
    const place = 'Doc_0/Pages/Page_0/Content.xml';
    const page = entriesIn(file).find(({ name }) => name === place)!.bytes;
    const forged = page.map((byte, i) => (i === 500 ? byte ^ 1 : byte));
    const both = withText(
      withEntry(file, place, () => forged),
      'Doc_0/Signs/Sign_0/Signature.xml',
      base64(sm3(page)),
      base64(sm3(forged)),
    );
    const report = verify(both);
    expect(report.verdict).toBe('tampered');
    expect(codes(report)).toContain('signature-file-changed');
    expect(codes(report)).not.toContain('reference-changed');
  });

  it('07 with another seal in the place of Seal.esl', () => {
    const other = new Uint8Array(readFileSync(join(folder, 'seals', 'user-v5.esl')));
    const report = verify(withEntry(sample('07'), 'Doc_0/Signs/Sign_0/Seal.esl', () => other));
    expect(report.verdict).toBe('tampered');
    expect(codes(report)).toEqual(expect.arrayContaining(['reference-changed', 'seal-file-differs']));
    expect(report.signatures[0]?.answers).toMatchObject({ integrity: 'bad', seal: 'bad' });
  });

  it('no case is called valid or intact', () => {
    const file = sample('19');
    const stowed = writeZip([...entriesIn(file), { name: 'Doc_0/Res/a.bin', bytes: utf8('x') }]);
    const clean = sample('03');
    const stowed03 = writeZip([...entriesIn(clean), { name: 'Doc_0/Res/a.bin', bytes: utf8('x') }]);
    expect(verify(stowed).verdict).toBe('certificate-bad');
    expect(verify(stowed03).verdict).toBe('partly-covered');
    const list = entriesIn(clean).filter(({ name }) => !name.endsWith('Signs/Signatures.xml'));
    expect(verify(writeZip(list)).verdict).toBe('damaged');
  });
});

describe.skipIf(!samples)('hostile bytes', () => {
  it('never bring the program down, and never change an unsigned file into a signed one', () => {
    const next = seededNumbers('hostile OFD');
    for (let i = 0; i < 150 * SOAK; i++) {
      const original = sample(['01', '03', '07', '10', '18', '21'][i % 6]!);
      const bytes = i % 5 === 0 ? original.slice(0, Math.floor(next() * original.length)) : original;
      for (let j = 0; j < 1 + Math.floor(next() * 8); j++) {
        bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
      }
      const report = verify(bytes);
      expect(codes(report)).not.toContain('internal-fault');
      expect(report.verdict).not.toBe('valid');
    }
  });
});
