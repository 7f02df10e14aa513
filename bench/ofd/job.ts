/** The jobs of bench/ofd/ofdrw/Yardstick.java done by us: same words, same output. Built into one file before it is run. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { writeZip } from '@yiwen/formats/container';
import { extractText, plainText, readOfd } from '@yiwen/formats/ofd';
import { writtenPages } from './written-pages.ts';

const [, , job = '', input = '', output = '', runs = '1', pages = '0'] = argv;

const jobs: Record<string, () => Promise<number>> = {
  text: async () => plainText(extractText(readOfd(readFileSync(input)))).length,
  draw: async () => {
    const { pngOfPage } = await import('@yiwen/typesetter/drawing');
    const { sealPictures } = await import('@yiwen/trust/verification');
    const document = readOfd(readFileSync(input));
    const stamps = sealPictures(document);
    mkdirSync(output, { recursive: true });
    for (let page = 0; page < Number(pages); page += 1) {
      writeFileSync(
        join(output, `${page}.png`),
        (await pngOfPage(document, page, { dpi: 150, stamps })).bytes,
      );
    }
    return Number(pages);
  },
  write: async () => {
    const bytes = writtenPages(Number(pages));
    writeFileSync(output, bytes);
    return bytes.length;
  },
  convert: async () => {
    const { foreignPdfToOfd } = await import('@yiwen/formats/convert');
    const bytes = writeZip((await foreignPdfToOfd(readFileSync(input), { docId: '0'.repeat(32) })).entries);
    writeFileSync(output, bytes);
    return bytes.length;
  },
};

const act = jobs[job];
if (act) {
  for (let run = 0; run < Number(runs); run += 1) {
    const since = performance.now();
    const amount = await act();
    console.log(`ms ${performance.now() - since} amount ${amount}`);
  }
  const status = readFileSync('/proc/self/status', 'utf8');
  console.log(/^VmHWM.*$/m.exec(status)?.[0] ?? '');
}
