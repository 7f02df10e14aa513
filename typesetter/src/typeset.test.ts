import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPdf, textOf } from '@yiwen/formats/pdf';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { OfficialDocument } from './index.ts';
import { describeFonts, parseDocument, previewSvg, stopEngines, TypesetError, typeset } from './index.ts';
import { DEMO_DOCUMENTS } from './testing/demo-documents.ts';
import { type DrawnGlyph, drawnGlyphs } from './testing/pdf-glyphs.ts';

const D6 = DEMO_DOCUMENTS.D6!;
const require = createRequire(import.meta.url);
const notoSans = require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');

afterAll(stopEngines);

/** Text of a page by lines, top to bottom. */
function textLines(glyphs: readonly DrawnGlyph[], page: number): string[] {
  const lines = new Map<string, DrawnGlyph[]>();
  for (const glyph of glyphs.filter((g) => g.page === page)) {
    // A half-width run in a smaller size keeps its baseline, not its top.
    const key = (glyph.yMm + glyph.sizePt * 0.86 * (25.4 / 72)).toFixed(1);
    lines.set(key, [...(lines.get(key) ?? []), glyph]);
  }
  return [...lines.entries()]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, line]) =>
      line
        .sort((a, b) => a.xMm - b.xMm)
        .map((g) => g.text)
        .join(''),
    );
}

