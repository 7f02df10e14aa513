/** What can be said about a seal by itself (GM/T 0031 6.1.2; GB/T 38540 the same): no chain, no clock. */

import type { Finding } from '@yiwen/formats';
import { parseCertificate } from '@yiwen/trust/certificates';
import { DerError, equalBytes, signatureAlgorithmOfOid, sm3, verifySignature } from '@yiwen/trust/crypto';
import type { Seal } from './seal.ts';

/**
 * Whether `signature` over `message` is by the key of the DER `certificate`, under the algorithm OID of a seal.
 * Raw r‖s is accepted for SM2 beside DER, since one government vendor writes it. Never throws on input bytes.
 */
export function verifySealValue(
  certificate: Uint8Array,
  algorithmOid: string,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const algorithm = signatureAlgorithmOfOid(algorithmOid);
  try {
    const { publicKey } = parseCertificate(certificate);
    return (
      algorithm !== undefined &&
      publicKey !== undefined &&
      verifySignature(publicKey, algorithm, message, signature, { rawSm2: true })
    );
  } catch (error) {
    if (error instanceof DerError) {
      return false;
    }
    throw error;
  }
}

/** Checks the maker's signature over the seal, and reports odd encodings. Error findings mean a forged seal. */
export function checkSealMaker(seal: Seal): Finding[] {
  const findings: Finding[] = [];
  const { maker } = seal;
  if (!verifySealValue(maker.certificate, maker.algorithmOid, maker.signedBytes, maker.signature)) {
    findings.push({
      code: 'seal-maker-signature-wrong',
      severity: 'error',
      place: seal.esID,
      message: '印章数据的制章者签名不正确，印章可能是伪造的',
      evidence: maker.algorithmOid,
    });
  }
  if (!seal.strict) {
    findings.push({
      code: 'seal-not-der',
      severity: 'info',
      place: seal.esID,
      message: '印章数据编码不规范（BER）',
    });
  }
  return findings;
}

/**
 * Whether the seal lists this certificate: byte-equal, or by digest. For digests makers differ (plain SM3, or SM3
 * with Z as for a message), and no sample could settle it: plain SM3 and the named SHA are accepted.
 */
export function sealLists(seal: Seal, certificate: Uint8Array): boolean {
  return (
    seal.certificates.some((listed) => equalBytes(listed, certificate)) ||
    seal.certificateDigests.some(({ value }) => equalBytes(value, sm3(certificate)))
  );
}
