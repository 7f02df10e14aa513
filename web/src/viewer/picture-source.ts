/** Pages by address: what the server drew, or a picture file. Nothing is known of their text. */

import type { PageSource, PaperSize } from './page-source.ts';
import { A4, paperSize } from './paper-size.ts';

/** Pages whose pictures stand at `hrefs`; each size is A4 until its picture has come. */
export function pictureSource(hrefs: readonly string[], known?: readonly PaperSize[]): PageSource {
  let sizes: readonly PaperSize[] = hrefs.map((_, page) => known?.[page] ?? A4);
  const listeners = new Set<() => void>();
  const hrefOf = (page: number) => hrefs[page] ?? '';
  return {
    sizes: () => sizes,
    onSizes(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    learn(page, naturalWidth, naturalHeight) {
      const size = paperSize(naturalWidth, naturalHeight);
      const before = sizes[page];
      if (before && (before.widthMm !== size.widthMm || before.heightMm !== size.heightMm)) {
        sizes = sizes.map((old, at) => (at === page ? size : old));
        for (const listener of listeners) {
          listener();
        }
      }
    },
    outline: [],
    goalOf: async () => null,
    stamps: [],
    hasText: false,
    draw: async (page) => ({ kind: 'picture', href: hrefOf(page) }),
    dots: false,
    print: async (page) => hrefOf(page),
    runs: async () => [],
    search: async () => ({ hits: [], cut: false }),
    close: () => undefined,
  };
}
