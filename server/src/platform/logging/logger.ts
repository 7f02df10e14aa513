/** Structured log. Facts are ids, counts and durations; never names, titles, opinions or file contents. */
export type Logger = {
  debug(facts: Record<string, unknown>, message: string): void;
  info(facts: Record<string, unknown>, message: string): void;
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
};
