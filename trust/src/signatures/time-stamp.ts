/** Time-stamp tokens (RFC 3161): is the token intact and does it speak of these bytes? Trust in its maker is judged apart. */
import type { Finding } from '@yiwen/formats';
import type { Certificate } from '@yiwen/trust/certificates';
import {
  DerError,
  equalBytes,
  hash,
  octets,
  readDer,
  readHashAlgorithm,
  sequence,
  smallInteger,
  time,
} from '@yiwen/trust/crypto';
import { checkSignedData } from './cms-check.ts';
import { OID } from './cms-oids.ts';

/** What a token says. `time` is Unix ms. */
export type TimeStampCheck = {
  intact: boolean;
  time: number | undefined;
  maker: Certificate | undefined;
  certificates: Uint8Array[];
  findings: Finding[];
};

/** Checks a token over `stamped`. Never throws on bad input. */
export function checkTimeStamp(token: Uint8Array, stamped: Uint8Array): TimeStampCheck {
  const cms = checkSignedData(token);
  const out: TimeStampCheck = {
    intact: false,
    time: undefined,
    maker: cms.signer,
    certificates: cms.certificates,
    findings: cms.findings,
  };
  if (!cms.intact || cms.contentType !== OID.timeStampInfo || cms.content === undefined) {
    out.findings.push({ code: 'time-stamp-broken', severity: 'error', message: '时间戳不成立' });
    return out;
  }
  try {
    const fields = sequence(readDer(cms.content, { mode: 'ber' }));
    smallInteger(fields[0]);
    const [algorithm, digest] = sequence(fields[2]);
    const name = readHashAlgorithm(algorithm);
    if (name === 'sha1') {
      out.findings.push({
        code: 'time-stamp-sha1',
        severity: 'warning',
        message: '时间戳使用了已不安全的 SHA-1 摘要',
      });
    }
    if (!equalBytes(octets(digest), hash(name, stamped))) {
      out.findings.push({
        code: 'time-stamp-mismatch',
        severity: 'error',
        message: '时间戳说的不是这份内容',
      });
      return out;
    }
    out.time = time(fields[4]);
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
