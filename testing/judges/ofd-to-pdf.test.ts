/**
 * Programs of others on the PDFs we make of OFD files: veraPDF (Java, Maven), qpdf and poppler's tools, each skipped in
 * words where it is not on this machine.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeZip } from '@yiwen/formats/container';
import { imagesToOfd, ofdToPdf } from '@yiwen/formats/convert';
import { type OfdDocument, readOfd } from '@yiwen/formats/ofd';
import { sealPictures } from '@yiwen/trust/verification';
import { pngOfPage, standInFonts } from '@yiwen/typesetter/drawing';
import { beforeAll, describe, expect, it } from 'vitest';
import { displayOrigins } from '../../formats/src/convert/ofd-to-pdf/glyph-origins.fixture.ts';
import { documentOf, richSpec } from '../../formats/src/convert/ofd-to-pdf/rich.fixture.ts';
import { jbig2File } from '../../formats/src/images/jbig2.fixture.ts';
import { comparePages } from './compare-pages.ts';

const root = join(import.meta.dirname, '../..');
const samples = join(process.env.YIWEN_SAMPLES ?? join(root, '../shared/samples'), 'ofd');
const pictures = join(root, '.cache/judges/ofd-to-pdf');
const dpi = 150;
/** Of each sample so many pages are drawn; of our own files all. */
const drawnPages = 1;
const ours = new Set(['rich', 'formats']);
/** A page this far from our own drawing of it, in percent, needs a reason. */
const limit = 2;

/** Why pages are over the limit. One that no longer is has to go. */
const reasons: Readonly<Record<string, string>> = {
  'formats p1': '放大的小图：我们平滑，poppler 逐像素',
  'rich p3': '放大的小图：我们平滑，poppler 逐像素',
};

const present = (tool: string): boolean => spawnSync(tool, ['-v']).error === undefined;

/** Built once for each machine; Maven fetches veraPDF by its ordinary client. */
function veraPdf(): string | undefined {
  const build = join(tmpdir(), 'yiwen-verapdf-judge-1.26.1');
  const list = join(build, 'classpath.txt');
  if (!existsSync(list)) {
    if (spawnSync('java', ['-version']).status !== 0 || spawnSync('mvn', ['-v']).status !== 0) {
      console.log('Java or Maven is not on this machine: the opinion of veraPDF is skipped');
      return undefined;
    }
    cpSync(join(import.meta.dirname, 'verapdf'), build, { recursive: true });
    const goals = ['-q', '-B', 'compile', 'dependency:build-classpath', `-Dmdep.outputFile=${list}`];
    if (spawnSync('mvn', goals, { cwd: build, timeout: 240_000 }).status !== 0) {
      console.log('Maven could not fetch veraPDF: its opinion is skipped');
      return undefined;
    }
  }
  return `${join(build, 'target/classes')}:${readFileSync(list, 'utf8').trim()}`;
}

/** `plain` is the file without seals: what is written in them is no text of the page. */
type Case = { name: string; document: OfdDocument; path: string; plain: string; pdfa: string | undefined };

const judge = veraPdf();
const tools = Object.fromEntries(
  ['qpdf', 'pdffonts', 'pdftotext', 'pdftocairo'].map((tool) => [tool, present(tool)]),
);
for (const [tool, there] of Object.entries(tools)) {
  if (!there) {
    console.log(`${tool} is not on this machine: its opinion is skipped`);
  }
}
if (!existsSync(samples)) {
  console.log('The OFD samples are not on this machine: only our own file is judged');
}

const cases: Case[] = [];
const fonts = standInFonts();

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ofd-to-pdf-'));
  const names = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.ofd')) : [];
  const documents: [string, OfdDocument][] = [
    ['rich', documentOf(richSpec)],
    ['formats', await pictureFormats()],
    ...names.map((name): [string, OfdDocument] => [
      name.slice(0, 2),
      readOfd(new Uint8Array(readFileSync(join(samples, name)))),
    ]),
  ];
  for (const [name, document] of documents) {
    const { pdf, pdfa } = await ofdToPdf(document, { fonts, stamps: sealPictures(document) });
    const [path, plain] = [join(folder, `${name}.pdf`), join(folder, `${name}-plain.pdf`)];
    writeFileSync(path, pdf);
    writeFileSync(plain, (await ofdToPdf(document, { fonts })).pdf);
    cases.push({ name, document, path, plain, pdfa });
  }
}, 120_000);

const run = (tool: string, ...args: string[]): string =>
  execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64e6 });

