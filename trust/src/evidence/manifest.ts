/**
 * The list of an evidence package: `manifest.json`, canonical JSON (RFC 8785), names every other file of the ZIP with its
 * part, size and digests. The list proves nothing by itself; each part does, by what stands behind it.
 */

import {
  CanonicalJsonError,
  type CanonicalValue,
  canonicalBytes,
  readCanonicalJson,
} from '@yiwen/trust/content';

/** Name of the list in the ZIP. */
export const MANIFEST_PATH = 'manifest.json';

/**
 * The eleven parts: 1 files, 2 event bodies, 3 log entries and proofs, 4 certificates, revocation and seal data, 5 policy
 * in force, 6 checkpoints, 7 time-stamps, 8 anchors, 9 responsibility table, 10 system statement, 11 stand-alone verifier.
 */
export const PARTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;

/** Number of a part. */
export type PartNumber = (typeof PARTS)[number];

/** One file of the package. Digests in lower-case hexadecimal, size in bytes. */
export type ManifestFile = {
  readonly path: string;
  readonly part: PartNumber;
  readonly size: number;
  readonly sha256: string;
  readonly sm3: string;
  /** Path of the file this one is about: what a time-stamp or an anchor covers. */
  readonly about?: string;
  /** The file's name in the office. */
  readonly name?: string;
};

/** What the maker of a package says it is about. All of it is a claim until the parts bear it out. */
export type EvidenceSubject = {
  /** Id of the document; its pseudonym stands in the log. */
  readonly document: string;
  /** Id of the organ that keeps it. */
  readonly organ: string;
  readonly organName: string;
  readonly title?: string;
  /** 文号. */
  readonly number?: string;
};

/** The list. */
export type Manifest = {
  readonly v: 1;
  readonly type: 'yiwen-evidence';
  readonly subject: EvidenceSubject;
  /** ISO 8601 UTC, by the maker's clock. */
  readonly madeAt: string;
  /** Number of acts of the document when the package was made. */
  readonly acts: number;
  readonly files: readonly ManifestFile[];
};

/** Bytes of the list. */
export function writeManifest(manifest: Manifest): Uint8Array {
  return canonicalBytes(manifest as unknown as CanonicalValue);
}

/** Most files a package may list. */
export const MAX_FILES = 20_000;

const DIGEST = /^[0-9a-f]{64}$/;
const PATH = /^[0-9a-z][0-9a-z._/-]{0,199}$/;

/** Reads the list; undefined, with the reason, when it is not one. */
export function readManifest(bytes: Uint8Array): Manifest | { fault: string } {
  let value: CanonicalValue;
  try {
    value = readCanonicalJson(bytes);
  } catch (error) {
    if (error instanceof CanonicalJsonError) {
      return { fault: error.message };
    }
    throw error;
  }
  const list = value as unknown as Manifest;
  if (!isObject(value) || list.v !== 1 || list.type !== 'yiwen-evidence' || !isSubject(list.subject)) {
    return { fault: 'not the list of an evidence package of version 1' };
  }
  const isDated = typeof list.madeAt === 'string' && !Number.isNaN(Date.parse(list.madeAt));
  if (!isDated || !Number.isSafeInteger(list.acts) || list.acts < 0 || !Array.isArray(list.files)) {
    return { fault: 'madeAt, acts or files is missing' };
  }
  if (list.files.length > MAX_FILES) {
    return { fault: `more than ${MAX_FILES} files` };
  }
  const odd = list.files.find((file) => !isFile(file));
  return odd === undefined ? list : { fault: `malformed file entry ${JSON.stringify(odd).slice(0, 100)}` };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 1000;
}

function isSubject(value: unknown): boolean {
  return (
    isObject(value) &&
    [value.document, value.organ, value.organName].every((text) => isText(text) && text !== '') &&
    [value.title, value.number].every((text) => text === undefined || isText(text))
  );
}

function isFile(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.path === 'string' &&
    PATH.test(value.path) &&
    !value.path.includes('..') &&
    (PARTS as readonly unknown[]).includes(value.part) &&
    value.path.startsWith(`${value.part}-`) &&
    Number.isSafeInteger(value.size) &&
    typeof value.sha256 === 'string' &&
    DIGEST.test(value.sha256) &&
    typeof value.sm3 === 'string' &&
    DIGEST.test(value.sm3) &&
    [value.about, value.name].every((text) => text === undefined || isText(text))
  );
}
