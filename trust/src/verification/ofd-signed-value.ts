/**
 * SignedValue.dat of an OFD signature: a seal signature (SES_Signature, V1/V4/V5), a GB/T 35275 SignedData, or
 * something that cannot be checked. The order follows GM/T 0031 6.2.3; every finding is kept.
 */

import type { Finding } from '@yiwen/formats';
import type { OfdDocument, OfdSignature } from '@yiwen/formats/ofd';
import { checkChain } from '@yiwen/trust/certificates';
import { base64, DerError, equalBytes, readDer, sm3, utf8 } from '@yiwen/trust/crypto';
import {
  checkSealMaker,
  parseSealTime,
  readSesSignature,
  type Seal,
  type SesSignature,
  sealLists,
  verifySealValue,
} from '@yiwen/trust/seals';
import { checkSignedData } from '@yiwen/trust/signatures';
import type { VerifyOptions } from './report.ts';
import { isoTime, judgeSigner } from './trust-facts.ts';

/** What the signed value says and whether it holds. `intact` is about values only, not about the digest list. */
export type SignedValueCheck = {
  state: 'intact' | 'broken' | 'unverifiable';
  certificate: Uint8Array | undefined;
  sealName?: string;
  timeMs: number | undefined;
  trust: 'trusted' | 'untrusted' | 'bad';
  findings: Finding[];
};

function error(code: string, message: string, evidence?: string): Finding {
  return { code, severity: 'error', message, ...(evidence === undefined ? {} : { evidence }) };
}

/** Checks the value of one signature over its Signature.xml. */
export function checkSignedValue(
  document: OfdDocument,
  signature: OfdSignature,
  options: VerifyOptions & { strict: boolean },
): SignedValueCheck {
  const file = signature.entry === undefined ? undefined : document.entries.get(signature.entry);
  const value =
    signature.signedValueEntry === undefined ? undefined : document.entries.get(signature.signedValueEntry);
  if (file === undefined || value === undefined) {
    return broken([error('signed-value-missing', '签名文件或签名值不在包内')]);
  }
  if (isBareValue(value)) {
    return {
      ...broken([error('signature-without-certificate', '签名值不带证书（已废弃的形式），无法核验是谁签的')]),
      state: 'unverifiable',
    };
  }
  return signature.type === 'Seal'
    ? checkSealValue(document, signature, { ...options, file, value })
    : checkSignValue(signature, { ...options, file, value });
}

function broken(findings: Finding[]): SignedValueCheck {
  return { state: 'broken', certificate: undefined, timeMs: undefined, trust: 'untrusted', findings };
}

/** SEQUENCE{r, s} and nothing else. */
function isBareValue(value: Uint8Array): boolean {
  if (value.length > 80) {
    return false;
  }
  try {
    const { tag, children } = readDer(value, { mode: 'ber' });
    return tag === 0x30 && children.length === 2 && children.every((child) => child.tag === 0x02);
  } catch (problem) {
    if (problem instanceof DerError) {
      return false;
    }
    throw problem;
  }
}

type ValueInput = VerifyOptions & { strict: boolean; file: Uint8Array; value: Uint8Array };

function checkSealValue(document: OfdDocument, signature: OfdSignature, input: ValueInput): SignedValueCheck {
  let ses: SesSignature;
  try {
    ses = readSesSignature(input.value);
  } catch (problem) {
    if (!(problem instanceof DerError)) {
      throw problem;
    }
    return broken([error('signed-value-unreadable', '电子签章数据无法读取', problem.message)]);
  }
  const integrity = [
    ...checkSesIntegrity(ses, input),
    ...checkSealMaker(ses.seal),
    ...checkSealFile(document, signature, ses.seal),
  ];
  const timeMs = ses.time.timeMs ?? parseSealTime(signature.signatureDateTime).timeMs;
  const trust = judgeSeal(ses, timeMs, input);
  return {
    state: integrity.some(({ severity }) => severity === 'error') ? 'broken' : 'intact',
    certificate: ses.certificate,
    sealName: ses.seal.name,
    timeMs,
    trust: trust.trust,
    findings: [...integrity, ...trust.findings, ...otherFindings(ses, signature)],
  };
}

function checkSesIntegrity(ses: SesSignature, input: ValueInput): Finding[] {
  const findings: Finding[] = [];
  if (!equalBytes(ses.dataHash, sm3(input.file))) {
    findings.push(error('signature-file-changed', '签名描述文件 Signature.xml 被改动，与签名值不符'));
  }
  if (!verifySealValue(ses.certificate, ses.algorithmOid, ses.toBeSigned, ses.signature)) {
    findings.push(error('signature-value-wrong', '签章的密码签名值不正确', ses.algorithmOid));
  }
  if (!ses.strict) {
    const severity = input.strict ? 'error' : 'warning';
    findings.push({ code: 'signed-value-not-der', severity, message: '电子签章数据编码不规范（BER）' });
  }
  return findings;
}

