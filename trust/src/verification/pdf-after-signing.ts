/**
 * What happened to a file after one of its signatures, and whether that signature allowed it: a certification (DocMDP)
 * and locked fields (FieldMDP) forbid what would otherwise pass.
 */
import type { Finding } from '@yiwen/formats';
import {
  certificationLevel,
  isLockedField,
  PdfError,
  type PdfFile,
  type PdfSignature,
  readPdf,
  type SignatureField,
  signatureLock,
} from '@yiwen/formats/pdf';
import { changesAfter, type PdfChangesAfter } from './pdf-changes.ts';
import type { PdfSignatureFacts } from './pdf-facts.ts';
import { readSecurityStore, type SecurityStore } from './pdf-security-store.ts';

/** Oddities of structure that two readers may resolve in two ways: whoever saves again must not bring in any. */
const ambiguities = new Set([
  'pdf-duplicate-key',
  'pdf-xref-duplicate',
  'pdf-xref-entry-unknown',
  'pdf-xref-offset-space',
  'pdf-hybrid-xref',
  'pdf-startxref-mismatch',
  'pdf-object-stream-duplicate',
  'pdf-object-stream-index',
  'pdf-object-beyond-size',
  'pdf-endobj-missing',
  'pdf-page-count',
]);

/** Ambiguities of the file as it is shown that the signed state did not have. */
function newAmbiguities(signed: PdfFile, shown: PdfFile): Finding[] {
  const key = ({ code, place, evidence }: Finding) => `${code} ${place ?? ''} ${evidence ?? ''}`;
  const known = new Set(signed.findings.map(key));
  return shown.findings
    .filter((finding) => ambiguities.has(finding.code) && !known.has(key(finding)))
    .map((finding) => ({ ...finding, severity: 'error' }));
}

/** What was done although this signature forbids it. */
function forbidden(
  file: PdfFile,
  { field, signature }: { field: SignatureField; signature: PdfSignature },
  changes: PdfChangesAfter,
): Finding[] {
  const level = levelOf(file, field, signature);
  const findings: Finding[] = [];
  const fault = (code: string, message: string, place?: string) =>
    findings.push({ code, severity: 'error', message, ...(place === undefined ? {} : { place }) });
  if (level === 1 && (changes.signed || changes.kind !== 'none')) {
    fault('pdf-certified-final', '认证签名不允许之后再有任何改动，而文件后来又被改动或签署');
  }
  if (level !== undefined && changes.addedVisibleField) {
    fault('pdf-certified-field-added', '认证签名只允许在事先留好的签名域里签署，而后来的签名另加了图案');
  }
  const lock = signatureLock(file, signature);
  for (const name of lock === undefined ? [] : changes.changedFields) {
    if (lock !== undefined && isLockedField(lock, name)) {
      fault('pdf-field-locked', '签名锁定的表单字段后来被改动', name);
    }
  }
  return findings;
}

/** The level a signature sets: as certification, or by the lock of its field (ISO 32000-2 table 236, /P); the stricter counts. */
function levelOf(file: PdfFile, field: SignatureField, signature: PdfSignature): number | undefined {
  const lock = file.dict(field.dict, 'Lock');
  const written = lock === undefined ? undefined : file.number(lock, 'P');
  const locked = written === undefined || written === 1 || written === 3 ? written : 2;
  const levels = [certificationLevel(file, signature), locked].filter((level) => level !== undefined);
  return levels.length === 0 ? undefined : Math.min(...levels);
}

/** What came after a signature, and the security store as it was when it signed: later savings may have dropped it. */
export type AfterSigning = {
  changedAfter: PdfSignatureFacts['changedAfter'];
  findings: Finding[];
  store: SecurityStore | undefined;
};

/** Compares the state signed by a signature (the first `end` bytes) with the file. */
export function afterSigning(
  file: PdfFile,
  one: { field: SignatureField; signature: PdfSignature; end: number },
): AfterSigning {
  try {
    const signed = readPdf(file.bytes.subarray(0, one.end));
    const changes = changesAfter(signed, file);
    const faults = [...forbidden(file, one, changes), ...newAmbiguities(signed, file)];
    return {
      changedAfter: faults.length > 0 ? 'modified' : changes.kind,
      findings: [...changes.findings, ...faults],
      store: readSecurityStore(signed),
    };
  } catch (error) {
    if (!(error instanceof PdfError)) {
      throw error;
    }
    const unreadable: Finding = {
      code: 'pdf-signed-revision-unreadable',
      severity: 'error',
      message: '被签署的那一次保存无法单独读出，不能确认签署之后没有改动',
      evidence: error.code,
    };
    return { changedAfter: 'modified', findings: [unreadable], store: undefined };
  }
}
