import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeZip } from '@yiwen/formats/container';
import { expect, it } from 'vitest';
import { findingLine, findingLines } from './findings.ts';
import { readInput } from './input.ts';
import { printable } from './printable.ts';
import { runRender } from './render.ts';

it('takes what could steer a terminal out of a line, and no other character', () => {
  expect(printable('标题\u001b[2J\u009b31m\r\n✗ 假')).toBe('标题 [2J 31m  ✗ 假');
  expect(printable('a\u202egpj.exe')).toBe('a\ufffdgpj.exe');
  expect(printable('甲\n乙\t丙\f丁\u0007', 'lines')).toBe('甲\n乙\t丙\f丁 ');
  expect(printable('附件😀 é ﷺ')).toBe('附件😀 é ﷺ');
});

it('keeps a finding on its line', () => {
  const finding = { code: 'x', severity: 'error', message: '名字', evidence: 'a\n✗ b' } as const;
  expect(findingLine(finding)).toBe('✗ 名字：a ✗ b  [x]');
});

it('counts remarks alike and hides no warning', () => {
  const alike = (severity: 'info' | 'warning', count: number) =>
    Array.from({ length: count }, (_, i) => ({ code: severity, severity, message: `${i}` }) as const);
  const lines = findingLines([...alike('info', 9), ...alike('warning', 9)]);
  expect(lines).toHaveLength(3 + 9 + 1);
  expect(lines.at(-1)).toContain('6');
});

it('says in words why a file is not read', async () => {
  await expect(readInput(join(tmpdir(), 'yiwen-no-such-file'))).rejects.toThrow('没有这个文件');
  await expect(readInput(tmpdir())).rejects.toThrow('是目录');
});

it('a document without pages is refused in words when it is to be drawn', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yiwen-'));
  try {
    const file = join(folder, 'a.ofd');
    writeFileSync(file, writeZip([{ name: 'OFD.xml', bytes: new TextEncoder().encode('<OFD/>') }]));
    await expect(runRender([file, '-o', join(folder, 'out')])).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('没有可画的页面'),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
