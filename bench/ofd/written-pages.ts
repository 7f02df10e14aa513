import { writeZip } from '@yiwen/formats/container';
import { buildOfd } from '@yiwen/formats/ofd';

/** Pages of 22 lines of about 28 characters at the places GB/T 9704 gives them. */
export function writtenPages(count: number): Uint8Array {
  const advance = 156 / 28;
  return writeZip(
    buildOfd({
      docId: '0'.repeat(32),
      title: '页数',
      fonts: [{ key: 'song', fontName: '宋体' }],
      pages: Array.from({ length: count }, (_, page) => ({
        widthMm: 210,
        heightMm: 297,
        objects: Array.from({ length: 22 }, (_, line) => {
          const text = `第${page + 1}页第${line + 1}行：各村要落实网格责任，逐户排查火灾隐患并记入台账。`;
          const deltaXMm = Array.from({ length: [...text].length - 1 }, () => advance);
          const runs = [{ text, xMm: 28, yMm: 42 + 10.23 * line, deltaXMm }];
          return { kind: 'text' as const, font: 'song', sizeMm: 5, runs };
        }),
      })),
    }),
  );
}
