import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runTypeset } from './typeset.ts';

const said = vi.spyOn(console, 'log').mockImplementation(() => {});
const complained = vi.spyOn(console, 'error').mockImplementation(() => {});
afterEach(() => {
  said.mockClear();
  complained.mockClear();
});

const folder = mkdtempSync(join(tmpdir(), 'yiwen-typeset-test-'));
const input = join(folder, 'in.json');
const output = join(folder, 'out.pdf');
const document = {
  form: '文件',
  organMark: ['禾汀镇人民政府'],
  withWenjian: true,
  title: '关于放假的通知',
  body: [{ id: 'b', kind: 'paragraph', text: '现将有关事项通知如下。' }],
  signature: ['禾汀镇人民政府'],
  date: '2026-10-15',
};

describe('yiwen typeset', () => {
  it('writes the PDF, one SVG a page and the positions, and names the stand-in fonts', async () => {
    writeFileSync(input, JSON.stringify(document));
    const positions = join(folder, 'positions.json');
    const svg = join(folder, 'svg');
    expect(await runTypeset([input, '-o', output, '--svg', svg, '--positions', positions])).toBe(0);
    expect(readFileSync(output).subarray(0, 5).toString()).toBe('%PDF-');
    expect(readdirSync(svg)).toEqual(['page-1.svg']);
    expect(JSON.parse(readFileSync(positions, 'utf8'))).toMatchObject({
      date: { page: 1 },
      linesPerPage: 22,
    });
    expect(said.mock.calls.flat().join('\n')).toContain('小标宋用替代字体');
  });

  it('says in words what is wrong with the input, and answers 1', async () => {
    writeFileSync(input, JSON.stringify({ ...document, title: 7 }));
    expect(await runTypeset([input, '-o', output])).toBe(1);
    writeFileSync(input, '{');
    expect(await runTypeset([input, '-o', output])).toBe(1);
    expect(complained.mock.calls.flat().join('\n')).toMatch(/title[\s\S]*读不了/);
  });

  it('answers 2 with its usage when asked wrongly', async () => {
    expect(await runTypeset([])).toBe(2);
    expect(await runTypeset(['in.json', '--nonsense'])).toBe(2);
    expect(complained.mock.calls.flat().join('\n')).toContain('用法');
  });
});
