/**
 * Does a certificate lead to an authority we believe, for this purpose, at that time? (RFC 5280 §6, without policy
 * mapping and name constraints: a certificate with critical extensions we do not know is not relied on.)
 *
 * Input is hostile: the signer chooses the certificates, so depth and the number of signature checks are capped.
 */

import type { Finding } from '@yiwen/formats';
import { DerError, equalBytes } from '@yiwen/trust/crypto';
import { type Certificate, isSignedBy, parseCertificate } from './certificate.ts';
import { nameTitle } from './name.ts';
import { OCSP_SIGNING } from './ocsp.ts';
import { checkRevocation, type RevocationEvidence, type RevocationResult } from './revocation.ts';
import { isTrustedAt, type Purpose, type TrustAnchor, type TrustList } from './trust-list.ts';

/** The answer about one certificate. */
export type ChainResult = {
  /** `trusted`: leads to an anchor, all good. `untrusted`: no anchor known. `bad`: known faults. */
  status: 'trusted' | 'untrusted' | 'bad';
  /** From the certificate up to the anchor, as far as it was found. */
  path: Certificate[];
  findings: Finding[];
  /** Only when evidence was given and an anchor was found. */
  revocation?: RevocationResult;
};

const MAX_DEPTH = 8;
const MAX_CHECKS = 40;

/** Extended key usages under which people's document signatures are made; any of them will do. */
const SIGNING_USAGES = new Set([
  '2.5.29.37.0',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.4.1.311.10.3.12',
  '1.2.840.113583.1.1.5',
]);

/** id-kp-timeStamping. */
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** Usages under which a key speaks of time or of certificates, and signs nothing else. */
const SERVICE_USAGES: ReadonlySet<string> = new Set([TIME_STAMPING, OCSP_SIGNING]);

type Anchor = Omit<TrustAnchor, 'certificate'> & { certificate: Certificate };

function parseAll(list: readonly Uint8Array[]): Certificate[] {
  return list.flatMap((bytes) => {
    try {
      return [parseCertificate(bytes)];
    } catch (error) {
      if (error instanceof DerError) {
        return [];
      }
      throw error;
    }
  });
}