describe('the PDF file', () => {
  it.each(Object.entries(DEMO_DOCUMENTS))(
    '%s: what is drawn stands where the layout says, and its text can be read',
    async (_, doc) => {
      const { pdf, pages, positions } = await typeset(doc);
      const glyphs = drawnGlyphs(pdf);
      expect(Math.max(...glyphs.map((g) => g.page))).toBe(pages);
      for (const line of positions.lines) {
        const drawn = textLines(glyphs, line.page);
        expect(drawn).toContain(line.text.replaceAll(' ', ''));
        const first = glyphs.filter(
          (g) => g.page === line.page && Math.abs(g.yMm - line.yMm) < 0.5 && Math.abs(g.xMm - line.xMm) < 3,
        );
        const full = first.find(
          (g) =>
            Math.abs(g.yMm - line.yMm) < 0.01 && line.text.startsWith(g.text) && !/[\d（“《]/.test(g.text),
        );
        if (full) {
          expect(full.xMm).toBeCloseTo(line.xMm, 2);
        }
      }
      const { date, organMark } = positions;
      const red = glyphs.find((g) => g.page === 1 && g.text === [...doc.organMark[0]!][0]);
      expect(red!.yMm).toBeCloseTo(organMark!.yMm, 2);
      const day = glyphs
        .filter((g) => g.text === '日' && g.page === date!.page && Math.abs(g.yMm - date!.yMm) < 0.01)
        .at(-1);
      expect(day!.xMm + 156 / 28).toBeCloseTo(date!.xMm + date!.widthMm, 2);
    },
  );

  it('keeps every character of a full line on the 28-character grid, brackets and quotation marks included', async () => {
    const core = '国（家）“关”《于》加【强】、好';
    const text = `${'国'.repeat(26)}${core.padEnd(28, '国').repeat(3)}完`;
    const { pdf, positions } = await typeset({ ...D6, body: [{ id: 'b', kind: 'paragraph', text }] });
    const glyphs = drawnGlyphs(pdf);
    const cell = 156 / 28;
    const lines = positions.lines.filter((l) => l.kind === 'body' && l.cells === 28 && l.text.length === 28);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      const row = glyphs.filter((g) => g.page === line.page && Math.abs(g.yMm - line.yMm) < 0.01);
      expect(row.map((g) => g.text).join('')).toBe(line.text);
      row.forEach((g, i) => {
        expect(Math.abs(g.xMm - (28 + i * cell)), `${g.text} at ${i}`).toBeLessThan(0.01);
      });
    }
  });

  it('is the same bytes for the same document, and carries the document date', async () => {
    const first = await typeset(D6);
    const second = await typeset(D6);
    expect(Buffer.from(first.pdf).equals(Buffer.from(second.pdf))).toBe(true);
    stopEngines();
    const third = await typeset(D6);
    expect(Buffer.from(first.pdf).equals(Buffer.from(third.pdf))).toBe(true);
    const file = readPdf(first.pdf);
    const info = file.dict(file.trailer, 'Info');
    expect(textOf(info!.get('CreationDate') as never)).toMatch(/^D:20261015/);
    expect(textOf(info!.get('Title') as never)).toBe(D6.title);
    expect(new TextDecoder('latin1').decode(first.pdf)).toContain('<pdfaid:part>2</pdfaid:part>');
    expect(new TextDecoder('latin1').decode(first.pdf)).toContain(
      '<pdfaid:conformance>U</pdfaid:conformance>',
    );
  });

  it('has only TrueType outlines, all embedded', async () => {
    const { pdf } = await typeset(D6);
    const text = new TextDecoder('latin1').decode(pdf);
    expect(text).toContain('/CIDFontType2');
    expect(text).not.toMatch(/CIDFontType0|FontFile3|Type3/);
  });

  it('sets text as text, whatever it looks like', async () => {
    const hostile =
      '#read("/etc/passwd") *粗* _斜_ $x^2$ `码` <标签> @引用 \\u{41} #import "@preview/x:1.0.0" ]#panic()[ %} {{x}}';
    const { pdf } = await typeset({
      ...D6,
      body: [{ id: 'b', kind: 'paragraph', text: hostile }],
      title: '关于#sys.inputs的通知',
    });
    const text = drawnGlyphs(pdf)
      .map((g) => g.text)
      .join('');
    expect(text).toContain('#read("/etc/passwd")');
    expect(text).toContain('#import"@preview/x:1.0.0"');
    expect(text).toContain(']#panic()[');
    expect(text).toContain('#sys.inputs');
  });

  it('sets any text or names what it lacks', async () => {
    const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
    console.log(`any text: YIWEN_SEED=${seed}`);
    const odd = fc.constantFrom(...'国“”（）—…0aW%\u0301\u200d\ufe0f \u3000\n\t\u202e〇㎡①', '\ud800');
    const any = fc.integer({ min: 0x20, max: 0x2fff }).map((c) => String.fromCodePoint(c));
    const text = fc.string({
      unit: fc.oneof({ weight: 30, arbitrary: odd }, any),
      minLength: 1,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(text, text, async (one, two) => {
        const doc = {
          ...D6,
          body: [{ id: 'b', kind: 'paragraph' as const, text: `文${one}` }],
          note: `文${two}`,
        };
        const outcome = await typeset(doc).catch((e: unknown) => e);
        if (outcome instanceof Error) {
          expect(outcome).toMatchObject({ code: 'missing-glyphs' });
        } else {
          expect(outcome).toMatchObject({ pages: expect.any(Number) });
        }
      }),
      { seed, numRuns: 30 * Number(process.env.YIWEN_SOAK ?? 1) },
    );
  });

  it('drops characters without appearance and keeps the rest in place', async () => {
    const text = '各村\u202e要\u200b做好\u0007解释\ufeff工作。';
    const { positions } = await typeset({ ...D6, body: [{ id: 'b', kind: 'paragraph', text }] });
    expect(positions.lines.find((l) => l.kind === 'body')!.text).toBe('各村要做好解释工作。');
  });
});

