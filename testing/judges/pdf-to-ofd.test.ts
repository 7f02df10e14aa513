/**
 * Programs of others on the OFD files made of PDFs from anywhere. The PDFs are made here: by code, by reportlab, fpdf2
 * and pikepdf (Python, pip), by Ghostscript and by Chromium; the samples come along where they are. The judges are
 * poppler's pdftotext and pdftoppm and pdfminer.six. What is not on this machine is skipped in words.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeZip } from '@yiwen/formats/container';
import { foreignPdfToOfd } from '@yiwen/formats/convert';
import { applyTo, identity, type Matrix, multiply, translation } from '@yiwen/formats/drawing';
import { extractText, type OfdDocument, type PageObject, plainText, readOfd } from '@yiwen/formats/ofd';
import { pngOfPage } from '@yiwen/typesetter/drawing';
import { beforeAll, describe, expect, it } from 'vitest';
import { features } from '../../formats/src/convert/pdf-to-ofd/features/features.fixture.ts';
import { plainCharacter } from '../../formats/src/convert/pdf-to-ofd/fonts/plain-characters.ts';
import { comparePages } from './compare-pages.ts';

const root = join(import.meta.dirname, '../..');
const samples = process.env.YIWEN_SAMPLES ?? join(root, '../shared/samples');
const pictures = join(root, '.cache/judges/pdf-to-ofd');
const dpi = 100;
/** Of each file so many pages are drawn. */
const drawnPages = 2;
/** A page this far from poppler's drawing of the PDF, in percent, needs a reason. */
const limit = 2;
/** A glyph may stand this far from where pdfminer has it. */
const farthestMm = 0.1;

/** Why pages are over the limit. One that no longer is has to go. */
const smallPage =
  'a page the size of a card, full of large letters of fonts that are not embedded: their edges';
const reasons: Readonly<Record<string, string>> = {
  'ok-01-pades-lta p1': smallPage,
  'ok-02-two-signatures-timestamped p1': smallPage,
  'eu-09-factur-x-minimum p1':
    'hairlines: poppler makes every line at least one pixel wide, ours are as thin as the PDF says',
};

const environment = join(tmpdir(), 'yiwen-pdf-corpus-1');
const packages = [
  'reportlab==5.1.0',
  'fpdf2==2.8.9',
  'pikepdf==10.18.0',
  'pdfminer.six==20260107',
  'pillow==13.0.0',
];

const present = (tool: string, ...args: string[]): boolean => spawnSync(tool, args).error === undefined;

/** Made once for each machine; pip fetches by its ordinary client. */
function pythonWithPackages(): string | undefined {
  const own = join(environment, 'bin/python');
  const ready = (): boolean =>
    spawnSync(own, ['-c', 'import reportlab, fpdf, pikepdf, pdfminer, PIL']).status === 0;
  if (!ready()) {
    spawnSync('python3', ['-m', 'venv', environment], { timeout: 60_000 });
    spawnSync(own, ['-m', 'pip', '-q', 'install', ...packages], { timeout: 240_000 });
  }
  return ready() ? own : undefined;
}

const python = pythonWithPackages();
const tools = {
  pdftotext: present('pdftotext', '-v'),
  pdftoppm: present('pdftoppm', '-v'),
  gs: present('gs', '--version'),
  chromium: present('chromium', '--version'),
};
for (const [tool, there] of Object.entries({ ...tools, 'Python with reportlab and others': python })) {
  if (!there) {
    console.log(`${tool} is not on this machine: what it makes or says is skipped`);
  }
}
if (!existsSync(samples)) {
  console.log('The samples are not on this machine: only PDFs made here are judged');
}

type Case = { name: string; path: string; document: OfdDocument };

/** Files only their damage or their key keeps others from reading, and features pdfminer knows nothing of. */
const readByOursOnly = new Set(['damaged-table', 'damaged-streams']);
const cases: Case[] = [];

const html = `<!doctype html><meta charset="utf-8"><style>
.fade{width:300px;height:60px;background:linear-gradient(90deg,red,transparent)}
.round{width:100px;height:100px;background:radial-gradient(circle,white,blue);border-radius:20px;box-shadow:3px 3px 8px #888}
.turn{transform:rotate(20deg);display:inline-block}.column{writing-mode:vertical-rl;height:120px}.half{opacity:.4}</style>
<h1 style="color:#c00">打印：标题</h1><p>正文 mixed text fi ffl “quotes” — <a href="https://example.invalid">link</a> <b>bold</b> <i>italic</i></p>
<div class="fade"></div><div class="round"></div><p class="turn">rotated 旋转</p><div class="column">竖排文字，测试。ABC</div>
<p class="half">half transparent 半透明</p><svg width="200" height="80"><path d="M10 10 L90 10 L50 70z" fill="green" stroke="black" stroke-dasharray="5 3"/><text x="100" y="40" fill="none" stroke="red" font-size="30">SVG</text></svg>
<h2 style="page-break-before:always">第二页</h2>`;

