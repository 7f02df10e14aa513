/**
 * Sealing an OFD in two steps, so that a sealing act can fix what will be signed, and a job can sign those same
 * bytes however often it is retried. `prepareOfdSeal` is pure: same input, same bytes.
 */

import { writeZip, type ZipEntry } from '@yiwen/formats/container';
import { appendEntries } from '@yiwen/formats/ofd';
import { sm3 } from '@yiwen/trust/crypto';
import { sesAssemble, sesToBeSigned } from '@yiwen/trust/seals';
import { layOutSignature, type SignatureLayout } from './ofd-package.ts';
import type { SealStamp } from './ofd-signature-parts.ts';

/** What a sealing act fixes. `seal` and `certificate` are DER, `time` is Unix milliseconds. */
export type OfdSealRequest = {
  seal: Uint8Array;
  certificate: Uint8Array;
  stamps: readonly SealStamp[];
  time: number;
  /** The last of several organs may close the list: nobody can sign after it. */
  closesList?: boolean;
  /** Version of the program, written as the signature's provider version. */
  providerVersion?: string;
};

/** A package waiting for its signature value. Sign `toBeSigned` (DER TBS_Sign), nothing else. */
export type PreparedOfdSeal = {
  readonly entries: readonly ZipEntry[];
  readonly signedValueName: string;
  readonly certificate: Uint8Array;
  readonly toBeSigned: Uint8Array;
};

/**
 * Prepares a seal over a package, signed before or not: organs that issue together seal one after the other, the lead
 * organ first. Throws RangeError as `layOutSignature` does.
 */
export function prepareOfdSeal(entries: readonly ZipEntry[], request: OfdSealRequest): PreparedOfdSeal {
  const layout: SignatureLayout = request;
  const laid = layOutSignature(entries, layout);
  const toBeSigned = sesToBeSigned({
    seal: request.seal,
    time: request.time,
    dataHash: sm3(laid.signatureXml),
    propertyInfo: `/${laid.signatureName}`,
  });
  return {
    entries: laid.entries,
    signedValueName: laid.valueName,
    certificate: request.certificate,
    toBeSigned,
  };
}

/**
 * The sealed file: SignedValue.dat out of the signer's DER{r, s} over `prepared.toBeSigned`, written canonically.
 * `timeStamp`: an RFC 3161 token over that same `signature`, where one could be had at once.
 */
export function completeOfdSeal(
  prepared: PreparedOfdSeal,
  signature: Uint8Array,
  { timeStamp }: { timeStamp?: Uint8Array } = {},
): Uint8Array {
  const { certificate, toBeSigned, signedValueName: name } = prepared;
  const value = { name, bytes: sesAssemble(toBeSigned, { certificate, signature, timeStamp }) };
  return writeZip(appendEntries(prepared.entries, [value]));
}
