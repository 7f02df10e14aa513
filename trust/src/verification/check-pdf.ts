/**
 * The facts about a PDF's signatures: what each covers, whether its value holds, what changed after it, whether its
 * certificate leads to somebody believed. Words and the verdict are made elsewhere from these facts.
 */
import type { Finding } from '@yiwen/formats';
import {
  isStream,
  PdfError,
  type PdfFile,
  type PdfSignature,
  readPdf,
  type SignatureField,
  signatureFields,
} from '@yiwen/formats/pdf';
import {
  type Certificate,
  nameTitle,
  type RevocationEvidence,
  type TrustList,
} from '@yiwen/trust/certificates';
import { checkSignedData, type SignedDataCheck } from '@yiwen/trust/signatures';
import { type ByteRangeCheck, checkByteRange } from './pdf-byte-range.ts';
import { changesAfter } from './pdf-changes.ts';
import { metadataOf, timeOfPdfDate } from './pdf-information.ts';
import { readSecurityStore } from './pdf-security-store.ts';
import { paddingFindings, strayCertificates } from './pdf-stray-data.ts';
import { certificationLevel, severedTraces, tracesInBytes } from './pdf-traces.ts';
import { joinEvidence, judgeSigner, proveTime } from './trust-facts.ts';

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
  timeUnproven: boolean;
  revocationKnown: boolean;
  changedAfter: 'none' | 'form-filled' | 'modified';
  /** Length of the saved state that was signed: the first so many bytes of the file; 0 when the range is unusable. */
  signedLength: number;
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

type Options = {
  trust: TrustList | undefined;
  now: number;
  revocation?: RevocationEvidence | undefined;
  /** Certificates kept in the file beside its signatures. */
  chain?: readonly Uint8Array[];
  /** Document time-stamps found to be trusted so far. */
  stamps?: readonly ProvenAt[];
};

const supportedSubFilters = new Set(['ETSI.CAdES.detached', 'adbe.pkcs7.detached', 'ETSI.RFC3161']);
const maxSignatures = 64;
function hasPicture(file: PdfFile, field: SignatureField): boolean {
  return field.widgets.some((widget) => {
    const [x0, y0, x1, y1] = widget.rect ?? [0, 0, 0, 0];
    const appearance = file.dict(widget.dict, 'AP');
    return x1 - x0 > 1 && y1 - y0 > 1 && isStream(file.resolve(appearance?.get('N')));
  });
}

/** A document time-stamp of somebody trusted for time: all bytes before `end` were there at `time`. */
type ProvenAt = { end: number; time: number };

