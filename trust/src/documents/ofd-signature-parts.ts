/**
 * The XML of OFD signatures (GB/T 33190 clause 18), as we write it: OIDs for methods, absolute paths, UTC times,
 * ids "sNNN" counted through signatures and their stamps, so that the list has exactly one spelling.
 */

import { element, serializeXml, type XmlElement, xmlText } from '@yiwen/formats/container';
import { ofdVocabulary } from '@yiwen/formats/ofd';
import { base64, HASH_OID, SM2_WITH_SM3, sm3 } from '@yiwen/trust/crypto';

/** ProviderName of signatures made here. A verifier holds such files to our own canonical form. */
export const PROVIDER_NAME = 'Yiwen';

/** A rectangle in millimetres. */
export type BoxMm = { xMm: number; yMm: number; widthMm: number; heightMm: number };

/**
 * Where a seal appears: page counted from 0, millimetres from the page's top-left corner. `clip`: the part of it that
 * shows, from the stamp's own top-left corner; all of it when left out.
 */
export type SealStamp = BoxMm & { page: number; clip?: BoxMm };

type Attributes = Record<string, string | number | undefined>;

function ofd(
  name: string,
  attributes: Attributes,
  content: readonly (XmlElement | string)[] = [],
): XmlElement {
  return element(ofdVocabulary, name, attributes, content);
}

/** "s001", "s002" …: the form of id the standard recommends for signatures. */
function signatureId(number: number): string {
  return `s${String(number).padStart(3, '0')}`;
}

/** `yyyyMMddHHmmssZ` in UTC. */
export function signatureDateTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().replace(/[-:T]|\.\d+Z$/g, '')}Z`;
}

/** What goes into a Signature.xml. Paths are absolute; `firstStampId` is the number of the first stamp's id. */
export type SignatureFile = {
  timeMs: number;
  covered: readonly { path: string; bytes: Uint8Array }[];
  stamps: readonly { pageId: string; stamp: SealStamp }[];
  firstStampId: number;
  /** Of Seal.esl; a signature without a seal has none. */
  sealPath?: string;
  signedValuePath: string;
  providerVersion: string;
};

function boxText({ xMm, yMm, widthMm, heightMm }: BoxMm): string {
  return [xMm, yMm, widthMm, heightMm].map((value) => Math.round(value * 10_000) / 10_000).join(' ');
}

/** Signature.xml: from here on its bytes are what is signed and never change again. */
export function writeSignatureFile(file: SignatureFile): Uint8Array {
  const references = file.covered.map(({ path, bytes }) =>
    ofd('Reference', { FileRef: xmlText(path) }, [ofd('CheckValue', {}, [base64(sm3(bytes))])]),
  );
  const stamps = file.stamps.map(({ pageId, stamp }, i) => {
    return ofd('StampAnnot', {
      ID: signatureId(file.firstStampId + i),
      PageRef: pageId,
      Boundary: boxText(stamp),
      Clip: stamp.clip && boxText(stamp.clip),
    });
  });
  const provider = { ProviderName: PROVIDER_NAME, Version: file.providerVersion, Company: PROVIDER_NAME };
  return serializeXml(
    ofd('Signature', {}, [
      ofd('SignedInfo', {}, [
        ofd('Provider', provider),
        ofd('SignatureMethod', {}, [SM2_WITH_SM3]),
        ofd('SignatureDateTime', {}, [signatureDateTime(file.timeMs)]),
        ofd('References', { CheckMethod: HASH_OID.sm3 }, references),
        ...stamps,
        ...(file.sealPath === undefined ? [] : [ofd('Seal', {}, [ofd('BaseLoc', {}, [file.sealPath])])]),
      ]),
      ofd('SignedValue', {}, [file.signedValuePath]),
    ]),
  );
}
