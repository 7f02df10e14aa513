/** The command as it is built and started: `node yiwen.js ofd …`, on files made here. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePng } from '@yiwen/formats/images';
import { newOfd } from '@yiwen/formats/ofd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand } from '../../scripts/build-packages.mjs';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'yiwen-ofd-command-'));
let command = '';

beforeAll(async () => {
  // Inside the checkout: the bundle finds its outside packages from where it lies.
  command = join(await buildCommand(join(root, `cli/dist/test-${process.pid}`)), 'yiwen.js');
  const ofd = newOfd({ id: '0f8fad5b-d9cb-469f-a165-70867728950e', title: '关于开会的通知' });
  const font = ofd.namedFont('宋体');
  const first = ofd.page(210, 297).text('关于开会的通知', { x: 28, y: 60, size: 7.76, font });
  ofd.page(210, 297).text('第二页讲防火', { x: 28, y: 60, size: 5.64, font });
  ofd.outline('通知', { page: first });
  writeFileSync(join(folder, 'notice.ofd'), ofd.write());
  writeFileSync(join(folder, 'broken.ofd'), 'this is no package');
  const red = { widthPx: 20, heightPx: 10, channels: 3, data: new Uint8Array(600).fill(200) } as const;
  writeFileSync(join(folder, 'scan.png'), writePng(red));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(command, '..'), { recursive: true, force: true });
});

const run = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'ofd', ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe('yiwen ofd', () => {
  it('says what is inside', () => {
    const { status, stdout } = run('info', 'notice.ofd', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      pages: [{ widthMm: 210, heightMm: 297 }, { widthMm: 210 }],
      fonts: [{ fontName: '宋体', embedded: false }],
      outlines: [{ title: '通知' }],
      findings: [],
    });
    expect(run('info', 'notice.ofd').stdout).toContain('关于开会的通知');
  });

  it('gives the text of the pages asked for, and finds words', () => {
    expect(run('text', 'notice.ofd').stdout).toBe('关于开会的通知\f第二页讲防火\n');
    expect(run('text', 'notice.ofd', '--page', '2').stdout).toBe('第二页讲防火\n');
    expect(run('text', 'notice.ofd', '--find', '防火')).toMatchObject({ status: 0 });
    expect(run('text', 'notice.ofd', '--find', '防火').stdout).toContain('第 2 页');
    expect(run('text', 'notice.ofd', '--find', '抗旱')).toMatchObject({ status: 1, stdout: '' });
  });

  it('draws a page as PNG of the resolution asked for, and as SVG', () => {
    expect(run('render', 'notice.ofd', '--page', '1', '--dpi', '72', '-o', 'one.png').status).toBe(0);
    const png = readFileSync(join(folder, 'one.png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([595, 842]);
    const { stdout } = run('render', 'notice.ofd', '--format', 'svg', '-o', 'pages', '--json');
    expect(JSON.parse(stdout)).toHaveLength(2);
    expect(readFileSync(join(folder, 'pages/notice-2.svg'), 'utf8')).toMatch(/^<svg /);
  });

  it('converts to PDF and back with the same text', () => {
    expect(run('pdf', 'notice.ofd', '-o', 'notice.pdf').status).toBe(0);
    expect(run('from-pdf', 'notice.pdf', '-o', 'back.ofd').status).toBe(0);
    expect(run('text', 'back.ofd').stdout).toBe('关于开会的通知\f第二页讲防火\n');
  });

  it('puts pictures on pages', () => {
    expect(run('from-images', 'scan.png', 'scan.png', '-o', 'scans.ofd').status).toBe(0);
    expect(JSON.parse(run('info', 'scans.ofd', '--json').stdout).pages).toHaveLength(2);
  });

  it('names the archive rules that are broken', () => {
    const { status, stdout } = run('check', 'notice.ofd', '--json');
    expect(status).toBe(1);
    const codes = JSON.parse(stdout).findings.map(({ code }: { code: string }) => code);
    expect(codes).toContain('archive-font-missing');
    expect(codes).toContain('archive-doc-type');
    expect(run('check', 'scans.ofd').stdout).toContain('GB/T 42133');
  });

  it('refuses in words what it cannot do, and leaves no file behind', () => {
    expect(run('text', 'broken.ofd')).toMatchObject({ status: 1, stdout: '' });
    expect(run('text', 'broken.ofd').stderr).toContain('打不开');
    expect(run('text', 'absent.ofd').stderr).toContain('读不到');
    expect(run('from-pdf', 'broken.ofd', '-o', 'never.ofd').status).toBe(1);
    expect(existsSync(join(folder, 'never.ofd'))).toBe(false);
    expect(run('render', 'notice.ofd', '--page', '3').stderr).toContain('共 2 页');
    expect(run('render', 'notice.ofd', '--dpi', '9999').status).toBe(2);
    expect(run('dance', 'notice.ofd').stderr).toContain('没有');
    expect(run('text', 'notice.ofd', '--loud').status).toBe(2);
    expect(run().status).toBe(2);
  });
});
