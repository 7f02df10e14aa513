/** Measuring: many runs of one thing, and a figure as a ratio to the bare cost of the same machine in the same minute. */

/** What many runs of one thing took or weighed, in one unit. */
export interface Sample {
  n: number;
  median: number;
  min: number;
  max: number;
  p95: number;
}

/** One line of the table. */
export interface Figure {
  name: string;
  unit: 'ms' | 'KiB';
  sample: Sample;
  /** What the figure is compared with, in words, and what that took here. */
  bare?: { name: string; sample: Sample };
  /** Which value of both samples is compared; the median unless said otherwise. */
  compare?: 'median' | 'p95';
}

/** Sums up values; there must be one. */
export function sampleOf(values: readonly number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { n: sorted.length, median, min: sorted[0]!, max: sorted.at(-1)!, p95: at(0.95) };
}

/** Runs `act` some times to warm up, then `n` times, and sums up the milliseconds of each. */
export async function measure(
  n: number,
  act: (run: number) => unknown,
  options: { warmUp?: number } = {},
): Promise<Sample> {
  for (let i = 0; i < (options.warmUp ?? 1); i++) {
    await act(-1);
  }
  const values: number[] = [];
  for (let i = 0; i < n; i++) {
    const since = performance.now();
    await act(i);
    values.push(performance.now() - since);
  }
  return sampleOf(values);
}

/** The figure divided by its bare cost; undefined without one. */
export function ratioOf(figure: Figure): number | undefined {
  const by = figure.compare ?? 'median';
  return figure.bare ? figure.sample[by] / figure.bare.sample[by] : undefined;
}
