/** Files of any kind signed here: with a signature beside them (`.p7s`), or together in an ASiC-E container. */

import { randomBytes } from 'node:crypto';
import { readZip, writeZip, type ZipEntry } from '@yiwen/formats/container';
import { concat, der, equalBytes, keySigner, readDer, type Signer, utf8 } from '@yiwen/trust/crypto';
import {
  addAsicTimeStamp,
  completeAsic,
  completeDetached,
  entriesToSign,
  prepareAsic,
  prepareDetached,
} from '@yiwen/trust/documents';
import { signatureValueOf } from '@yiwen/trust/signatures';
import { describe, expect, it } from 'vitest';
import { verifyDetached, verifyDocument } from './index.ts';
import {
  entriesIn,
  issued,
  NOW,
  plainEntries,
  random,
  SOAK,
  sealEntries,
  seededNumbers,
  timeStampToken,
  trust,
  withEntry,
  withText,
} from './sealed-ofd.fixture.ts';

const national = keySigner(issued.person, { random });
const curve = keySigner(issued.curve, { random });
const options = { trust, now: NOW, fileName: '现场.jpg' };
const picture = concat(utf8('\xff\xd8\xff\xe0'), new Uint8Array(randomBytes(2000)));

async function beside(content: Uint8Array, signer: Signer): Promise<Uint8Array> {
  const prepared = prepareDetached(content, { ...signer, time: NOW });
  return completeDetached(prepared, await signer.sign(prepared.toBeSigned));
}

async function together(entries: readonly ZipEntry[], signer: Signer = national): Promise<Uint8Array> {
  const prepared = prepareAsic(entries, { ...signer, time: NOW });
  return completeAsic(prepared, await signer.sign(prepared.signing.toBeSigned));
}

const codes = (report: ReturnType<typeof verifyDocument>) =>
  [...report.findings, ...report.signatures.flatMap((each) => each.findings)].map(({ code }) => code);

describe.each([
  ['sm2-sm3', national],
  ['ecdsa-p256-sha256', curve],
] as const)('a signature beside a file, %s', (_, signer) => {
  it('is valid over these bytes and tampered over others', async () => {
    const p7s = await beside(picture, signer);
    const report = verifyDetached(picture, p7s, options);
    expect(report).toMatchObject({ verdict: 'valid', format: 'other', findings: [] });
    expect(report.signatures).toMatchObject([
      { kind: 'signature', covers: 'all', covered: ['现场.jpg'], time: '2026-11-23T08:00:00Z', findings: [] },
    ]);
    expect(verifyDetached(concat(picture, utf8('x')), p7s, options).verdict).toBe('tampered');
    expect(verifyDetached(picture, p7s, { now: NOW }).verdict).toBe('intact-untrusted');
  });

  it('proves its time with a time-stamp', async () => {
    const prepared = prepareDetached(picture, { ...signer, time: NOW });
    const signature = await signer.sign(prepared.toBeSigned);
    const timeStamp = await timeStampToken(signature, NOW + 1000);
    const p7s = completeDetached(prepared, signature, { timeStamp });
    expect(verifyDetached(picture, p7s, options).signatures[0]).toMatchObject({
      verdict: 'valid',
      timeSource: 'timestamp',
      time: '2026-11-23T08:00:01Z',
    });
  });
});

