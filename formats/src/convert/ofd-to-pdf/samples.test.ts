import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeZip } from '../../container/index.ts';
import { type DisplayOptions, entriesOf, type OfdDocument, readOfd } from '../../ofd/index.ts';
import { readPdf } from '../../pdf/index.ts';
import { engineFontPath } from '../pdf-to-ofd/engine.fixture.ts';
import { compared, displayOrigins, pdfOrigins } from './glyph-origins.fixture.ts';
import { ofdToPdf } from './ofd-to-pdf.ts';
import { documentOf, richSpec } from './rich.fixture.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`ofd to pdf: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);
const folder = join(process.env.YIWEN_SAMPLES ?? '../shared/samples', 'ofd');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ofd')) : [];
if (files.length === 0) {
  console.log(`skipped: no OFD samples at ${folder} (set YIWEN_SAMPLES)`);
}

const read = (file: string): OfdDocument => readOfd(new Uint8Array(readFileSync(join(folder, file))));
const standIn = {
  key: 'serif',
  bytes: new Uint8Array(readFileSync(engineFontPath('serif-sc', '400Regular'))),
};
const fonts: DisplayOptions['fonts'] = () => [standIn];

/** Pages, fonts embedded, level, codes of findings of every sample. */
const expected: Readonly<Record<string, readonly [number, number, string, ...string[]]>> = {
  '01': [1, 1, '2u'],
  '02': [5, 1, '3u', 'pdf-archival-level', 'pdf-signatures-dropped', 'pdf-tags-dropped'],
  '03': [1, 1, '3u', 'pdf-archival-level', 'pdf-signatures-dropped'],
  '04': [1, 1, '3u', 'pdf-archival-level', 'pdf-signatures-dropped'],
  '05': [5, 4, '2u', 'pdf-signatures-dropped'],
  '06': [2, 1, '2u', 'pdf-signatures-dropped'],
  '07': [5, 0, '2u', 'pdf-signatures-dropped'],
  '08': [5, 0, '2u', 'pdf-signatures-dropped'],
  '09': [2, 12, '2u', 'pdf-signatures-dropped'],
  '10': [2, 4, '2u', 'pdf-signatures-dropped', 'picture-missing'],
  '11': [1, 5, '2u'],
  '12': [3, 6, '2u', 'pdf-target-missing'],
  '13': [1, 1, '3u', 'pdf-archival-level'],
  '14': [2, 1, '2u'],
  '15': [2, 1, '2u'],
  '16': [1, 1, '2u'],
  '17': [2, 1, '2u'],
  '18': [1, 1, '2u', 'pdf-signatures-dropped'],
  '19': [1, 1, '2u', 'pdf-signatures-dropped'],
  '20': [1, 1, '2u', 'pdf-signatures-dropped'],
  '21': [1, 1, '2u', 'pdf-signatures-dropped'],
};

describe.skipIf(files.length === 0)('public sample files as PDF', () => {
  it.each(files)('%s', async (name) => {
    const document = read(name);
    const { pdf, pages, fonts: embedded, pdfa, findings } = await ofdToPdf(document, { fonts });
    const codes = [...new Set(findings.map(({ code }) => code))].sort();
    expect([pages, embedded, pdfa ?? 'none', ...codes]).toEqual(expected[name.slice(0, 2)]);
    const file = readPdf(pdf);
    expect(file.findings).toEqual([]);
    expect(file.pages()).toHaveLength(document.pages.length);
    const glyphs = compared(await pdfOrigins(pdf), displayOrigins(document, { fonts }));
    expect(glyphs.found).toEqual(glyphs.expected);
    expect(glyphs.farthest).toBeLessThan(0.001);
  });

  it('says that the links of the excerpt lead to pages that are not in it', async () => {
    const document = read(files.find((name) => name.startsWith('12'))!);
    const { findings } = await ofdToPdf(document, { fonts });
    const missing = findings.filter(({ code }) => code === 'pdf-target-missing');
    expect(missing.map(({ place, message }) => [place, /（(\d+) 处）/.exec(message)?.[1]])).toEqual([
      ['第 2 页', '26'],
      ['第 3 页', '27'],
    ]);
  });
});

const changes = fc.array(
  fc.record({ part: fc.nat(), place: fc.nat(), byte: fc.integer({ min: 0, max: 255 }), text: fc.boolean() }),
  { minLength: 1, maxLength: 12 },
);

describe('changed files', () => {
  it(
    'become a PDF, or a PDF with findings, and never a crash',
    async () => {
      const sources = [
        documentOf(richSpec),
        ...files.filter((name) => /^(02|05|07|11|12|14|15)/.test(name)).map(read),
      ];
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...sources), changes, async (source, list) => {
          const entries = entriesOf(source).map(({ name, bytes }) => ({ name, bytes: bytes.slice() }));
          for (const { part, place, byte, text } of list) {
            const { bytes } = entries[part % entries.length]!;
            bytes[place % bytes.length] = text ? 0x20 + (byte % 0x5f) : byte;
          }
          let document: OfdDocument;
          try {
            document = readOfd(writeZip(entries));
          } catch {
            // a package whose OFD.xml is no XML any more is refused by the reader
            return;
          }
          const { pdf, pages } = await ofdToPdf(document, { fonts });
          expect(readPdf(pdf).pages()).toHaveLength(pages);
        }),
        { seed, numRuns: Math.ceil(40 * soak) },
      );
    },
    120_000 * Math.max(1, soak),
  );
});
