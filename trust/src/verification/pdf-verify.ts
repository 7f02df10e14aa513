/** The PDF half of verification: from the facts about each signature to the shape both formats share. */

import type { Finding } from '@yiwen/formats';
import type { AssessedSignature, Assessment, Condition } from './assessment.ts';
import { checkPdf, type PdfFacts, type PdfSignatureFacts } from './check-pdf.ts';
import type { SignatureReport, VerifyOptions } from './report.ts';
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

function assessSignature(facts: PdfSignatureFacts): AssessedSignature {
  const state = stateOf(facts);
  const who = facts.signer === undefined ? undefined : summarize(facts.signer.der);
  const all = facts.changedAfter === 'none' && state === 'intact';
  const report: SignatureReport = {
    kind: facts.kind === 'seal' ? 'seal' : 'signature',
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
  };
  return { report, state };
}

function conditionsOf(facts: PdfFacts, signed: boolean): Set<Condition> {
  const conditions = new Set<Condition>();
  if (facts.signatures.some(({ changedAfter }) => changedAfter !== 'none')) {
    conditions.add('changed-after-signing');
  }
  for (const { code, severity } of facts.findings) {
    if (code === 'pdf-bytes-after-revision' || code === 'pdf-object-after-revision') {
      conditions.add(signed ? 'changed-after-signing' : 'damaged');
    } else if (severity === 'error') {
      conditions.add('damaged');
    }
  }
  return conditions;
}

/** An intact document time-stamp is an observation, no signature of anybody; a broken one stands among the signatures. */
function isPlainTimeStamp(facts: PdfSignatureFacts): boolean {
  return facts.kind === 'time-stamp' && stateOf(facts) === 'intact';
}

/** Assesses a PDF. Never throws on input. */
export function assessPdf(bytes: Uint8Array, options: VerifyOptions): Assessment {
  const facts = checkPdf(bytes, { trust: options.trust, now: options.now });
  if (facts.unreadable !== undefined) {
    return {
      format: 'pdf',
      signatures: [],
      findings: [facts.unreadable],
      conditions: new Set([facts.unreadable.code === 'pdf-limit' ? 'refused' : 'damaged']),
      reason: { zh: facts.unreadable.message, en: facts.unreadable.code },
    };
  }
  const signatures = facts.signatures.filter((one) => !isPlainTimeStamp(one)).map(assessSignature);
  const stamps = facts.signatures.filter(isPlainTimeStamp).map(
    (one): Finding => ({
      code: 'pdf-document-time-stamp',
      severity: 'info',
      message: '文件带有文档时间戳；时间戳机构是否可信尚未判断',
      place: one.fieldName,
      ...(one.time === undefined ? {} : { evidence: isoTime(one.time) }),
    }),
  );
  const conditions = conditionsOf(facts, signatures.length > 0);
  return {
    format: 'pdf',
    signatures,
    findings: [...facts.findings, ...stamps],
    conditions,
    ...(conditions.has('damaged')
      ? { reason: { zh: 'PDF 结构有损坏', en: 'the structure of the PDF is damaged' } }
      : {}),
    metadata: facts.metadata,
  };
}
