/**
 * Verification of an OFD (GM/T 0031 6.2.3, GB/T 38540, GB/T 33190 18), in the standard's order: package, digest
 * list, data hash, signature value, certificate, seal, stamps, coverage. Nothing stops at the first fault.
 */

import type { Finding } from '@yiwen/formats';
import { ContainerError, children, childText, parseXmlPartly } from '@yiwen/formats/container';
import { type OfdDocument, type OfdSignature, readOfd } from '@yiwen/formats/ofd';
import type { AssessedSignature, Assessment, SignatureFacts } from './assessment.ts';
import { conditionsOf, reasonOf } from './ofd-conditions.ts';
import { coverageOf } from './ofd-coverage.ts';
import { assessIntegrityList, INTEGRITY_LIST, type IntegrityList } from './ofd-integrity-list.ts';
import { checkReferences, DigestCache } from './ofd-references.ts';
import { severedSignatures } from './ofd-severed.ts';
import { isOwnWork, listIsExact, OWN_PROVIDER } from './ofd-signature-list.ts';
import { checkSignedValue } from './ofd-signed-value.ts';
import { reasonIn } from './reasons.ts';
import type { VerifyOptions } from './report.ts';
import { isoTime, summarize } from './trust-facts.ts';

/** Real files carry a handful; each costs a few hundred public-key operations at worst. */
const MAX_SIGNATURES = 32;

/**
 * What is signed is the content of entries: how large ones are compressed is not worth half of the time a verdict takes.
 */
const LIMITS = { comparedBytes: 64 * 1024 };

/** Assesses the bytes of an OFD. Never throws on input. */
export function assessOfd(bytes: Uint8Array, options: VerifyOptions): Assessment {
  let document: OfdDocument;
  try {
    document = readOfd(bytes, LIMITS);
  } catch (problem) {
    if (!(problem instanceof ContainerError)) {
      throw problem;
    }
    return {
      format: 'ofd',
      signatures: [],
      findings: [...problem.findings],
      conditions: new Set(['damaged']),
      reason: reasonIn({ code: problem.code, severity: 'error', message: problem.message }),
    };
  }
  const own = isOwnWork(document);
  const digests = new DigestCache();
  const seals = document.signatures
    .slice(0, MAX_SIGNATURES)
    .map((signature) => assessSignature(document, signature, { ...options, strict: own }, digests));
  const list = assessIntegrityList(document, options);
  // Beside seals an intact list of names is an observation; by itself, or broken, it counts as a signature.
  const counts = list !== undefined && (seals.length === 0 || list.assessed.state !== 'intact');
  const signatures = counts ? [...seals, list.assessed] : seals;
  const findings = [
    ...packageFindings(document, signatures),
    ...(list === undefined || counts ? [] : list.assessed.report.findings),
    ...fileFindings(document, signatures, { own, list }),
  ];
  const conditions = conditionsOf(findings);
  const reason = reasonOf(findings, conditions, signatures);
  return {
    format: 'ofd',
    signatures,
    findings,
    conditions,
    ...(reason === undefined ? {} : { reason }),
    metadata: metadataOf(document),
  };
}

function assessSignature(
  document: OfdDocument,
  signature: OfdSignature,
  options: VerifyOptions & { strict: boolean },
  digests: DigestCache,
): AssessedSignature {
  const references = checkReferences(document, signature, digests);
  const value = checkSignedValue(document, signature, options);
  const { covered, uncovered } = coverageOf(document, signature, references.intact);
  const stamps = stampPages(document, signature);
  const findings = [
    ...references.findings,
    ...value.findings,
    ...stamps.findings,
    ...uncovered.map(
      (name): Finding => ({
        code: 'entry-not-covered',
        severity: 'warning',
        place: name,
        message: '所显示的内容中有不受此签名保护的文件',
      }),
    ),
  ];
  const state = stateOf(document, value.state, references);
  const who = value.certificate === undefined ? undefined : summarize(value.certificate);
  const report: SignatureFacts = {
    kind: signature.type === 'Seal' ? 'seal' : 'signature',
    signer: who?.signer ?? '',
    ...(value.sealName === undefined ? {} : { sealName: value.sealName }),
    ...(value.timeMs === undefined ? {} : { time: isoTime(value.timeMs) }),
    timeSource: value.timeSource,
    intact: state === 'intact',
    trust: value.trust,
    covers: uncovered.length === 0 && covered.length > 0 ? 'all' : 'part',
    covered,
    uncovered,
    findings,
    ...(who === undefined ? {} : { certificate: who.summary }),
    pages: stamps.pages,
  };
  return {
    report,
    state,
    changed: 'none',
    timeUnproven: value.timeUnproven,
    revocationKnown: value.revocationKnown,
    seal: value.seal,
  };
}

function stateOf(
  document: OfdDocument,
  value: 'intact' | 'broken' | 'unverifiable',
  references: ReturnType<typeof checkReferences>,
): AssessedSignature['state'] {
  const lists = new Set(document.docs.map(({ signaturesEntry }) => `/${signaturesEntry}`));
  const listFits = references.findings.every(({ severity }) => severity !== 'error');
  if (value !== 'intact') {
    return value === 'unverifiable' && listFits ? 'unverifiable' : 'broken';
  }
  if (listFits) {
    return 'intact';
  }
  // Only the list it had closed was changed: a later signature was added, the content is what was signed.
  const onlyList = references.failed.length > 0 && references.failed.every((name) => lists.has(name));
  return onlyList ? 'list-changed' : 'broken';
}

