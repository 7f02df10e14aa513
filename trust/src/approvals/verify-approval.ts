/**
 * Did this person approve this? From the bytes alone: the statement, the signature over it, the certificate, and the
 * enrolments the log tells of. Pure; the signature may come from an attacker, the statement and the context must not.
 */

import type { Finding } from '@yiwen/formats';
import {
  type Certificate,
  checkChain,
  DEMO_MARK,
  isSignedBy,
  nameTitle,
  parseCertificate,
  subjectOf,
} from '../certificates/index.ts';
import { type CanonicalValue, canonicalJson } from '../content/index.ts';
import {
  base64url,
  DerError,
  equalBytes,
  fromBase64url,
  type PublicKey,
  readDer,
  readPublicKey,
  verifySignature,
} from '../crypto/index.ts';
import { approvalChallenge, approvalMessage, rootFrom } from './batch.ts';
import { faultOfAssertion } from './passkey-assertion.ts';
import { readSignature, readStatement } from './read-signature.ts';
import { type ApprovalFault, fault, note } from './reasons.ts';
import type { ApprovalContext, ApprovalReport } from './report.ts';
import type { ApprovalSignature, KeyProof, PasskeyProof } from './signature.ts';
import type { ApprovalStatement } from './statement.ts';

/** Whether `signature` shows that the actor of `statement` approved it. Never throws on input bytes. */
export function verifyApproval(
  statement: unknown,
  signature: unknown,
  context: ApprovalContext,
): ApprovalReport {
  const claimed = readStatement(statement);
  const read = readSignature(signature);
  if (claimed === undefined || read === undefined) {
    return { answer: 'wrong', findings: [fault('approval-unreadable')] };
  }
  const findings: Finding[] = [];
  if (text(claimed) !== text(read.statement)) {
    findings.push(fault('approval-other-statement'));
  }
  const key = keyOf(read.proof, findings);
  if (key !== undefined) {
    checkValue(read, key.publicKey, findings);
  }
  const isTrusted = checkOwner(claimed, read.proof, key, context, findings);
  const isWrong = findings.some((finding) => finding.severity === 'error');
  return {
    answer: isWrong ? 'wrong' : isTrusted ? 'signed' : 'untrusted',
    findings,
    kind: read.proof.kind,
    ...(key?.certificate === undefined ? {} : { signer: nameTitle(key.certificate.subject) }),
  };
}

function text(statement: ApprovalStatement): string {
  return canonicalJson(statement as unknown as CanonicalValue);
}

type ProofKey = {
  publicKey: PublicKey;
  publicKeyInfo: Uint8Array;
  certificate?: Certificate;
  chain: Certificate[];
};

/** The key of a proof: its certificate's, or the passkey's own. */
function keyOf(proof: KeyProof | PasskeyProof, findings: Finding[]): ProofKey | undefined {
  const certificate = proof.certificate === undefined ? undefined : readCertificate(proof.certificate);
  const chain = (proof.chain ?? []).map(readCertificate);
  if (
    (proof.certificate !== undefined && certificate?.publicKey === undefined) ||
    chain.some((one) => one === undefined)
  ) {
    findings.push(fault('approval-certificate-unreadable'));
    return undefined;
  }
  const links = [certificate, ...chain] as Certificate[];
  if (certificate !== undefined && !areLinked(links)) {
    findings.push(fault('approval-chain-broken'));
  }
  const rest = { chain: chain as Certificate[], ...(certificate === undefined ? {} : { certificate }) };
  if (proof.kind === 'key') {
    const { publicKey, publicKeyInfo } = certificate!;
    return { publicKey: publicKey!, publicKeyInfo, ...rest };
  }
  const publicKeyInfo = fromBase64url(proof.publicKey) ?? new Uint8Array(0);
  const publicKey = readKey(publicKeyInfo);
  if (publicKey === undefined) {
    findings.push(fault('approval-passkey-unreadable'));
    return undefined;
  }
  if (certificate !== undefined && !equalBytes(certificate.publicKeyInfo, publicKeyInfo)) {
    findings.push(fault('approval-key-differs'));
  }
  return { publicKey, publicKeyInfo, ...rest };
}

