/** The published package as a stranger gets it: built, put into a project of its own, its README's examples run. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFormats } from '../../scripts/build-packages.mjs';

const root = join(import.meta.dirname, '../..');
const project = mkdtempSync(join(tmpdir(), 'yiwen-stranger-'));
const examples = [
  ...readFileSync(join(root, 'formats/README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g),
].map((match) => match[1]!);

beforeAll(() => {
  const folder = join(project, 'node_modules/@yiwen/formats');
  mkdirSync(dirname(folder), { recursive: true });
  buildFormats(folder);
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const name of [...Object.keys(dependencies), '@types/node', 'undici-types']) {
    const place = join(project, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    if (existsSync(join(root, 'node_modules', name))) {
      symlinkSync(join(root, 'node_modules', name), place, 'dir');
    }
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
  for (const [index, example] of examples.entries()) {
    writeFileSync(join(project, `example-${index + 1}.ts`), example);
  }
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** One file for the browser; fails when anything but the package itself would be needed. */
async function bundled(source: string): Promise<string> {
  const entry = join(project, `entry-${source.length}.js`);
  writeFileSync(entry, source);
  const bundle = await rolldown({ input: entry, platform: 'browser', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  const [first] = output;
  const outside = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.imports : []));
  expect(outside.filter((name) => !output.some((chunk) => chunk.fileName === name))).toEqual([]);
  return first.code;
}

describe('the formats package', () => {
  it('has examples whose types fit its declarations', () => {
    const options = {
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: 'es2024',
        module: 'nodenext',
        types: ['node'],
        skipLibCheck: false,
      },
      include: ['example-*.ts'],
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(options));
    const compiler = join(root, 'node_modules/tsgo/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', project], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('has examples that run one after another and do what they say', () => {
    const said = examples.map((_, index) =>
      execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', `example-${index + 1}.ts`], {
        cwd: project,
        encoding: 'utf8',
      }),
    );
    expect(said[1]).toContain('1 关于开会的通知\n各村（居）民委员会：');
    expect(said[1]).toContain('第 1 页 [');
    const made = (name: string): string => readFileSync(join(project, name), 'latin1');
    expect(made('page-1.svg')).toMatch(/^<svg .*<\/svg>$/s);
    expect(made('notice.pdf')).toMatch(/^%PDF-1\.7/);
    expect(made('back.ofd').slice(0, 2)).toBe('PK');
    expect(said[4]).toContain('字型没有嵌入');
  });

  it('is bundled for a browser without polyfills, and only what is used', async () => {
    const reading = await bundled("export { readZip } from '@yiwen/formats/container';");
    const whole = await bundled(
      "export * from '@yiwen/formats/ofd'; export * from '@yiwen/formats/drawing'; export * from '@yiwen/formats/convert';",
    );
    expect(whole).not.toMatch(/\bfrom"node:|require\(|process\.|\bBuffer\b/);
    expect(reading).not.toContain('AbbreviatedData');
    expect(reading.length).toBeLessThan(whole.length / 10);
  });
});