/** A page for each format pictures come in. */
async function pictureFormats(): Promise<OfdDocument> {
  const images = join(root, 'formats/src/images/fixtures');
  const names = ['slope.png', 'slope.jpg', 'slope-cmyk.jpg', 'slope.jp2', 'runs-g4.tif'];
  const files = names.map((name) => ({ bytes: new Uint8Array(readFileSync(join(images, name))), name }));
  const bilevel = Array.from({ length: 150 }, (_, y) =>
    Array.from({ length: 200 }, (_, x) => ((x >> 4) + (y >> 4)) & 1),
  );
  const all = [{ bytes: jbig2File(bilevel), name: 'chequers.jb2' }, ...files];
  return readOfd(writeZip((await imagesToOfd(all, { docId: 'ab'.repeat(16) })).entries));
}

/** How often each letter occurs. */
function letters(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const letter of texts
    .join('')
    .normalize('NFKC')
    .replace(/\s|\u200b/g, '')) {
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  return counts;
}

describe('PDFs made of OFD files', () => {
  it.skipIf(judge === undefined)(
    'are the PDF/A they claim to be (veraPDF)',
    () => {
      expect(cases.filter(({ pdfa }) => pdfa === undefined).map(({ name }) => name)).toEqual([]);
      const args = cases.flatMap(({ path, pdfa }) => [pdfa!, path]);
      const said = run('java', '-cp', judge!, 'Judge', ...args)
        .trim()
        .split('\n');
      expect(said).toEqual(cases.map(({ name }) => `COMPLIANT ${name}.pdf`));
    },
    180_000,
  );

  it.skipIf(!tools.qpdf)('are sound (qpdf)', () => {
    for (const { path, name } of cases) {
      expect(run('qpdf', '--check', path), name).toContain('No syntax or stream encoding errors found');
    }
  });

  it.skipIf(!tools.pdffonts)('embed every font, as a subset with Unicode (pdffonts)', () => {
    for (const { path, name } of cases) {
      const rows = run('pdffonts', path).trim().split('\n').slice(2);
      for (const row of rows) {
        expect(row, name).toMatch(/CID (TrueType|Type 0C)\s+Identity-H\s+yes yes yes/);
      }
    }
  });

  it.skipIf(!tools.pdftotext)('give the text of the OFD (pdftotext)', () => {
    for (const { plain: path, name, document } of cases) {
      const found = letters([run('pdftotext', '-raw', path, '-')]);
      const all = displayOrigins(document, { fonts });
      const inside = all.filter(({ page, x, y }) => {
        const { widthMm, heightMm } = document.pages[page]!.area;
        const edge = 10;
        return x > edge && y > edge && x < widthMm * 2.83 - edge && y < heightMm * 2.83 - edge;
      });
      // what is (partly) off the paper pdftotext may leave out
      const [most, least] = [all, inside].map((origins) => letters(origins.map(({ text }) => text)));
      for (const [letter, count] of most!) {
        expect(found.get(letter) ?? 0, `${name} ${letter}`).toBeGreaterThanOrEqual(least!.get(letter) ?? 0);
        expect(found.get(letter) ?? 0, `${name} ${letter}`).toBeLessThanOrEqual(count);
      }
      expect(
        [...found.keys()].filter((letter) => !most!.has(letter)),
        name,
      ).toEqual([]);
    }
  });

  it.skipIf(!tools.pdftocairo)(
    'look like our own drawing of the OFD (pdftocairo)',
    async () => {
      mkdirSync(pictures, { recursive: true });
      const rows: { page: string; percent: number }[] = [];
      for (const { path, name, document } of cases) {
        for (
          let index = 0;
          index < Math.min(ours.has(name) ? 99 : drawnPages, document.pages.length);
          index++
        ) {
          const number = String(index + 1);
          const args = ['-png', '-singlefile', '-r', String(dpi), '-f', number, '-l', number, path, '-'];
          const picture = execFileSync('pdftocairo', args, {
            maxBuffer: 64e6,
            stdio: ['ignore', 'pipe', 'ignore'],
          });
          const { bytes } = await pngOfPage(document, index, { dpi, stamps: sealPictures(document) });
          const { percent, triptych } = await comparePages(bytes, new Uint8Array(picture));
          const page = `${name} p${number}`;
          rows.push({ page, percent });
          if (percent > limit || process.env.YIWEN_ALL_PAGES) {
            writeFileSync(join(pictures, `${page.replace(' ', '-')}.png`), triptych());
          }
        }
      }
      console.log(rows.map(({ page, percent }) => `${page.padEnd(9)} ${percent.toFixed(2)} %`).join('\n'));
      const over = rows.filter(({ percent }) => percent > limit).map(({ page }) => page);
      expect(over.sort()).toEqual(Object.keys(reasons).sort());
    },
    300_000,
  );
});
