/** Opening a package: the ZIP within limits, its list, and each listed file against its size and both digests. */

import type { Finding } from '@yiwen/formats';
import { ContainerError, readZip, type ZipContent } from '@yiwen/formats/container';
import { digestFile } from '@yiwen/trust/content';
import { MANIFEST_PATH, type Manifest, type ManifestFile, readManifest } from './manifest.ts';

/** A file of the package whose digests are as listed. */
export type PackageFile = ManifestFile & { readonly bytes: Uint8Array };

/** An opened package; `faults` are files that are missing, added or other than listed. */
export type OpenedPackage = {
  readonly manifest: Manifest;
  readonly files: readonly PackageFile[];
  readonly faults: readonly { kind: 'changed' | 'missing' | 'odd'; place: string; message: string }[];
};

/** Twice a file of 100 MB and everything about it; more than that is not evidence of one document. */
const LIMITS = { archiveBytes: 256 * 1024 * 1024, entries: 20_001, entryBytes: 128 * 1024 * 1024 };

/** Whether bytes are a ZIP that calls itself an evidence package: its first entry is the list. Cheap; proves nothing. */
export function looksLikeEvidence(bytes: Uint8Array): boolean {
  const name = MANIFEST_PATH;
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
  return isZip && new TextDecoder().decode(bytes.subarray(30, 30 + name.length)) === name;
}

/** Opens a package; a finding when it cannot be opened at all. */
export function openPackage(bytes: Uint8Array): OpenedPackage | { refused: Finding } {
  let zip: ZipContent;
  try {
    zip = readZip(bytes, LIMITS);
  } catch (error) {
    if (error instanceof ContainerError) {
      return { refused: refusal('evidence-unreadable', '证据包打不开：不是完整的压缩包', error.message) };
    }
    throw error;
  }
  const list = zip.entries.get(MANIFEST_PATH);
  const manifest = list === undefined ? { fault: '没有 manifest.json' } : readManifest(list);
  if ('fault' in manifest) {
    return { refused: refusal('evidence-list-malformed', '证据包的清单读不懂', manifest.fault) };
  }
  return { manifest, ...compare(manifest, zip) };
}

function refusal(code: string, message: string, evidence: string): Finding {
  return { code, severity: 'error', message, evidence: evidence.slice(0, 200) };
}

function compare(manifest: Manifest, zip: ZipContent): Pick<OpenedPackage, 'files' | 'faults'> {
  const faults: OpenedPackage['faults'][number][] = [];
  const files: PackageFile[] = [];
  const listed = new Set<string>();
  for (const finding of zip.findings) {
    if (finding.severity === 'error') {
      faults.push({ kind: 'odd', place: finding.place ?? '', message: finding.message });
    }
  }
  for (const file of manifest.files) {
    const bytes = zip.entries.get(file.path);
    if (listed.has(file.path)) {
      faults.push({ kind: 'odd', place: file.path, message: '清单中列了两次' });
    } else if (bytes === undefined) {
      faults.push({ kind: 'missing', place: file.path, message: '清单中有，包里没有' });
    } else if (!isAsListed(file, bytes)) {
      faults.push({ kind: 'changed', place: file.path, message: '内容与清单中的摘要不符' });
    } else {
      files.push({ ...file, bytes });
    }
    listed.add(file.path);
  }
  for (const name of zip.entries.keys()) {
    if (!listed.has(name) && name !== MANIFEST_PATH) {
      faults.push({ kind: 'odd', place: name, message: '包里有，清单中没有' });
    }
  }
  return { files, faults: faults.slice(0, 1000) };
}

function isAsListed(file: ManifestFile, bytes: Uint8Array): boolean {
  if (bytes.length !== file.size) {
    return false;
  }
  const digests = digestFile(bytes);
  return digests.sha256 === file.sha256 && digests.sm3 === file.sm3;
}
