/**
 * A trust folder: lists (`*.json`) and, by purpose, PEM certificates and verifier keys in `signers/ seals/ times/ logs/
 * witnesses/`; `trust.json` gives them dates; `revocation/` holds revocation lists and OCSP responses, PEM or DER. Command
 * line and server read the same layout; who reads the disk hands the bytes over.
 */

import { DerError } from '@yiwen/trust/crypto';
import { readVkey } from '@yiwen/trust/log';
import { parseCertificate } from './certificate.ts';
import { parseCrl } from './crl.ts';
import { DEMO_MARK } from './demo-authority.ts';
import { nameText } from './name.ts';
import { parseOcspResponse } from './ocsp.ts';
import { certificatesFromPem, readPem } from './pem.ts';
import type { RevocationEvidence } from './revocation.ts';
import {
  joinTrustLists,
  type Purpose,
  parseTrustList,
  readTrustDate,
  type TrustDates,
  type TrustList,
} from './trust-list.ts';

/** One file: its path inside the folder with `/`, and its bytes. */
export type TrustFile = { path: string; bytes: Uint8Array };

/** What a folder says: whom to believe, and which certificates were revoked. */
export type TrustFolder = { trust: TrustList; revocation: RevocationEvidence };

/** A file of the folder cannot be used. */
export class TrustFolderError extends Error {
  override name = 'TrustFolderError';
  /** Path inside the folder; empty for the folder as a whole. */
  readonly path: string;

  constructor(path: string, reason: string) {
    super(reason);
    this.path = path;
  }
}

/** What a certificate in each folder is believed for. */
const FOLDERS: Readonly<Record<string, readonly Purpose[]>> = {
  signers: ['seal', 'document', 'person'],
  seals: ['seal-maker'],
  times: ['time'],
  logs: ['log'],
  witnesses: ['witness'],
};
const DATES = 'trust.json';
const REVOCATION = 'revocation';

/** Names of the folders that are read; a file elsewhere is not. */
export const TRUST_FOLDERS: readonly string[] = [...Object.keys(FOLDERS), REVOCATION];

/** Dates and names from trust.json. */
type Dates = { name?: string; demo: boolean; of: Map<string, TrustDates> };

/** Runs `make`, naming the file in whatever it throws. */
function from<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof TrustFolderError
      ? error
      : new TrustFolderError(path, error instanceof Error ? error.message : String(error));
  }
}

/**
 * Reads a folder's files, in any order. Throws TrustFolderError: a list misread would believe too much or too little, so
 * one file that cannot be used ends it all.
 */
export function readTrustFolder(files: readonly TrustFile[]): TrustFolder {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const lists: TrustList[] = [];
  let dates: Dates = { demo: false, of: new Map() };
  for (const { path, bytes } of sorted) {
    if (path.includes('/') || !path.endsWith('.json')) {
      continue;
    }
    const text = textOf(path, bytes);
    if (path === DATES && !isWholeList(text)) {
      dates = from(path, () => readDates(text));
    } else {
      lists.push(from(path, () => parseTrustList(text)));
    }
  }
  const used = new Set<string>();
  const crls: Uint8Array[] = [];
  const ocsps: Uint8Array[] = [];
  for (const { path, bytes } of sorted) {
    const [folder = '', name] = path.split('/');
    if (name === undefined) {
      continue;
    }
    if (folder === REVOCATION) {
      const read = from(path, () => readEvidence(bytes));
      crls.push(...read.crls);
      ocsps.push(...read.ocsps);
    } else if (FOLDERS[folder] !== undefined) {
      used.add(path);
      lists.push(from(path, () => readEntries(textOf(path, bytes), path, folder, dates.of.get(path) ?? {})));
    }
  }
  const unknown = [...dates.of.keys()].find((name) => !used.has(name));
  if (unknown !== undefined) {
    // A date that applies to nothing is a slip of the pen: what it should have limited would be believed without end.
    throw new TrustFolderError(DATES, `dates for ${unknown}, which is not in the folder`);
  }
  if (lists.length === 0) {
    throw new TrustFolderError('', `no list (*.json) and nothing in ${Object.keys(FOLDERS).join(' ')}`);
  }
  const joined = joinTrustLists(lists);
  return {
    trust: { ...joined, name: dates.name ?? joined.name, demo: joined.demo || dates.demo },
    revocation: { crls, ocsps },
  };
}

