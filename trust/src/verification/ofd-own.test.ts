import { readZip, writeZip } from '@yiwen/formats/container';
import { concat, equalBytes, keySigner, utf8 } from '@yiwen/trust/crypto';
import { prepareOfdSeal } from '@yiwen/trust/documents';
import { makeSeal } from '@yiwen/trust/seals';
import { describe, expect, it } from 'vitest';
import { verifyDocument } from './index.ts';
import {
  DAY_MS,
  entriesIn,
  issued,
  NOW,
  plainEntries,
  random,
  SOAK,
  sealEntries,
  seededNumbers,
  trust,
  withEntry,
  withText,
} from './sealed-ofd.fixture.ts';

const sealed = await sealEntries(plainEntries());
const verify = (bytes: Uint8Array) => verifyDocument(bytes, { trust, now: NOW });
const codes = (bytes: Uint8Array) => {
  const report = verify(bytes);
  return [...report.findings, ...report.signatures.flatMap((each) => each.findings)].map(({ code }) => code);
};

describe('a file sealed here', () => {
  it('is valid with the trust list, and its sentence says who, when and 演示无效', () => {
    const report = verify(sealed);
    expect(report.verdict).toBe('valid');
    expect(report.sentence.zh).toBe(
      '这份文件是真的，没有被改动，由禾汀镇人民政府于2026年11月23日盖章，可以采信。演示无效',
    );
    expect(report.sentence.en).toContain('演示无效');
    expect(report.demo).toBe(true);
    expect(report.signatures[0]).toMatchObject({
      kind: 'seal',
      intact: true,
      trust: 'trusted',
      covers: 'all',
      uncovered: [],
      findings: [],
      time: '2026-11-23T08:00:00Z',
      timeSource: 'claimed',
      pages: [0],
    });
    expect(report.findings).toEqual([]);
    expect(report.metadata).toMatchObject({
      标题: '关于开展冬季消防安全检查的通知',
      发文字号: '禾汀政发〔2026〕12号',
    });
    expect(report.doesNotProve.length).toBe(4);
  });

  it('covers every entry but the list and the two files a signature cannot cover', () => {
    const names = entriesIn(sealed).map(({ name }) => name);
    const open = [
      'Doc_0/Signs/Signatures.xml',
      'Doc_0/Signs/Sign_0/Signature.xml',
      'Doc_0/Signs/Sign_0/SignedValue.dat',
    ];
    expect(new Set(verify(sealed).signatures[0]!.covered)).toEqual(
      new Set(names.filter((name) => !open.includes(name))),
    );
  });

  it('is intact-untrusted without the list, and says whose claim it is', () => {
    const report = verifyDocument(sealed, { now: NOW });
    expect(report.verdict).toBe('intact-untrusted');
    expect(report.sentence.zh).toBe(
      '文件自盖章后没有被改动，但无法确认盖章者的证书由谁担保（署名为“禾汀镇人民政府”（自称时间2026年11月23日）），请向署名的机关核实后再采信',
    );
    expect(report.demo).toBe(false);
  });

  it('is written canonically and prepares the same bytes for every attempt', async () => {
    expect(readZip(sealed).canonical).toBe(true);
    const seal = await makeSeal(
      {
        esID: 'A',
        vid: 'B',
        name: '章',
        type: 'organ',
        certificates: [issued.township.certificate],
        picture: { type: 'png', data: utf8('x'), widthMm: 42, heightMm: 42 },
        createDate: NOW,
        validStart: NOW,
        validEnd: NOW + DAY_MS,
      },
      keySigner(issued.maker, { random }),
    );
    const request = { seal, certificate: issued.township.certificate, stamps: [], time: NOW };
    const [one, two] = [prepareOfdSeal(plainEntries(), request), prepareOfdSeal(plainEntries(), request)];
    expect(one.toBeSigned).toEqual(two.toBeSigned);
    const stamp = { page: 7, xMm: 0, yMm: 0, widthMm: 1, heightMm: 1 };
    expect(() => prepareOfdSeal(plainEntries(), { ...request, stamps: [stamp] })).toThrow('page 0 to 0');
    expect(() => prepareOfdSeal([], request)).toThrow('one document');
  });

  it('can be sealed again by a second organ, and both seals hold', async () => {
    const both = await sealEntries(entriesIn(sealed), { signer: issued.village as never });
    const report = verify(both);
    expect(report.verdict).toBe('valid');
    expect(report.signatures.map(({ covers, trust: trusted }) => [covers, trusted])).toEqual([
      ['all', 'trusted'],
      ['all', 'trusted'],
    ]);
    expect(report.signatures[1]!.covered).toContain('Doc_0/Signs/Sign_0/SignedValue.dat');
    expect(report.sentence.zh).toContain(
      '禾汀镇人民政府于2026年11月23日、柳溪村民委员会于2026年11月23日盖章',
    );
    // Tearing the second seal out again leaves its files behind.
    const names = ['Doc_0/Signs/Signatures.xml'];
    const torn = entriesIn(both).map((entry) =>
      names.includes(entry.name) ? entriesIn(sealed).find(({ name }) => name === entry.name)! : entry,
    );
    expect(verify(writeZip(torn)).verdict).toBe('damaged');
    expect(codes(writeZip(torn))).toContain('signature-severed');
  });
});

