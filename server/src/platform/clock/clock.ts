/**
 * The only place of the server that reads the machine's time. A test walks the sources and refuses any other.
 */

/** Where product code reads the time. */
export type Clock = { now(): Date };

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };

/**
 * A clock that starts at a given instant and then runs on.
 * @param startIso ISO 8601 with an offset, e.g. `2026-11-23T09:00:00+08:00`
 */
export function shiftedClock(startIso: string): Clock {
  const start = Date.parse(startIso);
  if (Number.isNaN(start)) {
    throw new RangeError(`not an ISO 8601 time: ${startIso}`);
  }
  const offsetMs = start - Date.now();
  return { now: () => new Date(Date.now() + offsetMs) };
}

/** A clock that stands still until a test moves it. */
export function fixedClock(iso: string): Clock & { set(iso: string): void; advance(ms: number): void } {
  let atMs = Date.parse(iso);
  return {
    now: () => new Date(atMs),
    set(next) {
      atMs = Date.parse(next);
    },
    advance(ms) {
      atMs += ms;
    },
  };
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in the office's time zone, `YYYY-MM-DD`. */
export function dateIn(at: Date, timeZone = 'Asia/Shanghai'): string {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    dayFormats.set(timeZone, format);
  }
  return format.format(at);
}

/** The calendar year of an instant in the office's time zone; it names the log an event goes to. */
export function yearIn(at: Date, timeZone = 'Asia/Shanghai'): number {
  return Number(dateIn(at, timeZone).slice(0, 4));
}

/** Milliseconds from a point that only moves forward: for how long something took or rests, never for what time it is. */
export function elapsedMs(): number {
  return performance.now();
}
