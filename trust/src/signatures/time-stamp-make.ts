/**
 * An embedded time-stamping authority (RFC 3161): request bytes in, response bytes out, nothing else touched. It is the
 * demonstration's and an office's own clock only; a clock others should believe is bought outside.
 */

import { DerError, der, HASH_LENGTH, hash, type Signer } from '@yiwen/trust/crypto';
import { digestOf, signedAttributes, signedData } from './cms-build.ts';
import { OID } from './cms-oids.ts';
import { TIME_STAMP_FAILURE, type TimeStampFailure } from './time-stamp-failure.ts';
import { readTimeStampRequest, type TimeStampRequest } from './time-stamp-request.ts';

/** The policy under which the embedded authority stamps: a UUID-based arc, claiming no outside rules. */
export const DEMO_TIME_POLICY = '2.25.201378546218371506612087930716523481';

/** A response that grants nothing, DER: status 2 (rejection) with its reason. */
export function refuseTimeStamp(failure: TimeStampFailure, words: string): Uint8Array {
  const bit = TIME_STAMP_FAILURE[failure];
  const flags = new Uint8Array((bit >> 3) + 1);
  flags[bit >> 3] = 0x80 >> (bit & 7);
  return der.seq(der.seq(der.int(2), der.seq(der.utf8String(words)), der.bitString(flags, 7 - (bit & 7))));
}

function refusal(request: TimeStampRequest, policy: string): Uint8Array | undefined {
  if (request.hash === undefined || request.hash === 'sha1') {
    return refuseTimeStamp('badAlg', 'unknown or weak digest algorithm');
  }
  if (request.digest.length !== HASH_LENGTH[request.hash]) {
    return refuseTimeStamp('badDataFormat', 'digest of a wrong length');
  }
  if (request.policy !== undefined && request.policy !== policy) {
    return refuseTimeStamp('unacceptedPolicy', 'unknown policy');
  }
  return request.hasExtensions ? refuseTimeStamp('unacceptedExtension', 'unknown extension') : undefined;
}

/**
 * Answers a request: a TimeStampResp, DER, either with a token or with a refusal. `now` is Unix ms (whole seconds go
 * in), `serial` must never repeat for one authority, `accuracy` is the seconds the clock may be off. `tsa`'s certificate
 * must carry the critical usage timeStamping alone.
 */
export async function makeTimeStamp(
  request: Uint8Array,
  tsa: Signer,
  options: { now: number; serial: bigint; accuracy?: number; policy?: string },
): Promise<Uint8Array> {
  const { now, serial, accuracy, policy = DEMO_TIME_POLICY } = options;
  if (serial < 1n) {
    throw new RangeError('expected a positive serial number');
  }
  let asked: TimeStampRequest;
  try {
    asked = readTimeStampRequest(request);
  } catch (error) {
    if (error instanceof DerError) {
      return refuseTimeStamp('badRequest', error.message);
    }
    throw error;
  }
  const refused = refusal(asked, policy);
  if (refused !== undefined) {
    return refused;
  }
  const info = der.seq(
    der.int(1),
    der.oid(policy),
    asked.imprint,
    der.int(serial),
    der.generalizedTime(now),
    ...(accuracy === undefined ? [] : [der.seq(der.int(accuracy))]),
    ...(asked.nonce === undefined ? [] : [der.int(asked.nonce)]),
  );
  const { algorithm, certificate, chain } = tsa;
  const attributes = signedAttributes({
    contentDigest: hash(digestOf(algorithm), info),
    contentType: OID.timeStampInfo,
    certificate,
    algorithm,
  });
  const token = signedData({
    attributes,
    signature: await tsa.sign(attributes),
    certificate,
    chain,
    algorithm,
    content: { type: OID.timeStampInfo, bytes: info },
    withoutCertificates: !asked.certificatesWanted,
  });
  return der.seq(der.seq(der.int(0)), token);
}
