/**
 * The facts about a PDF's signatures: what each covers, whether its value holds, what changed after it, whether its
 * certificate leads to somebody believed. Words and the verdict are made elsewhere from these facts.
 */
import type { Finding } from '@yiwen/formats';
import {
  isStream,
  isString,
  PdfError,
  type PdfFile,
  type PdfSignature,
  readPdf,
  type SignatureField,
  signatureFields,
  textOf,
} from '@yiwen/formats/pdf';
import {
  type Certificate,
  isSignedBy,
  nameTitle,
  parseCertificate,
  type TrustList,
} from '@yiwen/trust/certificates';
import { DerError, readDerPrefix } from '@yiwen/trust/crypto';
import { checkSignedData, checkTimeStamp } from '@yiwen/trust/signatures';
import { type ByteRangeCheck, checkByteRange } from './pdf-byte-range.ts';
import { changesAfter } from './pdf-changes.ts';
import { judgeSigner } from './trust-facts.ts';

/** One signature or document time-stamp. Times are Unix ms. */
export type PdfSignatureFacts = {
  fieldName: string;
  kind: 'seal' | 'signature' | 'time-stamp';
  signer: Certificate | undefined;
  signerName: string;
  /** Value, digest and range hold. */
  intact: boolean;
  time: number | undefined;
  timeSource: 'claimed' | 'timestamp';
  trust: 'trusted' | 'untrusted' | 'bad';
  changedAfter: 'none' | 'form-filled' | 'modified';
  /** /ByteRange as written. */
  byteRange: string;
  /** Pages (from 0) that show it. */
  pages: number[];
  /** False when the form of the signature cannot be checked at all. */
  verifiable: boolean;
  findings: Finding[];
};

/** All facts of one file. */
export type PdfFacts = {
  signatures: PdfSignatureFacts[];
  findings: Finding[];
  /** Info dictionary: Title, Author, Subject, Keywords. */
  metadata: Record<string, string>;
  /** Why the file cannot be read at all. */
  unreadable: Finding | undefined;
};

const supportedSubFilters = new Set(['ETSI.CAdES.detached', 'adbe.pkcs7.detached', 'ETSI.RFC3161']);
const maxSignatures = 64;

/** Unix ms of a PDF date (ISO 32000-1 7.9.4); undefined when it is none. */
export function timeOfPdfDate(text: string | undefined): number | undefined {
  const match = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(Z|[+-]\d\d'?(?:\d\d'?)?)?/.exec(text ?? '');
  if (match === null) {
    return undefined;
  }
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', zone = 'Z'] = match;
  const [, sign, zoneHour = '00', zoneMinute = '00'] = /^([+-])(\d\d)'?(\d\d)?/.exec(zone) ?? [];
  const offset = (sign === '-' ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000;
  const time = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return Number.isNaN(time) ? undefined : time - offset;
}

function metadataOf(file: PdfFile): Record<string, string> {
  const info = file.dict(file.trailer, 'Info');
  const found: Record<string, string> = {};
  for (const key of ['Title', 'Author', 'Subject', 'Keywords']) {
    const value = file.resolve(info?.get(key));
    if (isString(value)) {
      found[key] = textOf(value).slice(0, 2000);
    }
  }
  return found;
}

function hasPicture(file: PdfFile, field: SignatureField): boolean {
  return field.widgets.some((widget) => {
    const [x0, y0, x1, y1] = widget.rect ?? [0, 0, 0, 0];
    const appearance = file.dict(widget.dict, 'AP');
    return x1 - x0 > 1 && y1 - y0 > 1 && isStream(file.resolve(appearance?.get('N')));
  });
}

/** After the structure the reserved room must hold zero bytes only. */
function paddingFindings(value: Uint8Array): Finding[] {
  try {
    const { length } = readDerPrefix(value, { mode: 'ber' });
    return value.subarray(length).some((byte) => byte !== 0)
      ? [{ code: 'pdf-contents-padding', severity: 'error', message: '签名值之后的预留空间里夹带了数据' }]
      : [];
  } catch (error) {
    if (error instanceof DerError) {
      return [];
    }
    throw error;
  }
}

