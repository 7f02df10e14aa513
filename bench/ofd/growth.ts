/** How cost grows: the same work on 10, 100 and 1,000 pages, as milliseconds a page. */
import { ofdToPdf } from '@yiwen/formats/convert';
import { drawPageSvg, extractText, readOfd, searchText } from '@yiwen/formats/ofd';
import { writtenPages } from './written-pages.ts';

const counts = [10, 100, 1000] as const;

/** Milliseconds of one act; the shortest of some runs, since what comes on top is the machine's. */
async function shortest(runs: number, act: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    const since = performance.now();
    await act();
    best = Math.min(best, performance.now() - since);
  }
  return best;
}

/** A row for each kind of work. */
export async function growthTable(): Promise<string> {
  const works: Record<string, (bytes: Uint8Array, pages: number) => unknown> = {
    write: (_, pages) => writtenPages(pages),
    open: (bytes) => readOfd(bytes),
    'open, all text': (bytes) => extractText(readOfd(bytes)),
    'open, find a word': (bytes) => searchText(readOfd(bytes), '火灾隐患'),
    'open, every page as SVG': (bytes, pages) => {
      const document = readOfd(bytes);
      for (let page = 0; page < pages; page += 1) {
        drawPageSvg(document, page);
      }
    },
    'OFD to PDF': (bytes) => ofdToPdf(readOfd(bytes), { pdfa: false }),
  };
  const files = new Map(counts.map((count) => [count, writtenPages(count)]));
  const lines: string[] = [];
  for (const [name, work] of Object.entries(works)) {
    const each: number[] = [];
    for (const count of counts) {
      const bytes = files.get(count)!;
      await work(bytes, count);
      each.push((await shortest(count === 1000 ? 2 : 5, () => work(bytes, count))) / count);
    }
    const [few, , many] = each as [number, number, number];
    lines.push(`| ${name} | ${each.map((ms) => ms.toFixed(3)).join(' | ')} | ${(many / few).toFixed(2)} |`);
  }
  return [
    `| ms a page | ${counts.map((count) => `${count} pages`).join(' | ')} | 1,000 ÷ 10 |`,
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
