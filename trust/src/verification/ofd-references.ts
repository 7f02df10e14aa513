/** The digest list of an OFD signature (GB/T 33190 18.2.3): every entry it names is there and unchanged. */

import type { Finding } from '@yiwen/formats';
import type { OfdDocument, OfdSignature } from '@yiwen/formats/ofd';
import { equalBytes, fromBase64, type HashName, hash } from '@yiwen/trust/crypto';

/** Spellings of CheckMethod found in real files. MD5 and SHA-1 are known to the standard and refused here. */
const CHECK_METHODS: Readonly<Record<string, HashName>> = {
  '1.2.156.10197.1.401': 'sm3',
  '1.2.156.10197.1.401.2': 'sm3',
  SM3: 'sm3',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  SHA256: 'sha256',
  'SHA-256': 'sha256',
};

/** Digests already computed: many signatures list the same large entries. */
export class DigestCache {
  private readonly known = new Map<string, Uint8Array>();

  /** Digest of an entry's bytes under a method. */
  of(method: HashName, name: string, bytes: Uint8Array): Uint8Array {
    const key = `${method} ${name}`;
    const digest = this.known.get(key) ?? hash(method, bytes);
    this.known.set(key, digest);
    return digest;
  }
}

/** Result of checking a digest list. */
export type ReferencesCheck = {
  /** Entries whose digest fits. */
  intact: Set<string>;
  /** FileRefs that are missing or whose digest does not fit. */
  failed: string[];
  findings: Finding[];
};

/** Checks every reference and reports all failures. */
export function checkReferences(
  document: OfdDocument,
  signature: OfdSignature,
  digests: DigestCache,
): ReferencesCheck {
  const check: ReferencesCheck = { intact: new Set(), failed: [], findings: [] };
  const method = CHECK_METHODS[signature.checkMethod.toUpperCase()];
  if (method === undefined) {
    check.failed.push(signature.checkMethod);
    check.findings.push({
      code: 'check-method-unknown',
      severity: 'error',
      message: '摘要算法未知或不安全，无法核对',
      evidence: signature.checkMethod.slice(0, 100),
    });
    return check;
  }
  if (signature.references.length === 0) {
    check.findings.push({
      code: 'nothing-covered',
      severity: 'error',
      message: '签名没有列出任何受保护的文件',
    });
  }
  for (const { fileRef, entry, checkValue } of signature.references) {
    const fail = (code: string, message: string) => {
      check.failed.push(fileRef);
      check.findings.push({ code, severity: 'error', place: fileRef, message });
    };
    const bytes = entry === undefined ? undefined : document.entries.get(entry);
    const expected = fromBase64(checkValue);
    if (entry === undefined || bytes === undefined) {
      fail('reference-missing', '受保护的文件已不在包内');
    } else if (expected === undefined || !equalBytes(digests.of(method, entry, bytes), expected)) {
      fail('reference-changed', '受保护的文件被改动，摘要不符');
    } else {
      check.intact.add(entry);
    }
  }
  for (const failed of check.failed) {
    // An entry listed twice, once with a fitting and once with another digest, is not intact.
    check.intact.delete(failed.replace(/^\//, ''));
  }
  return check;
}