const postScript = `%!PS
/Times-Roman findfont 24 scalefont setfont 50 700 moveto (Type one: fi AVATAR \\(gs\\) 123) show
/Symbol findfont 24 scalefont setfont 50 650 moveto (abgdp) show
/Courier-Bold findfont 14 scalefont setfont 50 620 moveto (Courier text) show
<< /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 20 20] /XStep 20 /YStep 20
/PaintProc {pop 1 0 0 setrgbcolor 0 0 10 10 rectfill 0 0 1 setrgbcolor 10 10 10 10 rectfill} >> matrix makepattern /P exch def
/Pattern setcolorspace P setcolor 50 500 100 80 rectfill
gsave 200 500 translate << /ShadingType 7 /ColorSpace /DeviceRGB /DataSource [0 0 0 27 0 53 0 80 0 80 27 80 53 80 80 53 80 27 80 0 80 0 53 0 27 27 27 27 53 53 53 53 27 1 0 0 0 1 0 0 0 1 1 1 0] >> shfill grestore
gsave /Times-Bold findfont 60 scalefont setfont 50 400 moveto (CLIP) false charpath clip 1 0 0 setrgbcolor 0 400 700 20 rectfill 0 0 1 setrgbcolor 0 420 700 40 rectfill grestore
showpage`;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pdf-to-ofd-'));
  const paths: [name: string, path: string][] = [];
  for (const [name, make] of Object.entries(features)) {
    const path = join(folder, `feature-${name}.pdf`);
    writeFileSync(path, make());
    paths.push([`feature-${name}`, path]);
  }
  const made = join(folder, 'made');
  mkdirSync(made);
  if (python !== undefined) {
    const font = join(
      root,
      'node_modules/@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
    );
    const { status, stderr } = spawnSync(python, [join(import.meta.dirname, 'pdf_corpus.py'), made, font]);
    expect(status, stderr.toString()).toBe(0);
  }
  if (tools.gs) {
    writeFileSync(join(folder, 'page.ps'), postScript);
    const out = `-sOutputFile=${join(made, 'ghostscript.pdf')}`;
    const args = ['-q', '-dNOPAUSE', '-dBATCH', '-dPDFSETTINGS=/prepress', '-sDEVICE=pdfwrite', out];
    spawnSync('gs', [...args, join(folder, 'page.ps')]);
  }
  if (tools.chromium) {
    writeFileSync(join(folder, 'page.html'), html);
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-pdf-header-footer'];
    const target = `--print-to-pdf=${join(made, 'chromium.pdf')}`;
    spawnSync('chromium', [...args, target, `file://${join(folder, 'page.html')}`], { timeout: 60_000 });
  }
  for (const name of readdirSync(made)) {
    paths.push([name.replace('.pdf', ''), join(made, name)]);
  }
  for (const sub of ['pdf', 'invoices']) {
    const at = join(samples, sub);
    for (const name of existsSync(at) ? readdirSync(at).filter((one) => one.endsWith('.pdf')) : []) {
      paths.push([name.replace('.pdf', ''), join(at, name)]);
    }
  }
  for (const [name, path] of paths) {
    const { entries } = await foreignPdfToOfd(new Uint8Array(readFileSync(path)), { docId: '0'.repeat(32) });
    const document = readOfd(writeZip(entries));
    expect(document.findings, name).toEqual([]);
    cases.push({ name, path, document });
  }
}, 300_000);

const run = (tool: string, ...args: string[]): string =>
  execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64e6 });

/** Radicals and vertical forms as the characters they stand for: what both sides are asked about. */
function plain(character: string): string {
  return /[\u2e80-\u2fd5\ufe10-\ufe48]/.test(character) ? plainCharacter(character) : character;
}

