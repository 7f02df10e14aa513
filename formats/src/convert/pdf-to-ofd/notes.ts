import type { Finding } from '../../finding.ts';

/** Findings of one conversion; the same one on the same page is kept once with its count. */
export class Notes {
  readonly #found = new Map<string, { finding: Finding; count: number }>();
  /** Page being converted, 0-based; undefined outside pages. */
  page: number | undefined;

  add(code: string, severity: Finding['severity'], message: string, evidence?: string): void {
    const place = this.page === undefined ? undefined : `第 ${this.page + 1} 页`;
    const key = [code, place, evidence].join('|');
    const known = this.#found.get(key);
    if (known !== undefined) {
      known.count += 1;
    } else if (this.#found.size < 1000) {
      const finding: Finding = { code, severity, message };
      if (place !== undefined) {
        finding.place = place;
      }
      if (evidence !== undefined) {
        finding.evidence = evidence;
      }
      this.#found.set(key, { finding, count: 1 });
    }
  }

  list(): Finding[] {
    return [...this.#found.values()].map(({ finding, count }) =>
      count === 1 ? finding : { ...finding, message: `${finding.message}（${count} 处）` },
    );
  }
}
