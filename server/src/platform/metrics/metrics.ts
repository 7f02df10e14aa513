import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of one node; names `yiwen_<what>_<unit>`. Labels never carry a person or a document. */
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
  /** Called before each exposition to fill gauges. */
  onExpose(fill: () => Promise<void> | void): void;
  /** Text exposition of everything. */
  expose(): Promise<string>;
};

/** A registry of its own for each node, so that several can run in one process. */
export function makeMetrics(): Metrics {
  const registry = new Registry();
  const fillers: (() => Promise<void> | void)[] = [];
  collectDefaultMetrics({ register: registry, prefix: 'yiwen_', eventLoopMonitoringPrecision: 100 });
  const made = new Map<string, unknown>();
  function once<T>(name: string, make: () => T): T {
    if (!made.has(name)) {
      made.set(name, make());
    }
    return made.get(name) as T;
  }
  return {
    counter(name, help, labelNames = []) {
      const counter = once(name, () => new Counter({ name, help, labelNames, registers: [registry] }));
      return { inc: (labels, by = 1) => counter.inc(labels ?? {}, by) };
    },
    gauge(name, help, labelNames = []) {
      const gauge = once(name, () => new Gauge({ name, help, labelNames, registers: [registry] }));
      return { set: (value, labels) => gauge.set(labels ?? {}, value) };
    },
    histogram(name, help, buckets, labelNames = []) {
      const histogram = once(
        name,
        () => new Histogram({ name, help, buckets, labelNames, registers: [registry] }),
      );
      return { observe: (value, labels) => histogram.observe(labels ?? {}, value) };
    },
    onExpose(fill) {
      fillers.push(fill);
    },
    async expose() {
      await Promise.all(fillers.map((fill) => fill()));
      return await registry.metrics();
    },
  };
}