describe('certificates and seals with faults', () => {
  it('are certificate-bad when the signer is not in the seal', async () => {
    const file = await sealEntries(plainEntries(), { listed: [issued.village.certificate] });
    expect(verify(file).verdict).toBe('certificate-bad');
    expect(codes(file)).toContain('signer-not-in-seal');
  });

  it('are certificate-bad outside the seal’s period, and outside the certificate’s', async () => {
    const late = await sealEntries(plainEntries(), { validEnd: NOW - DAY_MS });
    expect(verify(late).verdict).toBe('certificate-bad');
    expect(codes(late)).toContain('seal-out-of-period');
    const early = await sealEntries(plainEntries(), { time: NOW - 650 * DAY_MS });
    expect(codes(early)).toContain('certificate-not-yet-valid');
    const future = await sealEntries(plainEntries(), { time: NOW + 3 * DAY_MS });
    expect(codes(future)).toContain('signed-in-the-future');
    expect(verify(future).verdict).toBe('certificate-bad');
  });

  it('are not trusted when a person made the seal or sealed for the organ', async () => {
    const made = await sealEntries(plainEntries(), { maker: issued.person });
    expect(verify(made).verdict).toBe('intact-untrusted');
    const signed = await sealEntries(plainEntries(), { signer: issued.person as never });
    expect(verify(signed).verdict).toBe('intact-untrusted');
    expect(codes(signed)).toContain('anchor-other-purpose');
  });
});