describe('fonts', () => {
  function folderWith(...names: string[]): string {
    const folder = mkdtempSync(join(tmpdir(), 'yiwen-fonts-'));
    for (const name of names) {
      copyFileSync(notoSans, join(folder, name));
    }
    return folder;
  }

  it('prefers the office font folder, and puts every full-width character in the same place', async () => {
    const own = await typeset(D6, { fontFolders: [folderWith('某仿宋.ttf', '小标宋.ttf')] });
    const usual = await typeset(D6);
    const roles = Object.fromEntries(own.fonts.map((f) => [f.role, f]));
    expect(roles.fangsong).toMatchObject({ file: '某仿宋.ttf', standIn: false });
    expect(roles.xiaobiaosong).toMatchObject({ file: '小标宋.ttf', standIn: false });
    expect(roles.heiti).toMatchObject({ standIn: true });
    expect(own.positions).toEqual(usual.positions);
    const wide = (pdf: Uint8Array) => drawnGlyphs(pdf).filter((g) => g.text.charCodeAt(0) > 0x7f);
    const [a, b] = [wide(own.pdf), wide(usual.pdf)];
    expect(a.map((g) => g.text)).toEqual(b.map((g) => g.text));
    a.forEach((g, i) => {
      expect(Math.abs(g.xMm - b[i]!.xMm) + Math.abs(g.yMm - b[i]!.yMm)).toBeLessThan(0.02);
    });
    expect(a[100]!.font).not.toBe(b[100]!.font);
  });

  it('takes a character its font lacks from another font: a name is never blank', async () => {
    const rare = '堃翀昇赟塱埗滘';
    const { pdf } = await typeset({ ...D6, signature: [`${rare}村民委员会`] });
    expect(
      drawnGlyphs(pdf)
        .map((g) => g.text)
        .join(''),
    ).toContain(rare);
  });

  it('names the characters no font has', async () => {
    const failure = await typeset({ ...D6, note: '符号\u{12000}和\u{1F600}' }).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(TypesetError);
    expect(failure).toMatchObject({ code: 'missing-glyphs', characters: ['\u{12000}', '\u{1F600}'] });
    expect((failure as Error).message).toContain('U+12000');
    await expect(typeset(D6)).resolves.toMatchObject({ pages: 2 });
  });

  it('passes over a broken font file and says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yiwen-fonts-'));
    writeFileSync(join(folder, '仿宋.ttf'), Buffer.from('no font at all'));
    await expect(typeset(D6, { fontFolders: [folder] })).resolves.toMatchObject({ pages: 2 });
    const { problems, roles } = describeFonts([folder]);
    expect(problems).toEqual([{ file: '仿宋.ttf', message: expect.stringContaining('字体') }]);
    expect(roles.find((r) => r.role === 'fangsong')).toMatchObject({ standIn: true });
  });
});

describe('limits', () => {
  it('ends the engine at the time limit and starts it again', async () => {
    stopEngines();
    await expect(typeset(D6, { timeoutMs: 1 })).rejects.toMatchObject({ code: 'timeout' });
    await expect(typeset(D6)).resolves.toMatchObject({ pages: 2 });
  });

  it('sets many documents asked for at once, in order', async () => {
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        typeset({ ...D6, number: { code: '禾汀政发', year: 2026, n: i + 1 } }),
      ),
    );
    all.forEach(({ pdf }, i) => {
      expect(
        drawnGlyphs(pdf)
          .map((g) => g.text)
          .join(''),
      ).toContain(`禾汀政发〔2026〕${i + 1}号`);
    });
  });

  it('refuses what is no document, naming the fields', () => {
    expect(() => parseDocument({ form: '文件', organMark: '禾汀镇', title: 1, body: 'x' })).toThrow(
      /title、organMark、body/,
    );
    expect(() => parseDocument([])).toThrow(TypesetError);
    expect(
      parseDocument({ form: '文件', organMark: ['禾汀镇人民政府'], title: '关于放假的通知', body: [] }),
    ).toMatchObject({ sealed: false });
  });

  it('refuses false dates, empty marks and endless text', async () => {
    const refused = async (change: Partial<OfficialDocument>) =>
      (await typeset({ ...D6, ...change }).catch((e: TypesetError) => e)) as TypesetError;
    expect((await refused({ date: '2026-02-30' })).code).toBe('document-invalid');
    expect((await refused({ organMark: [] })).code).toBe('document-invalid');
    expect((await refused({ title: ' ' })).code).toBe('document-invalid');
    expect((await refused({ body: [{ id: 'b', kind: 'paragraph', text: '国'.repeat(500_000) }] })).code).toBe(
      'document-too-large',
    );
  });
});

describe('the preview', () => {
  it('is one picture per page of the same layout, with text as outlines only', async () => {
    const { svg, positions } = await previewSvg({ ...D6, watermark: '草稿' });
    expect(svg).toHaveLength(2);
    expect(positions.pageNumbers).toHaveLength(2);
    const second = await previewSvg({ ...D6, watermark: '草稿' }, { range: { from: 2, to: 2 } });
    expect(second).toMatchObject({ svg: [svg[1]], pages: 2 });
    for (const page of svg) {
      expect(page).toMatch(/^<svg[^>]+viewBox="0 0 595\.2\d+ 841\.8\d+"/);
      expect(page).not.toMatch(/<script|<foreignObject|\son\w+=/i);
    }
  });
});
