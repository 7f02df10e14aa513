/** Findings in the order of the document although parts of it are read when somebody asks for them. */
import type { Finding } from '../../finding.ts';

/** Findings of one code; a page of a thousand broken objects must not push out what matters. */
const mostOfACode = 100;

/** Findings kept of one part, so that a hostile package cannot fill the memory with them. */
const mostOfAPart = 200;

type Part = { readonly items: (Finding | Part)[]; readonly read: () => void };

export class FindingList {
  private readonly root: Part = { items: [], read: () => {} };
  /** Where findings go now: the part being read. */
  private current = this.root;

  add(finding: Finding): void {
    const { items } = this.current;
    if (items.length < mostOfAPart || this.current === this.root) {
      items.push(finding);
    }
  }

  /** A value read at the first call; its findings stand where `later` was called. */
  later<T>(read: () => T): () => T {
    let made: { value: T } | undefined;
    const get = (): T => {
      if (!made) {
        const outside = this.current;
        this.current = part;
        try {
          made = { value: read() };
        } finally {
          this.current = outside;
        }
      }
      return made.value;
    };
    const part: Part = { items: [], read: get };
    this.current.items.push(part);
    return get;
  }

  /** Reads whatever was put off, then gives every finding; of one code the first hundred. */
  all(): readonly Finding[] {
    const found: Finding[] = [];
    const counts = new Map<string, number>();
    const visit = (part: Part): void => {
      part.read();
      // The list may grow while it is walked: reading a part puts off others.
      for (let at = 0; at < part.items.length; at++) {
        const item = part.items[at]!;
        if ('items' in item) {
          visit(item);
          continue;
        }
        const count = (counts.get(item.code) ?? 0) + 1;
        counts.set(item.code, count);
        if (count <= mostOfACode) {
          found.push(item);
        }
      }
    };
    visit(this.root);
    return found;
  }
}
