import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { ContainerError, readZip, writeZip, type ZipEntry } from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`zip: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);
vi.setConfig({ testTimeout: 60_000 * Math.max(1, soak) });
const runs = (count: number) => ({ seed, numRuns: Math.ceil(count * soak) });

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const codes = (bytes: Uint8Array): string[] => readZip(bytes).findings.map((f) => f.code);

const sample: ZipEntry[] = [
  { name: 'OFD.xml', bytes: encode('<a/>') },
  { name: 'Doc_0/Document.xml', bytes: encode('<b>中文中文中文中文中文中文中文中文中文</b>'.repeat(20)) },
  { name: 'Doc_0/空.dat', bytes: new Uint8Array(0) },
];

const segment = fc.stringMatching(/^[A-Za-z0-9_一-龥]{1,8}$/);
const entryList: fc.Arbitrary<ZipEntry[]> = fc.uniqueArray(
  fc.record({
    name: fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ maxLength: 20 }).map((text) => encode(text.repeat(40))),
    ),
  }),
  { selector: (entry) => entry.name.toLowerCase(), maxLength: 6 },
);

/** Every occurrence of a text in the raw bytes replaced by another of the same length: names, mostly. */
function patched(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const [find, put] = [encode(from), encode(to)];
  expect(put.length).toBe(find.length);
  const out = bytes.slice();
  for (let at = 0; at + find.length <= out.length; at++) {
    if (find.every((byte, index) => out[at + index] === byte)) {
      out.set(put, at);
    }
  }
  return out;
}

function centralOffset(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 6, true);
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

describe('writing and reading back', () => {
  it('gives back every entry, in order, and calls its own work canonical', () => {
    fc.assert(
      fc.property(entryList, (entries) => {
        const read = readZip(writeZip(entries));
        expect(read.findings).toEqual([]);
        expect(read.canonical).toBe(true);
        expect(read.order).toEqual(entries.map((e) => e.name));
        for (const entry of entries) {
          expect(read.entries.get(entry.name)).toEqual(entry.bytes);
        }
      }),
      runs(100),
    );
  });

  it('is read the same by another implementation', () => {
    const other = unzipSync(writeZip(sample));
    for (const entry of sample) {
      expect(other[entry.name]).toEqual(entry.bytes);
    }
  });

  it('writes the same bytes every time, with constant header fields', () => {
    const zip = writeZip(sample);
    expect(writeZip(sample.map((e) => ({ name: e.name, bytes: e.bytes.slice() })))).toEqual(zip);
    expect([...zip.subarray(0, 14)]).toEqual([0x50, 0x4b, 3, 4, 20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0]);
  });

  it.each(['', '/a', '../a', 'a/../b', 'a\\b', 'C:/a', 'a//b', 'a\u0000b'])(
    'refuses to write the name %j',
    (name) => {
      expect(() => writeZip([{ name, bytes: new Uint8Array(0) }])).toThrow(RangeError);
    },
  );

  it('refuses to write a name twice', () => {
    expect(() => writeZip([sample[0]!, sample[0]!])).toThrow(RangeError);
  });
});

describe('a canonical archive with one byte changed', () => {
  it('is never canonical with other content', () => {
    const changes = fc.tuple(
      entryList.filter((e) => e.length > 0),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
    );
    fc.assert(
      fc.property(changes, ([entries, place, mask]) => {
        const zip = writeZip(entries);
        zip[place % zip.length]! ^= mask;
        let read: ReturnType<typeof readZip>;
        try {
          read = readZip(zip);
        } catch (error) {
          expect(error).toBeInstanceOf(ContainerError);
          return;
        }
        expect(read.canonical).toBe(false);
        expect(read.findings.length).toBeGreaterThan(0);
      }),
      runs(400),
    );
  });

  it('is compared by its headers alone above a limit, and then not called canonical', () => {
    const zip = writeZip([{ name: 'a', bytes: new Uint8Array(2000) }]);
    expect(readZip(zip, { comparedBytes: 2000 })).toMatchObject({ canonical: true, findings: [] });
    expect(readZip(zip, { comparedBytes: 1999 })).toMatchObject({ canonical: false, findings: [] });
    const dated = Uint8Array.from(zip);
    dated[10]! ^= 1;
    const codes = readZip(dated, { comparedBytes: 0 }).findings.map(({ code }) => code);
    expect(codes).toContain('not-canonical');
  });

  it('names the header field that departs from the canonical writing', () => {
    const zip = writeZip(sample);
    zip[10] = 0x55;
    const departure = readZip(zip).findings.find((f) => f.code === 'not-canonical');
    expect(departure).toMatchObject({ place: 'OFD.xml', evidence: expect.stringContaining('local.time') });
    const stored = zipSync({ 'a.txt': encode('aaaa'.repeat(50)) }, { level: 0, mtime: new Date(1980, 0, 1) });
    expect(readZip(stored).canonical).toBe(false);
  });
});

describe('archives made to deceive', () => {
  it('reports a name that occurs twice and opens the first', () => {
    const zip = writeZip([
      { name: 'aaaa.xml', bytes: encode('one') },
      { name: 'bbbb.xml', bytes: encode('two') },
    ]);
    const read = readZip(patched(zip, 'bbbb.xml', 'aaaa.xml'));
    expect(read.findings).toContainEqual(
      expect.objectContaining({ code: 'duplicate-name', severity: 'error', place: 'aaaa.xml' }),
    );
    expect(read.entries.get('aaaa.xml')).toEqual(encode('one'));
    expect(read.canonical).toBe(false);
  });

  it('reports names that differ only in case', () => {
    const zip = writeZip([
      { name: 'aaaa.xml', bytes: encode('one') },
      { name: 'bbbb.xml', bytes: encode('two') },
    ]);
    expect(codes(patched(zip, 'bbbb.xml', 'Aaaa.xml'))).toContain('similar-name');
  });

  it.each([
    ['parent folders', 'x123/a.xml', '../x/a.xml'],
    ['absolute paths', 'x123/a.xml', '/x23/a.xml'],
    ['drive letters', 'x123/a.xml', 'C:23/a.xml'],
    ['control characters', 'x123/a.xml', 'x1\u00073/a.xml'],
    ['text direction tricks', 'x123/a.xml', 'x\u202e/a.xml'],
  ])('does not open %s', (_, from, to) => {
    const read = readZip(patched(writeZip([{ name: from, bytes: encode('x') }]), from, to));
    expect(read.order).toEqual([]);
    expect(read.findings).toContainEqual(expect.objectContaining({ code: 'unsafe-name', severity: 'error' }));
  });

  it('opens a backslash name as a path and says so', () => {
    const read = readZip(
      patched(writeZip([{ name: 'x123/a.xml', bytes: encode('x') }]), 'x123/a.xml', 'x123\\a.xml'),
    );
    expect(read.order).toEqual(['x123/a.xml']);
    expect(read.findings.map((f) => f.code)).toContain('backslash-name');
  });

  it('reads names written in GBK without the UTF-8 flag and says so', () => {
    const zip = writeZip([{ name: 'ab.xml', bytes: encode('x') }]);
    const central = centralOffset(zip);
    for (const [flags, name] of [
      [6, 30],
      [central + 8, central + 46],
    ] as const) {
      zip[flags + 1] = 0;
      zip.set([0xd6, 0xd0], name);
    }
    const read = readZip(zip);
    expect(read.order).toEqual(['中.xml']);
    expect(read.findings.map((f) => f.code)).toContain('name-encoding');
    expect(read.canonical).toBe(false);
  });

  it('reports a local header that names another file', () => {
    const zip = writeZip(sample);
    zip.set(encode('EVL'), 30);
    expect(codes(zip)).toContain('local-name-differs');
  });

  it('reports a PDF that hides outside the entries, where a PDF reader finds it; one inside an entry is content', () => {
    const pdf = encode('%PDF-1.7\n');
    const inside = writeZip([{ name: 'a.pdf', bytes: pdf }]);
    expect(codes(inside)).not.toContain('two-formats');
    const name = inside[26]!;
    const extra = joined(Uint8Array.of(0xfe, 0xca, pdf.length, 0), pdf);
    const hidden = joined(
      inside.subarray(0, 28),
      Uint8Array.of(extra.length, 0),
      inside.subarray(30, 30 + name),
      extra,
      inside.subarray(30 + name),
    );
    new DataView(hidden.buffer).setUint32(hidden.length - 6, centralOffset(inside) + extra.length, true);
    expect(codes(hidden)).toContain('two-formats');
    expect(codes(joined(inside, pdf))).toContain('two-formats');
  });

  it('reports bytes before, between and after', () => {
    const zip = writeZip(sample);
    expect(codes(joined(encode('MZ..'), zip))).toContain('bytes-before-archive');
    expect(codes(joined(zip, encode('tail')))).toContain('bytes-after-archive');
    const central = centralOffset(zip);
    const hidden = joined(zip.subarray(0, central), encode('hidden'), zip.subarray(central));
    new DataView(hidden.buffer).setUint32(hidden.length - 6, central + 6, true);
    expect(codes(hidden)).toContain('unlisted-bytes');
    for (const archive of [joined(encode('MZ..'), zip), joined(zip, encode('tail')), hidden]) {
      expect(readZip(archive).entries.get('OFD.xml')).toEqual(encode('<a/>'));
      expect(readZip(archive).canonical).toBe(false);
    }
  });

  it('does not open entries that share bytes', () => {
    const zip = writeZip([
      { name: 'a.xml', bytes: encode('one') },
      { name: 'b.xml', bytes: encode('two') },
    ]);
    const central = centralOffset(zip);
    const second = central + 46 + 5;
    new DataView(zip.buffer).setUint32(second + 42, 0, true);
    const read = readZip(zip);
    expect(read.order).toEqual([]);
    expect(read.findings.filter((f) => f.code === 'overlapping-entries')).toHaveLength(2);
  });

  it('does not open encrypted entries or unknown methods', () => {
    for (const [offset, value, code] of [
      [8, 1, 'encrypted-entry'],
      [10, 99, 'unsupported-method'],
    ] as const) {
      const zip = writeZip([{ name: 'a.xml', bytes: encode('one') }]);
      zip[centralOffset(zip) + offset] = value;
      expect(readZip(zip).order).toEqual([]);
      expect(codes(zip)).toContain(code);
    }
  });

  it('keeps an entry whose checksum is wrong, with an error', () => {
    const zip = writeZip([{ name: 'a.xml', bytes: encode('one') }]);
    zip[30 + 5] = 0x78;
    const read = readZip(zip);
    expect(read.findings.map((f) => f.code)).toContain('crc-mismatch');
    expect(read.entries.get('a.xml')).toEqual(encode('xne'));
  });
});

describe('archives made to exhaust', () => {
  it('does not inflate beyond the ratio, the entry limit or the total', () => {
    const zeros = new Uint8Array(8 * 1024 * 1024);
    const bomb = writeZip([{ name: 'a.bin', bytes: zeros }]);
    expect(codes(bomb)).toContain('ratio-too-large');
    const noise = new Uint8Array(3000).map((_, i) => (i * 7919) >> 3);
    const three = writeZip(['a', 'b', 'c'].map((name) => ({ name, bytes: noise })));
    expect(readZip(three, { entryBytes: 2999 }).order).toEqual([]);
    expect(readZip(three, { totalBytes: 6500 }).order).toEqual(['a', 'b']);
    expect(readZip(three, { entries: 2 }).findings.map((f) => f.code)).toContain('too-many-entries');
    expect(() => readZip(three, { archiveBytes: 100 })).toThrow(ContainerError);
  });

  it('stops when more comes out than the directory promised', () => {
    const zip = writeZip([{ name: 'a.bin', bytes: new Uint8Array(500_000) }]);
    new DataView(zip.buffer).setUint32(centralOffset(zip) + 24, 100, true);
    const read = readZip(zip);
    expect(read.order).toEqual([]);
    expect(read.findings.map((f) => f.code)).toContain('entry-damaged');
  });

  it('throws its own error, and no other, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(), (bytes, cut) => {
        const zip = writeZip(sample);
        for (const input of [bytes, joined(zip.subarray(0, cut % zip.length), bytes), joined(bytes, zip)]) {
          try {
            expect(readZip(input).canonical).toBe(bytes.length === 0 && input.length === zip.length);
          } catch (error) {
            expect(error).toBeInstanceOf(ContainerError);
          }
        }
      }),
      runs(60),
    );
  });
});
