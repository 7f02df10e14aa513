import { pino } from 'pino';

/** Structured log. Facts are ids, counts and durations; never names, titles, opinions or file contents. */
export type Logger = {
  debug(facts: Record<string, unknown>, message: string): void;
  info(facts: Record<string, unknown>, message: string): void;
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
};

/** Keys whose values never reach the log, at the top and one level down, should somebody pass them by mistake. */
const personal = [
  'name',
  'login',
  'title',
  'opinion',
  'password',
  'token',
  'cookie',
  'authorization',
  'body',
  'secret',
  'code',
];

/** A JSON-lines logger on the standard error stream, so that what is printed for people stays apart from it. */
export function makeLogger(level: string, now: () => Date): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${now().toISOString()}"`,
      redact: { paths: personal.flatMap((key) => [key, `*.${key}`]), censor: '[withheld]' },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
