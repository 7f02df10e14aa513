/** Checking an evidence package with nothing but the package and what the verifier brings: no network, no clock. */

import type { Finding } from '@yiwen/formats';
import type { TrustDates, TrustList } from '@yiwen/trust/certificates';
import { canonicalBytes } from '@yiwen/trust/content';
import { equalBytes } from '@yiwen/trust/crypto';
import { KEY_TYPE, LogError, type Policy, type QuorumRule, readVkey, type Vkey } from '@yiwen/trust/log';
import { type Report, type Verdict, type Words, worstVerdict } from '@yiwen/trust/verification';
import { answersOf, NEVER_PROVEN } from './answers.ts';
import { type CheckedAct, checkActs, checkComplete } from './check-acts.ts';
import { checkLog, type LoggedAct } from './check-log.ts';
import { checkSignatures } from './check-signatures.ts';
import { checkSubject } from './check-subject.ts';
import { checkVersions } from './check-versions.ts';
import type { EventBody } from './event-body.ts';
import { Findings } from './findings.ts';
import { PARTS, type PartNumber } from './manifest.ts';
import { type OpenedPackage, openPackage, type PackageFile } from './read-package.ts';
import type { ActReport, EvidenceOptions, EvidenceReport } from './report.ts';
import { responsibilityTable } from './responsibility.ts';
import { evidenceSentence } from './sentence.ts';

/**
 * Verifies an evidence package: each part by itself and against the others, by the verifier's own policy and trust list.
 * Never throws, for any bytes. `valid` only when every file and act holds, every act is under a checkpoint that the
 * policy's witnesses cosigned, and nothing is missing.
 */
export function verifyEvidence(zip: Uint8Array, options: EvidenceOptions): EvidenceReport {
  try {
    const opened = openPackage(zip);
    return 'refused' in opened ? refusal(opened.refused, options) : verify(opened, options);
  } catch (problem) {
    const evidence = problem instanceof Error ? problem.message.slice(0, 200) : '';
    const message = '核验程序出错，没有得出结论';
    return refusal({ code: 'internal-fault', severity: 'error', message, evidence }, options);
  }
}

function refusal(finding: Finding, { trust }: EvidenceOptions): EvidenceReport {
  return {
    kind: 'evidence',
    verdict: 'refused',
    sentence: evidenceSentence('refused', trust?.demo === true),
    parts: [],
    files: [],
    acts: [],
    answers: { whoSigned: [], when: [], whoSaw: [], whichVersion: [] },
    findings: [finding],
    doesNotProve: [...NEVER_PROVEN],
    demo: trust?.demo === true,
  };
}

function verify(opened: OpenedPackage, options: EvidenceOptions): EvidenceReport {
  const { manifest, files } = opened;
  const findings = new Findings();
  reportFaults(opened, findings);
  const acts = checkActs(files, manifest.subject, manifest.acts, findings);
  if (options.entries !== undefined) {
    checkComplete(acts, manifest.subject, options.entries, findings);
  }
  const policy = options.policy ?? policyOf(options.trust, options.now);
  const logged = checkLog(acts, files, { policy, trust: options.trust, now: options.now }, findings);
  const revocation = {
    crls: [...(options.revocation?.crls ?? []), ...bytesOf(files, '.crl')],
    ocsps: [...(options.revocation?.ocsps ?? []), ...bytesOf(files, '.ocsp')],
  };
  const bodies = bodiesOf(acts, false);
  const { checked: checkedFiles, contents } = checkVersions(
    files,
    bodies,
    {
      now: options.now,
      ...(options.trust === undefined ? {} : { trust: options.trust }),
      ...(revocation.crls.length + revocation.ocsps.length === 0 ? {} : { revocation }),
    },
    findings,
  );
  const reports = checkedFiles.map(({ report }) => report);
  checkSubject(manifest.subject, { bodies, contents, reports }, findings);
  const signed = checkSignatures(acts, { trust: options.trust, revocation }, findings);
  checkTable(files, acts, bodies, findings);
  checkStatements(files, findings);
  const actReports = acts
    .filter((act) => !act.related)
    .map((act) => actReport(act, logged.get(act.name), signed));
  return assemble(opened, options, findings, checkedFiles, actReports);
}

function assemble(
  { manifest }: OpenedPackage,
  { trust }: EvidenceOptions,
  findings: Findings,
  files: { path: string; name?: string; report: Report }[],
  acts: ActReport[],
): EvidenceReport {
  const demo = trust?.demo === true;
  const worst = worstVerdict(findings.verdicts);
  // Nothing spoke against it: acts and log held, whether or not a file carries a seal.
  const verdict: Verdict = worst === 'unsigned' ? 'valid' : worst;
  const parts = PARTS.map((part) => findings.report(part));
  return {
    kind: 'evidence',
    verdict,
    sentence: evidenceSentence(verdict, demo),
    subject: manifest.subject,
    parts,
    files,
    acts,
    answers: answersOf(acts, files),
    findings: parts.flatMap((part) => part.findings),
    doesNotProve: [...NEVER_PROVEN, ...distinct(files.flatMap(({ report }) => report.doesNotProve))],
    demo,
  };
}