describe('what is done to a sealed file', () => {
  it('is found: content, links, additions, removals', () => {
    const page = 'Doc_0/Pages/Page_0/Content.xml';
    expect(verify(withText(sealed, page, '通知', '通报')).verdict).toBe('tampered');
    expect(verify(withText(sealed, 'OFD.xml', '12号', '13号')).verdict).toBe('tampered');
    const list = 'Doc_0/Signs/Signatures.xml';
    expect(verify(withText(sealed, list, 'Type="Seal"', 'Type="Sign"')).verdict).not.toBe('valid');
    expect(verify(withText(sealed, list, 'ID="s001"', 'ID="s002"')).verdict).toBe('changed-after-signing');
    expect(verify(withText(sealed, list, '<ofd:Signature ', '<!-- x --><ofd:Signature ')).verdict).toBe(
      'changed-after-signing',
    );
    const added = writeZip([...entriesIn(sealed), { name: 'Doc_0/Res/note.txt', bytes: utf8('x') }]);
    expect(verify(added).verdict).toBe('partly-covered');
    expect(codes(added)).toContain('stowaway-entry');
    const without = (name: string) => writeZip(entriesIn(sealed).filter((entry) => entry.name !== name));
    expect(verify(without('Doc_0/Signs/Signatures.xml')).verdict).toBe('damaged');
    expect(verify(without('Doc_0/Signs/Sign_0/SignedValue.dat')).verdict).toBe('damaged');
    expect(verify(without('OFD.xml')).verdict).not.toBe('valid');
    expect(verify(without(page)).verdict).toBe('tampered');
    const unlinked = withText(
      sealed,
      'OFD.xml',
      '<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>',
      '',
    );
    expect(verify(unlinked).verdict).toBe('damaged');
    expect(verify(unlinked).sentence.zh).toContain('签名列表的链接不在了');
  });

  it('is refused with a second package before it, inside it or behind it', () => {
    const other = writeZip(
      plainEntries().map((entry) =>
        entry.name === 'OFD.xml' ? { name: entry.name, bytes: utf8('<OFD/>') } : entry,
      ),
    );
    const joined = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));
    const directoryAt = (file: Uint8Array) =>
      new DataView(file.buffer, file.byteOffset).getUint32(file.length - 6, true);
    const records = other.subarray(0, directoryAt(other));
    const middle = directoryAt(sealed);
    const inside = joined(sealed.subarray(0, middle), records, sealed.subarray(middle));
    new DataView(inside.buffer).setUint32(inside.length - 6, middle + records.length, true);
    const behind = joined(sealed, records);
    new DataView(behind.buffer).setUint16(sealed.length - 2, records.length, true);
    for (const file of [joined(other, sealed), joined(records, sealed), inside, behind]) {
      expect(verify(file).verdict).toBe('refused');
      expect(codes(file)).toContain('hidden-archive');
    }
  });

  it('is not wholly covered with anything around the archive: an image in front is what other programs show', () => {
    const withComment = concat(sealed, utf8('note'));
    new DataView(withComment.buffer).setUint16(sealed.length - 2, 4, true);
    const jpeg = concat(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), new Uint8Array(40));
    for (const file of [concat(jpeg, sealed), concat(sealed, utf8('note')), withComment]) {
      expect(verify(file).verdict).toBe('partly-covered');
    }
  });

  it('does not forget signatures whose files were all taken out while their link stayed', () => {
    const stripped = writeZip(entriesIn(sealed).filter(({ name }) => !name.startsWith('Doc_0/Signs/')));
    expect(verify(stripped).verdict).toBe('damaged');
    expect(codes(stripped)).toContain('signature-list-missing');
  });

  it('knows the remains of a seal by their content when their names were changed and their links cut', () => {
    const base = 'Doc_0/Signs/Sign_0';
    const link = '<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>';
    const unlinked = entriesIn(withText(sealed, 'OFD.xml', link, ''));
    for (const kept of [`${base}/SignedValue.dat`, `${base}/Signature.xml`]) {
      const remains = writeZip(
        unlinked
          .filter(({ name }) => name === kept || !name.startsWith('Doc_0/Signs/'))
          .map((entry) => (entry.name === kept ? { ...entry, name: 'Doc_0/Res/a.bin' } : entry)),
      );
      expect(codes(remains)).toContain('signature-severed');
      expect(verify(remains).verdict).toBe('damaged');
    }
  });

  it('is valid only as long as the register does not say otherwise', () => {
    const verdicts = (['valid', 'superseded', 'withdrawn', 'unknown'] as const).map((status) => {
      const report = verifyDocument(sealed, { trust, now: NOW, status });
      expect(report.status).toBe(status);
      return report.verdict;
    });
    expect(verdicts).toEqual(['valid', 'valid-superseded', 'valid-withdrawn', 'valid']);
    const untrusted = verifyDocument(sealed, { now: NOW, status: 'withdrawn' });
    expect([untrusted.verdict, untrusted.status]).toEqual(['intact-untrusted', 'withdrawn']);
  });

  it('is intact, its time unproven, once the certificate has expired', () => {
    const later = verifyDocument(sealed, { trust, now: NOW + 601 * DAY_MS });
    expect(later.verdict).toBe('intact-time-unproven');
    expect(later.signatures[0]!.findings.map(({ code }) => code)).toContain('expired-since');
    expect(later.signatures[0]!.answers).toEqual({
      integrity: 'good',
      seal: 'good',
      signer: 'good',
      trust: 'good',
      time: 'doubtful',
      coverage: 'good',
    });
  });

  it('gives `unsigned` only when nothing of the seal is left', () => {
    const plain = verify(writeZip(plainEntries()));
    expect(plain.verdict).toBe('unsigned');
    expect(plain.doesNotProve).toEqual([]);
  });

  it('never passes with one bit changed in the content of any entry', () => {
    const next = seededNumbers('content flips');
    const entries = entriesIn(sealed);
    const total = 200 * SOAK;
    const verdicts = new Map<string, number>();
    for (let i = 0; i < total; i++) {
      const { name, bytes } = entries[i % entries.length]!;
      const at = Math.floor(next() * bytes.length);
      const bit = 1 << Math.floor(next() * 8);
      const { verdict, findings } = verify(
        withEntry(sealed, name, (old) => old.map((byte, j) => (j === at ? byte ^ bit : byte))),
      );
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
      expect({ name, at, bit, verdict }).not.toMatchObject({ verdict: 'valid' });
      expect(findings.map(({ code }) => code)).not.toContain('internal-fault');
    }
    console.log('content flips:', Object.fromEntries(verdicts));
  }, 240_000);

  it('never passes with one bit changed in the signed value or the signature list', () => {
    const next = seededNumbers('value flips');
    for (const name of ['Doc_0/Signs/Sign_0/SignedValue.dat', 'Doc_0/Signs/Signatures.xml']) {
      for (let i = 0; i < 200 * SOAK; i++) {
        const changed = withEntry(sealed, name, (old) => {
          const at = Math.floor(next() * old.length);
          return old.map((byte, j) => (j === at ? byte ^ (1 << Math.floor(next() * 8)) : byte));
        });
        expect(verify(changed).verdict).not.toBe('valid');
      }
    }
  }, 240_000);

  it('is refused when a local header tells another size or method than the directory', () => {
    const view = new DataView(sealed.buffer, sealed.byteOffset);
    for (const [at, value] of [
      [8, view.getUint16(8, true) === 0 ? 8 : 0],
      [18, view.getUint16(18, true) - 1],
    ] as const) {
      const changed = Uint8Array.from(sealed);
      new DataView(changed.buffer).setUint16(at, value, true);
      expect(verify(changed).verdict).toBe('refused');
      expect(verify(changed).sentence.zh).toContain('文件头与目录记录不一致');
    }
  });

  it('shows no other content or signer under `valid` when a container byte is changed', () => {
    const next = seededNumbers('container flips');
    const before = readZip(sealed).entries;
    const expected = verify(sealed);
    let valid = 0;
    for (let i = 0; i < 200 * SOAK; i++) {
      const changed = Uint8Array.from(sealed);
      changed[Math.floor(next() * changed.length)]! ^= 1 << Math.floor(next() * 8);
      const report = verify(changed);
      expect(report.findings.map(({ code }) => code)).not.toContain('internal-fault');
      if (report.verdict === 'valid') {
        valid++;
        const after = readZip(changed).entries;
        expect([...after.keys()]).toEqual([...before.keys()]);
        for (const [name, bytes] of before) {
          expect(equalBytes(bytes, after.get(name)!)).toBe(true);
        }
        expect(report.signatures.map(({ signer, time }) => [signer, time])).toEqual(
          expected.signatures.map(({ signer, time }) => [signer, time]),
        );
        expect(report.findings.length).toBeGreaterThan(0);
      }
    }
    console.log(`container flips: ${valid} stayed valid with the same content, each with a finding`);
  }, 240_000);
});
