/** Official documents as the typesetter makes them: PDF → OFD → PDF, read back by a third reader. */
import { writeZip } from '@yiwen/formats/container';
import { ofdToPdf, pdfToOfd } from '@yiwen/formats/convert';
import { readOfd } from '@yiwen/formats/ofd';
import { stopEngines, typeset } from '@yiwen/typesetter';
import { afterAll, describe, expect, it } from 'vitest';
import { DEMO_DOCUMENTS } from '../../typesetter/src/testing/demo-documents.ts';
import { drawnGlyphs } from '../../typesetter/src/testing/pdf-glyphs.ts';

afterAll(stopEngines);

describe('a document set by the typesetter', () => {
  it.each(Object.entries(DEMO_DOCUMENTS))(
    '%s has the same glyphs in the same places after PDF → OFD → PDF',
    async (_, document) => {
      const { pdf } = await typeset(document);
      const { entries, findings } = pdfToOfd(pdf, { docId: 'ef'.repeat(16) });
      expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
      const result = await ofdToPdf(readOfd(writeZip(entries)));
      expect(result.pdfa).toBe('2u');
      expect(result.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
      const [before, after] = [drawnGlyphs(pdf), drawnGlyphs(result.pdf)];
      expect(after.map(({ page, text }) => `${page} ${text}`)).toEqual(
        before.map(({ page, text }) => `${page} ${text}`),
      );
      const apart = after.map(({ xMm, yMm, sizePt }, index) => {
        const there = before[index]!;
        expect(sizePt).toBeCloseTo(there.sizePt, 2);
        return Math.hypot(xMm - there.xMm, yMm - there.yMm);
      });
      expect(apart.length).toBeGreaterThan(100);
      expect(Math.max(...apart)).toBeLessThan(0.01);
    },
  );
});