function distinct(words: readonly Words[]): Words[] {
  return [...new Map(words.map((one) => [one.zh, one])).values()];
}

function reportFaults({ faults, files }: OpenedPackage, findings: Findings): void {
  for (const { kind, place, message } of faults) {
    const part = partOf(place);
    if (kind === 'changed') {
      findings.changed(part, 'file-differs-from-list', message, { place });
    } else {
      findings.damaged(part, kind === 'missing' ? 'listed-file-missing' : 'package-odd', message, { place });
    }
  }
  for (const { part } of files) {
    if (part === 4 || part === 5 || part === 10 || part === 11) {
      findings.present(part);
    }
  }
}

function partOf(path: string): PartNumber {
  const number = Number(/^(\d{1,2})-/.exec(path)?.[1]);
  return PARTS.find((part) => part === number) ?? 1;
}

function bytesOf(files: readonly PackageFile[], ending: string): Uint8Array[] {
  return files.flatMap(({ part, path, bytes }) => (part === 4 && path.endsWith(ending) ? [bytes] : []));
}

function bodiesOf(acts: readonly CheckedAct[], related: boolean): EventBody[] {
  return acts.flatMap((act) => (act.related === related && act.body !== undefined ? [act.body] : []));
}

/**
 * The policy a trust list stands for: its logs, and any one of its witnesses; none known means none can be asked for. A
 * key counts while the list believes in it at `now` (Unix ms): whoever has an old one today writes any date.
 */
function policyOf(trust: TrustList | undefined, now: number): Policy {
  const isBelieved = ({ from, until }: TrustDates) =>
    (from === undefined || from <= now) && (until === undefined || now <= until);
  const logs = keysOf((trust?.logs ?? []).filter(isBelieved), KEY_TYPE.ed25519);
  const witnesses = keysOf((trust?.witnesses ?? []).filter(isBelieved), KEY_TYPE.cosignature);
  const members = witnesses.map((vkey): QuorumRule => ({ kind: 'witness', vkey }));
  const quorum: QuorumRule | undefined =
    members.length === 0 ? undefined : { kind: 'group', threshold: 1, members };
  return { logs, witnesses, urls: new Map(), quorum };
}

function keysOf(entries: readonly { vkey: string }[], type: number): Vkey[] {
  return entries.flatMap(({ vkey }) => {
    try {
      const key = readVkey(vkey);
      return key.type === type ? [key] : [];
    } catch (error) {
      if (error instanceof LogError) {
        return [];
      }
      throw error;
    }
  });
}

/** The table must be the one the bodies give; with bodies erased it cannot be compared. */
function checkTable(
  files: readonly PackageFile[],
  acts: readonly CheckedAct[],
  bodies: readonly EventBody[],
  findings: Findings,
): void {
  const table = files.find(({ path }) => path === '9-responsibility.json');
  if (table === undefined) {
    findings.damaged(9, 'table-missing', '没有责任表');
    return;
  }
  findings.present(9);
  if (acts.some((act) => !act.related && act.body === undefined)) {
    findings.note(9, 'table-not-compared', '有的事件内容没有随附，责任表无法重新推出来核对');
  } else if (!equalBytes(table.bytes, canonicalBytes(responsibilityTable(bodies)))) {
    findings.changed(9, 'table-differs', '责任表与由办理记录重新推出的不同');
  }
}

/** The maker's own words: they must be there, and are the maker's. */
function checkStatements(files: readonly PackageFile[], findings: Findings): void {
  for (const path of ['5-policy/policy.txt', '5-policy/trust.json']) {
    if (!files.some((file) => file.path === path)) {
      findings.damaged(5, 'policy-missing', '没有写明出具时的见证策略和信任名单', { place: path });
    }
  }
  if (!files.some(({ path }) => path === '10-system.json')) {
    findings.damaged(10, 'statement-missing', '没有系统说明');
  }
  if (!files.some(({ path }) => path === '11-verifier.html')) {
    findings.note(11, 'verifier-not-included', '没有随附离线核验页，请用别处得到的核验程序');
  }
}

function actReport(
  { name, body, commitment }: CheckedAct,
  logged: LoggedAct | undefined,
  signed: ReadonlyMap<string, ActReport['authenticity']>,
): ActReport {
  const { seq, type } = commitment;
  const place = logged === undefined ? {} : { index: logged.index, logged: logged.logged };
  if (body === undefined) {
    return { seq, type, authenticity: 'erased', ...place };
  }
  const { actor, at, data } = body;
  return {
    seq,
    type,
    at,
    who: actor.name,
    post: actor.post,
    ...(actor.onBehalfOf === undefined
      ? {}
      : { onBehalfOf: `${actor.onBehalfOf.post} ${actor.onBehalfOf.name}` }),
    authenticity: signed.get(name) ?? (actor.personId === undefined ? 'system' : 'account'),
    ...place,
    ...(typeof data.versionNo === 'number' ? { version: data.versionNo } : {}),
  };
}
