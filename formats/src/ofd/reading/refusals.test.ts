/** Packages made to deceive or to exhaust, as the reader of OFD sees them: each fault has a finding of its own. */
import { describe, expect, it } from 'vitest';
import { ContainerError, writeZip, type ZipEntry } from '../../container/index.ts';
import { extractText, plainText, readOfd } from '../index.ts';
import { storeZip } from '../mutations/store-zip.fixture.ts';

const ns = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function entriesWith(page: string, pageLoc = 'P.xml', pageName = 'Doc_0/P.xml'): ZipEntry[] {
  return [
    {
      name: 'OFD.xml',
      bytes: encode(
        `<ofd:OFD ${ns}><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
      ),
    },
    {
      name: 'Doc_0/D.xml',
      bytes: encode(
        `<ofd:Document ${ns}><ofd:Pages><ofd:Page ID="1" BaseLoc="${pageLoc}"/><ofd:Page ID="2" BaseLoc="Q.xml"/></ofd:Pages></ofd:Document>`,
      ),
    },
    { name: pageName, bytes: encode(page) },
    { name: 'Doc_0/Q.xml', bytes: encode(pageOf('乙')) },
  ];
}

const pageOf = (text: string): string =>
  `<ofd:Page ${ns}><ofd:Content><ofd:Layer><ofd:TextObject ID="5" Boundary="0 0 90 9" Font="1" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 9 4">${text}</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>`;

const sound = (): ZipEntry[] => entriesWith(pageOf('甲'));

/** Every occurrence of a name in the raw bytes replaced by another of the same length. */
function renamed(bytes: Uint8Array, from: string, to: string | readonly number[]): Uint8Array {
  const [find, put] = [encode(from), typeof to === 'string' ? encode(to) : Uint8Array.from(to)];
  expect(put.length).toBe(find.length);
  const out = bytes.slice();
  for (let at = 0; at + find.length <= out.length; at++) {
    if (find.every((byte, index) => out[at + index] === byte)) {
      out.set(put, at);
    }
  }
  return out;
}

/** A field of the central record of the first entry with the name. */
function centralField(
  bytes: Uint8Array,
  name: string,
  offset: number,
  value: number,
  size: 2 | 4,
): Uint8Array {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  for (let at = view.getUint32(out.length - 6, true); view.getUint32(at, true) === 0x02014b50; ) {
    const length = view.getUint16(at + 28, true);
    if (new TextDecoder().decode(out.subarray(at + 46, at + 46 + length)) === name) {
      size === 2 ? view.setUint16(at + offset, value, true) : view.setUint32(at + offset, value, true);
      return out;
    }
    at += 46 + length;
  }
  throw new Error('no such entry');
}

const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(parts.flatMap((part) => [...part]));
const hostile = (name: string): Uint8Array =>
  renamed(writeZip([...sound(), { name: 'x23/evil.xml', bytes: encode('x') }]), 'x23/evil.xml', name);

const packages: readonly [string, string, () => Uint8Array, string][] = [
  ['a name that climbs out', 'unsafe-name', () => hostile('../../e1.xml'), '甲\f乙'],
  ['an absolute name', 'unsafe-name', () => hostile('/etc/evil.xm'), '甲\f乙'],
  ['a drive letter', 'unsafe-name', () => hostile('C:\\evil1.xml'), '甲\f乙'],
  ['a backslash that climbs out', 'unsafe-name', () => hostile('..\\..\\e1.xml'), '甲\f乙'],
  [
    'a name longer than names are',
    'unsafe-name',
    () => writeZip([...sound(), { name: `${'a'.repeat(600)}.xml`, bytes: encode('x') }]),
    '甲\f乙',
  ],
  [
    'one name twice',
    'duplicate-name',
    () =>
      renamed(
        writeZip([...sound(), { name: 'Doc_0/R.xml', bytes: encode(pageOf('丙')) }]),
        'Doc_0/R.xml',
        'Doc_0/Q.xml',
      ),
    '甲\f乙',
  ],
  [
    'names that differ in case only',
    'similar-name',
    () =>
      renamed(
        writeZip([...sound(), { name: 'Doc_0/R.xml', bytes: encode(pageOf('丙')) }]),
        'Doc_0/R.xml',
        'Doc_0/q.xml',
      ),
    '甲\f乙',
  ],
  [
    'an encrypted entry',
    'encrypted-entry',
    () => centralField(writeZip(sound()), 'Doc_0/Q.xml', 8, 0x0801, 2),
    '甲\f',
  ],
  [
    'an unknown method',
    'unsupported-method',
    () => centralField(writeZip(sound()), 'Doc_0/Q.xml', 10, 12, 2),
    '甲\f',
  ],
  [
    'a header that tells another size',
    'local-header-differs',
    () => {
      const zip = writeZip(sound());
      zip[22] = zip[22]! ^ 1;
      return zip;
    },
    '甲\f乙',
  ],
  [
    'a header that tells another name',
    'local-name-differs',
    () => {
      const zip = writeZip(sound());
      zip.set(encode('EVL'), 30);
      return zip;
    },
    '甲\f乙',
  ],
  [
    'bytes before the archive',
    'bytes-before-archive',
    () => joined(encode('MZ'), writeZip(sound())),
    '甲\f乙',
  ],
  [
    'bytes behind the archive',
    'bytes-after-archive',
    () => joined(writeZip(sound()), encode('tail')),
    '甲\f乙',
  ],
  [
    'an archive behind the archive',
    'hidden-archive',
    () => joined(writeZip(sound()), writeZip(sound()).subarray(0, 40)),
    '甲\f乙',
  ],
  [
    'a bomb by ratio',
    'ratio-too-large',
    () => writeZip([...sound(), { name: 'Doc_0/b.bin', bytes: new Uint8Array(8_000_000) }]),
    '甲\f乙',
  ],
  [
    'a bomb that states a small size',
    'entry-damaged',
    () =>
      centralField(
        writeZip([...sound(), { name: 'Doc_0/b.bin', bytes: new Uint8Array(8_000_000) }]),
        'Doc_0/b.bin',
        24,
        100,
        4,
      ),
    '甲\f乙',
  ],
  [
    'a wrong checksum',
    'crc-mismatch',
    () => centralField(writeZip(sound()), 'Doc_0/Q.xml', 16, 1, 4),
    '甲\f乙',
  ],
  [
    'XML 200,000 deep',
    'xml-too-deep',
    () => storeZip(entriesWith('<a>'.repeat(200_000) + '</a>'.repeat(200_000))),
    '\f乙',
  ],
  [
    'a document type',
    'xml-doctype',
    () => writeZip(entriesWith('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')),
    '\f乙',
  ],
  [
    'entities that multiply',
    'xml-doctype',
    () => writeZip(entriesWith('<!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c "&d;&d;">]><a>&b;</a>')),
    '\f乙',
  ],
  ['a part that is no XML', 'xml-malformed', () => writeZip(entriesWith('\u0000\u0001')), '\f乙'],
];

describe('faults of packages', () => {
  it.each(packages)('%s is the finding %s, and the rest is read', (_, code, make, text) => {
    const document = readOfd(make());
    expect(document.findings.map((finding) => finding.code)).toContain(code);
    expect(document.pages).toHaveLength(2);
    const runs = extractText(document);
    const pages = [0, 1].map((page) => plainText(runs.filter((run) => run.page === page)));
    expect(pages.join('\f')).toBe(text);
    expect([...document.entries.keys()].filter((name) => /evil|\.\.|^\//.test(name))).toEqual([]);
  });

  it('names the entry of every fault', () => {
    for (const [, code, make] of packages) {
      const finding = readOfd(make()).findings.find((each) => each.code === code)!;
      if (!/archive/.test(code)) {
        expect(finding.place, code).toBeTruthy();
      }
    }
  });

  it('stops at the limits it is given, each with its finding', () => {
    const codes = (limits: Parameters<typeof readOfd>[1]): string[] =>
      readOfd(writeZip(sound()), limits).findings.map((finding) => finding.code);
    expect(codes({ entries: 2 })).toContain('too-many-entries');
    expect(codes({ entryBytes: 100 })).toContain('inflated-too-large');
    expect(codes({ totalBytes: 600 })).toContain('inflated-too-large');
    expect(codes({ nameBytes: 8 })).toContain('unsafe-name');
    expect(() => readOfd(writeZip(sound()), { archiveBytes: 99 })).toThrow(ContainerError);
    expect(() => readOfd(encode('no archive at all'))).toThrow(ContainerError);
  });
});

describe('names', () => {
  it('are found when they are GBK without a flag, with backslashes, in another case, or all of it', () => {
    const page = pageOf('甲');
    const gbk = renamed(
      storeZip(entriesWith(page, '页一.xml', 'Doc_0/abcd.xml')),
      'abcd',
      [0xd2, 0xb3, 0xd2, 0xbb],
    );
    // The names are no UTF-8, whatever the flag says; old tools leave it out.
    const view = new DataView(gbk.buffer);
    for (let at = 0; at + 4 < gbk.length; at++) {
      const kind = view.getUint32(at, true);
      if (kind === 0x04034b50 || kind === 0x02014b50) {
        view.setUint16(at + (kind === 0x04034b50 ? 6 : 8), 0, true);
      }
    }
    for (const bytes of [
      gbk,
      renamed(storeZip(entriesWith(page)), 'Doc_0/P.xml', 'Doc_0\\P.xml'),
      renamed(storeZip(entriesWith(page)), 'Doc_0/P.xml', 'DOC_0/p.XML'),
      renamed(storeZip(entriesWith(page, 'doc_0\\p.xml')), 'Doc_0/P.xml', 'DOC_0\\p.XML'),
    ]) {
      const document = readOfd(bytes);
      expect(plainText(extractText(document))).toBe('甲\f乙');
      expect(document.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });
});

describe('parts that are broken in the middle', () => {
  const broken = (content: string) => readOfd(writeZip(entriesWith(content)));
  const full = pageOf('甲');

  it.each([
    ['cut off', `${full.slice(0, full.indexOf('</ofd:Layer>'))}<ofd:TextObject ID="6" Boundary="0 0`],
    ['without end tags', full.replace(/<\/ofd:(Layer|Content|Page)>/g, '')],
    ['with an unknown entity', full.replace('</ofd:Layer>', '&what;</ofd:Layer>')],
    [
      'with a bare ampersand and a bare attribute',
      full.replace('</ofd:Layer>', '<b c=1> & </b></ofd:Layer>'),
    ],
    ['with end tags crossed', full.replace('</ofd:Layer></ofd:Content>', '</ofd:Content></ofd:Layer>')],
  ])('%s are read as far as they go', (_, content) => {
    const document = broken(content);
    expect(plainText(extractText(document))).toBe('甲\f乙');
    expect(document.findings).toContainEqual(
      expect.objectContaining({ code: 'xml-broken', severity: 'error', place: 'Doc_0/P.xml' }),
    );
  });

  it('with bytes that are no UTF-8 keep what they say elsewhere', () => {
    const entries = entriesWith(full);
    const page = entries[2]!;
    const cut = full.indexOf('</ofd:TextCode>');
    const bytes = new Uint8Array([...encode(full.slice(0, cut)), 0xff, ...encode(full.slice(cut))]);
    const document = readOfd(writeZip(entries.map((entry) => (entry === page ? { ...page, bytes } : entry))));
    expect(plainText(extractText(document))).toBe('甲\ufffd\f乙');
    expect(document.findings.map(({ code }) => code)).toContain('xml-broken');
  });

  it('do not lend a signature what they do not say', () => {
    const entries = sound().map((entry) =>
      entry.name === 'OFD.xml'
        ? {
            ...entry,
            bytes: encode(
              `<ofd:OFD ${ns}><ofd:DocBody><ofd:DocRoot>Doc_0/D.xml</ofd:DocRoot><ofd:Signatures>S.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>`,
            ),
          }
        : entry,
    );
    const list = `<ofd:Signatures ${ns}><ofd:Signature ID="1" BaseLoc="T.xml"/>`;
    const document = readOfd(writeZip([...entries, { name: 'S.xml', bytes: encode(list) }]));
    expect(document.signatures).toEqual([]);
    expect(document.findings.map(({ code }) => code)).toContain('xml-malformed');
  });
});
