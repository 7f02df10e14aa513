export { type Calendar, type CalendarDay, makeCalendar } from './calendar.ts';
