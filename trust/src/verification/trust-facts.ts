/** Pieces both formats need when they speak about certificates. */

import type { Finding } from '@yiwen/formats';
import {
  type Certificate,
  checkChain,
  fingerprint,
  nameText,
  nameTitle,
  type Purpose,
  parseCertificate,
  type TrustList,
} from '@yiwen/trust/certificates';
import { DerError } from '@yiwen/trust/crypto';
import type { CertificateSummary } from './report.ts';

/** Claims further in the future than this are not a matter of clocks. */
const CLOCK_TOLERANCE_MS = 24 * 3600 * 1000;

/** ISO 8601 UTC of a Unix time in milliseconds. Certificates hold years up to 9999, so this never fails on them. */
export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

/** A certificate as shown in a report; undefined when the bytes are no certificate. */
export function summarize(
  certificate: Uint8Array,
): { summary: CertificateSummary; signer: string } | undefined {
  let parsed: Certificate;
  try {
    parsed = parseCertificate(certificate);
  } catch (error) {
    if (error instanceof DerError) {
      return undefined;
    }
    throw error;
  }
  return {
    signer: nameTitle(parsed.subject),
    summary: {
      subject: nameText(parsed.subject),
      issuer: nameText(parsed.issuer),
      serial: parsed.serial,
      notBefore: isoTime(parsed.notBefore),
      notAfter: isoTime(parsed.notAfter),
      fingerprint: fingerprint(parsed),
    },
  };
}

/** Whether somebody we believe vouches for the signer's certificate, at the claimed time, for one of the purposes. */
export function judgeSigner(
  certificate: Uint8Array,
  chain: readonly Uint8Array[],
  options: { trust: TrustList | undefined; at: number; now: number; purposes: readonly Purpose[] },
): { trust: 'trusted' | 'untrusted' | 'bad'; findings: Finding[] } {
  const { trust, at, now, purposes } = options;
  const results = purposes.map((purpose) => checkChain(certificate, chain, trust, { at, purpose }));
  const best = results.find(({ status }) => status === 'trusted') ?? results[0];
  const findings = [...(best?.findings ?? [])];
  if (at > now + CLOCK_TOLERANCE_MS) {
    findings.push({
      code: 'signed-in-the-future',
      severity: 'error',
      message: '所称的签署时间在未来',
      evidence: isoTime(at),
    });
    return { trust: 'bad', findings };
  }
  return { trust: best?.status ?? 'untrusted', findings };
}