function textOf(path: string, bytes: Uint8Array): string {
  return from(path, () => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

function isWholeList(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'anchors' in value;
  } catch {
    return false;
  }
}

/** `{ "name"?, "demo"?, "dates": { "signers/root.pem": { "from"?, "until"? } } }`. */
function readDates(text: string): Dates {
  const value = JSON.parse(text) as Record<string, unknown>;
  const known = ['name', 'demo', 'dates'];
  const odd = Object.keys(value).find((key) => !known.includes(key));
  if (odd !== undefined) {
    throw new Error(`unknown entry ${odd}, expected ${known.join(', ')}`);
  }
  const of = new Map<string, TrustDates>();
  for (const [name, entry] of Object.entries((value.dates ?? {}) as Record<string, unknown>)) {
    of.set(name.replaceAll('\\', '/').replace(/^\.\//, ''), readEntry(name, entry));
  }
  return {
    ...(typeof value.name === 'string' ? { name: value.name } : {}),
    demo: value.demo === true,
    of,
  };
}

function readEntry(name: string, entry: unknown): TrustDates {
  const dates: TrustDates = {};
  for (const [end, date] of Object.entries(entry as Record<string, unknown>)) {
    if ((end !== 'from' && end !== 'until') || typeof date !== 'string') {
      throw new Error(`expected from and until for ${name}`);
    }
    dates[end] = readTrustDate(date, end);
  }
  return dates;
}

/** Certificates, or verifier keys one a line (empty lines and those starting with # are passed over). */
function readEntries(text: string, name: string, folder: string, dates: TrustDates): TrustList {
  if (text.includes('-----BEGIN CERTIFICATE-----')) {
    const certificates = certificatesFromPem(text);
    const subjects = certificates.map((certificate) => nameText(parseCertificate(certificate).subject));
    if (certificates.length === 0) {
      throw new Error('expected PEM certificates');
    }
    return {
      name,
      demo: subjects.some((subject) => subject.includes(DEMO_MARK)),
      anchors: certificates.map((certificate) => ({
        certificate,
        purposes: [...(FOLDERS[folder] ?? [])],
        ...dates,
      })),
      logs: [],
    };
  }
  if (folder !== 'logs' && folder !== 'witnesses') {
    throw new Error('expected PEM certificates');
  }
  const keys = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((vkey) => ({ vkey, name: readVkey(vkey).name, ...dates }));
  if (keys.length === 0) {
    throw new Error('expected verifier keys, one a line');
  }
  return {
    name,
    demo: false,
    anchors: [],
    logs: folder === 'logs' ? keys : [],
    ...(folder === 'witnesses' ? { witnesses: keys } : {}),
  };
}

/** Lists and responses of one file: PEM blocks (`X509 CRL`, `OCSP RESPONSE`), or one of them as DER. Throws DerError. */
export function readEvidence(bytes: Uint8Array): { crls: Uint8Array[]; ocsps: Uint8Array[] } {
  const isPem = new TextDecoder().decode(bytes.subarray(0, 4096)).includes('-----BEGIN ');
  if (isPem) {
    const text = new TextDecoder().decode(bytes);
    const crls = readPem(text, 'X509 CRL');
    const ocsps = readPem(text, 'OCSP RESPONSE');
    crls.forEach(parseCrl);
    ocsps.forEach(parseOcspResponse);
    if (crls.length + ocsps.length === 0) {
      throw new DerError('expected X509 CRL or OCSP RESPONSE blocks');
    }
    return { crls, ocsps };
  }
  try {
    parseCrl(bytes);
    return { crls: [bytes], ocsps: [] };
  } catch (error) {
    if (!(error instanceof DerError)) {
      throw error;
    }
  }
  try {
    parseOcspResponse(bytes);
  } catch (error) {
    throw new DerError(
      `expected a revocation list or an OCSP response: ${error instanceof Error ? error.message : ''}`,
    );
  }
  return { crls: [], ocsps: [bytes] };
}
