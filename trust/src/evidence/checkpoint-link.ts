/** A proof that one state of a log leads to a later one, as a file: canonical JSON. */

import { type CanonicalValue, canonicalBytes, readCanonicalJson } from '@yiwen/trust/content';
import { base64, fromBase64 } from '@yiwen/trust/crypto';

/** Consistency from size `from` to size `to` of the log `origin`; hashes as in RFC 9162 2.1.4. */
export type CheckpointLink = {
  readonly origin: string;
  readonly from: number;
  readonly to: number;
  readonly hashes: readonly Uint8Array[];
};

/** Bytes of a link's file. */
export function writeLink({ origin, from, to, hashes }: CheckpointLink): Uint8Array {
  return canonicalBytes({ v: 1, origin, from, to, hashes: hashes.map(base64) });
}

/** Reads a link's file; undefined when it is not one. */
export function readLink(bytes: Uint8Array): CheckpointLink | undefined {
  let value: CanonicalValue;
  try {
    value = readCanonicalJson(bytes);
  } catch {
    return undefined;
  }
  const { v, origin, from, to, hashes } = value as Record<string, unknown>;
  if (v !== 1 || typeof origin !== 'string' || !isSize(from) || !isSize(to) || !Array.isArray(hashes)) {
    return undefined;
  }
  const read = hashes.slice(0, 65).map((hash) => (typeof hash === 'string' ? fromBase64(hash) : undefined));
  return read.length <= 64 && read.every((hash) => hash?.length === 32)
    ? { origin, from, to, hashes: read as Uint8Array[] }
    : undefined;
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
