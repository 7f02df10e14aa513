/** Part 1: what each version says against the roots in the acts, and each file against the acts and by itself. */

import {
  CanonicalJsonError,
  type CanonicalValue,
  type Digests,
  digestContent,
  type Part,
  PartError,
  readCanonicalJson,
  versionRoot,
} from '@yiwen/trust/content';
import { type Report, type VerifyOptions, verifyDocument } from '@yiwen/trust/verification';
import { type EventBody, record, textOf } from './event-body.ts';
import type { Findings } from './findings.ts';
import type { PackageFile } from './read-package.ts';

/** A file of the package and what verifying it said. */
export type CheckedFile = { path: string; name?: string; report: Report };

/**
 * Checks versions and files. Answers the reports on the files that are the document, and the contents of the parts of all
 * versions that acts name.
 */
export function checkVersions(
  files: readonly PackageFile[],
  bodies: readonly EventBody[],
  options: VerifyOptions,
  findings: Findings,
): { checked: CheckedFile[]; contents: CanonicalValue[] } {
  const own = files.filter(({ part }) => part === 1);
  const named = namedDigests(bodies);
  const contents = checkRoots(own, bodies, named, findings);
  const sealed = sealedDigests(bodies);
  const checked: CheckedFile[] = [];
  for (const file of own) {
    if (file.path.endsWith('/parts.json')) {
      continue;
    }
    findings.present(1);
    if (!named.has(`${file.sha256} ${file.sm3}`)) {
      findings.changed(1, 'file-not-in-acts', '没有任何办理记录提到这个文件的摘要', { place: file.path });
    }
    // What an act sealed is judged under whatever name it stands here.
    if (/\/document-\d+\.[a-z0-9]+$/.test(file.path) || sealed.has(file.sha256)) {
      const report = verifyDocument(file.bytes, { ...options, fileName: file.name ?? file.path });
      checked.push({ path: file.path, report, ...(file.name === undefined ? {} : { name: file.name }) });
      if (report.verdict === 'unsigned') {
        findings.note(1, 'file-unsigned', '文件没有签章；摘要与办理记录相符', { place: file.path });
      } else {
        findings.count(1, report.verdict);
      }
    }
  }
  for (const [sha256, seq] of sealed) {
    // A sealed file kept back would be a version kept back.
    if (!own.some((file) => file.sha256 === sha256)) {
      findings.damaged(1, 'file-missing', `第 ${seq} 条记录所盖印的文件不在包里`, { evidence: sha256 });
    }
  }
  return { checked, contents };
}

/** Pairs of digests (SHA-256 and SM3) anywhere in the acts: files sealed, rendered, received, signed for. */
function namedDigests(bodies: readonly EventBody[]): Set<string> {
  const found = new Set<string>();
  const walk = (value: CanonicalValue): void => {
    if (Array.isArray(value)) {
      for (const member of value as readonly CanonicalValue[]) {
        walk(member);
      }
    } else if (typeof value === 'object') {
      const { sha256, sm3 } = value as Record<string, CanonicalValue>;
      if (typeof sha256 === 'string' && typeof sm3 === 'string') {
        found.add(`${sha256} ${sm3}`);
      }
      for (const member of Object.values(value as Record<string, CanonicalValue>)) {
        walk(member);
      }
    }
  };
  for (const body of bodies) {
    walk(body.data as CanonicalValue);
  }
  return found;
}

/** SHA-256 of the files that acts of sealing name, each with the number of its act. */
function sealedDigests(bodies: readonly EventBody[]): Map<string, number> {
  const sealed = new Map<string, number>();
  for (const { type, data, seq } of bodies) {
    const files = type.endsWith('.sealed') && Array.isArray(data.files) ? data.files : [];
    for (const file of files as readonly CanonicalValue[]) {
      const sha256 = textOf(record(file)?.sha256);
      if (sha256 !== undefined) {
        sealed.set(sha256, seq);
      }
    }
  }
  return sealed;
}

/** Versions against the acts. Answers the contents of those that acts name. */
function checkRoots(
  own: readonly PackageFile[],
  bodies: readonly EventBody[],
  named: Set<string>,
  findings: Findings,
): CanonicalValue[] {
  const roots = new Map<number, Digests>();
  const contents: CanonicalValue[] = [];
  const attached: string[] = [];
  for (const file of own) {
    const no = Number(/^1-versions\/(\d{1,6})\/parts\.json$/.exec(file.path)?.[1]);
    if (Number.isSafeInteger(no)) {
      findings.present(1);
      const version = readVersion(file.bytes);
      if ('fault' in version) {
        findings.changed(1, 'version-parts-differ', '版本的内容与各部件的摘要不符', {
          place: file.path,
          evidence: version.fault,
        });
      } else if (named.has(`${version.root.sha256} ${version.root.sm3}`)) {
        roots.set(no, version.root);
        contents.push(...version.contents);
        // The acts name the root, the root the part, the part the attached file.
        attached.push(...version.attached);
      } else {
        roots.set(no, version.root);
        findings.changed(1, 'version-not-in-acts', '没有任何办理记录提到这个版本', { place: file.path });
      }
    }
  }
  for (const { data, seq, type } of bodies) {
    const root = record(data.root) ?? record(record(data.frozen)?.root);
    const no = data.versionNo ?? record(data.frozen)?.versionNo;
    if (root === undefined || typeof no !== 'number') {
      continue;
    }
    const shown = roots.get(no);
    if (shown === undefined) {
      findings.damaged(1, 'version-missing', `第 ${seq} 条记录（${type}）所说的第 ${no} 版不在包里`);
    } else if (shown.sha256 !== root.sha256 || shown.sm3 !== root.sm3) {
      findings.changed(
        1,
        'version-root-differs',
        `第 ${no} 版的内容不是第 ${seq} 条记录（${type}）所指的内容`,
      );
    }
  }
  for (const pair of attached) {
    named.add(pair);
  }
  return contents;
}

/** A version from its parts: the root, the digest pairs of attached files, and what its other parts say. */
function readVersion(
  bytes: Uint8Array,
): { root: Digests; attached: string[]; contents: CanonicalValue[] } | { fault: string } {
  try {
    const value = readCanonicalJson(bytes);
    if (!Array.isArray(value)) {
      return { fault: 'not a list' };
    }
    const attached: string[] = [];
    const contents: CanonicalValue[] = [];
    const parts = (value as readonly CanonicalValue[]).map((one): Part => {
      const part = record(one);
      const digests = record(part?.contentDigest) as Digests | undefined;
      if (part === undefined || digests === undefined || record(part.content) === undefined) {
        throw new PartError('part-malformed', 'a part lacks content or digests');
      }
      if (part.kind === 'attachment') {
        attached.push(`${digests.sha256} ${digests.sm3}`);
      } else {
        const computed = digestContent(part.content!);
        if (computed.sha256 !== digests.sha256 || computed.sm3 !== digests.sm3) {
          throw new PartError('part-malformed', `part ${String(part.id)} is not what its digest says`);
        }
        contents.push(part.content!);
      }
      return {
        id: String(part.id),
        kind: String(part.kind),
        parent: String(part.parent),
        position: Number(part.position),
        salt: String(part.salt),
        contentDigest: digests,
      };
    });
    const { sha256, sm3 } = versionRoot(parts);
    return { root: { sha256, sm3 }, attached, contents };
  } catch (error) {
    if (error instanceof PartError || error instanceof CanonicalJsonError) {
      return { fault: error.message };
    }
    throw error;
  }
}
