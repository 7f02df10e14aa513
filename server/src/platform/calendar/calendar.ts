import chineseDays from 'chinese-days';

/** Working days of the office, days as `YYYY-MM-DD` in the office's time zone. */
export type Calendar = {
  isWorkingDay(day: string): boolean;
  /** Working days after `from` up to and including `to`; negative when `to` is earlier. */
  workingDaysBetween(from: string, to: string): number;
  /** The day `count` working days after (before, when negative) `day`. */
  addWorkingDays(day: string, count: number): string;
  /** Why answers in this year may be wrong, or undefined: the State Council's notice is not loaded. */
  warning(year: number): { zh: string; en: string } | undefined;
};

/** A day that departs from the built-in table. */
export type CalendarDay = { day: string; working: boolean; name: string };

const longestSpanDays = 3660;

/** The built-in table of the yearly notices, with later notices and local days over it. */
export function makeCalendar(overrides: readonly CalendarDay[] = []): Calendar {
  const departing = new Map(overrides.map((one) => [one.day, one.working]));
  const calendar: Calendar = {
    isWorkingDay(day) {
      return departing.get(checked(day)) ?? chineseDays.isWorkday(day);
    },
    workingDaysBetween(from, to) {
      if (checked(to) < checked(from)) {
        return -calendar.workingDaysBetween(to, from);
      }
      let count = 0;
      for (let day = from, steps = 0; day < to; steps++) {
        day = nextDay(day, 1);
        count += calendar.isWorkingDay(day) ? 1 : 0;
        if (steps > longestSpanDays) {
          throw new RangeError(`${from} and ${to} are more than ten years apart`);
        }
      }
      return count;
    },
    addWorkingDays(day, count) {
      const step = count < 0 ? -1 : 1;
      let at = checked(day);
      for (let left = Math.abs(count); left > 0; ) {
        at = nextDay(at, step);
        left -= calendar.isWorkingDay(at) ? 1 : 0;
      }
      return at;
    },
    warning(year) {
      const known =
        chineseDays.getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0 ||
        overrides.some((one) => one.day.startsWith(`${year}-`));
      return known
        ? undefined
        : {
            zh: `尚未载入${year}年放假调休安排，工作日按周一至周五推算。`,
            en: `The holiday notice for ${year} is not loaded; working days are taken as Monday to Friday.`,
          };
    },
  };
  return calendar;
}

function checked(day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) {
    throw new RangeError(`not a day: ${day}`);
  }
  return day;
}

/** The day `count` days later (earlier, when negative), free of time zones. */
function nextDay(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1, date + count)).toISOString().slice(0, 10);
}
