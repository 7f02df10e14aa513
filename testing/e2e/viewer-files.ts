/** Files for the viewer, made by the product's own writer. */
import { writeZip } from '../../formats/src/container/index.ts';
import { buildOfd, type PageObjectSpec } from '../../formats/src/ofd/index.ts';

/** Type size of the text, and where its lines stand, in millimetres. */
export const text = { sizeMm: 5, leftMm: 30, topMm: 60, stepMm: 12 };

/** A line of text whose letters are `sizeMm` apart. */
function line(words: string, xMm: number, yMm: number, sizeMm: number): PageObjectSpec {
  return {
    kind: 'text',
    font: 'body',
    sizeMm,
    runs: [{ text: words, xMm, yMm, deltaXMm: Array.from({ length: [...words].length - 1 }, () => sizeMm) }],
  };
}

/** What stands on line `at` (from 0) of page `page` (from 1). */
export function lineOf(page: number, at: number): string {
  return at === 2 ? `本页标记丙${page}号终` : `第${page}页第${at + 1}行有关事项通知如下`;
}

/**
 * A document of so many pages with a table of contents, one line per chapter of ten pages; page 2 lies on its side. The
 * content is drawn with a font that the file does not carry.
 */
export function documentOf(pages: number): Buffer {
  const entries = buildOfd({
    docId: '0123456789abcdef0123456789abcdef',
    title: '多页文件',
    author: '禾汀镇人民政府',
    creationDate: '2026-11-23',
    fonts: [{ key: 'body', fontName: '宋体' }],
    pages: Array.from({ length: pages }, (_, at) => {
      const page = at + 1;
      return {
        widthMm: page === 2 ? 297 : 210,
        heightMm: page === 2 ? 210 : 297,
        objects: [
          line(`第${page}页`, text.leftMm, 40, 9),
          ...Array.from({ length: 12 }, (_, row) =>
            line(lineOf(page, row), text.leftMm, text.topMm + row * text.stepMm, text.sizeMm),
          ),
        ],
      };
    }),
    outlines: Array.from({ length: Math.ceil(pages / 10) }, (_, chapter) => ({
      title: `第${chapter + 1}章`,
      actions: [
        {
          kind: 'goto' as const,
          destination: { type: 'XYZ' as const, page: chapter * 10, leftMm: 0, topMm: 100 },
        },
      ],
    })),
  });
  return Buffer.from(writeZip(entries));
}
