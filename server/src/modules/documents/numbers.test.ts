import { describe, expect, it } from 'vitest';
import { usualNumberCode } from './drafts.ts';
import { newVerifyCode, printNumber } from './numbers.ts';

describe('发文字号', () => {
  it('is printed with six-corner brackets, no 第 and no leading zero', () => {
    expect(printNumber({ code: '禾汀政发', year: 2026, n: 12 })).toBe('禾汀政发〔2026〕12号');
    expect(printNumber({ code: '', year: 2026, n: 11 })).toBe('〔2026〕11号');
  });

  it.each([
    ['通知', '文件', '禾汀政发'],
    ['请示', '上行', '禾汀政'],
    ['报告', '上行', '禾汀政'],
    ['意见', '上行', '禾汀政'],
    ['意见', '文件', '禾汀政发'],
    ['函', '信函', '禾汀政函'],
    ['通告', '文件', '禾汀政通'],
    ['纪要', '纪要', ''],
  ])('%s in the layout %s usually stands under “%s”', (kind, form, code) => {
    expect(usualNumberCode('禾汀政', kind, form)).toBe(code);
  });
});

describe('the printed code', () => {
  it('is twenty digits and takes nothing from a byte that would favour a digit', () => {
    const fed = [255, 254, 250, 249, 0, 7];
    const random = (count: number) => Uint8Array.from({ length: count }, (_, i) => fed[i % fed.length]!);
    expect(newVerifyCode(random)).toMatch(/^(?:907)+9?0?$/);
    expect(newVerifyCode((count) => crypto.getRandomValues(new Uint8Array(count)))).toMatch(/^\d{20}$/);
  });
});