function day(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Faults of the end certificate by itself, at the time it was used. */
function checkLeaf(certificate: Certificate, at: number, purpose: Purpose): Finding[] {
  const findings: Finding[] = [];
  const place = nameTitle(certificate.subject);
  const fault = (code: string, message: string, evidence?: string) => {
    findings.push({
      code,
      severity: 'error',
      place,
      message,
      ...(evidence === undefined ? {} : { evidence }),
    });
  };
  const validity = `${day(certificate.notBefore)} — ${day(certificate.notAfter)}`;
  if (at < certificate.notBefore) {
    fault('certificate-not-yet-valid', '签署时间早于证书有效期', validity);
  }
  if (at > certificate.notAfter) {
    fault('certificate-expired', '签署时证书已过有效期', validity);
  }
  const { keyUsage, extendedKeyUsage, unknownCritical, ca } = certificate.extensions;
  if (keyUsage !== undefined && !keyUsage.sign && !keyUsage.nonRepudiation) {
    fault('certificate-not-for-signing', '证书的密钥用途不含签名');
  }
  // Seal rules (GM/T 0031) know key usage only, and real seal makers hold server certificates.
  const usageCounts = purpose === 'document' || purpose === 'person';
  if (
    usageCounts &&
    extendedKeyUsage !== undefined &&
    !extendedKeyUsage.some((usage) => SIGNING_USAGES.has(usage))
  ) {
    fault('certificate-not-for-documents', '证书的扩展密钥用途不含文件签名', extendedKeyUsage.join(', '));
  }
  // RFC 3161 2.3: critical and this usage alone, so that such a key never signs anything but time.
  const isForTimeOnly = extendedKeyUsage?.length === 1 && extendedKeyUsage[0] === TIME_STAMPING;
  if (purpose === 'time' && !(isForTimeOnly && certificate.extensions.extendedKeyUsageCritical === true)) {
    fault('certificate-not-for-time', '证书不是专用的时间戳证书', extendedKeyUsage?.join(', '));
  }
  const isForServiceOnly = extendedKeyUsage?.every((usage) => SERVICE_USAGES.has(usage)) === true;
  if (purpose !== 'time' && !usageCounts && isForServiceOnly) {
    fault('certificate-for-other-use', '时间戳或证书状态专用的证书被用来签署别的内容');
  }
  if (ca === true) {
    fault('certificate-is-authority', '签发机构的证书被用来签署文件');
  }
  if (unknownCritical.length > 0) {
    fault('certificate-critical-extension', '证书含有无法识别的关键扩展', unknownCritical.join(', '));
  }
  if (!certificate.strict) {
    findings.push({ code: 'certificate-not-der', severity: 'info', place, message: '证书编码不规范（BER）' });
  }
  return findings;
}

/** Faults of an issuer standing `below` certificates above the end one. */
function checkIssuer(issuer: Certificate, at: number, below: number): Finding[] {
  const findings: Finding[] = [];
  const place = nameTitle(issuer.subject);
  const fault = (code: string, message: string) => {
    findings.push({ code, severity: 'error', place, message });
  };
  const { ca, pathLength, keyUsage, unknownCritical } = issuer.extensions;
  if (ca !== true) {
    fault('issuer-not-authority', '上级证书不是签发机构证书');
  }
  if (keyUsage !== undefined && !keyUsage.certSign) {
    fault('issuer-may-not-issue', '上级证书的密钥用途不含签发证书');
  }
  if (pathLength !== undefined && below > pathLength) {
    fault('issuer-path-too-long', '证书链超过上级允许的层数');
  }
  if (at < issuer.notBefore || at > issuer.notAfter) {
    fault('issuer-out-of-validity', '签署时上级证书不在有效期内');
  }
  if (unknownCritical.length > 0) {
    fault('certificate-critical-extension', '上级证书含有无法识别的关键扩展');
  }
  return findings;
}

function mayHaveIssued(issuer: Certificate, certificate: Certificate): boolean {
  const { authorityKeyId } = certificate.extensions;
  const { subjectKeyId } = issuer.extensions;
  const keysAgree =
    authorityKeyId === undefined || subjectKeyId === undefined || authorityKeyId === subjectKeyId;
  return keysAgree && equalBytes(issuer.subject.der, certificate.issuer.der);
}

/**
 * Checks `certificate` (DER) for `purpose` at the Unix time `at` (ms). `chain` holds whatever further certificates
 * came along, in any order. With `revocation`, every certificate below the anchor is held against that evidence at the
 * same time `at`; a status that cannot be known is a warning and does not change `status`. `now` (Unix ms): evidence
 * issued later is not believed.
 */
export function checkChain(
  certificate: Uint8Array,
  chain: readonly Uint8Array[],
  trustList: TrustList | undefined,
  options: { at: number; purpose: Purpose; revocation?: RevocationEvidence; now?: number },
): ChainResult {
  let leaf: Certificate;
  try {
    leaf = parseCertificate(certificate);
  } catch (error) {
    if (!(error instanceof DerError)) {
      throw error;
    }
    const finding: Finding = {
      code: 'certificate-unreadable',
      severity: 'error',
      message: '证书无法读取',
      evidence: error.message,
    };
    return { status: 'bad', path: [], findings: [finding] };
  }
  const { at, purpose } = options;
  const findings = checkLeaf(leaf, at, purpose);
  const anchors = (trustList?.anchors ?? []).flatMap((anchor): Anchor[] =>
    parseAll([anchor.certificate]).map((parsed) => ({ ...anchor, certificate: parsed })),
  );
  const search = new PathSearch(anchors, parseAll(chain.slice(0, 20)), purpose, at);
  const found = search.from(leaf);
  const place = nameTitle(leaf.subject);
  if (found === undefined) {
    const why: Finding =
      trustList === undefined
        ? {
            code: 'trust-list-not-given',
            severity: 'warning',
            place,
            message: '没有信任列表，无法确认证书由谁担保',
          }
        : search.otherPurpose && !search.otherTime
          ? {
              code: 'anchor-other-purpose',
              severity: 'warning',
              place,
              message: '担保机构不在此用途的信任范围内',
              evidence: purpose,
            }
          : search.otherTime
            ? {
                code: 'anchor-outside-dates',
                severity: 'warning',
                place,
                message: '担保机构在所判断的时间不在信任名单所列的期限内',
                evidence: day(at),
              }
            : {
                code: 'chain-not-anchored',
                severity: 'warning',
                place,
                message: '证书不能追溯到信任列表中的机构',
                evidence: nameTitle(leaf.issuer),
              };
    findings.push(why);
  } else {
    findings.push(...found.findings);
  }
  const revocation =
    found === undefined || found.path.length < 2 || options.revocation === undefined
      ? undefined
      : checkRevocation(found.path, options.revocation, {
          at,
          ...(options.now === undefined ? {} : { now: options.now }),
        });
  findings.push(...(revocation?.findings ?? []));
  const isBad = findings.some((finding) => finding.severity === 'error');
  const status = isBad ? 'bad' : found === undefined ? 'untrusted' : 'trusted';
  return {
    status,
    path: found?.path ?? [leaf],
    findings,
    ...(revocation === undefined ? {} : { revocation }),
  };
}

/** Depth-first search for a path to an anchor; prefers one without faults. */
class PathSearch {
  otherPurpose = false;
  otherTime = false;
  private checks = 0;
  private readonly anchors: readonly Anchor[];
  private readonly others: readonly Certificate[];
  private readonly purpose: Purpose;
  private readonly at: number;

  constructor(anchors: readonly Anchor[], others: readonly Certificate[], purpose: Purpose, at: number) {
    this.anchors = anchors;
    this.others = others;
    this.purpose = purpose;
    this.at = at;
  }

  from(leaf: Certificate): { path: Certificate[]; findings: Finding[] } | undefined {
    const pinned = this.anchors.filter((anchor) => equalBytes(anchor.certificate.der, leaf.der));
    if (pinned.some((anchor) => this.believes(anchor))) {
      return { path: [leaf], findings: [] };
    }
    return this.climb([leaf], []);
  }

  /** Whether the list believes an anchor for the purpose at the time; notes why not. */
  private believes(anchor: Anchor): boolean {
    if (!anchor.purposes.includes(this.purpose)) {
      this.otherPurpose = true;
      return false;
    }
    if (!isTrustedAt(anchor, this.at)) {
      this.otherTime = true;
      return false;
    }
    return true;
  }

  private climb(
    path: Certificate[],
    findings: Finding[],
  ): { path: Certificate[]; findings: Finding[] } | undefined {
    const top = path[path.length - 1]!;
    if (path.length > MAX_DEPTH) {
      return undefined;
    }
    let faulty: { path: Certificate[]; findings: Finding[] } | undefined;
    const keep = (result: { path: Certificate[]; findings: Finding[] } | undefined) => {
      if (result !== undefined && result.findings.length > 0) {
        faulty ??= result;
        return undefined;
      }
      return result;
    };
    for (const anchor of this.anchors) {
      if (!this.issued(anchor.certificate, top)) {
        continue;
      }
      if (!this.believes(anchor)) {
        continue;
      }
      const all = [...findings, ...checkIssuer(anchor.certificate, this.at, path.length - 1)];
      const good = keep({ path: [...path, anchor.certificate], findings: all });
      if (good !== undefined) {
        return good;
      }
    }
    for (const issuer of this.others) {
      if (path.some((step) => equalBytes(step.der, issuer.der)) || !this.issued(issuer, top)) {
        continue;
      }
      const all = [...findings, ...checkIssuer(issuer, this.at, path.length - 1)];
      const good = keep(this.climb([...path, issuer], all));
      if (good !== undefined) {
        return good;
      }
    }
    return faulty;
  }

  private issued(issuer: Certificate, certificate: Certificate): boolean {
    if (!mayHaveIssued(issuer, certificate) || ++this.checks > MAX_CHECKS) {
      return false;
    }
    return isSignedBy(certificate, issuer);
  }
}
