/** Time-stamp tokens (RFC 3161): is the token intact and does it speak of these bytes? Trust in its maker is judged apart. */
import type { Finding } from '@yiwen/formats';
import type { Certificate } from '@yiwen/trust/certificates';
import { DerError, equalBytes, hash } from '@yiwen/trust/crypto';
import { checkSignedData } from './cms-check.ts';
import { OID } from './cms-oids.ts';
import { readTimeStampInfo, type TimeStampInfo } from './time-stamp-info.ts';

/** What a token says. `time` is Unix ms; `info` the whole statement, also of a token over other bytes. */
export type TimeStampCheck = {
  intact: boolean;
  time: number | undefined;
  info: TimeStampInfo | undefined;
  maker: Certificate | undefined;
  certificates: Uint8Array[];
  /** Revocation lists and OCSP answers inside the token, DER. */
  revocation: { crls: Uint8Array[]; ocsps: Uint8Array[] };
  findings: Finding[];
};

/** Checks a token over `stamped`, or over the digest of it. Never throws on bad input. */
export function checkTimeStamp(
  token: Uint8Array,
  stamped: Uint8Array | { digest: Uint8Array },
): TimeStampCheck {
  const cms = checkSignedData(token);
  const out: TimeStampCheck = {
    intact: false,
    time: undefined,
    info: undefined,
    maker: cms.signer,
    certificates: cms.certificates,
    revocation: cms.revocation,
    findings: cms.findings,
  };
  if (!cms.intact || cms.contentType !== OID.timeStampInfo || cms.content === undefined) {
    out.findings.push({ code: 'time-stamp-broken', severity: 'error', message: '时间戳不成立' });
    return out;
  }
  try {
    const info = readTimeStampInfo(cms.content);
    out.info = info;
    if (info.hash === 'sha1') {
      out.findings.push({
        code: 'time-stamp-sha1',
        severity: 'warning',
        message: '时间戳使用了已不安全的 SHA-1 摘要',
      });
    }
    const digest = stamped instanceof Uint8Array ? hash(info.hash, stamped) : stamped.digest;
    if (!equalBytes(info.digest, digest)) {
      out.findings.push({
        code: 'time-stamp-mismatch',
        severity: 'error',
        message: '时间戳说的不是这份内容',
      });
      return out;
    }
    out.time = info.time;
    out.intact = true;
  } catch (error) {
    if (!(error instanceof DerError)) {
      throw error;
    }
    out.findings.push({
      code: 'time-stamp-unreadable',
      severity: 'error',
      message: '时间戳内容不合规范',
      evidence: error.message,
    });
  }
  return out;
}
