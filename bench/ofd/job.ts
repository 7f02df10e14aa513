/** The jobs of bench/ofd/ofdrw/Yardstick.java done by us: same words, same output. Built into one file before it is run. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { writeZip } from '@yiwen/formats/container';
import { buildOfd, extractText, plainText, readOfd } from '@yiwen/formats/ofd';

const [, , job = '', input = '', output = '', runs = '1', pages = '0'] = argv;

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

const jobs: Record<string, () => Promise<number>> = {
  text: async () => plainText(extractText(readOfd(readFileSync(input)))).length,
  draw: async () => {
    const { drawPages } = await import('./draw-pages.ts');
    const pictures = await drawPages(readFileSync(input), Number(pages));
    mkdirSync(output, { recursive: true });
    for (const [index, png] of pictures.entries()) {
      writeFileSync(join(output, `${index}.png`), png);
    }
    return pictures.length;
  },
  write: async () => {
    const bytes = writtenPages(Number(pages));
    writeFileSync(output, bytes);
    return bytes.length;
  },
  convert: async () => {
    const { pdfToOfd } = await import('@yiwen/formats/convert');
    const bytes = writeZip((await pdfToOfd(readFileSync(input), { docId: '0'.repeat(32) })).entries);
    writeFileSync(output, bytes);
    return bytes.length;
  },
};

if (import.meta.main !== false && jobs[job]) {
  for (let run = 0; run < Number(runs); run += 1) {
    const since = performance.now();
    const amount = await jobs[job]();
    console.log(`ms ${performance.now() - since} amount ${amount}`);
  }
  const status = readFileSync('/proc/self/status', 'utf8');
  console.log(/^VmHWM.*$/m.exec(status)?.[0] ?? '');
}
