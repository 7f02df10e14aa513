/**
 * ofdrw opens and draws what we write: a file with everything the builder knows, one made the short way, edited files
 * and archives. Needs Java and Maven; skipped in words without. Files of the samples, edited, come along when there.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeZip } from '@yiwen/formats/container';
import { buildOfd, editOfd, newOfd, type OfdSpec, readOfd, toArchive } from '@yiwen/formats/ofd';
import { pngOfPage, standInFonts } from '@yiwen/typesetter/drawing';
import { describe, expect, it } from 'vitest';
import { everything as all } from '../../formats/src/ofd/writing/everything.fixture.ts';
import { comparePages } from './compare-pages.ts';

const samples = join(
  process.env.YIWEN_SAMPLES ?? join(import.meta.dirname, '../../../shared/samples'),
  'ofd',
);
const build = join(tmpdir(), 'yiwen-ofdrw-pixels-2.3.6');
const dpi = 60;

/** ofdrw knows the three layer types of the schema, not the fourth of the text (Custom). */
const everything: OfdSpec = {
  ...all,
  pages: all.pages.map((page) => ({
    ...page,
    layers: (page.layers ?? []).map((layer) => ({ ...layer, type: 'Body' as const })),
  })),
};

/** Samples ofdrw cannot draw before they are edited either. */
const closed = ['03'];

function classPath(): string | undefined {
  const list = join(build, 'classpath.txt');
  if (!existsSync(list)) {
    if (spawnSync('java', ['-version']).status !== 0 || spawnSync('mvn', ['-v']).status !== 0) {
      console.log('Java or Maven is not on this machine: the opinion of ofdrw on written files is skipped');
      return undefined;
    }
    cpSync(join(import.meta.dirname, 'ofdrw-pixels'), build, { recursive: true });
    const goals = ['-q', '-B', 'compile', 'dependency:build-classpath', `-Dmdep.outputFile=${list}`];
    if (spawnSync('mvn', goals, { cwd: build, timeout: 240_000 }).status !== 0) {
      console.log('Maven could not fetch ofdrw: its opinion on written files is skipped');
      return undefined;
    }
  }
  return `${join(build, 'target/classes')}:${readFileSync(list, 'utf8').trim()}`;
}

const judge = classPath();
const song = standInFonts()({ fontName: '宋体', familyName: 'SimSun' } as never)[0]!.key;

async function writtenFiles(): Promise<Map<string, Uint8Array>> {
  const serif = new Uint8Array(readFileSync(song));
  const whole = writeZip(buildOfd(everything));
  const short = newOfd({ id: '0'.repeat(32), title: '短' });
  short.page(210, 297).text('短的一页', { x: 105, y: 40, size: 8, font: short.font(serif), align: 'center' });
  const archive = await toArchive(readOfd(whole), { font: () => ({ bytes: serif }), date: '2026-11-24' });
  const edit = {
    fonts: everything.fonts,
    pages: [{ page: { widthMm: 100, heightMm: 100, objects: everything.pages[1]!.objects } }],
    annotations: [{ page: 0, annotations: [everything.pages[0]!.annotations![4]!] }],
    attachments: everything.attachments!,
  };
  const names = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.ofd')) : [];
  const edited = names
    .filter((name) => !closed.includes(name.slice(0, 2)))
    .map((name) => {
      const { bytes } = editOfd(readFileSync(join(samples, name)), edit, { breakSignatures: true });
      return [`edited-${name.slice(0, 2)}`, bytes] as const;
    });
  return new Map([
    ['everything', whole],
    ['compressed', writeZip(buildOfd({ ...everything, compressDeltas: true }))],
    ['short', short.write()],
    ['archive', writeZip(archive.entries)],
    ['edited', editOfd(whole, edit).bytes],
    ...edited,
  ]);
}

describe.skipIf(judge === undefined)('ofdrw', () => {
  it('opens and draws every page of every file we write', async () => {
    const files = await writtenFiles();
    const folder = mkdtempSync(join(tmpdir(), 'ofdrw-written-'));
    const fonts = join(folder, 'fonts.txt');
    writeFileSync(fonts, `宋体\t${song}\n`);
    const paths = [...files].map(([name, bytes]) => {
      writeFileSync(join(folder, `${name}.ofd`), bytes);
      return join(folder, `${name}.ofd`);
    });
    const output = execFileSync(
      'java',
      ['-Dfile.encoding=UTF-8', '-cp', judge!, 'Pixels', fonts, String(dpi), folder, ...paths],
      { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8', maxBuffer: 64e6 },
    );
    const lines = output.trim().split('\n');
    expect(lines.filter((line) => !line.startsWith('PAGE'))).toEqual([]);
    const pages = [...files.values()].reduce((sum, bytes) => sum + readOfd(bytes).pages.length, 0);
    expect(lines.length).toBe(pages);
    for (const line of lines) {
      const [, file, page, picture] = line.split('\t') as [string, string, string, string];
      const name = file.replace('.ofd', '');
      if (!name.startsWith('edited-')) {
        const { bytes } = await pngOfPage(readOfd(files.get(name)!), Number(page), { dpi });
        const { percent } = await comparePages(bytes, readFileSync(picture));
        console.log(`${name} page ${page}: ${percent.toFixed(2)} % from ofdrw's picture`);
      }
    }
    rmSync(folder, { recursive: true, force: true });
  }, 300_000);
});