function stampPages(
  document: OfdDocument,
  signature: OfdSignature,
): { pages: number[]; findings: Finding[] } {
  const findings: Finding[] = [];
  const pages: number[] = [];
  for (const { id, pageRef, boundary } of signature.stamps) {
    const page = document.pages.findIndex((each) => each.id === pageRef);
    const sane = boundary !== undefined && boundary.widthMm > 0 && boundary.heightMm > 0;
    if (page < 0 || !sane) {
      findings.push({
        code: page < 0 ? 'stamp-page-missing' : 'stamp-box-bad',
        severity: 'warning',
        place: id,
        message: page < 0 ? '印章所在的页不存在' : '印章的位置无法识别',
      });
    } else {
      pages.push(page);
    }
  }
  return { pages: [...new Set(pages)], findings };
}

/**
 * The reader's observations. In a signed file an entry without a link is a stowaway only when no signature covers
 * it (`stowaway-entry`); a covered one was there when the document was sealed.
 */
function packageFindings(document: OfdDocument, signatures: readonly AssessedSignature[]): Finding[] {
  if (signatures.length === 0) {
    return [...document.findings];
  }
  const covered = new Set(signatures.flatMap(({ report }) => report.covered));
  return document.findings.flatMap((finding): Finding[] => {
    if (finding.code !== 'unreferenced-entry') {
      return [finding];
    }
    const isCovered = finding.place !== undefined && covered.has(finding.place);
    return isCovered ? [{ ...finding, severity: 'info', message: '未被引用的文件，但受签名保护' }] : [];
  });
}

/** Observations that need all signatures at once. */
function fileFindings(
  document: OfdDocument,
  signatures: readonly AssessedSignature[],
  { own, list }: { own: boolean; list: IntegrityList | undefined },
): Finding[] {
  const findings: Finding[] = [];
  if (document.signatures.length > MAX_SIGNATURES) {
    findings.push({ code: 'too-many-signatures', severity: 'error', message: '签名过多，其余未核验' });
  }
  if (namesLostList(document)) {
    findings.push({
      code: 'signature-list-missing',
      severity: 'error',
      place: 'OFD.xml',
      message: '文件写明有签名列表，但列表不在包内',
    });
  }
  const accounted = new Set(list === undefined ? [] : [INTEGRITY_LIST, list.valueEntry]);
  const severed = severedSignatures(document, accounted);
  findings.push(...severed);
  if (signatures.length === 0) {
    return findings;
  }
  for (const each of [...protectedEntries(document, signatures), ...severed.map(({ place }) => place!)]) {
    accounted.add(each);
  }
  for (const name of document.order) {
    if (!document.reached.has(name) && !accounted.has(name)) {
      findings.push({
        code: 'stowaway-entry',
        severity: 'warning',
        place: name,
        message: '夹带：包内有既未显示也不受任何签名保护的文件',
      });
    }
  }
  if (own && document.signatures.length > 0 && !listIsExact(document)) {
    findings.push({ code: 'signature-list-changed', severity: 'error', message: '签名列表在盖章之后被改动' });
  }
  return findings;
}

/**
 * Entries that need no link to be accounted for: some signature covers them. Our own signatures each cover everything
 * that was there, so what others cover and one of ours does not was slipped in after it.
 */
function protectedEntries(document: OfdDocument, signatures: readonly AssessedSignature[]): string[] {
  const ofSignatures = new Set(
    document.signatures.flatMap((each) => [each.entry, each.signedValueEntry, each.sealEntry]),
  );
  const ours = signatures
    .filter((_, i) => document.signatures[i]?.provider.name === OWN_PROVIDER)
    .map(({ report }) => new Set(report.covered));
  const covered = new Set(signatures.flatMap(({ report }) => report.covered));
  return [...covered].filter(
    (name) => ofSignatures.has(name) || ours.every((byThisOne) => byThisOne.has(name)),
  );
}

/** OFD.xml names a signature list that is not there: somebody took the signatures out and forgot the link. */
function namesLostList(document: OfdDocument): boolean {
  const linked = document.docs.filter(({ signaturesEntry }) => signaturesEntry !== undefined).length;
  const root = document.entries.get('OFD.xml');
  if (root === undefined || document.docs.length === 0) {
    return false;
  }
  const tree = parseXmlPartly(root).root;
  const bodies = tree ? children(tree, 'DocBody').slice(0, document.docs.length) : [];
  return bodies.filter((body) => (childText(body, 'Signatures') ?? '') !== '').length > linked;
}

/** What the first document says about itself. */
function metadataOf(document: OfdDocument): Record<string, string> {
  const metadata: Record<string, string> = {};
  const info = document.docs[0]?.info;
  const put = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '' && name !== '' && name !== '__proto__') {
      metadata[name.slice(0, 100)] = value.slice(0, 2000);
    }
  };
  put('标题', info?.title);
  put('文档标识', info?.docId);
  put('作者', info?.author);
  put('创建日期', info?.creationDate);
  put('软件', info?.creator);
  for (const { name, value } of info?.customDatas.slice(0, 100) ?? []) {
    put(name, value);
  }
  return metadata;
}