/** Certificates in a trusted signature that nobody at hand issued: they were put in or changed. */
function strayCertificates(certificates: readonly Uint8Array[], trust: TrustList | undefined): Finding[] {
  const parsed = certificates.map((bytes) => {
    try {
      return parseCertificate(bytes);
    } catch (error) {
      if (error instanceof DerError) {
        return undefined;
      }
      throw error;
    }
  });
  const known = parsed.filter((one) => one !== undefined);
  const issuers = [...known, ...(trust?.anchors ?? []).map((anchor) => parseCertificate(anchor.certificate))];
  return parsed.flatMap((one, i): Finding[] =>
    one !== undefined && issuers.some((issuer) => isSignedBy(one, issuer))
      ? []
      : [
          {
            code: 'cms-certificate-stray',
            severity: 'error',
            message: '签名数据里有来历不明或被改动的证书',
            place: `第 ${i + 1} 张证书`,
          },
        ],
  );
}

/** Value, digest, certificate and time of one signature whose range is good. */
function checkValue(
  facts: PdfSignatureFacts,
  signature: PdfSignature,
  content: Uint8Array,
  options: { trust: TrustList | undefined; now: number },
): void {
  const value = signature.contents ?? new Uint8Array(0);
  facts.findings.push(...paddingFindings(value));
  if (signature.subFilter === 'ETSI.RFC3161') {
    const stamp = checkTimeStamp(value, content);
    facts.findings.push(...stamp.findings);
    facts.intact = stamp.intact;
    facts.signer = stamp.maker;
    facts.time = stamp.time;
    facts.timeSource = 'timestamp';
    facts.trust = 'untrusted';
    return;
  }
  const cms = checkSignedData(value, content);
  facts.findings.push(...cms.findings);
  facts.intact = cms.intact;
  facts.signer = cms.signer;
  facts.time = timeOfPdfDate(signature.claimedTime) ?? cms.claimedTime;
  for (const token of cms.timeStampTokens) {
    const stamp = checkTimeStamp(token, cms.signatureValue ?? new Uint8Array(0));
    facts.findings.push(
      ...stamp.findings,
      ...(stamp.intact
        ? [
            {
              code: 'pdf-time-stamp-not-judged',
              severity: 'info' as const,
              message: '签名带有时间戳；时间戳机构是否可信尚未判断，时间仍按签署人自称',
            },
          ]
        : []),
    );
  }
  if (cms.signer !== undefined) {
    const judged = judgeSigner(cms.signer.der, cms.certificates, {
      trust: options.trust,
      at: facts.time ?? options.now,
      now: options.now,
      purposes: ['document'],
    });
    facts.trust = judged.trust;
    facts.findings.push(...judged.findings);
    if (judged.trust === 'trusted') {
      facts.findings.push(...strayCertificates(cms.certificates, options.trust));
    }
  }
}

/** Oddities of structure that two readers may resolve in two ways: whoever saves again must not bring in any. */
const ambiguities = new Set([
  'pdf-duplicate-key',
  'pdf-xref-duplicate',
  'pdf-xref-entry-unknown',
  'pdf-xref-offset-space',
  'pdf-hybrid-xref',
  'pdf-startxref-mismatch',
  'pdf-object-stream-duplicate',
  'pdf-object-stream-index',
  'pdf-object-beyond-size',
  'pdf-endobj-missing',
  'pdf-page-count',
]);

/** Ambiguities of the file as it is shown that the signed state did not have. */
function newAmbiguities(signed: PdfFile, shown: PdfFile): Finding[] {
  const key = ({ code, place, evidence }: Finding) => `${code} ${place ?? ''} ${evidence ?? ''}`;
  const known = new Set(signed.findings.map(key));
  return shown.findings
    .filter((finding) => ambiguities.has(finding.code) && !known.has(key(finding)))
    .map((finding) => ({ ...finding, severity: 'error' }));
}