/** How often each letter occurs. */
function letters(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const letters = [...text].map(plain).join('').normalize('NFKC');
  for (const letter of letters.replace(/\s|\u00ad|\u200b/g, '')) {
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  return counts;
}

type Origin = { page: number; text: string; x: number; y: number };

/** Page positions of all glyphs, those of groups and annotations too. */
function originsOf(document: OfdDocument): Origin[] {
  const out: Origin[] = [];
  for (const [page, { layers, annotations, resources }] of document.pages.entries()) {
    const add = (objects: readonly PageObject[], outer: Matrix): void => {
      for (const object of objects) {
        if (object.kind === 'block') {
          add(object.objects, outer);
          continue;
        }
        const shift = translation(object.boundary?.xMm ?? 0, object.boundary?.yMm ?? 0);
        const matrix = multiply(multiply(object.ctm ?? identity, shift), outer);
        if (object.kind === 'composite') {
          add(resources.composites.get(object.resource)?.objects ?? [], matrix);
        } else if (object.kind === 'text') {
          for (const { text, xMm, yMm } of object.codes.flatMap((code) => code.glyphs)) {
            const [x, y] = applyTo(matrix, xMm, yMm);
            out.push({ page, text, x, y });
          }
        }
      }
    };
    for (const layer of layers) {
      add(layer.objects, identity);
    }
    for (const { objects, boundary } of annotations) {
      add(objects, translation(boundary?.xMm ?? 0, boundary?.yMm ?? 0));
    }
  }
  return out;
}

/** Rise and vertical origins are not in pdfminer's matrices; bitmaps of glyphs have no text of their own there. */
const placedOtherwise = new Set(['feature-textState', 'feature-namedFonts', 'feature-fonts']);

/** No ToUnicode and codes of their own: the judges give the codes, the font's own glyph names give the words. */
const namesTellMore = new Set([
  'attack-05-page-added-after-signing',
  'ok-06-pades-b',
  'ok-07-certified-changes-permitted',
]);

describe('OFD files made of PDFs', () => {
  it('come from every maker that is here', () => {
    console.log(`PDFs judged: ${cases.map(({ name }) => name).join(', ')}`);
    expect(cases.length).toBeGreaterThanOrEqual(Object.keys(features).length);
  });

  it.skipIf(!tools.pdftotext)('give the text of the PDF (pdftotext)', () => {
    for (const { name, path, document } of cases) {
      if (readByOursOnly.has(name) || namesTellMore.has(name)) {
        continue;
      }
      const theirs = letters(run('pdftotext', '-raw', path, '-'));
      const all = letters(
        originsOf(document)
          .map(({ text }) => text)
          .join(''),
      );
      const missing = [...theirs].filter(
        // what no encoding tells poppler makes something up for
        ([letter, count]) => /[\p{L}\p{N}\p{P}]/u.test(letter) && (all.get(letter) ?? 0) < count,
      );
      expect(missing, `${name}: ${plainText(extractText(document)).slice(0, 200)}`).toEqual([]);
    }
  });

  it.skipIf(python === undefined)('have every glyph within 0.1 mm of its place (pdfminer.six)', () => {
    const rows: string[] = [];
    for (const { name, path, document } of cases) {
      // of an attacked file pdfminer reads another revision than everybody else
      if (
        readByOursOnly.has(name) ||
        placedOtherwise.has(name) ||
        namesTellMore.has(name) ||
        name.startsWith('attack-')
      ) {
        continue;
      }
      const script = join(import.meta.dirname, 'pdfminer_chars.py');
      const { status, stdout } = spawnSync(python as string, [script, path], { maxBuffer: 64e6 });
      if (status !== 0) {
        rows.push(`${name.padEnd(40)} pdfminer cannot read it`);
        continue;
      }
      const theirs = JSON.parse(stdout.toString()) as [number, string, number, number][];
      const places = new Map<string, Origin[]>();
      for (const origin of originsOf(document)) {
        const key = `${origin.page} ${origin.text}`;
        places.set(key, [...(places.get(key) ?? []), origin]);
      }
      let worst = 0;
      let count = 0;
      for (const [page, text, x, y] of theirs) {
        const near = places.get(`${page} ${plain([...text][0] as string)}`);
        // (cid:12) = pdfminer does not know the character
        if (text.trim() !== '' && !text.startsWith('(cid:')) {
          const distance = Math.min(...(near ?? []).map((one) => Math.hypot(one.x - x, one.y - y)));
          worst = Math.max(worst, distance);
          count += 1;
        }
      }
      rows.push(`${name.padEnd(40)} ${String(count).padStart(6)} glyphs ${worst.toFixed(4)} mm`);
      expect(worst, name).toBeLessThan(farthestMm);
    }
    console.log(rows.join('\n'));
  });

  it.skipIf(!tools.pdftoppm)(
    'look like the PDF (pdftoppm)',
    async () => {
      mkdirSync(pictures, { recursive: true });
      const rows: { page: string; percent: number }[] = [];
      for (const { path, name, document } of cases.filter((one) => !readByOursOnly.has(one.name))) {
        for (let index = 0; index < Math.min(drawnPages, document.pages.length); index++) {
          const number = String(index + 1);
          const args = ['-png', '-cropbox', '-r', String(dpi), '-f', number, '-l', number, path];
          const picture = execFileSync('pdftoppm', args, {
            maxBuffer: 64e6,
            stdio: ['ignore', 'pipe', 'ignore'],
          });
          const { bytes } = await pngOfPage(document, index, { dpi });
          const { percent, triptych } = await comparePages(bytes, new Uint8Array(picture));
          const page = `${name} p${number}`;
          rows.push({ page, percent });
          if (percent > limit || process.env.YIWEN_ALL_PAGES) {
            writeFileSync(join(pictures, `${page.replace(' ', '-')}.png`), triptych());
          }
        }
      }
      const table = rows.map(({ page, percent }) => `${page.padEnd(42)} ${percent.toFixed(2)} %`);
      const mean = rows.reduce((sum, { percent }) => sum + percent, 0) / rows.length;
      console.log([...table, `${'mean'.padEnd(42)} ${mean.toFixed(2)} %`].join('\n'));
      const over = rows.filter(({ percent }) => percent > limit).map(({ page }) => page);
      expect(over.filter((page) => reasons[page] === undefined)).toEqual([]);
    },
    300_000,
  );
});
