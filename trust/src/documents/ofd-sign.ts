/**
 * A signature without a seal in an OFD (Type Sign, GB/T 33190 18.1): SignedValue.dat is a GB/T 35275 SignedData over
 * Signature.xml, detached, with signed attributes that bind the signer's certificate. Two steps, as for a seal.
 */

import { writeZip, type ZipEntry } from '@yiwen/formats/container';
import { appendEntries } from '@yiwen/formats/ofd';
import { sm3 } from '@yiwen/trust/crypto';
import { CMS_OID, signedAttributes, signedData, withTimeStamp } from '@yiwen/trust/signatures';
import { layOutSignature } from './ofd-package.ts';

/** What is fixed before signing. Certificates are DER, of an SM2 key; `time` is Unix milliseconds. */
export type OfdSignatureRequest = {
  certificate: Uint8Array;
  /** From the issuer up to the root; goes along. */
  chain: readonly Uint8Array[];
  time: number;
  closesList?: boolean;
  providerVersion?: string;
};

/** A package waiting for its signature value. Sign `toBeSigned` (the signed attributes), nothing else. */
export type PreparedOfdSignature = {
  readonly entries: readonly ZipEntry[];
  readonly signedValueName: string;
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly toBeSigned: Uint8Array;
};

/** Prepares a signature over a package. Pure. Throws RangeError as `layOutSignature` does. */
export function prepareOfdSignature(
  entries: readonly ZipEntry[],
  request: OfdSignatureRequest,
): PreparedOfdSignature {
  const { certificate, chain, time } = request;
  const laid = layOutSignature(entries, { ...request, stamps: [] });
  const toBeSigned = signedAttributes({
    contentDigest: sm3(laid.signatureXml),
    signingTime: time,
    certificate,
    algorithm: 'sm2-sm3',
    contentType: CMS_OID.gmData,
  });
  return { entries: laid.entries, signedValueName: laid.valueName, certificate, chain, toBeSigned };
}

/** The signed file, out of the signer's SM2 value over `prepared.toBeSigned`. `timeStamp` as for a seal. */
export function completeOfdSignature(
  prepared: PreparedOfdSignature,
  signature: Uint8Array,
  { timeStamp }: { timeStamp?: Uint8Array } = {},
): Uint8Array {
  const { certificate, chain, toBeSigned, signedValueName: name } = prepared;
  const cms = signedData({
    attributes: toBeSigned,
    signature,
    certificate,
    chain,
    algorithm: 'sm2-sm3',
    gm: true,
  });
  const bytes = timeStamp === undefined ? cms : withTimeStamp(cms, timeStamp);
  return writeZip(appendEntries(prepared.entries, [{ name, bytes }]));
}
