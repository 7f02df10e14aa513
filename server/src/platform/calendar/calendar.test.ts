import { describe, expect, it } from 'vitest';
import { makeCalendar } from './calendar.ts';

describe('calendar', () => {
  const calendar = makeCalendar();

  it('knows the holidays and the make-up days of 2026', () => {
    expect(calendar.isWorkingDay('2026-11-23')).toBe(true);
    expect(calendar.isWorkingDay('2026-11-22')).toBe(false);
    expect(calendar.isWorkingDay('2026-10-01')).toBe(false);
    expect(calendar.isWorkingDay('2026-10-10')).toBe(true);
  });

  it('counts working days over a holiday, and back', () => {
    expect(calendar.workingDaysBetween('2026-09-30', '2026-10-08')).toBe(1);
    expect(calendar.workingDaysBetween('2026-10-08', '2026-09-30')).toBe(-1);
    expect(calendar.workingDaysBetween('2026-11-23', '2026-11-23')).toBe(0);
    expect(calendar.addWorkingDays('2026-11-20', 1)).toBe('2026-11-23');
    expect(calendar.addWorkingDays('2026-11-23', -1)).toBe('2026-11-20');
  });

  it('lets a later notice or a local day override the table', () => {
    const local = makeCalendar([{ day: '2026-11-23', working: false, name: '县庆' }]);
    expect(local.isWorkingDay('2026-11-23')).toBe(false);
    expect(local.addWorkingDays('2026-11-20', 1)).toBe('2026-11-24');
  });

  it('says in words when the notice of a year is not loaded', () => {
    expect(calendar.warning(2026)).toBeUndefined();
    expect(calendar.warning(2029)?.zh).toContain('2029年');
  });
});