/** Each certificate issued the one before it, and the last one is a root that signed itself; a lone one is not judged. */
function areLinked(links: readonly Certificate[]): boolean {
  return (
    links.length === 1 ||
    links.every((certificate, i) => {
      const issuer = links[i + 1] ?? certificate;
      return equalBytes(certificate.issuer.der, issuer.subject.der) && isSignedBy(certificate, issuer);
    })
  );
}

function readCertificate(value: string): Certificate | undefined {
  const bytes = fromBase64url(value);
  return bytes && orUndefined(() => parseCertificate(bytes));
}

function readKey(bytes: Uint8Array): PublicKey | undefined {
  return orUndefined(() => readPublicKey(readDer(bytes, { maxDepth: 8, maxNodes: 32 })));
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) {
      return undefined;
    }
    throw error;
  }
}

/** The signature value over the root that statement and path lead to. */
function checkValue(signature: ApprovalSignature, key: PublicKey, findings: Finding[]): void {
  const root = rootFrom(signature.statement, signature.batch);
  if (root === undefined) {
    findings.push(fault('approval-path-wrong'));
    return;
  }
  const { proof } = signature;
  const code =
    proof.kind === 'passkey'
      ? faultOfAssertion(proof, key, approvalChallenge(root))
      : faultOfValue(proof, key, approvalMessage(root));
  if (code !== undefined) {
    findings.push(fault(code));
  }
}

function faultOfValue(proof: KeyProof, key: PublicKey, message: Uint8Array): ApprovalFault | undefined {
  const isSm2 = proof.algorithm === 'sm2-sm3';
  if (key.kind !== (isSm2 ? 'sm2' : 'p256')) {
    return 'approval-key-kind';
  }
  const algorithm = isSm2
    ? ({ scheme: 'sm2', hash: 'sm3' } as const)
    : ({ scheme: 'ecdsa', hash: 'sha256' } as const);
  const value = fromBase64url(proof.value);
  return value !== undefined && verifySignature(key, algorithm, message, value)
    ? undefined
    : 'approval-value-wrong';
}

/** Whose key it is: by certificate, by enrolment, and both where both are known. True when somebody believed says so. */
function checkOwner(
  { actor }: ApprovalStatement,
  proof: KeyProof | PasskeyProof,
  key: ProofKey | undefined,
  context: ApprovalContext,
  findings: Finding[],
): boolean {
  if (key === undefined) {
    return false;
  }
  let isTrusted = false;
  if (key.certificate === undefined) {
    if (context.credentials === undefined) {
      findings.push(note('approval-key-unnamed'));
    }
  } else {
    if (!namesPerson(key.certificate, actor)) {
      findings.push(fault('approval-certificate-of-another', nameTitle(key.certificate.subject)));
    }
    const chain = checkChain(
      key.certificate.der,
      key.chain.map((one) => one.der),
      context.trust,
      {
        at: context.at,
        purpose: 'person',
        ...(context.evidence === undefined ? {} : { revocation: context.evidence }),
      },
    );
    findings.push(...chain.findings);
    isTrusted = chain.status === 'trusted';
  }
  if (context.credentials !== undefined) {
    const isEnrolled = context.credentials.some(
      (one) =>
        one.personId === actor.personId &&
        one.kind === proof.kind &&
        one.publicKey === base64url(key.publicKeyInfo) &&
        one.from <= context.at &&
        (one.until === undefined || context.at < one.until),
    );
    if (!isEnrolled) {
      findings.push(fault('approval-not-enrolled'));
    }
    isTrusted ||= isEnrolled && key.certificate === undefined;
  }
  const isOurSite =
    proof.kind === 'key' ||
    context.sites === undefined ||
    context.sites.some((site) => site.rpId === proof.rpId && site.origin === proof.origin);
  if (!isOurSite) {
    findings.push(fault('approval-passkey-other-site'));
  }
  return isTrusted;
}

/** A certificate names a person by id (serialNumber) where it has one, and always by name. */
function namesPerson(certificate: Certificate, actor: ApprovalStatement['actor']): boolean {
  const { commonName, serialNumber } = subjectOf(certificate.subject);
  const name = commonName.replace(`（${DEMO_MARK}）`, '');
  return name === actor.name && (serialNumber === undefined || serialNumber === actor.personId);
}
