import { describe, expect, it } from 'vitest';
import { gb1Character, gb1Cid } from './gb1.ts';
import { plainCharacter } from './plain-characters.ts';
import { predefinedCMap } from './predefined-cmaps.ts';

const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

describe('Adobe-GB1', () => {
  it('numbers characters as Adobe’s CMaps do', () => {
    // facts of UniGB-UTF16-H and UniGB-UTF16-V
    const known: [string, number][] = [
      ['A', 34],
      ['中', 4559],
      ['国', 1875],
      ['，', 273],
      ['㐀', 22529],
    ];
    for (const [character, cid] of known) {
      expect(gb1Cid(character.codePointAt(0) as number, false), character).toBe(cid);
      expect(gb1Character(cid)).toBe(character);
    }
    expect(gb1Cid(0xff0c, true)).toBe(573);
    expect(gb1Character(573)).toBe('，');
    expect([gb1Character(814), gb1Character(7716)]).toEqual(['!', ' ']);
    expect(gb1Cid(0x1f600, false)).toBeUndefined();
  });
});

describe('predefined CMaps', () => {
  const taken = (name: string, hex: string) =>
    predefinedCMap(name)
      ?.decode(bytes(hex))
      .map(({ length, cid, text }) => [length, cid, text]);

  it('take codes of one, two and four bytes', () => {
    expect(taken('GBK-EUC-H', '41d6d0')).toEqual([
      [1, 846, 'A'],
      [2, 4559, '中'],
    ]);
    expect(taken('GBpc-EUC-H', '41d6d0')?.[0]).toEqual([1, 34, 'A']);
    expect(taken('GBK2K-H', '8139ef30')).toEqual([[4, 22530, '㐁']]);
    expect(taken('UniGB-UTF16-H', 'd840dc0b')?.[0]?.slice(0, 1)).toEqual([4]);
    expect(taken('UniJIS-UCS2-H', '65e5')?.[0]?.[2]).toBe('日');
    expect(taken('90ms-RKSJ-H', '93fa41')?.map(([, , text]) => text)).toEqual(['日', 'A']);
    expect(taken('KSCms-UHC-H', 'b0a1')?.[0]?.[2]).toBe('가');
    expect(taken('Identity-V', '0102')).toEqual([[2, 258, undefined]]);
    expect(predefinedCMap('Identity-V')?.vertical).toBe(true);
    expect(predefinedCMap('toString')).toBeUndefined();
  });

  it('survive codes cut short', () => {
    expect(taken('GBK2K-H', '81')?.[0]?.[0]).toBe(1);
    expect(taken('UniGB-UCS2-H', '4e')?.[0]?.[0]).toBe(1);
  });
});

describe('plain characters', () => {
  it('stand for radicals and vertical forms, and nothing else', () => {
    expect([...'⽂⼆⻚⻓︒︐﹁'].map(plainCharacter).join('')).toBe('文二页长。，「');
    expect([...'文A，ﬁ①㎏'].map(plainCharacter).join('')).toBe('文A，ﬁ①㎏');
  });
});
