import type { PaperSize } from './page-source.ts';

/** Pages asked for at once, so that a drawing never waits long behind sizes. */
const AT_ONCE = 40;

/** Sizes of pages that become known little by little: until then a page is taken to be as large as the first. */
export class PageSizes {
  private known: readonly PaperSize[];
  private readonly read: number;
  private readonly listeners = new Set<() => void>();

  /** `first` are the sizes of the first pages, at least one. */
  constructor(pages: number, first: readonly PaperSize[]) {
    const [one = { widthMm: 210, heightMm: 297 }] = first;
    this.read = first.length;
    this.known = Array.from({ length: pages }, (_, page) => first[page] ?? one);
  }

  sizes = (): readonly PaperSize[] => this.known;

  onSizes = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Asks for the rest; whoever listens is told whenever one differs from what it was taken for. */
  async readOthers(ask: (from: number, to: number) => Promise<readonly PaperSize[]>): Promise<void> {
    for (let from = this.read; from < this.known.length; from += AT_ONCE) {
      const sizes = await ask(from, Math.min(from + AT_ONCE, this.known.length));
      const before = this.known.slice(from, from + sizes.length);
      if (sizes.some((size, at) => differs(size, before[at]))) {
        this.known = [...this.known.slice(0, from), ...sizes, ...this.known.slice(from + sizes.length)];
        for (const listener of this.listeners) {
          listener();
        }
      }
    }
  }
}

function differs(a: PaperSize, b: PaperSize | undefined): boolean {
  return b === undefined || Math.abs(a.widthMm - b.widthMm) + Math.abs(a.heightMm - b.heightMm) > 0.01;
}
