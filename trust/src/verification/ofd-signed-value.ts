/**
 * SignedValue.dat of an OFD signature: a seal signature (SES_Signature, V1/V4/V5), a GB/T 35275 SignedData, or
 * something that cannot be checked. The order follows GM/T 0031 6.2.3; every finding is kept.
 */

import type { Finding } from '@yiwen/formats';
import type { OfdDocument, OfdSignature } from '@yiwen/formats/ofd';
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
import { judgeSignedData, type SignedValueCheck, unverifiable, valueFault } from './signed-value.ts';
import {
  type ChainInput,
  isoTime,
  judgeAt,
  judgeSigner,
  proveTime,
  type SigningTime,
} from './trust-facts.ts';

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
    return unverifiable([valueFault('signed-value-missing', '签名文件或签名值不在包内')]);
  }
  if (isBareValue(value)) {
    return unverifiable([
      valueFault('signature-without-certificate', '签名值不带证书（已废弃的形式），无法核验是谁签的'),
    ]);
  }
  return signature.type === 'Seal'
    ? checkSealValue(document, signature, { ...options, file, value })
    : checkSignValue(signature, { ...options, file, value });
}

function isDer(value: Uint8Array): boolean {
  try {
    readDer(value, { maxDepth: 32, maxNodes: 20_000 });
    return true;
  } catch (problem) {
    if (problem instanceof DerError) {
      return false;
    }
    throw problem;
  }
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

/** What chains are judged with. */
function withTrust({ trust, now, revocation }: VerifyOptions): Omit<ChainInput, 'purposes'> {
  return { trust, now, revocation };
}

function checkSealValue(document: OfdDocument, signature: OfdSignature, input: ValueInput): SignedValueCheck {
  let ses: SesSignature;
  try {
    ses = readSesSignature(input.value);
  } catch (problem) {
    if (!(problem instanceof DerError)) {
      throw problem;
    }
    return unverifiable([valueFault('signed-value-unreadable', '电子签章数据无法读取', problem.message)]);
  }
  // 6.2.3 in its order: hash, value, signer, the seal's list, the seal, its period, its copy in the package, the stamp.
  const value = checkSesIntegrity(ses, input);
  const maker = checkSealMaker(ses.seal);
  const copy = checkSealFile(document, signature, ses.seal);
  const stamp = judgeSesTimeStamp(ses, input);
  const claimed = ses.time.timeMs ?? parseSealTime(signature.signatureDateTime).timeMs;
  const time: SigningTime = { claimed, proven: stamp.time };
  const signer = judgeSigner(ses.certificate, [], {
    ...withTrust(input),
    time,
    purposes: [ses.seal.type === 2 ? 'person' : 'seal'],
  });
  const seal = judgeSeal(ses, claimed, input);
  const isSound = [...value, ...maker, ...copy].every(({ severity }) => severity !== 'error');
  return {
    state: isSound ? 'intact' : 'broken',
    certificate: ses.certificate,
    sealName: ses.seal.name,
    timeMs: stamp.time ?? claimed,
    timeSource: stamp.time === undefined ? 'claimed' : 'timestamp',
    timeUnproven: signer.timeUnproven,
    revocationKnown: signer.revocationKnown,
    trust: worseTrust(signer.trust, seal.trust),
    seal: [...maker, ...copy, ...seal.findings].some(({ severity }) => severity === 'error')
      ? 'bad'
      : seal.trust === 'trusted'
        ? 'good'
        : 'doubtful',
    findings: [
      ...value,
      ...signer.findings,
      ...seal.list,
      ...maker,
      ...seal.findings,
      ...copy,
      ...stamp.findings,
      ...timesDiffer(ses, signature),
    ],
  };
}

function worseTrust(
  one: SignedValueCheck['trust'],
  other: SignedValueCheck['trust'],
): SignedValueCheck['trust'] {
  return (
    (['bad', 'untrusted', 'trusted'] as const).find((trust) => trust === one || trust === other) ?? 'bad'
  );
}

/** The time-stamp of a seal signature (GB/T 38540: over the signature value); the one of the seal itself is only named. */
function judgeSesTimeStamp(
  ses: SesSignature,
  input: ValueInput,
): { time: number | undefined; findings: Finding[] } {
  const findings: Finding[] = [];
  if (ses.seal.timeStamp !== undefined) {
    findings.push({
      code: 'seal-time-stamp',
      severity: 'info',
      message: '印章本身带有时间戳，不作为签章时间的依据',
    });
  }
  if (ses.timeStamp === undefined) {
    return { time: undefined, findings };
  }
  const judged = proveTime(ses.timeStamp, ses.signature, withTrust(input));
  // A stamp that does not hold takes nothing from the seal; it merely proves no time.
  const known = judged.findings.map(
    (finding): Finding => (judged.stamp.intact ? finding : { ...finding, severity: 'warning' }),
  );
  return { time: judged.time, findings: [...findings, ...known] };
}

function checkSesIntegrity(ses: SesSignature, input: ValueInput): Finding[] {
  const findings: Finding[] = [];
  if (!equalBytes(ses.dataHash, sm3(input.file))) {
    findings.push(valueFault('signature-file-changed', '签名描述文件 Signature.xml 被改动，与签名值不符'));
  }
  if (!verifySealValue(ses.certificate, ses.algorithmOid, ses.toBeSigned, ses.signature)) {
    findings.push(valueFault('signature-value-wrong', '签章的密码签名值不正确', ses.algorithmOid));
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
    : [valueFault('seal-file-differs', '包内的印章文件与签名所用的印章不同')];
}

/** Seal list, maker and period: who vouches for the seal, and whether it was in use at the claimed time. */
function judgeSeal(
  ses: SesSignature,
  timeMs: number | undefined,
  input: ValueInput,
): { trust: SignedValueCheck['trust']; list: Finding[]; findings: Finding[] } {
  const { seal } = ses;
  const list = sealLists(seal, ses.certificate)
    ? []
    : [valueFault('signer-not-in-seal', '签章所用的证书不在印章的授权列表内')];
  const madeAt = seal.createDate.timeMs ?? seal.validStart.timeMs ?? timeMs ?? input.now;
  const maker = judgeAt(seal.maker.certificate, [], {
    ...withTrust(input),
    at: madeAt,
    purposes: ['seal-maker'],
  });
  const findings = [...maker.findings];
  const { validStart, validEnd } = seal;
  if (timeMs === undefined || validStart.timeMs === undefined || validEnd.timeMs === undefined) {
    const evidence = `${ses.time.text} / ${validStart.text} / ${validEnd.text}`;
    findings.push(valueFault('time-unreadable', '签章时间或印章有效期无法识别', evidence));
    return { trust: 'bad', list, findings };
  }
  if (timeMs < validStart.timeMs || timeMs > validEnd.timeMs) {
    const evidence = `${isoTime(timeMs)} ∉ ${isoTime(validStart.timeMs)} — ${isoTime(validEnd.timeMs)}`;
    findings.push(valueFault('seal-out-of-period', '签章时间不在印章的有效期内', evidence));
    return { trust: 'bad', list, findings };
  }
  return { trust: list.length > 0 ? 'bad' : maker.trust, list, findings };
}

/** Signature.xml and the signed value may name two times; the signed one counts. */
function timesDiffer(ses: SesSignature, signature: OfdSignature): Finding[] {
  const written = parseSealTime(signature.signatureDateTime).timeMs;
  const signed = ses.time.timeMs;
  return written !== undefined && signed !== undefined && Math.abs(written - signed) > 24 * 3600 * 1000
    ? [
        {
          code: 'times-differ',
          severity: 'warning',
          message: '签名描述与签章数据所写的时间不同',
          evidence: `${signature.signatureDateTime} / ${ses.time.text}`,
        },
      ]
    : [];
}

/**
 * Pure digital signature (Type="Sign", GB/T 35275). With signed attributes the message digest is over Signature.xml;
 * without, the content inside is the SM3 of Signature.xml (or its base64 text) and is what was signed.
 */
function checkSignValue(signature: OfdSignature, input: ValueInput): SignedValueCheck {
  const written = parseSealTime(signature.signatureDateTime).timeMs;
  return checkDetachedValue({ ...input, written });
}

/** A GB/T 35275 SignedData over `file`; `written` (Unix ms) is the time beside it where the value itself has none. */
export function checkDetachedValue(
  input: Pick<ValueInput, 'trust' | 'now' | 'revocation' | 'file' | 'value'> & {
    written: number | undefined;
    /** Our own work is DER to the last byte. */
    strict?: boolean;
  },
): SignedValueCheck {
  const inside = checkSignedData(input.value);
  const isEncapsulated = inside.content !== undefined;
  const check = isEncapsulated ? inside : checkSignedData(input.value, input.file);
  const findings = [...check.findings];
  if (isEncapsulated) {
    const digest = sm3(input.file);
    const content = inside.content ?? new Uint8Array(0);
    if (!equalBytes(content, digest) && !equalBytes(content, utf8(base64(digest)))) {
      findings.push(valueFault('signature-file-changed', '签名描述文件被改动，与签名值不符'));
    }
  }
  if (input.strict === true && !isDer(input.value)) {
    findings.push(valueFault('signed-value-not-der', '签名数据编码不规范（BER），或其后另有内容'));
  }
  return judgeSignedData(check, findings, { ...withTrust(input), written: input.written });
}
