/**
 * Trust lists: which authorities an office believes, for which purpose. A list is data the office chooses; the
 * product brings none but the demonstration's own, whose every verdict says 演示无效.
 */

import { base64, fromBase64 } from '@yiwen/trust/crypto';
import { parseCertificate } from './certificate.ts';
import { readPem } from './pem.ts';

/** What a certificate may be relied on for. */
export type Purpose = 'seal' | 'seal-maker' | 'document' | 'person' | 'log';

const PURPOSES: readonly Purpose[] = ['seal', 'seal-maker', 'document', 'person', 'log'];

/** An authority (or a single pinned certificate) believed for the named purposes. */
export type TrustAnchor = { certificate: Uint8Array; purposes: Purpose[] };

/** A trust list. `logs` are signed-note verifier keys of transparency logs. */
export type TrustList = {
  name: string;
  demo: boolean;
  anchors: TrustAnchor[];
  logs: { vkey: string; name: string }[];
};

/** The JSON text was not a trust list. The message says what was expected. */
export class TrustListError extends Error {
  override name = 'TrustListError';
}

const MAX_ENTRIES = 2000;

/** JSON text of a list, stable for the same list: base64 DER certificates, two-space indent, newline at the end. */
export function trustListJson(list: TrustList): string {
  const anchors = list.anchors.map(({ certificate, purposes }) => ({
    certificate: base64(certificate),
    purposes,
  }));
  return `${JSON.stringify({ name: list.name, demo: list.demo, anchors, logs: list.logs }, null, 2)}\n`;
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
    logs: array(list.logs ?? [], 'logs').map((entry) => {
      const log = record(entry, 'a log');
      return { vkey: string(log.vkey, 'vkey'), name: string(log.name, 'the log name') };
    }),
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
  return { certificate, purposes };
}

/** One list out of several: anchors and logs together; a demonstration as soon as one of them is. */
export function joinTrustLists(lists: readonly TrustList[]): TrustList {
  return {
    name: lists.map(({ name }) => name).join('、'),
    demo: lists.some(({ demo }) => demo),
    anchors: lists.flatMap(({ anchors }) => anchors),
    logs: lists.flatMap(({ logs }) => logs),
  };
}
