/** What the value of one signature says and whether it holds; and how a CMS SignedData comes to that, whatever it signs. */

import type { Finding } from '@yiwen/formats';
import type { SignedDataCheck } from '@yiwen/trust/signatures';
import type { Answer } from './report.ts';
import { type ChainInput, joinEvidence, judgeSigner, proveTime } from './trust-facts.ts';

/** `intact` is about values only, not about a list of digests. */
export type SignedValueCheck = {
  state: 'intact' | 'broken' | 'unverifiable';
  certificate: Uint8Array | undefined;
  sealName?: string;
  timeMs: number | undefined;
  trust: 'trusted' | 'untrusted' | 'bad';
  timeSource: 'claimed' | 'timestamp';
  timeUnproven: boolean;
  revocationKnown: boolean;
  /** The seal by itself; `none` for a signature without one. */
  seal: Answer;
  findings: Finding[];
};

/** A finding that counts against the signature. */
export function valueFault(code: string, message: string, evidence?: string): Finding {
  return { code, severity: 'error', message, ...(evidence === undefined ? {} : { evidence }) };
}

/** A value that cannot be checked, for the reasons given. */
export function unverifiable(findings: Finding[]): SignedValueCheck {
  return {
    state: 'unverifiable',
    certificate: undefined,
    timeMs: undefined,
    trust: 'untrusted',
    timeSource: 'claimed',
    timeUnproven: false,
    revocationKnown: false,
    seal: 'none',
    findings,
  };
}

/**
 * From a checked SignedData to certificate, trust and time. `findings` are all there are about its value, those of the
 * caller among them; `written` (Unix ms) is the time beside it where the value itself has none.
 */
export function judgeSignedData(
  check: SignedDataCheck,
  findings: Finding[],
  input: Omit<ChainInput, 'purposes'> & { written: number | undefined },
): SignedValueCheck {
  const isSound = findings.every(({ severity }) => severity !== 'error');
  if (!check.intact && isSound) {
    findings.push(valueFault('signature-value-wrong', '密码签名值不正确'));
  }
  const certificate = check.signer?.der;
  if (certificate === undefined) {
    return unverifiable(findings);
  }
  const { trust, now, written } = input;
  const given = { trust, now, revocation: joinEvidence(input.revocation, check.revocation) };
  const stamps = check.timeStampTokens.map((token) =>
    proveTime(token, check.signatureValue ?? new Uint8Array(0), given),
  );
  const proven = stamps.find((stamp) => stamp.time !== undefined)?.time;
  const claimed = check.claimedTime ?? written;
  const signer = judgeSigner(certificate, check.certificates, {
    ...given,
    time: { claimed, proven },
    purposes: ['document', 'person'],
  });
  return {
    state: check.intact && isSound ? 'intact' : 'broken',
    certificate,
    timeMs: proven ?? claimed,
    timeSource: proven === undefined ? 'claimed' : 'timestamp',
    timeUnproven: signer.timeUnproven,
    revocationKnown: signer.revocationKnown,
    trust: signer.trust,
    seal: 'none',
    findings: [...findings, ...signer.findings, ...stamps.flatMap((stamp) => stamp.findings)],
  };
}
