/** Working days of the office, `YYYY-MM-DD` in the office's time zone. */
export type Calendar = {
  isWorkingDay(day: string): boolean;
  /** Working days after `from` up to and including `to`; negative when `to` is earlier. */
  workingDaysBetween(from: string, to: string): number;
  /** The day `count` working days after (before, when negative) `day`. */
  addWorkingDays(day: string, count: number): string;
  /** Why the answer for this year may be wrong, or undefined: the State Council's notice is not loaded. */
  warning(year: number): { zh: string; en: string } | undefined;
};