/** Seal.esl is a copy of the seal inside the signed value; the picture shown may come from either. */
function checkSealFile(document: OfdDocument, signature: OfdSignature, seal: Seal): Finding[] {
  const file = signature.sealEntry === undefined ? undefined : document.entries.get(signature.sealEntry);
  return file === undefined || equalBytes(file, seal.der)
    ? []
    : [error('seal-file-differs', '包内的印章文件与签名所用的印章不同')];
}

/** Certificate, seal list, seal period, maker: who vouches for what, at the claimed time. */
function judgeSeal(
  ses: SesSignature,
  timeMs: number | undefined,
  input: ValueInput,
): { trust: SignedValueCheck['trust']; findings: Finding[] } {
  const { seal } = ses;
  const at = timeMs ?? input.now;
  const signer = judgeSigner(ses.certificate, [], {
    trust: input.trust,
    at,
    now: input.now,
    purposes: [seal.type === 2 ? 'person' : 'seal'],
  });
  const madeAt = seal.createDate.timeMs ?? seal.validStart.timeMs ?? at;
  const maker = checkChain(seal.maker.certificate, [], input.trust, { at: madeAt, purpose: 'seal-maker' });
  const findings = [...signer.findings, ...maker.findings];
  let { trust } = signer;
  if (maker.status !== 'trusted' && trust !== 'bad') {
    trust = maker.status;
  }
  if (!sealLists(seal, ses.certificate)) {
    findings.push(error('signer-not-in-seal', '签章所用的证书不在印章的授权列表内'));
    trust = 'bad';
  }
  const { validStart, validEnd } = seal;
  const known = validStart.timeMs !== undefined && validEnd.timeMs !== undefined;
  if (timeMs === undefined || !known) {
    findings.push(
      error(
        'time-unreadable',
        '签章时间或印章有效期无法识别',
        `${ses.time.text} / ${validStart.text} / ${validEnd.text}`,
      ),
    );
    trust = 'bad';
  } else if (timeMs < validStart.timeMs! || timeMs > validEnd.timeMs!) {
    const evidence = `${isoTime(timeMs)} ∉ ${isoTime(validStart.timeMs!)} — ${isoTime(validEnd.timeMs!)}`;
    findings.push(error('seal-out-of-period', '签章时间不在印章的有效期内', evidence));
    trust = 'bad';
  }
  return { trust, findings };
}

/** What deserves to be read beside the answer. */
function otherFindings(ses: SesSignature, signature: OfdSignature): Finding[] {
  const findings: Finding[] = [];
  if (ses.timeStamp !== undefined || ses.seal.timeStamp !== undefined) {
    findings.push({
      code: 'timestamp-not-judged',
      severity: 'info',
      message: '签章带有时间戳，本版本未核验它',
    });
  }
  const written = parseSealTime(signature.signatureDateTime).timeMs;
  const signed = ses.time.timeMs;
  if (written !== undefined && signed !== undefined && Math.abs(written - signed) > 24 * 3600 * 1000) {
    findings.push({
      code: 'times-differ',
      severity: 'warning',
      message: '签名描述与签章数据所写的时间不同',
      evidence: `${signature.signatureDateTime} / ${ses.time.text}`,
    });
  }
  return findings;
}

/**
 * Pure digital signature (Type="Sign", GB/T 35275). With signed attributes the message digest is over Signature.xml;
 * without, the content inside is the SM3 of Signature.xml (or its base64 text) and is what was signed.
 */
function checkSignValue(signature: OfdSignature, input: ValueInput): SignedValueCheck {
  const inside = checkSignedData(input.value);
  const isEncapsulated = inside.content !== undefined;
  const check = isEncapsulated ? inside : checkSignedData(input.value, input.file);
  const findings = [...check.findings];
  if (isEncapsulated) {
    const digest = sm3(input.file);
    const content = inside.content ?? new Uint8Array(0);
    if (!equalBytes(content, digest) && !equalBytes(content, utf8(base64(digest)))) {
      findings.push(error('signature-file-changed', '签名描述文件 Signature.xml 被改动，与签名值不符'));
    }
  }
  if (!check.intact && findings.every(({ severity }) => severity !== 'error')) {
    findings.push(error('signature-value-wrong', '密码签名值不正确'));
  }
  const isIntact = check.intact && findings.every(({ severity }) => severity !== 'error');
  const timeMs = check.claimedTime ?? parseSealTime(signature.signatureDateTime).timeMs;
  const certificate = check.signer?.der;
  if (certificate === undefined) {
    return { ...broken(findings), timeMs };
  }
  const signer = judgeSigner(certificate, check.certificates, {
    trust: input.trust,
    at: timeMs ?? input.now,
    now: input.now,
    purposes: ['document', 'person'],
  });
  return {
    state: isIntact ? 'intact' : 'broken',
    certificate,
    timeMs,
    trust: signer.trust,
    findings: [...findings, ...signer.findings],
  };
}
