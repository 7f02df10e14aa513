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

/** A cost that is taken again and again between the figures it is compared with, so that both see the same machine. */
export class BareCost {
  readonly name: string;
  readonly #act: () => unknown;
  readonly #values: number[] = [];

  private constructor(name: string, act: () => unknown) {
    this.name = name;
    this.#act = act;
  }

  /** Warmed up, since the first runs of a program are not its cost. */
  static async of(name: string, act: () => unknown, warmUp = 10): Promise<BareCost> {
    for (let i = 0; i < warmUp; i++) {
      await act();
    }
    return new BareCost(name, act);
  }

  /** Takes the cost some more times. */
  async take(times = 1): Promise<void> {
    for (let i = 0; i < times; i++) {
      const since = performance.now();
      await this.#act();
      this.#values.push(performance.now() - since);
    }
  }

  get sample(): Sample {
    return sampleOf(this.#values);
  }
}

/** Runs `act` some times to warm up, then `n` times, and sums up the milliseconds of each; `beside` is taken between. */
export async function measure(
  n: number,
  act: (run: number) => unknown,
  options: { warmUp?: number; beside?: BareCost } = {},
): Promise<Sample> {
  for (let i = 0; i < (options.warmUp ?? 1); i++) {
    await act(-1);
  }
  const values: number[] = [];
  for (let i = 0; i < n; i++) {
    const since = performance.now();
    await act(i);
    values.push(performance.now() - since);
    await options.beside?.take();
  }
  return sampleOf(values);
}

/** The figure divided by its bare cost; undefined without one. */
export function ratioOf(figure: Figure): number | undefined {
  const by = figure.compare ?? 'median';
  return figure.bare ? figure.sample[by] / figure.bare.sample[by] : undefined;
}