/** When a state that ends at `end` was first seen by somebody trusted who stamped it later; undefined when by nobody. */
function firstSeen(stamps: readonly ProvenAt[] | undefined, end: number): number | undefined {
  const times = (stamps ?? []).filter((stamp) => stamp.end > end).map(({ time }) => time);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** What is left to be judged after value and digest: who, and when. */
type Unjudged = { cms: SignedDataCheck; claimed: number | undefined; proven: number | undefined };

/** Value and digest of one signature whose range is good. */
function checkValue(
  facts: PdfSignatureFacts,
  signature: PdfSignature,
  content: Uint8Array,
  options: Options,
): Unjudged | undefined {
  const value = signature.contents ?? new Uint8Array(0);
  facts.findings.push(...paddingFindings(value));
  const seenAt = firstSeen(options.stamps, facts.signedLength);
  if (signature.subFilter === 'ETSI.RFC3161') {
    const { stamp, time, findings } = proveTime(value, content, { ...options, seenAt });
    facts.findings.push(...findings);
    facts.intact = stamp.intact;
    facts.verifiable = !stamp.findings.some(({ code }) => code === 'cms-unreadable');
    facts.signer = stamp.maker;
    facts.time = stamp.time;
    facts.timeSource = time === undefined ? 'claimed' : 'timestamp';
    facts.trust = time === undefined ? 'untrusted' : 'trusted';
    return undefined;
  }
  const cms = checkSignedData(value, content);
  facts.findings.push(...cms.findings);
  facts.intact = cms.intact;
  facts.verifiable = !cms.findings.some(({ code }) => code === 'cms-unreadable');
  facts.signer = cms.signer;
  const claimed = timeOfPdfDate(signature.claimedTime) ?? cms.claimedTime;
  const stamps = cms.timeStampTokens.map((token) =>
    proveTime(token, cms.signatureValue ?? new Uint8Array(0), { ...options, seenAt }),
  );
  facts.findings.push(...stamps.flatMap(({ findings }) => findings));
  facts.time = claimed;
  return { cms, claimed, proven: stamps.find(({ time }) => time !== undefined)?.time };
}

/** Certificate and time: the last step, for it rests on the earliest proof that the signature was there. */
function judgeValue(facts: PdfSignatureFacts, { cms, claimed, proven }: Unjudged, options: Options): void {
  if (cms.signer === undefined) {
    return;
  }
  const times = [proven, firstSeen(options.stamps, facts.signedLength)].filter((time) => time !== undefined);
  const earliest = times.length === 0 ? undefined : Math.min(...times);
  const judged = judgeSigner(cms.signer.der, [...cms.certificates, ...(options.chain ?? [])], {
    trust: options.trust,
    time: { claimed, proven: earliest },
    now: options.now,
    revocation: joinEvidence(options.revocation, cms.revocation),
    purposes: ['document', 'person'],
  });
  facts.trust = judged.trust;
  facts.timeUnproven = judged.timeUnproven;
  facts.revocationKnown = judged.revocationKnown;
  facts.time = earliest ?? claimed;
  facts.timeSource = earliest === undefined ? 'claimed' : 'timestamp';
  facts.findings.push(...judged.findings);
  const isTrusted = judged.trust === 'trusted';
  facts.findings.push(...strayCertificates(cms.certificates, { trust: options.trust, isTrusted }));
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

/** DocMDP level 1 allows nothing but validation data and time-stamps. */
const CERTIFIED_FINAL: Finding = {
  code: 'pdf-certified-final',
  severity: 'error',
  message: '认证签名不允许之后再有任何改动，而文件后来又被改动或签署',
};

function checkChanges(
  file: PdfFile,
  signature: PdfSignature,
  range: ByteRangeCheck,
  facts: PdfSignatureFacts,
): void {
  if (range.toTheEnd) {
    return;
  }
  try {
    const signed = readPdf(file.bytes.subarray(0, range.end));
    const changes = changesAfter(signed, file);
    const ambiguous = newAmbiguities(signed, file);
    const forbidden =
      certificationLevel(file, signature) === 1 && (changes.signed || changes.kind !== 'none')
        ? [CERTIFIED_FINAL]
        : [];
    facts.changedAfter = ambiguous.length + forbidden.length > 0 ? 'modified' : changes.kind;
    facts.findings.push(...changes.findings, ...forbidden, ...ambiguous);
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
  options: Options,
): { facts: PdfSignatureFacts; unjudged: Unjudged | undefined } {
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
    timeUnproven: false,
    revocationKnown: false,
    changedAfter: 'none',
    signedLength: range.content === undefined ? 0 : range.end,
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
    return { facts, unjudged: undefined };
  }
  if (range.content === undefined) {
    return { facts, unjudged: undefined };
  }
  const unjudged = checkValue(facts, signature, range.content, options);
  if (facts.signer !== undefined) {
    // What the certificate says counts; /Name is only the signer's word about himself.
    facts.signerName = nameTitle(facts.signer.subject);
  }
  checkChanges(file, signature, range, facts);
  return { facts, unjudged };
}

/** Document time-stamps first, the last one before all: each may prove what stood in the file before it. */
function inOrderOfProof(fields: readonly SignatureField[]): SignatureField[] {
  const isStamp = ({ signature }: SignatureField) => signature?.subFilter === 'ETSI.RFC3161';
  const endOf = ({ signature }: SignatureField) =>
    (signature?.byteRange?.[2] ?? 0) + (signature?.byteRange?.[3] ?? 0);
  const stamps = fields.filter(isStamp).sort((a, b) => endOf(b) - endOf(a));
  return [...stamps, ...fields.filter((field) => !isStamp(field))];
}

/** Checks every signature of an opened file. */
function checkFile(file: PdfFile, given: Options): PdfFacts {
  const store = readSecurityStore(file);
  const options: Options = {
    ...given,
    chain: store.certificates,
    revocation: joinEvidence(given.revocation, store),
  };
  const { fields, orphans, findings } = signatureFields(file);
  const signed = fields.filter((field) => field.signature !== undefined);
  const taken = signed.slice(0, maxSignatures);
  const stamps: ProvenAt[] = [];
  const found = new Map<SignatureField, PdfSignatureFacts>();
  for (const field of inOrderOfProof(taken)) {
    const { facts: one, unjudged } = factsOf(file, field, field.signature as PdfSignature, {
      ...options,
      stamps,
    });
    if (unjudged !== undefined) {
      judgeValue(one, unjudged, { ...options, stamps });
    }
    if (one.kind === 'time-stamp' && one.intact && one.timeSource === 'timestamp' && one.time !== undefined) {
      if (one.changedAfter !== 'modified') {
        stamps.push({ end: one.signedLength, time: one.time });
      }
    }
    found.set(field, one);
  }
  const facts = taken.flatMap((field) => found.get(field) ?? []);
  reportShared(signed, facts);
  const traces = severedTraces(
    file,
    signed.map((field) => field.signature as PdfSignature),
    orphans,
  );
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
  return {
    signatures: facts,
    findings: [...file.findings, ...findings, ...traces, ...tooMany],
    metadata: metadataOf(file),
    unreadable: undefined,
  };
}

/** Ends of the saved states as their marks stand in the bytes, last first; not more than a few are tried. */
function savedStates(bytes: Uint8Array): number[] {
  const ends: number[] = [];
  for (let at = bytes.length - 5; at >= 0 && ends.length < 8; at--) {
    if (bytes[at] === 0x25 && bytes[at + 1] === 0x25 && bytes[at + 2] === 0x45 && bytes[at + 4] === 0x46) {
      let end = at + 5;
      if (bytes[end] === 0x0d) {
        end += 1;
      }
      if (bytes[end] === 0x0a) {
        end += 1;
      }
      if (end < bytes.length) {
        ends.push(end);
      }
    }
  }
  return ends;
}

/**
 * A file whose newest part cannot be read strictly, though an earlier saved state can: readers that repair show
 * something else than was signed (incremental saving attack). The signatures of the earlier state are judged, and
 * each is changed after signing.
 */
function checkEarlierState(bytes: Uint8Array, problem: PdfError, options: Options): PdfFacts | undefined {
  for (const end of savedStates(bytes)) {
    try {
      const facts = checkFile(readPdf(bytes.subarray(0, end)), options);
      if (facts.signatures.length > 0) {
        const later: Finding = {
          code: 'pdf-later-part-unreadable',
          severity: 'error',
          message: '签署之后又添加了不合规范的内容，不同软件会显示出不同的样子',
          place: `@${end}`,
          evidence: problem.code,
        };
        const signatures = facts.signatures.map((one) => ({ ...one, changedAfter: 'modified' as const }));
        return { ...facts, signatures, findings: [later, ...facts.findings] };
      }
    } catch (error) {
      if (!(error instanceof PdfError)) {
        throw error;
      }
    }
  }
  return undefined;
}

/** Checks every signature of a PDF. Never throws on bad input. */
export function checkPdf(bytes: Uint8Array, options: Options): PdfFacts {
  try {
    return checkFile(readPdf(bytes), options);
  } catch (error) {
    if (!(error instanceof PdfError)) {
      throw error;
    }
    const earlier = error.code === 'pdf-limit' ? undefined : checkEarlierState(bytes, error, options);
    return (
      earlier ?? {
        signatures: [],
        findings: tracesInBytes(bytes),
        metadata: {},
        unreadable: { code: error.code, severity: 'error', message: error.message },
      }
    );
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
