/** Dates and numbers as they are printed. */
import type { DocumentNumber } from '../official-document.ts';

/**
 * 2026-03-05 → 2026年3月5日: year in full, no leading zeros (GB/T 9704 §7.3.5.4).
 * Answers undefined when the text is not a calendar date.
 */
export function chineseDate(date: string): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) {
    return undefined;
  }
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const real = new Date(Date.UTC(year, month - 1, day));
  return real.getUTCMonth() === month - 1 && real.getUTCDate() === day
    ? `${year}年${month}月${day}日`
    : undefined;
}

/** 禾汀政发〔2026〕12号: year in 六角括号, no leading zero (GB/T 9704 §7.2.5). */
export function documentNumber(number: DocumentNumber): string {
  return `${number.code}〔${number.year}〕${number.n}号`;
}
