/**
 * Placing a signature in a PDF: PAdES baseline B-B and B-T (ETSI EN 319 142-1) as an incremental update (ISO 32000-1
 * 12.8), in two steps. `preparePdfSignature` fixes the bytes to be signed; the same input gives the same bytes, so a
 * retry signs nothing new. `completePdfSignature` puts the value in and never grows the file. Files of others are signed
 * in the same way: every earlier byte stays.
 *
 * A time-stamp comes with the value (third argument of `completePdfSignature`), or later (`pdf-time-stamp.ts`): signing
 * never waits for a clock.
 */
import {
  type FieldLock,
  fillByteRange,
  fillContents,
  type PlacedPlaceholder,
  RevisionDraft,
  readPdf,
  signatureFields,
} from '@yiwen/formats/pdf';
import { concat, hash, type SignerAlgorithm } from '@yiwen/trust/crypto';
import { CMS_OID, digestOf, signedAttributes, signedData, withTimeStamp } from '@yiwen/trust/signatures';
import { type PdfStamp, StampDrawer } from './pdf-appearance.ts';
import { lockOf, refuseAgainstSeed } from './pdf-fields.ts';
import { refuseUnsignable } from './pdf-signable.ts';
import { signatureDictionary } from './pdf-signature-dictionary.ts';
import { addStampAnnotation, fillField, placeNewField } from './pdf-signature-places.ts';

/** What is to be signed by whom. Certificates DER; `time` Unix ms, the signer's claim (/M). */
export type PdfSigning = {
  certificate: Uint8Array;
  chain: readonly Uint8Array[];
  algorithm: SignerAlgorithm;
  time: number;
  /** Name of the signature field: an empty one of the file, or a new one. */
  fieldName: string;
  /** Shown by readers as the signer. */
  signerName: string;
  reason?: string;
  /**
   * What is shown. Of several the first is the field's own, the others are stamps on their pages (ISO 32000-1 12.7.4.5:
   * a signature field has one place only), and only a file nobody signed yet can take them. In a field of the file its
   * picture fills the field's box, wherever the stamp would stand.
   */
  stamp?: PdfStamp | readonly PdfStamp[];
  /** Makes it a certification: 1 nothing may change any more, 2 filling in and signing, 3 annotations too. The first signature only. */
  certification?: 1 | 2 | 3;
  /** Form fields that must not change from now on; a field of the file may have a lock of its own, which counts. */
  lock?: FieldLock;
  /** SM2 only: the container of GB/T 35275 (GM/T 0010) with its own object identifiers in place of the international one. */
  national?: boolean;
  /** Room for the value in bytes; 16,384 when left out, enough for two chains and a time-stamp. */
  contentsBytes?: number;
};

/** A laid-out file waiting for its signature value. `toBeSigned` are the CMS signed attributes, DER. */
export type PreparedPdfSignature = {
  toBeSigned: Uint8Array;
  bytes: Uint8Array;
  contents: PlacedPlaceholder;
  certificate: Uint8Array;
  chain: readonly Uint8Array[];
  algorithm: SignerAlgorithm;
  national: boolean;
};

const DIGEST_NAME = { sha256: 'SHA256', sm3: 'SM3' } as const;

function stampsOf({ stamp }: PdfSigning): readonly PdfStamp[] {
  return stamp === undefined ? [] : 'page' in stamp ? [stamp] : stamp;
}

/**
 * Lays the signature out in a new revision. Throws PdfError for a file that cannot be read, or not be signed so
 * (`pdf-not-signable`, in words); RangeError for a stamp off its pages.
 */
export function preparePdfSignature(pdf: Uint8Array, signing: PdfSigning): PreparedPdfSignature {
  const file = readPdf(pdf);
  const { fields } = signatureFields(file);
  const field = fields.find(({ name }) => name === signing.fieldName);
  const stamps = stampsOf(signing);
  refuseUnsignable(file, fields, {
    fieldName: signing.fieldName,
    isCertification: signing.certification !== undefined,
    isVisible: stamps.length > 0,
    isRiding: stamps.length > 1,
  });
  const { certificate, chain, algorithm, national = false } = signing;
  if (national && algorithm !== 'sm2-sm3') {
    throw new RangeError(`expected SM2 for a container of GB/T 35275, found ${algorithm}`);
  }
  if (field !== undefined) {
    refuseAgainstSeed(file, field, {
      reason: signing.reason,
      digest: DIGEST_NAME[digestOf(algorithm)],
    });
  }
  const draft = new RevisionDraft(file);
  const signature = draft.reserve();
  const drawer = new StampDrawer(draft);
  const locked = field === undefined ? undefined : lockOf(file, field);
  draft.set(signature, signatureDictionary(signing, signature, { file, draft, locked }));
  if (field === undefined) {
    placeNewField(draft, drawer, signing, { signature, stamp: stamps[0] });
  } else {
    fillField(draft, drawer, field, { signature, stamp: stamps[0] });
  }
  for (const [i, stamp] of stamps.slice(1).entries()) {
    addStampAnnotation(draft, drawer, stamp, `${signing.fieldName}/${i + 2}`);
  }
  const { bytes, placeholders } = draft.append();
  const range = placeholders.get('range') as PlacedPlaceholder;
  const contents = placeholders.get('contents') as PlacedPlaceholder;
  const [, length, start2, length2] = fillByteRange(bytes, range, contents);
  const content = concat(bytes.subarray(0, length), bytes.subarray(start2, start2 + length2));
  const toBeSigned = signedAttributes({
    contentDigest: hash(digestOf(algorithm), content),
    certificate,
    algorithm,
    ...(national ? { contentType: CMS_OID.gmData } : {}),
  });
  return { toBeSigned, bytes, contents, certificate, chain, algorithm, national };
}

/**
 * The signed file. `signature` is the value over `prepared.toBeSigned` in the form of its algorithm; `timeStamp` a token
 * over that value (RFC 3161), if one is at hand already. Throws PdfError when the CMS does not fit into the room kept for it.
 */
export function completePdfSignature(
  prepared: PreparedPdfSignature,
  signature: Uint8Array,
  timeStamp?: Uint8Array,
): Uint8Array {
  const { certificate, chain, algorithm, toBeSigned, national } = prepared;
  const cms = signedData({ attributes: toBeSigned, signature, certificate, chain, algorithm, gm: national });
  const bytes = prepared.bytes.slice();
  fillContents(bytes, prepared.contents, timeStamp === undefined ? cms : withTimeStamp(cms, timeStamp));
  return bytes;
}
