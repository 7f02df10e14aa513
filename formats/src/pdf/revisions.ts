import type { Finding } from '../finding.ts';
import { isWhitespace } from './characters.ts';
import { PdfError } from './errors.ts';
import type { PdfDict } from './objects.ts';
import type { XrefSection } from './xref.ts';

/** One saved state of a file: what an incremental update (7.5.6) added. */
export type PdfRevision = {
  /** Just past this revision's `%%EOF` and its line end: the revision is bytes 0..endOffset. */
  readonly endOffset: number;
  /** Just past the letters `%%EOF`: a file may have been signed without a line end, which a later update then added. */
  readonly eofOffset: number;
  /** Offset of its (newest) cross-reference section. */
  readonly startxref: number;
  readonly trailer: PdfDict;
  /** Numbers of the objects this revision defines anew, ascending. */
  readonly changed: readonly number[];
  /** Numbers of the objects this revision frees, ascending. */
  readonly freed: readonly number[];
};

/**
 * Groups cross-reference sections (newest first) into revisions (oldest first). A linearized file's first-page
 * section and its main section are one revision.
 */
export function buildRevisions(
  sections: readonly XrefSection[],
  bytes: Uint8Array,
  report: (finding: Finding) => void,
): PdfRevision[] {
  const groups: XrefSection[][] = [];
  for (const section of sections) {
    const group = groups.at(-1);
    const newest = group?.find((one) => !one.hybrid);
    // a section that comes later in the file than the one pointing at it is the second half of a linearized file
    const linearized = newest !== undefined && section.offset > newest.offset;
    if (group !== undefined && (section.hybrid || linearized)) {
      group.push(section);
    } else {
      groups.push([section]);
    }
  }
  const revisions = groups.reverse().map((group) => revisionOf(group));
  checkOrder(revisions, groups, bytes, report);
  return revisions;
}

function revisionOf(group: readonly XrefSection[]): PdfRevision {
  const changed = new Set<number>();
  const freed = new Set<number>();
  for (const section of group) {
    for (const [num, entry] of section.entries) {
      (entry.type === 'free' ? freed : changed).add(num);
    }
  }
  for (const num of changed) {
    freed.delete(num);
  }
  const newest = group[0] as XrefSection;
  return {
    endOffset: Math.max(...group.map((section) => section.endOffset)),
    eofOffset: Math.max(...group.map((section) => section.eofOffset)),
    startxref: newest.offset,
    trailer: newest.trailer,
    changed: [...changed].sort((a, b) => a - b),
    freed: [...freed].sort((a, b) => a - b),
  };
}

function checkOrder(
  revisions: readonly PdfRevision[],
  groups: readonly (readonly XrefSection[])[],
  bytes: Uint8Array,
  report: (finding: Finding) => void,
): void {
  let end = 0;
  for (const [index, revision] of revisions.entries()) {
    if (revision.endOffset < 0) {
      throw new PdfError('pdf-xref-broken', 'PDF 某一修订版本没有规范的结尾', revision.startxref);
    }
    if (revision.endOffset <= end) {
      throw new PdfError('pdf-xref-broken', 'PDF 修订版本的顺序与位置不符', revision.startxref);
    }
    const group = groups[index] as readonly XrefSection[];
    const linearized = group.filter((section) => !section.hybrid).length > 1;
    if (linearized && index > 0) {
      throw new PdfError('pdf-xref-broken', 'PDF 修订版本的交叉引用表顺序混乱', revision.startxref);
    }
    for (const section of group) {
      const declared = section.startxref;
      if (!section.hybrid && !linearized && declared !== section.offset) {
        report({
          code: 'pdf-startxref-mismatch',
          severity: 'warning',
          place: `@${section.offset}`,
          message: 'PDF 修订版本末尾的 startxref 与其交叉引用表的位置不符',
          evidence: `${declared}`,
        });
      }
      for (const entry of section.entries.values()) {
        if (entry.type === 'offset' && entry.offset >= revision.endOffset) {
          report({
            code: 'pdf-object-after-revision',
            severity: 'error',
            place: `@${entry.offset}`,
            message: 'PDF 对象位于其所属修订版本的结尾之后',
          });
        }
      }
    }
    end = revision.endOffset;
  }
  let at = end;
  while (at < bytes.length && isWhitespace(bytes[at])) {
    at += 1;
  }
  if (at < bytes.length) {
    report({
      code: 'pdf-bytes-after-revision',
      severity: 'error',
      place: `@${end}`,
      message: 'PDF 最后一个修订版本之后还有数据',
      evidence: `${bytes.length - end}`,
    });
  }
}
