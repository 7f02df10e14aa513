/** Other programs' opinions on fonts: fontTools on what is read and written here, a browser on the subsets. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { type FontOutlines, openOutlines, subsetFont } from '@yiwen/formats/sfnt';
import { afterAll, describe, expect, it } from 'vitest';

/** Made once for each machine; pip fetches fontTools by its ordinary client. */
const environment = join(tmpdir(), 'yiwen-fonttools-4.68');

function pythonWithFontTools(): string | undefined {
  const has = (python: string): boolean => spawnSync(python, ['-c', 'import fontTools']).status === 0;
  const own = join(environment, 'bin/python');
  if (has('python3')) {
    return 'python3';
  }
  if (!existsSync(own)) {
    spawnSync('python3', ['-m', 'venv', environment], { timeout: 60_000 });
    spawnSync(own, ['-m', 'pip', '-q', 'install', 'fonttools==4.68.0'], { timeout: 120_000 });
  }
  return has(own) ? own : undefined;
}

const python = pythonWithFontTools();
if (python === undefined) {
  console.log('skipped: Python with fontTools is not to be had here, so no other program checks the fonts');
}

const folder = mkdtempSync(join(tmpdir(), 'yiwen-fonts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Opinion = {
  count: number;
  unitsPerEm: number;
  cmap: Record<string, number>;
  glyphs: Record<string, [advance: number, box: [number, number, number, number] | null]>;
  tables: string[];
  faults: string[];
};

function opinions(
  asked: readonly [path: string, face: number, ids: readonly (number | string)[] | null][],
): Opinion[] {
  const script = join(import.meta.dirname, 'fonttools_fonts.py');
  const { status, stdout, stderr } = spawnSync(python!, [script], {
    input: JSON.stringify(asked),
    maxBuffer: 256 * 1024 * 1024,
  });
  expect(status, stderr.toString()).toBe(0);
  return JSON.parse(stdout.toString());
}

const packages = join(import.meta.dirname, '../../node_modules/@expo-google-fonts');
/** Fonts of the packages, and of this machine where they are: every kind of outline there is. */
const sources = (
  [
    [join(packages, 'noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'), 0],
    [join(packages, 'noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf'), 0],
    ['/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc', 2],
    ['/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc', 3],
    ['/usr/share/fonts/opentype/urw-base35/NimbusRoman-Italic.otf', 0],
    ['/usr/share/fonts/opentype/urw-base35/StandardSymbolsPS.otf', 0],
    ['/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf', 0],
    ['/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf', 0],
    ['/usr/share/fonts/X11/Type1/C059-Italic.pfb', 0],
    ['/usr/share/fonts/X11/Type1/Z003-MediumItalic.pfb', 0],
  ] as const
).filter(([path]) => existsSync(path));

const names = { family: '一文 Subset', postScript: 'YiWen-Subset', bold: true };

const text = '关于印发青禾镇2026年度工作要点的通知〔〕，。、“”龘𠮷AgjÀé%&@ﬁΩ';

function open(path: string, face: number): FontOutlines {
  return openOutlines(new Uint8Array(readFileSync(path)), face)!;
}

/** The box of all points, those beside the curve too; null when there are none. */
function controlBox(font: FontOutlines, glyph: number): number[] | null {
  const numbers = (font.outline(glyph) ?? []).flatMap((segment) => segment.slice(1) as number[]);
  if (numbers.length === 0) {
    return null;
  }
  const [xs, ys] = [0, 1].map((k) => numbers.filter((_, i) => i % 2 === k).map((n) => n * font.unitsPerEm));
  return [Math.min(...xs!), Math.min(...ys!), Math.max(...xs!), Math.max(...ys!)];
}

/** Largest difference in advance and box, in font units. */
function difference(font: FontOutlines, glyph: number, [advance, box]: Opinion['glyphs'][string]): number {
  const ours = controlBox(font, glyph);
  const inAdvance = Math.abs(font.advance(glyph) * font.unitsPerEm - advance);
  if (ours === null || box === null) {
    // fontTools keeps contours of a single point, which draw nothing
    const empty = ours === null && (box === null || (box[0] === box[2] && box[1] === box[3]));
    return empty ? inAdvance : Number.POSITIVE_INFINITY;
  }
  return Math.max(inAdvance, ...box.map((edge, i) => Math.abs(edge - ours[i]!)));
}

/** Some hundred glyphs all over the font. */
const spread = (font: FontOutlines): number[] =>
  Array.from({ length: Math.min(400, font.glyphCount) }, (_, i) =>
    Math.floor((i * font.glyphCount) / Math.min(400, font.glyphCount)),
  );

/** Two subsets of every font, with new glyph ids and with the old ones. */
function subsets() {
  return sources.flatMap(([path, face], n) => {
    const font = open(path, face);
    const characters = new Map(
      [...text].flatMap((char): [number, number][] => {
        const glyph = font.glyphFor(char.codePointAt(0)!);
        return glyph === undefined ? [] : [[char.codePointAt(0)!, glyph]];
      }),
    );
    return [false, true].map((keepGlyphIds) => {
      const glyphs = spread(font).slice(0, 20);
      const subset = subsetFont(font, { glyphs, characters, names, keepGlyphIds });
      const file = join(folder, `${n}-${keepGlyphIds}.ttf`);
      writeFileSync(file, subset.bytes);
      return { path, file, font, characters, subset };
    });
  });
}

describe.skipIf(python === undefined)('fontTools', () => {
  it('finds the same outlines and advances in fonts of every kind', () => {
    const fonts = sources.map(([path, face]) => ({ path, face, font: open(path, face) }));
    const asked = fonts.map(({ path, face, font }) => {
      const ids = spread(font);
      return [path, face, font.kind === 'type1' ? ids.map((id) => font.nameOf(id)!) : ids] as const;
    });
    const rows = opinions(asked.map(([path, face, ids]) => [path, face, ids])).map((opinion, i) => {
      const { path, font } = fonts[i]!;
      const differences = spread(font).map((id) =>
        difference(font, id, opinion.glyphs[font.kind === 'type1' ? font.nameOf(id)! : String(id)]!),
      );
      expect(opinion.count, path).toBe(font.glyphCount);
      return {
        font: path.replace(/^.*\//, ''),
        kind: font.kind,
        glyphs: differences.length,
        // fontTools moves the parts of a composite by their own side bearings: a unit in DejaVu
        differ: differences.filter((d) => d > 1.001).length,
        largest: Math.max(...differences),
      };
    });
    console.table(rows);
    expect(rows.filter(({ differ }) => differ > 0)).toEqual([]);
  }, 120_000);

  it('opens every subset, with right sums, the same characters, boxes and advances', () => {
    const wanted = subsets();
    const rows = opinions(wanted.map(({ file }) => [file, 0, null])).map((opinion, i) => {
      const { path, font, characters, subset } = wanted[i]!;
      const written = openOutlines(subset.bytes)!;
      expect(opinion.faults, path).toEqual([]);
      expect(opinion.tables, path).toEqual(
        expect.arrayContaining([
          'OS/2',
          'cmap',
          'glyf',
          'head',
          'hhea',
          'hmtx',
          'loca',
          'maxp',
          'name',
          'post',
        ]),
      );
      expect(opinion.cmap, path).toEqual(
        Object.fromEntries(
          [...characters].map(([code, glyph]) => [String(code), subset.glyphIds.get(glyph)]),
        ),
      );
      const differences = Object.entries(opinion.glyphs).map(([id, glyph]) =>
        difference(written, Number(id), glyph),
      );
      const advances = [...subset.glyphIds].map(([old, id]) =>
        Math.abs(font.advance(old) - written.advance(id)),
      );
      return {
        font: path.replace(/^.*\//, ''),
        kind: font.kind,
        bytes: subset.bytes.length,
        glyphs: opinion.count,
        characters: characters.size,
        differ: differences.filter((d) => d > 1.001).length,
        advance: Math.max(...advances),
      };
    });
    console.table(rows);
    expect(rows.filter(({ differ, advance }) => differ > 0 || advance > 0.0005)).toEqual([]);
  }, 120_000);
});

const browserPath = process.env.YIWEN_CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(browserPath)) {
  console.log(`skipped: no browser at ${browserPath} (set YIWEN_CHROMIUM), so none is asked about the fonts`);
}

describe.skipIf(!existsSync(browserPath))('a browser', () => {
  it('accepts every subset, which its font sanitiser checks table by table', async () => {
    const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
    const complaints: string[] = [];
    try {
      const page = await browser.newPage();
      page.on('console', (message) => complaints.push(message.text()));
      const empty = subsetFont(open(sources[0]![0], sources[0]![1]), {
        glyphs: [1, 2],
        characters: new Map(),
        names,
      });
      for (const { path, subset } of [...subsets(), { path: 'no characters', subset: empty }]) {
        // as text: these files know no types of the browser
        const status = await page.evaluate(`(async () => {
          const data = atob('${Buffer.from(subset.bytes).toString('base64')}');
          const face = new FontFace('subset', Uint8Array.from(data, (c) => c.charCodeAt(0)));
          await face.load().catch(() => undefined);
          return face.status;
        })()`);
        expect([path, status, complaints]).toEqual([path, 'loaded', []]);
      }
    } finally {
      await browser.close();
    }
  }, 120_000);
});
