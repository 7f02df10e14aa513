import { describe, expect, it } from 'vitest';
import { hasSecretMarking } from './secret-marking.ts';

describe('secret marking', () => {
  it.each([
    '秘密★1年',
    '机密 ★ 长期',
    '绝密☆',
    '密级：机密',
    '密级和保密期限: 秘密',
    '000001\n秘密\n特急\n××县人民政府文件',
    '机密 10年\n关于……',
    '秘 密 ★ 1 年',
    '秘密*6个月',
    '机\u200b密\u2060★1年',
    '机密⭐\ufe0f长期',
    '機密★1年',
    '【机密】',
    '关于……的通知\n（秘密）\n',
    '绝密级\n××文件',
    '机密 十年',
  ])('finds %j', (text) => {
    expect(hasSecretMarking(text)).toBe(true);
  });

  it.each([
    '认真学习《中华人民共和国保守国家秘密法》，做好保密工作。',
    '严禁在平台上传涉及国家秘密的文件。',
    '商业秘密保护工作要点',
    '密级：公开',
    '机密文件一律不得上传。',
    '保护国家秘密（含机密、绝密）人人有责',
  ])('passes %j', (text) => {
    expect(hasSecretMarking(text)).toBe(false);
  });

  it('comes to an end on long runs of blanks', () => {
    for (const start of ['密级', '机', '1', '密 级 和']) {
      for (const blank of [' ', '\n', '\u3000', '\t\n']) {
        expect(hasSecretMarking(`${start}${blank.repeat(300_000)}x`)).toBe(false);
        expect(hasSecretMarking(`${start}${blank.repeat(300_000)}\n机密★`)).toBe(true);
      }
    }
  });
});
