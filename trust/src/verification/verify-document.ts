/** The one question of this folder: is this file what it claims to be? */

import type { Finding } from '@yiwen/formats';
import {
  ContainerError,
  descendants,
  parseXmlPartly,
  readZip,
  type XmlElement,
} from '@yiwen/formats/container';
import { assessAsice, looksLikeAsice } from './asice-verify.ts';
import type { Assessment } from './assessment.ts';
import { assessedCms, checkDetachedCms } from './cms-verify.ts';
import { reasonOfSignature } from './ofd-conditions.ts';
import { assessOfd } from './ofd-verify.ts';
import { assessPdf } from './pdf-verify.ts';
import type { Report, VerifyOptions } from './report.ts';
import { doesNotProve, verdictSentence } from './sentence.ts';
import { answersOf, decideVerdict, signatureVerdict } from './verdict.ts';

/** Larger files are not opened: 200 MB. */
const MAX_BYTES = 200 * 1024 * 1024;

/** Whether the PDF header stands where the format wants it; readers accept it within the first kilobyte. */
function looksLikePdf(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 1024);
  for (let i = 0; i + 4 < head.length; i++) {
    if (
      head[i] === 0x25 &&
      head[i + 1] === 0x50 &&
      head[i + 2] === 0x44 &&
      head[i + 3] === 0x46 &&
      head[i + 4] === 0x2d
    ) {
      return true;
    }
  }
  return false;
}

/** A local file header at the very start. */
function startsLikeZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/** An end record near the end: an archive with bytes before it, as one vendor writes. */
function endsLikeZip(bytes: Uint8Array): boolean {
  const tail = bytes.subarray(Math.max(0, bytes.length - 66_000));
  for (let i = tail.length - 22; i >= 0; i--) {
    if (tail[i] === 0x50 && tail[i + 1] === 0x4b && tail[i + 2] === 5 && tail[i + 3] === 6) {
      return true;
    }
  }
  return false;
}

const ONLY = {
  zh: '只能核验 OFD、PDF、ASiC-E 文件，或旁边有签名文件的其他文件',
  en: 'only OFD, PDF and ASiC-E files, or files with a signature file beside them, can be checked',
};

function refuse(code: string, zh: string, en: string): Assessment {
  return {
    format: 'other',
    signatures: [],
    findings: [{ code, severity: 'info', message: zh }],
    conditions: new Set(['refused']),
    reason: { zh, en },
  };
}

function assess(bytes: Uint8Array, options: VerifyOptions): Assessment {
  if (bytes.length === 0) {
    return refuse('empty-file', '文件是空的', 'the file is empty');
  }
  if (bytes.length > MAX_BYTES) {
    return refuse('file-too-large', '文件太大', 'the file is too large');
  }
  // The very start decides: an archive may hold a stored PDF within its first kilobyte.
  if (startsLikeZip(bytes)) {
    return assessZip(bytes, options);
  }
  if (looksLikePdf(bytes)) {
    return assessPdf(bytes, options);
  }
  if (looksLikeXml(bytes)) {
    return assessXml(bytes);
  }
  if (endsLikeZip(bytes)) {
    return assessZip(bytes, options);
  }
  return refuse('unknown-format', ONLY.zh, ONLY.en);
}

/** A tag at the start, after a byte order mark and white space. */
function looksLikeXml(bytes: Uint8Array): boolean {
  return /^\ufeff?\s*<[?!A-Za-z_]/.test(new TextDecoder().decode(bytes.subarray(0, 200)));
}

/** XML by itself (an e-invoice, say) is no document to be sealed; a signature inside is seen, and not judged. */
function assessXml(bytes: Uint8Array): Assessment {
  const { root } = parseXmlPartly(bytes);
  const signed = root !== undefined && [root, ...descendants(root, 'Signature')].some(isXmlSignature);
  const finding: Finding = signed
    ? { code: 'xml-signature', severity: 'error', message: '带有 XML 签名，本程序不能核验这种签名' }
    : { code: 'plain-xml', severity: 'info', message: '这是一份 XML 数据，里面没有签名' };
  return {
    format: 'other',
    signatures: [],
    findings: [finding],
    conditions: new Set(signed ? ['damaged'] : root === undefined ? ['refused'] : []),
    reason: { zh: finding.message, en: signed ? 'it carries an XML signature' : 'it is not well-formed XML' },
  };
}

