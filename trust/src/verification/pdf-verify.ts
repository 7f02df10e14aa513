/** The PDF half of verification: from the facts about each signature to the shape both formats share. */

import type { Finding } from '@yiwen/formats';
import { nameTitle } from '@yiwen/trust/certificates';
import type { AssessedSignature, Assessment, Condition, SignatureFacts } from './assessment.ts';
import { checkPdf } from './check-pdf.ts';
import { reasonOfSignature } from './ofd-conditions.ts';
import type { PdfFacts, PdfSignatureFacts } from './pdf-facts.ts';
import { reasonIn } from './reasons.ts';
import type { TimeStampReport, VerifyOptions, Words } from './report.ts';
import { isoTime, summarize } from './trust-facts.ts';

/** Faults in how a value stands in the file, whatever the value itself says. */
const valueFault = /^(cms|time-stamp|pdf-contents|pdf-byte-range)/;

function stateOf(facts: PdfSignatureFacts): AssessedSignature['state'] {
  if (!facts.verifiable) {
    return 'unverifiable';
  }
  const faulty = facts.findings.some(({ code, severity }) => severity === 'error' && valueFault.test(code));
  return facts.intact && !faulty ? 'intact' : 'broken';
}

/** Time-stamps as reported, earliest first. */
function stampsOf(facts: PdfSignatureFacts): TimeStampReport[] {
  return [...facts.timeStamps]
    .sort((a, b) => a.time - b.time)
    .map(({ over, time, maker, trusted }) => ({
      over,
      time: isoTime(time),
      maker: maker === undefined ? '' : nameTitle(maker.subject),
      trusted,
      ...(maker === undefined ? {} : { makerUntil: isoTime(maker.notAfter) }),
    }));
}

function assessSignature(facts: PdfSignatureFacts): AssessedSignature {
  const state = stateOf(facts);
  const who = facts.signer === undefined ? undefined : summarize(facts.signer.der);
  const all = facts.changedAfter === 'none' && state === 'intact';
  const report: SignatureFacts = {
    kind: facts.kind,
    signer: who?.signer ?? facts.signerName,
    ...(facts.time === undefined ? {} : { time: isoTime(facts.time) }),
    timeSource: facts.timeSource,
    intact: state === 'intact',
    trust: facts.trust,
    covers: all ? 'all' : 'part',
    covered: facts.byteRange === '' ? [] : [facts.byteRange],
    uncovered: [],
    findings: facts.findings,
    ...(who === undefined ? {} : { certificate: who.summary }),
    pages: facts.pages,
    ...(facts.timeStamps.length === 0 ? {} : { timeStamps: stampsOf(facts) }),
    ...(facts.signedLength === 0 ? {} : { signedLength: facts.signedLength }),
  };
  const { changedAfter: changed, timeUnproven, revocationKnown } = facts;
  return { report, state, changed, timeUnproven, revocationKnown, seal: 'none' };
}

function conditionsOf(facts: PdfFacts, signed: boolean): Set<Condition> {
  const conditions = new Set<Condition>();
  for (const { code, severity } of facts.findings) {
    if (code === 'pdf-signature-severed') {
      conditions.add('severed');
    } else if (code === 'pdf-bytes-after-revision' || code === 'pdf-object-after-revision') {
      conditions.add(signed ? 'changed-after-signing' : 'damaged');
    } else if (severity === 'error') {
      conditions.add('damaged');
    }
  }
  return conditions;
}

/** An intact document time-stamp is an observation, no signature of anybody; a broken one stands among the signatures. */
function isPlainTimeStamp(facts: PdfSignatureFacts): boolean {
  return facts.kind === 'time-stamp' && stateOf(facts) === 'intact' && facts.changedAfter !== 'modified';
}

function timeStampFindings(facts: PdfSignatureFacts): Finding[] {
  return [
    {
      code: 'pdf-document-time-stamp',
      severity: 'info',
      message:
        facts.timeSource === 'timestamp'
          ? '文件带有可信的文档时间戳'
          : '文件带有文档时间戳，但时间戳机构不在信任名单里',
      place: facts.fieldName,
      ...(facts.time === undefined ? {} : { evidence: isoTime(facts.time) }),
    },
    ...facts.findings,
  ];
}

/** Assesses a PDF. Never throws on input. */
export function assessPdf(bytes: Uint8Array, options: VerifyOptions): Assessment {
  const facts = checkPdf(bytes, {
    trust: options.trust,
    now: options.now,
    revocation: options.revocation,
  });
  if (facts.unreadable !== undefined) {
    return {
      format: 'pdf',
      signatures: [],
      findings: [facts.unreadable, ...facts.findings],
      conditions: new Set([facts.unreadable.code === 'pdf-limit' ? 'refused' : 'damaged']),
      reason: reasonIn(facts.unreadable),
    };
  }
  // Where nobody signed, a time-stamp is all there is and is judged as a signature.
  const signedByPeople = facts.signatures.some((one) => !isPlainTimeStamp(one));
  const counted = facts.signatures.filter((one) => !signedByPeople || !isPlainTimeStamp(one));
  const signatures = counted.map(assessSignature);
  const stamps = facts.signatures.filter((one) => !counted.includes(one)).flatMap(timeStampFindings);
  const conditions = conditionsOf(facts, signatures.length > 0);
  const reason = reasonOf(facts.findings, conditions) ?? reasonOfSignature(signatures);
  return {
    format: 'pdf',
    signatures,
    findings: [...facts.findings, ...stamps],
    conditions,
    ...(reason === undefined ? {} : { reason }),
    metadata: facts.metadata,
  };
}

function reasonOf(findings: readonly Finding[], conditions: ReadonlySet<Condition>): Words | undefined {
  if (conditions.has('severed')) {
    const trace = findings.find(({ code }) => code === 'pdf-signature-severed');
    return trace === undefined ? undefined : reasonIn(trace);
  }
  return conditions.has('damaged')
    ? { zh: 'PDF 结构有损坏', en: 'the structure of the PDF is damaged' }
    : undefined;
}
