/** Parts 2 and 3: bodies against their entries, the document's sequence without a gap, entries against the log. */

import { CanonicalJsonError, readCanonicalJson } from '@yiwen/trust/content';
import { base64url, equalBytes, fromBase64url, sha256, sm3 } from '@yiwen/trust/crypto';
import { type Commitment, documentPseudonym, entryDigest, LogError, readCommitment } from '@yiwen/trust/log';
import { type EventBody, readEventBody } from './event-body.ts';
import type { Findings } from './findings.ts';
import type { EvidenceSubject } from './manifest.ts';
import type { PackageFile } from './read-package.ts';

/** One act of the package. `body` is undefined once erased by law, or when it does not belong to the entry. */
export type CheckedAct = {
  /** `0001`, or `r0001` for acts that the document's own rest on. */
  readonly name: string;
  readonly related: boolean;
  readonly entry: Uint8Array;
  readonly commitment: Commitment;
  readonly body: EventBody | undefined;
  readonly proof: Uint8Array | undefined;
};

/** Reads and checks all acts; those whose entry cannot be read are reported and left out. */
export function checkActs(
  files: readonly PackageFile[],
  subject: EvidenceSubject,
  counted: number,
  findings: Findings,
): CheckedAct[] {
  const byPath = new Map(files.map((file) => [file.path, file.bytes]));
  const entries = files.filter(({ path }) => /^3-proofs\/r?\d{4,}\.entry$/.test(path));
  const acts = entries
    .flatMap(({ path, bytes }) =>
      checkAct(path.slice('3-proofs/'.length, -'.entry'.length), bytes, byPath, findings),
    )
    .sort((a, b) => Number(a.related) - Number(b.related) || (a.name < b.name ? -1 : 1));
  for (const { path } of files) {
    const name =
      /^2-events\/(r?\d{4,})\.json$/.exec(path)?.[1] ?? /^3-proofs\/(r?\d{4,})\.tlog-proof$/.exec(path)?.[1];
    if (name !== undefined && !byPath.has(`3-proofs/${name}.entry`)) {
      findings.damaged(3, 'entry-missing', '有事件内容或证明，没有对应的日志条目', { place: path });
    }
  }
  checkSequence(
    acts.filter((act) => !act.related),
    subject,
    counted,
    findings,
  );
  return acts;
}

function checkAct(
  name: string,
  entry: Uint8Array,
  byPath: ReadonlyMap<string, Uint8Array>,
  findings: Findings,
): CheckedAct[] {
  findings.present(3);
  let commitment: Commitment;
  try {
    commitment = readCommitment(entry);
  } catch (error) {
    if (error instanceof LogError) {
      findings.damaged(3, 'entry-malformed', '日志条目读不懂', { place: name, evidence: error.message });
      return [];
    }
    throw error;
  }
  const bytes = byPath.get(`2-events/${name}.json`);
  const body = bytes === undefined ? undefined : checkBody(name, bytes, commitment, findings);
  if (bytes === undefined) {
    findings.unproven(
      2,
      'body-absent',
      '事件内容没有随附（依法删除或没有交出），只能核对条目，看不到写了什么',
      { place: name },
    );
  }
  const proof = byPath.get(`3-proofs/${name}.tlog-proof`);
  return [{ name, related: name.startsWith('r'), entry, commitment, body, proof }];
}

/** The body must be the one the entry commits to, by both hashes, and say the same kind and number. */
function checkBody(
  name: string,
  bytes: Uint8Array,
  commitment: Commitment,
  findings: Findings,
): EventBody | undefined {
  findings.present(2);
  const isCommitted = sameDigest(commitment.sha256, sha256(bytes)) && sameDigest(commitment.sm3, sm3(bytes));
  if (!isCommitted) {
    findings.changed(2, 'body-differs', '事件内容与日志条目中的摘要不符，已被改动', { place: name });
    return undefined;
  }
  let body: EventBody | undefined;
  try {
    body = readEventBody(readCanonicalJson(bytes));
  } catch (error) {
    if (!(error instanceof CanonicalJsonError)) {
      throw error;
    }
  }
  if (body === undefined) {
    findings.damaged(2, 'body-malformed', '事件内容读不懂', { place: name });
    return undefined;
  }
  if (body.type !== commitment.type || body.seq !== commitment.seq) {
    findings.changed(2, 'body-contradicts-entry', '事件内容与条目所载的种类或序号不同', { place: name });
    return undefined;
  }
  return body;
}

function sameDigest(text: string, digest: Uint8Array): boolean {
  const bytes = fromBase64url(text);
  return bytes !== undefined && equalBytes(bytes, digest);
}

/** Numbers 1 to k without a gap, each entry naming the one before: nothing was left out, added or put in another order. */
function checkSequence(
  acts: readonly CheckedAct[],
  subject: EvidenceSubject,
  counted: number,
  findings: Findings,
): void {
  if (acts.length === 0) {
    findings.damaged(3, 'no-acts', '没有任何办理记录');
    return;
  }
  const pseudonym = documentPseudonym(subject.document);
  let before: CheckedAct | undefined;
  for (const act of acts) {
    const place = act.name;
    const { doc, seq, prev } = act.commitment;
    if (doc !== pseudonym) {
      findings.changed(3, 'entry-of-another-document', '条目属于另一份文件', { place });
    }
    if (seq !== (before?.commitment.seq ?? 0) + 1) {
      findings.changed(3, 'sequence-broken', '办理记录的序号不连续，有缺失、插入或换序', { place });
    }
    const expected = before === undefined ? '' : base64url(entryDigest(before.entry));
    if (prev !== expected) {
      findings.changed(3, 'chain-broken', '条目与前一条接不上', { place });
    }
    if (act.body?.doc !== undefined && act.body.doc !== subject.document) {
      findings.changed(2, 'body-of-another-document', '事件内容属于另一份文件', { place });
    }
    before = act;
  }
  if (counted !== acts.length) {
    findings.damaged(3, 'acts-miscounted', `清单说有 ${counted} 条办理记录，包里有 ${acts.length} 条`);
  }
}

/** Acts of the document in the whole log that the package leaves out, by the pseudonym; `entries` from a mirror. */
export function checkComplete(
  acts: readonly CheckedAct[],
  subject: EvidenceSubject,
  entries: Iterable<Uint8Array>,
  findings: Findings,
): void {
  const pseudonym = documentPseudonym(subject.document);
  const last = Math.max(0, ...acts.filter((act) => !act.related).map((act) => act.commitment.seq));
  for (const entry of entries) {
    try {
      const commitment = readCommitment(entry);
      if (commitment.doc === pseudonym && commitment.seq > last) {
        findings.unproven(3, 'later-act', `日志里还有这份文件的第 ${commitment.seq} 条记录，包里没有`);
      }
    } catch (error) {
      if (!(error instanceof LogError)) {
        throw error;
      }
      // The first entry of a log, or one of another log's: no act of the document.
    }
  }
}
