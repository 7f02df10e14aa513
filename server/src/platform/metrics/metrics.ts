/** Prometheus metrics of one node; names `yiwen_<what>_<unit>`. */
export type Metrics = {
  /** Counts events, e.g. `counter('yiwen_acts_total', 'Acts recorded', ['kind']).inc({kind})`. */
  counter(
    name: string,
    help: string,
    labels?: string[],
  ): { inc(labels?: Record<string, string>, by?: number): void };
  gauge(
    name: string,
    help: string,
    labels?: string[],
  ): { set(value: number, labels?: Record<string, string>): void };
  histogram(
    name: string,
    help: string,
    buckets: number[],
    labels?: string[],
  ): { observe(value: number, labels?: Record<string, string>): void };
  /** Text exposition of everything. */
  expose(): Promise<string>;
};
