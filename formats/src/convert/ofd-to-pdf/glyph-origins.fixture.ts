import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { applyTo, type DisplayItem, type Matrix, multiply } from '../../drawing/index.ts';
import { type DisplayOptions, displayPage, type OfdDocument } from '../../ofd/index.ts';

/** A glyph: what it stands for, and its origin in points from the page's top-left corner. */
export type Origin = { readonly page: number; readonly text: string; readonly x: number; readonly y: number };

const pointsPerMm = 72 / 25.4;

/** Glyph origins as another reader sees them: fonts, widths and operators come from pdf.js. */
export async function pdfOrigins(pdf: Uint8Array): Promise<Origin[]> {
  const document = await getDocument({ data: pdf.slice(), isEvalSupported: false, verbosity: 0 }).promise;
  const origins: Origin[] = [];
  for (let index = 0; index < document.numPages; index++) {
    const page = await document.getPage(index + 1);
    const height = page.view[3] as number;
    const list = await page.getOperatorList();
    let ctm: Matrix = [1, 0, 0, 1, 0, 0];
    const stack: Matrix[] = [];
    let tm = ctm;
    let size = 0;
    for (const [i, operator] of list.fnArray.entries()) {
      const args = list.argsArray[i];
      if (operator === OPS.save || operator === OPS.paintFormXObjectBegin) {
        stack.push(ctm);
      } else if (operator === OPS.restore || operator === OPS.paintFormXObjectEnd) {
        ctm = stack.pop()!;
      } else if (operator === OPS.transform) {
        ctm = multiply(args as Matrix, ctm);
      } else if (operator === OPS.setTextMatrix) {
        tm = [...(args.length === 1 ? args[0] : args)] as unknown as Matrix;
      } else if (operator === OPS.setFont) {
        size = args[1];
      } else if (operator === OPS.showText) {
        for (const item of args[0]) {
          if (typeof item === 'number') {
            tm = multiply([1, 0, 0, 1, (-item / 1000) * size, 0], tm);
          } else {
            const [x, y] = applyTo(multiply(tm, ctm), 0, 0);
            origins.push({ page: index, text: item.unicode, x, y: height - y });
            tm = multiply([1, 0, 0, 1, (item.width / 1000) * size, 0], tm);
          }
        }
      }
    }
  }
  await document.destroy();
  return origins;
}

/** Glyph origins of the display lists, blanks and invisible text included. */
export function displayOrigins(document: OfdDocument, options: DisplayOptions = {}): Origin[] {
  return document.pages.flatMap((page, index) => {
    const origins: Origin[] = [];
    const visit = (items: readonly DisplayItem[], matrix: Matrix): void => {
      for (const item of items) {
        if (item.kind === 'group') {
          visit(item.items, multiply(item.matrix, matrix));
        } else if (item.kind === 'glyphs') {
          for (const glyph of item.glyphs) {
            const [x, y] = applyTo(multiply(glyph.matrix, matrix), 0, 0);
            origins.push({
              page: index,
              // how the PDF says that nothing stands here
              text: glyph.text === '' ? '\u200b' : glyph.text,
              x: (x - page.area.xMm) * pointsPerMm,
              y: (y - page.area.yMm) * pointsPerMm,
            });
          }
        }
      }
    };
    visit(displayPage(document, index, { ...options, allText: true }).items, [1, 0, 0, 1, 0, 0]);
    return origins;
  });
}

/** Texts one by one, and the farthest any glyph is from where it should be (points). */
export function compared(found: readonly Origin[], expected: readonly Origin[]) {
  const words = (list: readonly Origin[]): string[] => list.map(({ page, text }) => `${page} ${text}`);
  const farthest = found.reduce((most, { x, y }, index) => {
    const at = expected[index];
    return at ? Math.max(most, Math.hypot(x - at.x, y - at.y)) : most;
  }, 0);
  return { found: words(found), expected: words(expected), farthest };
}