function isXmlSignature({ name, namespace }: XmlElement): boolean {
  return name === 'Signature' && (namespace.includes('xmldsig') || namespace === '');
}

/** A ZIP is an OFD when it says so; other packages (DOCX, archives) are not judged. */
function assessZip(bytes: Uint8Array, options: VerifyOptions): Assessment {
  if (startsWithMimetype(bytes) && isAsice(bytes)) {
    return assessAsice(bytes, options);
  }
  const assessment = assessOfd(bytes, options);
  const missing = assessment.findings.some(
    ({ code, place, evidence }) => code === 'missing-entry' && place === '' && evidence === 'OFD.xml',
  );
  const noRoot = missing && assessment.signatures.length === 0;
  if (missing && isAsice(bytes)) {
    return assessAsice(bytes, options);
  }
  return noRoot && !assessment.conditions.has('severed')
    ? refuse('unknown-format', ONLY.zh, ONLY.en)
    : assessment;
}

/** Where ASiC-E says what it is: the first entry. Anything else is tried as an OFD first. */
function startsWithMimetype(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(30, 38)) === 'mimetype';
}

function isAsice(bytes: Uint8Array): boolean {
  try {
    return looksLikeAsice(readZip(bytes));
  } catch (problem) {
    if (problem instanceof ContainerError) {
      return false;
    }
    throw problem;
  }
}

/** A file with a signature beside it: what its own signatures say counts as well, and the worst decides. */
function assessDetached(bytes: Uint8Array, signature: Uint8Array, options: VerifyOptions): Assessment {
  const inside = assess(bytes, options);
  const isOther = inside.findings.some(({ code }) => code === 'unknown-format');
  const value = checkDetachedCms(bytes, signature, options);
  const beside = assessedCms(value, { covered: [options.fileName ?? 'content'], uncovered: [] });
  const { format, metadata } = inside;
  const reason = (isOther ? undefined : inside.reason) ?? reasonOfSignature([beside]);
  return {
    format,
    signatures: [...inside.signatures, beside],
    findings: isOther ? [] : inside.findings,
    conditions: isOther ? new Set() : inside.conditions,
    ...(reason === undefined ? {} : { reason }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** Faults of our own code must not take the verification page down, nor be mistaken for an answer. */
function safely(make: () => Assessment): Assessment {
  try {
    return make();
  } catch (problem) {
    const refusal = refuse(
      'internal-fault',
      '核验程序出错，没有得出结论',
      'the checking program failed and reached no conclusion',
    );
    const evidence = problem instanceof Error ? problem.message.slice(0, 200) : '';
    return {
      ...refusal,
      findings: refusal.findings.map((finding) => ({ ...finding, severity: 'error', evidence })),
    };
  }
}

/**
 * Verifies a file. Never throws, for any bytes. Without `trust` nothing can be better than `intact-untrusted`.
 * All findings are in the report; `verdict` is the one word, `sentence` the words for people.
 */
export function verifyDocument(bytes: Uint8Array, options: VerifyOptions): Report {
  return reportOn(
    safely(() => assess(bytes, options)),
    options,
  );
}

/**
 * Verifies a file of any kind by the signature in a file beside it (`FILE.p7s`: CMS, DER or PEM). As `verifyDocument`;
 * signatures inside the file are judged with it.
 */
export function verifyDetached(bytes: Uint8Array, signature: Uint8Array, options: VerifyOptions): Report {
  return reportOn(
    safely(() => assessDetached(bytes, signature, options)),
    options,
  );
}

function reportOn(assessment: Assessment, options: VerifyOptions): Report {
  const signatures = assessment.signatures.map((each) => ({
    ...each.report,
    verdict: signatureVerdict(each),
    answers: answersOf(each),
  }));
  const status = options.status ?? 'unknown';
  const verdict = decideVerdict(assessment, status);
  const demo = options.trust?.demo === true;
  const { metadata } = assessment;
  return {
    verdict,
    sentence: verdictSentence(verdict, assessment, demo),
    format: assessment.format,
    status,
    signatures,
    findings: assessment.findings,
    doesNotProve: doesNotProve(verdict, signatures, {
      status,
      revocation: assessment.signatures.every(({ revocationKnown }) => revocationKnown),
    }),
    demo,
    ...(metadata !== undefined && Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
}
