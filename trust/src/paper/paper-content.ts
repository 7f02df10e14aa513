/** What a printed code says of its document, and its bytes. */
import { fromHex, hex } from '@yiwen/trust/crypto';
import { type CborValue, readCborMap, writeCborMap } from './cbor.ts';
import { PaperError } from './paper-error.ts';

/** The registered content a code names. Dates are `YYYY-MM-DD`. */
export type PaperContent = {
  /** 发文字号 in its parts: printed as 禾汀政发〔2026〕12号. */
  number: { code: string; year: number; n: number };
  /** Name of the issuing organ. */
  issuer: string;
  /** 成文日期. */
  date: string;
  /** SHA-256 root of the sealed version's content (`contract/version-root.json`), lower-case hexadecimal. */
  sha256: string;
  /** Up to 20 characters of the title; a shortened one ends with `…`. */
  title: string;
  pages: number;
  /** The day the code was signed, Beijing time: the key must be in force then. */
  signedOn: string;
};

const KEY = { number: 1, issuer: 2, date: 3, sha256: 4, title: 5, pages: 6, signedOn: 7 } as const;
const DAY_MS = 86_400_000;
/** 2100-01-01: later days are no dates of documents. */
const LAST_DAY = 47_482;
const MOST_PAGES = 10_000;
const MOST_TEXT = 120;

function dayNumber(date: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms) || dateText(ms / DAY_MS) !== date) {
    throw new PaperError('form', `expected a date YYYY-MM-DD, found ${date}`);
  }
  return ms / DAY_MS;
}

function dateText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The bytes of a content. @throws PaperError `form` when a member is out of bounds */
export function writeContent(content: PaperContent): Uint8Array {
  const { number, issuer, date, sha256, title, pages, signedOn } = content;
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw new PaperError('form', 'expected a SHA-256 in lower-case hexadecimal');
  }
  const bytes = writeCborMap(
    new Map<number, CborValue>([
      [KEY.number, [number.code, number.year, number.n]],
      [KEY.issuer, issuer],
      [KEY.date, dayNumber(date)],
      [KEY.sha256, fromHex(sha256)],
      ...(title === '' ? [] : [[KEY.title, title] as const]),
      [KEY.pages, pages],
      [KEY.signedOn, dayNumber(signedOn)],
    ]),
  );
  readContent(bytes);
  return bytes;
}

/** Reads them back. @throws PaperError `form`; unknown members are refused, since nobody could compare them */
export function readContent(bytes: Uint8Array): PaperContent {
  const map = readCborMap(bytes);
  const known = new Set<number>(Object.values(KEY));
  if ([...map.keys()].some((key) => !known.has(key))) {
    throw new PaperError('form', 'an unknown member');
  }
  const parts = map.get(KEY.number);
  const [code, year, n, ...more] = Array.isArray(parts) ? parts : [];
  const digest = map.get(KEY.sha256);
  if (more.length > 0 || !(digest instanceof Uint8Array) || digest.length !== 32) {
    throw new PaperError('form', 'expected a number in three parts and a digest of 32 bytes');
  }
  return {
    number: { code: textOf(code, 'code'), year: countOf(year, 9999), n: countOf(n, 9_999_999) },
    issuer: textOf(map.get(KEY.issuer), 'issuer'),
    date: dateText(countOf(map.get(KEY.date), LAST_DAY)),
    sha256: hex(digest),
    title: map.has(KEY.title) ? textOf(map.get(KEY.title), 'title') : '',
    pages: countOf(map.get(KEY.pages), MOST_PAGES),
    signedOn: dateText(countOf(map.get(KEY.signedOn), LAST_DAY)),
  };
}

function textOf(value: CborValue | undefined, what: string): string {
  // Characters that turn or hide text on a screen would let a code show something else than it says.
  if (
    typeof value !== 'string' ||
    value === '' ||
    value.length > MOST_TEXT ||
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value)
  ) {
    throw new PaperError('form', `expected a short text for ${what}`);
  }
  return value;
}

function countOf(value: CborValue | undefined, most: number): number {
  if (typeof value !== 'number' || value < 1 || value > most) {
    throw new PaperError('form', `expected a number from 1 to ${most}`);
  }
  return value;
}
