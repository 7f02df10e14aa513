/** What a PDF says of itself: its information dictionary, and dates as PDF writes them. */
import { isString, type PdfFile, textOf } from '@yiwen/formats/pdf';

/** Unix ms of a PDF date (ISO 32000-1 7.9.4); undefined when it is none. */
export function timeOfPdfDate(text: string | undefined): number | undefined {
  const match = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(Z|[+-]\d\d'?(?:\d\d'?)?)?/.exec(text ?? '');
  if (match === null) {
    return undefined;
  }
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', zone = 'Z'] = match;
  const [, sign, zoneHour = '00', zoneMinute = '00'] = /^([+-])(\d\d)'?(\d\d)?/.exec(zone) ?? [];
  const offset = (sign === '-' ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000;
  const time = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return Number.isNaN(time) ? undefined : time - offset;
}

/** Title, author, subject and keywords, as far as they are given. */
export function metadataOf(file: PdfFile): Record<string, string> {
  const info = file.dict(file.trailer, 'Info');
  const found: Record<string, string> = {};
  for (const key of ['Title', 'Author', 'Subject', 'Keywords']) {
    const value = file.resolve(info?.get(key));
    if (isString(value)) {
      found[key] = textOf(value).slice(0, 2000);
    }
  }
  return found;
}
