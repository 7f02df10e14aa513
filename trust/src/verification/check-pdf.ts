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
import { nameTitle } from '@yiwen/trust/certificates';
import { type AfterSigning, afterSigning } from './pdf-after-signing.ts';
import { checkByteRange } from './pdf-byte-range.ts';
import type { CheckOptions, DocumentStamp, PdfFacts, PdfSignatureFacts } from './pdf-facts.ts';
import { metadataOf, timeOfPdfDate } from './pdf-information.ts';
import { pagesOf, stampPages } from './pdf-places.ts';
import { joinStores, readSecurityStore } from './pdf-security-store.ts';
import { severedTraces, tracesInBytes } from './pdf-traces.ts';
import { checkValue, judgeValue, type Unjudged } from './pdf-value.ts';
import { joinEvidence } from './trust-facts.ts';

const supportedSubFilters = new Set(['ETSI.CAdES.detached', 'adbe.pkcs7.detached', 'ETSI.RFC3161']);
const maxSignatures = 64;
function hasPicture(file: PdfFile, field: SignatureField): boolean {
  return field.widgets.some((widget) => {
    const [x0, y0, x1, y1] = widget.rect ?? [0, 0, 0, 0];
    const appearance = file.dict(widget.dict, 'AP');
    return x1 - x0 > 1 && y1 - y0 > 1 && isStream(file.resolve(appearance?.get('N')));
  });
}

function factsOf(
  file: PdfFile,
  field: SignatureField,
  later: AfterSigning | undefined,
  options: CheckOptions,
): { facts: PdfSignatureFacts; unjudged: Unjudged | undefined } {
  const signature = field.signature as PdfSignature;
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
    pages: [],
    verifiable: supportedSubFilters.has(signature.subFilter ?? ''),
    timeStamps: [],
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
  if (later !== undefined) {
    facts.changedAfter = later.changedAfter;
    facts.findings.push(...later.findings);
  }
  return { facts, unjudged };
}

/** What came after a signature; undefined when nothing did, or its range says nothing. */
function changesAfterOne(file: PdfFile, field: SignatureField): AfterSigning | undefined {
  const signature = field.signature as PdfSignature;
  const { content, toTheEnd, end } = checkByteRange(file, signature);
  return content === undefined || toTheEnd ? undefined : afterSigning(file, { field, signature, end });
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
function checkFile(file: PdfFile, given: CheckOptions): PdfFacts {
  const { fields, orphans, findings } = signatureFields(file);
  const signed = fields.filter((field) => field.signature !== undefined);
  const taken = signed.slice(0, maxSignatures);
  const later = new Map(taken.map((field) => [field, changesAfterOne(file, field)]));
  // Whoever saves again could drop the list that names a revoked certificate, so the signed states have their say first.
  const earlier = [...later.values()].flatMap((one) => one?.store ?? []);
  const store = joinStores([...earlier, readSecurityStore(file)]);
  const options: CheckOptions = {
    ...given,
    chain: store.certificates,
    revocation: joinEvidence(given.revocation, store),
  };
  const stamps: DocumentStamp[] = [];
  const found = new Map<SignatureField, PdfSignatureFacts>();
  const places = stampPages(file);
  for (const field of inOrderOfProof(taken)) {
    const { facts: one, unjudged } = factsOf(file, field, later.get(field), { ...options, stamps });
    one.pages = pagesOf(field, places);
    if (unjudged !== undefined) {
      judgeValue(one, unjudged, { ...options, stamps });
    }
    if (one.kind === 'time-stamp' && one.intact && one.time !== undefined) {
      const trusted = one.timeSource === 'timestamp' && one.changedAfter !== 'modified';
      stamps.push({ over: 'document', time: one.time, maker: one.signer, trusted, end: one.signedLength });
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
function checkEarlierState(
  bytes: Uint8Array,
  problem: PdfError,
  options: CheckOptions,
): PdfFacts | undefined {
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
export function checkPdf(bytes: Uint8Array, options: CheckOptions): PdfFacts {
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
