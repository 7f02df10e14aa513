/**
 * Every page of the samples drawn by ofdrw and by us with the same fonts, compared pixel by pixel. Needs Java, Maven
 * and the samples; skipped in words without. Writes the table `ofdrw-pixels.md` beside this file and a picture of each
 * page over the limit (ours | theirs | difference) to `.cache/judges/ofdrw-pixels/`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OfdDocument, type OfdFont, readOfd } from '@yiwen/formats/ofd';
import { sealPictures } from '@yiwen/trust/verification';
import { pngOfPage, standInFonts } from '@yiwen/typesetter/drawing';
import { describe, expect, it } from 'vitest';
import { comparePages } from './compare-pages.ts';

const root = join(import.meta.dirname, '../..');
const samples = join(process.env.YIWEN_SAMPLES ?? join(root, '../shared/samples'), 'ofd');
const pictures = join(root, '.cache/judges/ofdrw-pixels');
const version = '2.3.6';
const dpi = 100;
/** A page this far apart, in percent, needs a reason. */
const limit = 2;

/** Why pages are over the limit, by sample and page (from 1). One that no longer is has to go. */
const reasons: Readonly<Record<string, string>> = {
  '15 p1': 'ofdrw 画图片时不画轴向渐变（AxialShd），只描边；渐变后画，本应盖住文字',
  '15 p2': 'ofdrw 画图片时不画径向渐变（RadialShd），只描边',
};

/** Pages ofdrw cannot draw, by the start of what it says. */
const notDrawn: Readonly<Record<string, string>> = {
  '03 p1': '文件里写 TPLS/，包里是 Tpls/：ofdrw 区分大小写，打不开',
};

/** Built once for each machine; Maven fetches ofdrw by its ordinary client. */
function classPath(): string | undefined {
  const build = join(tmpdir(), `yiwen-ofdrw-pixels-${version}`);
  const list = join(build, 'classpath.txt');
  if (!existsSync(samples)) {
    console.log('The OFD samples are not on this machine: the comparison with ofdrw is skipped');
    return undefined;
  }
  if (!existsSync(list)) {
    if (spawnSync('java', ['-version']).status !== 0 || spawnSync('mvn', ['-v']).status !== 0) {
      console.log('Java or Maven is not on this machine: the comparison with ofdrw is skipped');
      return undefined;
    }
    cpSync(join(import.meta.dirname, 'ofdrw-pixels'), build, { recursive: true });
    const goals = ['-q', '-B', 'compile', 'dependency:build-classpath', `-Dmdep.outputFile=${list}`];
    if (spawnSync('mvn', goals, { cwd: build, timeout: 240_000 }).status !== 0) {
      console.log('Maven could not fetch ofdrw: the comparison is skipped');
      return undefined;
    }
  }
  return `${join(build, 'target/classes')}:${readFileSync(list, 'utf8').trim()}`;
}

/** ofdrw takes a font by its name, so each name is given the file that stands in for it here. */
function fontTable(documents: readonly OfdDocument[]): string {
  const standIns = standInFonts();
  const table = new Map<string, string>();
  const add = (font: OfdFont): void => {
    for (const name of [font.fontName, font.familyName]) {
      if (font.entry === undefined && name !== '' && !table.has(name)) {
        table.set(name, standIns(font)[0]!.key);
      }
    }
  };
  for (const document of documents) {
    document.docs.flatMap(({ resources }) => [...resources.fonts.values()]).forEach(add);
    document.pages.flatMap(({ resources }) => [...resources.fonts.values()]).forEach(add);
  }
  return [...table].map((line) => line.join('\t')).join('\n');
}

type Row = { page: string; percent?: number; words: string };

const judge = classPath();

describe.skipIf(judge === undefined)('pages beside those of ofdrw', () => {
  it('differ by less than the limit, or for a reason that is known', async () => {
    const names = readdirSync(samples)
      .filter((name) => name.endsWith('.ofd'))
      .sort();
    const documents = new Map(
      names.map((name) => [name, readOfd(new Uint8Array(readFileSync(join(samples, name))))]),
    );
    const folder = mkdtempSync(join(tmpdir(), 'ofdrw-pixels-'));
    const fonts = join(folder, 'fonts.txt');
    writeFileSync(fonts, `${fontTable([...documents.values()])}\n`);
    const output = execFileSync(
      'java',
      [
        '-Dfile.encoding=UTF-8',
        '-cp',
        judge!,
        'Pixels',
        fonts,
        String(dpi),
        folder,
        ...names.map((name) => join(samples, name)),
      ],
      { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8', maxBuffer: 64e6 },
    );
    rmSync(pictures, { recursive: true, force: true });
    mkdirSync(pictures, { recursive: true });
    const rows: Row[] = [];
    for (const line of output.trim().split('\n')) {
      const [said, name, index, rest] = line.split('\t') as [string, string, string, string];
      const page = `${name.slice(0, 2)} p${Number(index) + 1}`;
      if (said === 'FAILED') {
        rows.push({ page, words: notDrawn[page] ?? `ofdrw: ${rest}` });
        continue;
      }
      const document = documents.get(name)!;
      const { bytes } = await pngOfPage(document, Number(index), { dpi, stamps: sealPictures(document) });
      const { percent, triptych } = await comparePages(bytes, readFileSync(rest));
      if (percent > limit || process.env.YIWEN_ALL_PAGES) {
        writeFileSync(join(pictures, `${page.replace(' ', '-')}.png`), triptych());
      }
      rows.push({ page, percent, words: reasons[page] ?? '' });
    }
    const table = tableOf(rows);
    console.log(table);
    writeFileSync(join(import.meta.dirname, 'ofdrw-pixels.md'), table);
    rmSync(folder, { recursive: true, force: true });

    expect(rows).toHaveLength([...documents.values()].reduce((sum, { pages }) => sum + pages.length, 0));
    const over = rows.filter(({ percent = 0 }) => percent > limit).map(({ page }) => page);
    expect(over.sort()).toEqual(Object.keys(reasons).sort());
    const failed = rows.filter(({ percent }) => percent === undefined).map(({ page }) => page);
    expect(failed.sort()).toEqual(Object.keys(notDrawn).sort());
  }, 300_000);
});

function tableOf(rows: readonly Row[]): string {
  const drawn = rows.filter(({ percent }) => percent !== undefined) as Required<Row>[];
  const mean = drawn.reduce((sum, { percent }) => sum + percent, 0) / drawn.length;
  const worst = drawn.reduce((most, row) => (row.percent > most.percent ? row : most));
  return [
    '# Pages beside those of ofdrw',
    '',
    `Written by \`ofdrw-pixels.test.ts\`: ofdrw ${version}, ${dpi} dpi, the same stand-in fonts. Difference = mean over all`,
    `channels of all pixels, 0–100 %. Mean ${mean.toFixed(2)} %; worst ${worst.page} with ${worst.percent.toFixed(2)} %.`,
    '',
    '| sample and page | difference | |',
    '|---|---:|---|',
    ...rows.map(
      ({ page, percent, words }) =>
        `| ${page} | ${percent === undefined ? '–' : `${percent.toFixed(2)} %`} | ${words} |`,
    ),
    '',
  ].join('\n');
}
