/**
 * Trust lists: which authorities an office believes, for which purpose. A list is data the office chooses; the
 * product brings none but the demonstration's own, whose every verdict says 演示无效.
 */

import { base64, fromBase64 } from '@yiwen/trust/crypto';
import { parseCertificate } from './certificate.ts';
import { readPem } from './pem.ts';

/** What a certificate may be relied on for. */
export type Purpose = 'seal' | 'seal-maker' | 'document' | 'person' | 'log' | 'time' | 'witness';

const PURPOSES: readonly Purpose[] = ['seal', 'seal-maker', 'document', 'person', 'log', 'time', 'witness'];

/** When an entry is believed: at the judged time, not today. Unix ms, both ends included; absent means without end. */
export type TrustDates = { from?: number; until?: number };

/** An authority (or a single pinned certificate) believed for the named purposes. */
export type TrustAnchor = { certificate: Uint8Array; purposes: Purpose[] } & TrustDates;

/** A signed-note verifier key and the name of who holds it. */
export type TrustedNoteKey = { vkey: string; name: string } & TrustDates;

/** A trust list. `logs` and `witnesses` are signed-note verifier keys of transparency logs and of their witnesses. */
export type TrustList = {
  name: string;
  demo: boolean;
  anchors: TrustAnchor[];
  logs: TrustedNoteKey[];
  witnesses?: TrustedNoteKey[];
};

/** The JSON text was not a trust list. The message says what was expected. */
export class TrustListError extends Error {
  override name = 'TrustListError';
}

const MAX_ENTRIES = 2000;

/** JSON text of a list, stable for the same list: base64 DER certificates, two-space indent, newline at the end. */
export function trustListJson(list: TrustList): string {
  const anchors = list.anchors.map(({ certificate, purposes, ...dates }) => ({
    certificate: base64(certificate),
    purposes,
    ...writeDates(dates),
  }));
  const keys = (entries: readonly TrustedNoteKey[]) =>
    entries.map(({ vkey, name, ...dates }) => ({ vkey, name, ...writeDates(dates) }));
  const json = {
    name: list.name,
    demo: list.demo,
    anchors,
    logs: keys(list.logs),
    ...(list.witnesses === undefined ? {} : { witnesses: keys(list.witnesses) }),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function writeDates({ from, until }: TrustDates): { from?: string; until?: string } {
  return {
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
  };
}

/**
 * Unix ms of a date in a trust list: ISO 8601 with a zone, or a day alone, which is a day of Beijing: its first moment
 * for `from`, its last for `until`. Throws TrustListError.
 */
export function readTrustDate(text: string, end: 'from' | 'until'): number {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const value = isDay
    ? Date.parse(`${text}T${end === 'from' ? '00:00:00.000' : '23:59:59.999'}+08:00`)
    : isTime
      ? Date.parse(text)
      : Number.NaN;
  if (Number.isNaN(value)) {
    throw new TrustListError(`expected ${end} to be a day (2026-01-31) or a time with a zone`);
  }
  return value;
}

function readDates(entry: Record<string, unknown>): TrustDates {
  const dates: TrustDates = {
    ...(entry.from === undefined ? {} : { from: readTrustDate(string(entry.from, 'from'), 'from') }),
    ...(entry.until === undefined ? {} : { until: readTrustDate(string(entry.until, 'until'), 'until') }),
  };
  if (dates.from !== undefined && dates.until !== undefined && dates.from > dates.until) {
    throw new TrustListError('expected from to be no later than until');
  }
  return dates;
}

/** Whether an entry is believed at the Unix time `at` (ms). */
export function isTrustedAt(entry: TrustDates, at: number): boolean {
  return (entry.from === undefined || at >= entry.from) && (entry.until === undefined || at <= entry.until);
}

function readNoteKeys(value: unknown, what: string): TrustedNoteKey[] {
  return array(value, what).map((entry) => {
    const key = record(entry, `an entry of ${what}`);
    return { vkey: string(key.vkey, 'vkey'), name: string(key.name, 'the name'), ...readDates(key) };
  });
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TrustListError(`expected ${what} to be an object`);
  }
  return value as Record<string, unknown>;
}

function array(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value) || value.length > MAX_ENTRIES) {
    throw new TrustListError(`expected ${what} to be an array of at most ${MAX_ENTRIES}`);
  }
  return value;
}

function string(value: unknown, what: string): string {
  if (typeof value !== 'string') {
    throw new TrustListError(`expected ${what} to be a string`);
  }
  return value;
}

/** Reads a list from JSON text; a certificate may be base64 DER or PEM. Throws TrustListError. */
export function parseTrustList(json: string): TrustList {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw new TrustListError('expected JSON');
  }
  const list = record(parsed, 'the list');
  if (typeof list.demo !== 'boolean') {
    throw new TrustListError('expected demo to be true or false');
  }
  return {
    name: string(list.name, 'name'),
    demo: list.demo,
    anchors: array(list.anchors, 'anchors').map(readAnchor),
    logs: readNoteKeys(list.logs ?? [], 'logs'),
    ...(list.witnesses === undefined ? {} : { witnesses: readNoteKeys(list.witnesses, 'witnesses') }),
  };
}

function readAnchor(entry: unknown): TrustAnchor {
  const anchor = record(entry, 'an anchor');
  const written = string(anchor.certificate, 'certificate');
  const certificate = written.includes('-----') ? readPem(written, 'CERTIFICATE')[0] : fromBase64(written);
  if (certificate === undefined) {
    throw new TrustListError('expected certificate to be base64 DER or PEM');
  }
  try {
    parseCertificate(certificate);
  } catch (error) {
    throw new TrustListError(`expected a certificate: ${error instanceof Error ? error.message : ''}`);
  }
  const purposes = array(anchor.purposes, 'purposes').map((value) => {
    const purpose = PURPOSES.find((known) => known === value);
    if (purpose === undefined) {
      throw new TrustListError(`expected a purpose out of ${PURPOSES.join(', ')}`);
    }
    return purpose;
  });
  return { certificate, purposes, ...readDates(anchor) };
}

/** One list out of several: anchors, logs and witnesses together; a demonstration as soon as one of them is. */
export function joinTrustLists(lists: readonly TrustList[]): TrustList {
  const witnesses = lists.flatMap((list) => list.witnesses ?? []);
  return {
    name: lists.map(({ name }) => name).join('、'),
    demo: lists.some(({ demo }) => demo),
    anchors: lists.flatMap(({ anchors }) => anchors),
    logs: lists.flatMap(({ logs }) => logs),
    ...(witnesses.length === 0 ? {} : { witnesses }),
  };
}
