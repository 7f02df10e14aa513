import { currentLanguage } from '../words/index.ts';

/** The township's clock: every office date is Beijing time, whatever the machine thinks. */
const ZONE = 'Asia/Shanghai';

type Parts = { year: string; month: string; day: string; hour: string; minute: string; weekday: string };

function partsOf(value: string, weekday: 'short' | 'long' = 'short'): Parts | null {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00+08:00` : value);
  if (Number.isNaN(date.getTime())) {
    return null;
  }
  const format = new Intl.DateTimeFormat(currentLanguage() === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    weekday,
  });
  const found = Object.fromEntries(format.formatToParts(date).map((part) => [part.type, part.value]));
  return found as unknown as Parts;
}

/** As on paper: 2026年11月3日 (English: 3 November 2026 as 2026-11-03). */
export function paperDate(value: string | null | undefined): string {
  const parts = value ? partsOf(value) : null;
  if (parts === null) {
    return value ?? '';
  }
  return currentLanguage() === 'en'
    ? `${parts.year}-${parts.month}-${parts.day}`
    : `${parts.year}年${Number(parts.month)}月${Number(parts.day)}日`;
}

/** As in lists: 11-23 周一. */
export function listDate(value: string | null | undefined): string {
  const parts = value ? partsOf(value) : null;
  return parts === null ? (value ?? '') : `${parts.month}-${parts.day} ${parts.weekday}`;
}

/** With the minute: 11-23 09:05. */
export function listTime(value: string | null | undefined): string {
  const parts = value ? partsOf(value) : null;
  return parts === null ? (value ?? '') : `${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
}

/** Hour and minute alone. */
export function clockTime(value: string): string {
  const parts = partsOf(value);
  return parts === null ? value : `${parts.hour}:${parts.minute}`;
}

/** The office's year at a moment. */
export function officeYear(value: string): number {
  const parts = partsOf(value);
  return parts === null ? 0 : Number(parts.year);
}

/** Bytes for people. */
export function fileSize(bytes: number): string {
  if (bytes < 1024 * 100) {
    return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  }
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