function checkChanges(file: PdfFile, range: ByteRangeCheck, facts: PdfSignatureFacts): void {
  if (range.toTheEnd) {
    return;
  }
  try {
    const signed = readPdf(file.bytes.subarray(0, range.end));
    const changes = changesAfter(signed, file);
    const ambiguous = newAmbiguities(signed, file);
    facts.changedAfter = ambiguous.length > 0 ? 'modified' : changes.kind;
    facts.findings.push(...changes.findings, ...ambiguous);
  } catch (error) {
    if (!(error instanceof PdfError)) {
      throw error;
    }
    facts.changedAfter = 'modified';
    facts.findings.push({
      code: 'pdf-signed-revision-unreadable',
      severity: 'error',
      message: '被签署的那一次保存无法单独读出，不能确认签署之后没有改动',
      evidence: error.code,
    });
  }
}

function factsOf(
  file: PdfFile,
  field: SignatureField,
  signature: PdfSignature,
  options: { trust: TrustList | undefined; now: number },
): PdfSignatureFacts {
  const range = checkByteRange(file, signature);
  const facts: PdfSignatureFacts = {
    fieldName: field.name,
    kind:
      signature.subFilter === 'ETSI.RFC3161' ? 'time-stamp' : hasPicture(file, field) ? 'seal' : 'signature',
    signer: undefined,
    signerName: signature.name ?? '',
    intact: false,
    time: timeOfPdfDate(signature.claimedTime),
    timeSource: 'claimed',
    trust: 'untrusted',
    changedAfter: 'none',
    byteRange: signature.byteRange?.join(' ') ?? '',
    pages: [
      ...new Set(
        field.widgets.flatMap((widget) => (widget.pageIndex === undefined ? [] : [widget.pageIndex])),
      ),
    ],
    verifiable: supportedSubFilters.has(signature.subFilter ?? ''),
    findings: [...range.findings],
  };
  if (!facts.verifiable) {
    facts.findings.push({
      code: 'pdf-signature-form',
      severity: 'error',
      message: '签名的种类无法核验',
      evidence: signature.subFilter ?? '无',
    });
    return facts;
  }
  if (range.content === undefined) {
    return facts;
  }
  checkValue(facts, signature, range.content, options);
  if (facts.signer !== undefined) {
    // What the certificate says counts; /Name is only the signer's word about himself.
    facts.signerName = nameTitle(facts.signer.subject);
  }
  checkChanges(file, range, facts);
  return facts;
}

/** Checks every signature of a PDF. Never throws on bad input. */
export function checkPdf(
  bytes: Uint8Array,
  options: { trust: TrustList | undefined; now: number },
): PdfFacts {
  try {
    const file = readPdf(bytes);
    const { fields, findings } = signatureFields(file);
    const signed = fields.filter((field) => field.signature !== undefined);
    const facts = signed
      .slice(0, maxSignatures)
      .map((field) => factsOf(file, field, field.signature as PdfSignature, options));
    const tooMany: Finding[] =
      signed.length > maxSignatures
        ? [
            {
              code: 'pdf-too-many-signatures',
              severity: 'error',
              message: `签名超过 ${maxSignatures} 个，其余没有核验`,
            },
          ]
        : [];
    reportShared(signed, facts);
    return {
      signatures: facts,
      findings: [...file.findings, ...findings, ...tooMany],
      metadata: metadataOf(file),
      unreadable: undefined,
    };
  } catch (error) {
    if (!(error instanceof PdfError)) {
      throw error;
    }
    return {
      signatures: [],
      findings: [],
      metadata: {},
      unreadable: { code: error.code, severity: 'error', message: error.message },
    };
  }
}

/** One value in two fields is a sign of copying. */
function reportShared(fields: readonly SignatureField[], facts: readonly PdfSignatureFacts[]): void {
  const seen = new Map<number, string>();
  for (const [i, field] of fields.entries()) {
    const start = field.signature?.contentsExtent?.start;
    const other = start === undefined ? undefined : seen.get(start);
    if (other !== undefined) {
      facts[i]?.findings.push({
        code: 'pdf-signature-shared',
        severity: 'warning',
        message: '两个签名域用的是同一个签名值',
        place: `${other}, ${field.name}`,
      });
    } else if (start !== undefined) {
      seen.set(start, field.name);
    }
  }
}
