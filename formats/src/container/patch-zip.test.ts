import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ContainerError, equalBytes, patchZip, readZip, writeZip } from './index.ts';

const text = (value: string) => new TextEncoder().encode(value.repeat(200));
const none = new Map<string, Uint8Array>();

/** Whether one byte string stands somewhere in another. */
function contains(all: Uint8Array, part: Uint8Array): boolean {
  for (let at = 0; at + part.length <= all.length; at++) {
    if (equalBytes(all.subarray(at, at + part.length), part)) {
      return true;
    }
  }
  return false;
}

describe('changing an archive', () => {
  const foreign = zipSync(
    { 'a.xml': text('甲乙'), 'b/c.bin': [text('x'), { level: 0 }], 'd.xml': [text('定'), { level: 9 }] },
    { level: 1, mtime: '2020-02-02' },
  );

  it('keeps order and compressed bytes of what is not touched', () => {
    const patched = patchZip(foreign, {
      replaced: new Map([['d.xml', text('新')]]),
      added: [{ name: 'e.xml', bytes: text('加') }],
    });
    const { entries, order, findings } = readZip(patched);
    expect(order).toEqual(['a.xml', 'b/c.bin', 'd.xml', 'e.xml']);
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect([...entries.values()]).toEqual([text('甲乙'), text('x'), text('新'), text('加')]);
    const start = 30 + 'a.xml'.length;
    const size = new DataView(foreign.buffer, foreign.byteOffset).getUint32(18, true);
    expect(contains(patched, foreign.subarray(start, start + size))).toBe(true);
  });

  it('gives our own archives in the canonical form', () => {
    const own = writeZip([{ name: 'a', bytes: text('a') }]);
    expect(patchZip(own, { replaced: none, added: [] })).toEqual(own);
    const added = [{ name: 'b', bytes: text('b') }];
    expect(patchZip(own, { replaced: none, added })).toEqual(
      writeZip([{ name: 'a', bytes: text('a') }, ...added]),
    );
  });

  it('refuses what it would lose, and names that are there or not there', () => {
    const own = writeZip([{ name: 'a', bytes: text('a') }]);
    expect(() => patchZip(own, { replaced: none, added: [{ name: 'a', bytes: text('b') }] })).toThrow(
      RangeError,
    );
    expect(() => patchZip(own, { replaced: new Map([['b', text('b')]]), added: [] })).toThrow(RangeError);
    expect(() => patchZip(text('no archive'), { replaced: none, added: [] })).toThrow(ContainerError);
    const unsafe = zipSync({ '../a': text('a') });
    expect(() => patchZip(unsafe, { replaced: none, added: [] })).toThrow(ContainerError);
    const encrypted = own.slice();
    const central = encrypted.length - 22 - 47;
    encrypted[central + 8] = 1;
    expect(() => patchZip(encrypted, { replaced: none, added: [] })).toThrow(ContainerError);
  });
});
