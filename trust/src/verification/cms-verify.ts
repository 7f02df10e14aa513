/**
 * A signature in a file of its own (`FILE.p7s`, CAdES or plain CMS) over another file's bytes. DER or PEM; nothing may
 * stand before or behind it.
 */

import { DerError, fromBase64, readDerPrefix, utf8Text } from '@yiwen/trust/crypto';
import { checkSignedData } from '@yiwen/trust/signatures';
import type { AssessedSignature } from './assessment.ts';
import type { VerifyOptions } from './report.ts';
import { judgeSignedData, type SignedValueCheck, unverifiable, valueFault } from './signed-value.ts';
import { isoTime, proveTime, summarize } from './trust-facts.ts';

/** With certificates, revocation lists and time-stamps real ones stay under 1 MB. */
const MAX_BYTES = 8 * 1024 * 1024;
const PEM = /^\s*-----BEGIN (PKCS7|CMS)-----([A-Za-z0-9+/=\s]*)-----END \1-----\s*$/;

/** The CMS inside the bytes of a signature file, undefined when they are neither DER nor PEM to the last byte. */
function cmsOf(bytes: Uint8Array): Uint8Array | undefined {
  const text = bytes[0] === 0x30 ? undefined : utf8Text(bytes);
  const cms = text === undefined ? bytes : fromBase64(PEM.exec(text)?.[2]?.replace(/\s/g, '') ?? '?');
  if (cms === undefined) {
    return undefined;
  }
  try {
    const { node } = readDerPrefix(cms, { mode: 'ber', maxDepth: 32, maxNodes: 20_000 });
    return node.bytes.length === cms.length ? cms : undefined;
  } catch (problem) {
    if (problem instanceof DerError) {
      return undefined;
    }
    throw problem;
  }
}

/** Checks the bytes of a signature file over `content`. Never throws on input. */
export function checkDetachedCms(
  content: Uint8Array,
  bytes: Uint8Array,
  { trust, now, revocation }: VerifyOptions,
): SignedValueCheck {
  const cms = bytes.length > MAX_BYTES ? undefined : cmsOf(bytes);
  if (cms === undefined) {
    return unverifiable([valueFault('cms-not-alone', '签名文件不是单独一份 CMS 签名数据，无法读取')]);
  }
  const check = checkSignedData(cms, content);
  return judgeSignedData(check, [...check.findings], { trust, now, revocation, written: undefined });
}

/** Checks a time-stamp token over `content` that stands in a file of its own. Never throws on input. */
export function checkDetachedStamp(
  content: Uint8Array,
  token: Uint8Array,
  { trust, now, revocation }: VerifyOptions,
): SignedValueCheck {
  const { time, stamp, findings } = proveTime(token, content, { trust, now, revocation });
  return {
    state: stamp.intact ? 'intact' : stamp.maker === undefined ? 'unverifiable' : 'broken',
    certificate: stamp.maker?.der,
    timeMs: time ?? stamp.time,
    timeSource: time === undefined ? 'claimed' : 'timestamp',
    timeUnproven: false,
    revocationKnown: revocation !== undefined,
    trust: time === undefined ? 'untrusted' : 'trusted',
    seal: 'none',
    findings,
  };
}

/** A checked value as a signature over the entries `covered`; what else is shown is `uncovered`. */
export function assessedCms(
  value: SignedValueCheck,
  { covered, uncovered }: { covered: string[]; uncovered: string[] },
  kind: 'signature' | 'time-stamp' = 'signature',
): AssessedSignature {
  const who = value.certificate === undefined ? undefined : summarize(value.certificate);
  return {
    state: value.state,
    changed: 'none',
    timeUnproven: value.timeUnproven,
    revocationKnown: value.revocationKnown,
    seal: 'none',
    report: {
      kind,
      signer: who?.signer ?? '',
      ...(value.timeMs === undefined ? {} : { time: isoTime(value.timeMs) }),
      timeSource: value.timeSource,
      intact: value.state === 'intact',
      trust: value.trust,
      covers: uncovered.length === 0 && covered.length > 0 ? 'all' : 'part',
      covered,
      uncovered,
      findings: value.findings,
      ...(who === undefined ? {} : { certificate: who.summary }),
    },
  };
}