describe('a signature file', () => {
  it('may be PEM, and is nothing with bytes around it', async () => {
    const p7s = await beside(picture, national);
    const body = Buffer.from(p7s).toString('base64').replace(/.{64}/g, '$&\n');
    const pem = (label: string) => utf8(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`);
    for (const label of ['CMS', 'PKCS7']) {
      expect(verifyDetached(picture, pem(label), options).verdict).toBe('valid');
    }
    const wrong = [
      pem('CERTIFICATE'),
      concat(p7s, new Uint8Array(1)),
      p7s.subarray(0, -1),
      utf8('x'),
      new Uint8Array(0),
      new Uint8Array(9 * 1024 * 1024),
    ];
    for (const bytes of wrong) {
      const report = verifyDetached(picture, bytes, options);
      expect(report.verdict).toBe('damaged');
      expect(report.sentence.zh).toContain('签名文件不是单独一份');
    }
  });

  it('goes with the signatures inside the file, and the worst decides', async () => {
    const sealed = await sealEntries(plainEntries());
    const p7s = await beside(sealed, national);
    const report = verifyDetached(sealed, p7s, { ...options, fileName: '通知.ofd' });
    expect(report).toMatchObject({ verdict: 'valid', format: 'ofd' });
    expect(report.signatures.map(({ kind }) => kind)).toEqual(['seal', 'signature']);
    const changed = withText(sealed, 'OFD.xml', '12号', '13号');
    expect(verifyDetached(changed, await beside(changed, national), options).verdict).toBe('tampered');
    const plain = writeZip(plainEntries());
    expect(verifyDetached(plain, await beside(plain, national), options).verdict).toBe('valid');
    expect(verifyDetached(new Uint8Array(0), p7s, options).verdict).toBe('refused');
  });

  it('never passes over other content with a bit changed, nor for another signer', async () => {
    const p7s = await beside(picture, national);
    const next = seededNumbers('p7s flips');
    let valid = 0;
    for (let i = 0; i < 150 * SOAK; i++) {
      const changed = Uint8Array.from(p7s);
      changed[Math.floor(next() * p7s.length)]! ^= 1 << Math.floor(next() * 8);
      const report = verifyDetached(picture, changed, options);
      expect(report.findings.map(({ code }) => code)).not.toContain('internal-fault');
      if (report.verdict === 'valid') {
        valid += 1;
        expect(report.signatures[0]).toMatchObject({
          signer: '赵六（演示无效）',
          time: '2026-11-23T08:00:00Z',
        });
      }
      const other = Uint8Array.from(picture);
      other[Math.floor(next() * other.length)]! ^= 1 << Math.floor(next() * 8);
      expect(verifyDetached(other, p7s, options).verdict).toBe('tampered');
    }
    console.log(`p7s flips: ${valid} stayed valid, with the same content, signer and time`);
  }, 120_000);
});

const files: ZipEntry[] = [
  { name: '现场 照片.jpg', bytes: picture },
  { name: '台账/2026.csv', bytes: utf8('户主,面积\n甲,120\n') },
];
const container = await together(files);
const twice = await together(entriesToSign(container), curve);

it('manifests that are next to nothing when packed are read up to a limit for all of them together', async () => {
  const padding = `<!--${'x'.repeat(1_000_000)}-->`;
  const manifest = (n: number) =>
    `<ASiCManifest xmlns="http://uri.etsi.org/02918/v1.2.1#">${padding}<SigReference URI="META-INF/none-${n}.p7s"/></ASiCManifest>`;
  const entries = Array.from({ length: 6 }, (_, n) => ({
    name: `META-INF/ASiCManifest${n}.xml`,
    bytes: utf8(manifest(n)),
  }));
  const zip = writeZip([
    { name: 'mimetype', bytes: utf8('application/vnd.etsi.asic-e+zip') },
    { name: 'a.txt', bytes: utf8('a') },
    ...entries,
  ]);
  const report = verifyDocument(zip, options);
  const first = report.signatures.map(({ findings }) => findings[0]?.code);
  expect(first).toEqual([...Array(4).fill('signed-value-missing'), 'asice-manifest', 'asice-manifest']);
  expect(report.verdict).toBe('damaged');
});

it('the attributes of a signature, put in a file, are not signed by it once it has none', async () => {
  const prepared = prepareDetached(picture, { ...national, time: NOW });
  const p7s = completeDetached(prepared, await national.sign(prepared.toBeSigned));
  const [type, wrapped] = readDer(p7s, { maxDepth: 32, maxNodes: 20_000 }).children;
  const fields = wrapped!.children[0]!.children;
  const signer = fields.at(-1)!.children[0]!.children.filter(({ tag }) => tag !== 0xa0);
  const bytesOf = (nodes: typeof fields) => nodes.map(({ bytes }) => bytes);
  const without = der.seq(...bytesOf(fields.slice(0, -1)), der.set(der.seq(...bytesOf(signer))));
  const report = verifyDetached(prepared.toBeSigned, der.seq(type!.bytes, der.explicit(0, without)), options);
  expect(report.verdict).toBe('tampered');
  expect(codes(report)).toContain('cms-attributes-as-content');
});

describe('an ASiC-E container', () => {
  it('is valid, says first what it is, and covers every file', () => {
    const report = verifyDocument(container, options);
    expect(report).toMatchObject({ verdict: 'valid', format: 'asice', findings: [] });
    expect(report.signatures[0]).toMatchObject({
      covers: 'all',
      covered: files.map(({ name }) => name),
      uncovered: [],
      findings: [],
    });
    expect(new TextDecoder().decode(container.subarray(30, 69))).toBe(
      'mimetypeapplication/vnd.etsi.asic-e+zip',
    );
    expect(container[8]).toBe(0);
    expect(report.sentence.zh).toContain('由赵六于2026年11月23日签名');
  });

  it('takes a second signature that covers the first, whose bytes stay', () => {
    const report = verifyDocument(twice, options);
    expect(report.verdict).toBe('valid');
    expect(report.signatures.map(({ signer, covers }) => [signer, covers])).toEqual([
      ['赵六（演示无效）', 'all'],
      ['孙七（演示无效）', 'all'],
    ]);
    expect(report.signatures[1]!.covered).toContain('META-INF/signature001.p7s');
    const after = readZip(twice).entries;
    for (const { name, bytes } of entriesIn(container)) {
      expect(equalBytes(bytes, after.get(name)!)).toBe(true);
    }
  });

  it('takes a time-stamp in its newest signature', async () => {
    const entries = entriesIn(twice);
    const newest = entries.find(({ name }) => name === 'META-INF/signature002.p7s')!;
    const stamped = addAsicTimeStamp(entries, await timeStampToken(signatureValueOf(newest.bytes)));
    expect(verifyDocument(stamped, options).signatures.map(({ timeSource }) => timeSource)).toEqual([
      'claimed',
      'timestamp',
    ]);
    const wrong = await timeStampToken(utf8('x'));
    expect(() => addAsicTimeStamp(entries, wrong)).toThrow('newest signature');
  });

  it('refuses to sign what would be taken for something else', () => {
    const signing = { ...national, time: NOW };
    const entry = (name: string) => ({ name, bytes: utf8('x') });
    for (const names of [[], ['OFD.xml'], ['mimetype', 'a'], ['META-INF/a'], ['a', 'meta-inf/b']]) {
      expect(() => prepareAsic(names.map(entry), signing)).toThrow('expected files to sign');
    }
    expect(() => prepareAsic(plainEntries(), signing)).toThrow('OFD.xml');
  });

  it('is not fooled: content, additions, removals, other kinds', () => {
    const verdictOf = (file: Uint8Array) => verifyDocument(file, options).verdict;
    expect(verdictOf(withText(container, '台账/2026.csv', '120', '180'))).toBe('tampered');
    const add = (name: string) => writeZip([...entriesIn(container), { name, bytes: utf8('x') }]);
    expect(verdictOf(add('补充.txt'))).toBe('partly-covered');
    expect(verdictOf(add('META-INF/note.txt'))).toBe('partly-covered');
    expect(verdictOf(add('META-INF/signature002.p7s'))).toBe('damaged');
    expect(verdictOf(add('META-INF/ASiCManifest002.xml'))).toBe('damaged');
    expect(verdictOf(add('META-INF/signatures.xml'))).toBe('damaged');
    expect(verdictOf(add('META-INF/manifest.xml'))).toBe('valid');
    expect(verdictOf(add('OFD.xml'))).toBe('refused');
    const without = (name: string) => writeZip(entriesIn(container).filter((entry) => entry.name !== name));
    expect(verdictOf(without('台账/2026.csv'))).toBe('tampered');
    expect(verdictOf(without('META-INF/signature001.p7s'))).toBe('damaged');
    expect(verdictOf(without('META-INF/ASiCManifest001.xml'))).toBe('damaged');
    expect(verdictOf(without('mimetype'))).toBe('damaged');
    const retyped = withEntry(container, 'mimetype', () => utf8('application/vnd.etsi.asic-s+zip'));
    expect(verdictOf(retyped)).toBe('damaged');
    expect(verdictOf(withEntry(container, 'mimetype', () => utf8('application/zip')))).toBe('damaged');
    const unsigned = writeZip(entriesIn(container).filter(({ name }) => !name.startsWith('META-INF/')));
    expect(verdictOf(unsigned)).toBe('unsigned');
    // Out of the second signature's sight: a file put in after the first signature.
    const moved = writeZip([...entriesIn(container)].reverse());
    expect(codes(verifyDocument(moved, options))).toContain('asice-mimetype-place');
  });

  it('tells what was put in between two signatures', async () => {
    const added = [...entriesIn(container), { name: '补充.txt', bytes: utf8('x') }];
    const report = verifyDocument(await together(added, curve), options);
    expect(report.verdict).toBe('partly-covered');
    expect(report.signatures.map(({ verdict }) => verdict)).toEqual(['partly-covered', 'valid']);
  });

  it('is refused with a name twice', () => {
    const name = utf8('台账/2026.csv');
    const other = writeZip([{ name: '台账/2027.csv', bytes: utf8('x') }, ...entriesIn(container)]);
    const doubled = Uint8Array.from(other);
    for (let at = 0; at + name.length < doubled.length; at++) {
      if (equalBytes(doubled.subarray(at, at + name.length), utf8('台账/2027.csv'))) {
        doubled.set(name, at);
      }
    }
    expect(verifyDocument(doubled, options).verdict).toBe('refused');
  });

  it('names nothing by a reference that reads as two names', () => {
    const spelled = withText(container, 'META-INF/ASiCManifest001.xml', '2026.csv', '2027.csv');
    expect(codes(verifyDocument(spelled, options))).toContain('reference-missing');
    const two = writeZip([
      ...entriesIn(container),
      { name: '%E5%8F%B0%E8%B4%A6/2026.csv', bytes: utf8('户主,面积\n甲,120\n') },
    ]);
    expect(verifyDocument(two, options).verdict).toBe('tampered');
  });

  it('never stays valid when an entry changes, goes or comes', () => {
    const next = seededNumbers('ASiC-E changes');
    const entries = entriesIn(twice);
    for (let i = 0; i < 150 * SOAK; i++) {
      const target = entries[Math.floor(next() * entries.length)]!;
      const at = Math.floor(next() * target.bytes.length);
      const bit = 1 << Math.floor(next() * 8);
      const flipped = withEntry(twice, target.name, (old) =>
        old.map((byte, j) => (j === at ? byte ^ bit : byte)),
      );
      const report = verifyDocument(flipped, options);
      expect(report.findings.map(({ code }) => code)).not.toContain('internal-fault');
      // Only certificates that ride along beside the signer's could change unseen, and the second signature sees those of the first.
      if (target.name !== 'META-INF/signature002.p7s') {
        expect({ name: target.name, at, verdict: report.verdict }).not.toMatchObject({ verdict: 'valid' });
      } else if (report.verdict === 'valid') {
        expect(report.signatures[1]!.signer).toBe('孙七（演示无效）');
      }
    }
  }, 120_000);

  it('survives any change of its container with the same content or not at all', () => {
    const next = seededNumbers('ASiC-E container flips');
    const before = readZip(twice).entries;
    for (let i = 0; i < 150 * SOAK; i++) {
      const changed = Uint8Array.from(twice);
      changed[Math.floor(next() * changed.length)]! ^= 1 << Math.floor(next() * 8);
      const report = verifyDocument(changed, options);
      expect(report.findings.map(({ code }) => code)).not.toContain('internal-fault');
      if (report.verdict === 'valid') {
        const after = readZip(changed).entries;
        const data = [...before].filter(([name]) => name !== 'META-INF/signature002.p7s');
        for (const [name, bytes] of data) {
          expect(equalBytes(bytes, after.get(name) ?? new Uint8Array(0))).toBe(true);
        }
        expect(after.size).toBe(before.size);
      }
    }
  }, 120_000);
});
