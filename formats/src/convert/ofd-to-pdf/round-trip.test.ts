import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeZip } from '../../container/index.ts';
import { readOfd } from '../../ofd/index.ts';
import { officialPage, setPdf } from '../pdf-to-ofd/engine.fixture.ts';
import { foreignPdfToOfd, pdfToOfd } from '../pdf-to-ofd/pdf-to-ofd.ts';
import { type Origin, pdfOrigins } from './glyph-origins.fixture.ts';
import { ofdToPdf } from './ofd-to-pdf.ts';
import { alphaPng, documentOf, richSpec } from './rich.fixture.ts';

const docId = 'cd'.repeat(16);
const pointsPerMm = 72 / 25.4;

/** An official page and what official pages seldom have. */
const enginePage = `${officialPage}
#place(dx: 0mm, dy: 50mm, image("/alpha.png", width: 40mm))
#place(dx: 0mm, dy: 80mm, text(fill: rgb(0,0,255,100), size: 24pt)[半透明])
#place(dx: 80mm, dy: 80mm, box(clip: true, width: 30mm, height: 8mm, fill: yellow)[#text(size: 24pt)[裁剪裁剪裁剪]])
#place(dx: 0mm, dy: 95mm, scale(x: 50%, text(size: 20pt)[压扁字]))
#place(dx: 40mm, dy: 95mm, skew(ax: 20deg, text(size: 20pt)[斜着的字]))
#place(dx: 0mm, dy: 112mm, text(size: 12pt)[H#sub[2]O x#super[2] #underline[下划线]])
#place(dx: 0mm, dy: 120mm, text(size: 20pt, stroke: 0.5pt + red)[描边 AVAT])
#place(dx: 60mm, dy: 120mm, rect(width: 30mm, height: 10mm, fill: gradient.linear(red, blue)))
#pagebreak()
= 第二页
#link("https://example.invalid/")[链接文字] Office（办公）fi ffi fl——完。
`;

/** Text as one string, and for every glyph where in it it begins. */
function spelled(origins: readonly Origin[]) {
  let text = '';
  const starts = new Map<number, Origin>();
  for (const origin of origins) {
    // glyphs that stand for nothing take no part
    const words = origin.text.replace(/\u200b/g, '');
    if (words !== '') {
      starts.set(text.length, origin);
      text += words;
    }
  }
  return { text, starts };
}

async function expectSamePlaces(before: Uint8Array, after: Uint8Array): Promise<void> {
  const [expected, found] = [spelled(await pdfOrigins(before)), spelled(await pdfOrigins(after))];
  expect(found.text).toBe(expected.text);
  const apart = [...expected.starts].map(([place, at]) => {
    const there = found.starts.get(place);
    expect(there, `${place} ${at.text}`).toBeDefined();
    expect(there!.page).toBe(at.page);
    return Math.hypot(there!.x - at.x, there!.y - at.y) / pointsPerMm;
  });
  expect(apart.length).toBeGreaterThan(40);
  expect(Math.max(...apart)).toBeLessThan(0.01);
}

/** Words with boxes as poppler finds them. */
function wordsOf(pdf: Uint8Array): { word: string; box: number[] }[] {
  const path = join(mkdtempSync(join(tmpdir(), 'round-trip-')), 'x.pdf');
  writeFileSync(path, pdf);
  const html = execFileSync('pdftotext', ['-bbox', path, '-'], { encoding: 'utf8' });
  return [
    ...html.matchAll(
      /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g,
    ),
  ].map(([, xMin, yMin, xMax, yMax, word]) => ({ word: word!, box: [xMin, yMin, xMax, yMax].map(Number) }));
}

const poppler = spawnSync('pdftotext', ['-v']).error === undefined;
if (!poppler) {
  console.log('pdftotext is not on this machine: its opinion is skipped');
}

describe('PDF → OFD → PDF', () => {
  const engine = setPdf(enginePage, { '/alpha.png': alphaPng });

  it('keeps text exactly and glyphs within 0.01 mm, for PDFs of the typesetter', async () => {
    const twin = readOfd(writeZip(pdfToOfd(engine, { docId }).entries));
    const { pdf, pdfa } = await ofdToPdf(twin);
    expect(pdfa).toBe('2u');
    await expectSamePlaces(engine, pdf);
  });

  it('and for PDFs with all we write ourselves', async () => {
    const { pdf } = await ofdToPdf(documentOf(richSpec));
    const again = readOfd(writeZip((await foreignPdfToOfd(pdf, { docId })).entries));
    const result = await ofdToPdf(again);
    await expectSamePlaces(pdf, result.pdf);
  });

  it('has the same clickable places and contents', async () => {
    const twin = readOfd(writeZip((await foreignPdfToOfd(engine, { docId })).entries));
    const text = new TextDecoder('latin1').decode((await ofdToPdf(twin)).pdf);
    expect(text).toContain('/URI (https://example.invalid/)');
    expect(text).toContain('/Outlines');
  });

  it.skipIf(!poppler)('has words where poppler found them, within 0.1 mm', async () => {
    const twin = readOfd(writeZip(pdfToOfd(engine, { docId }).entries));
    const [before, after] = [wordsOf(engine), wordsOf((await ofdToPdf(twin)).pdf)];
    expect(after.map(({ word }) => word)).toEqual(before.map(({ word }) => word));
    // across; up and down poppler goes by the fonts' stated heights, which are not the glyphs'
    const apart = after.flatMap(({ box }, index) =>
      [0, 2].map((side) => Math.abs(box[side]! - before[index]!.box[side]!) / pointsPerMm),
    );
    expect(Math.max(...apart)).toBeLessThan(0.1);
  });
});
