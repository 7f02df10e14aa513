/**
 * A package made ready for one more signature. Order after GB/T 33190 18 and the field: list and link first, seal
 * next, then everything else frozen and digested, Signature.xml written once; only SignedValue.dat is added later.
 * Covered is every entry of the package, OFD.xml, Seal.esl and all files of earlier signatures included, except
 * Signatures.xml while it stays open, Signature.xml (covered by the signature itself) and SignedValue.dat. Entries
 * that are there keep their bytes.
 */

import { writeZip, type ZipEntry } from '@yiwen/formats/container';
import { appendEntries, carryOut, type OfdDocument, planEdit, readOfd } from '@yiwen/formats/ofd';
import { parseCertificate } from '@yiwen/trust/certificates';
import { type SealStamp, writeSignatureFile } from './ofd-signature-parts.ts';

/** One signature to be laid into a package. */
export type SignatureLayout = {
  /** Of the signer, DER: OFD signatures are made by SM2 keys only. */
  certificate: Uint8Array;
  /** Seal.esl, DER; a signature without it is of Type Sign. */
  seal?: Uint8Array;
  stamps: readonly SealStamp[];
  /** Unix ms. */
  time: number;
  /** Covers the list too, so that nobody can sign after it (GB/T 33190 18.1). */
  closesList?: boolean | undefined;
  providerVersion?: string | undefined;
};

/** A package with everything of a signature in it but its value. */
export type LaidOut = {
  entries: ZipEntry[];
  signatureXml: Uint8Array;
  /** Entry name. */
  signatureName: string;
  valueName: string;
};

/**
 * Lays a signature into a package. Throws RangeError when the package has no pages or one document too many, a stamp
 * lies on a page that is not there, an earlier signature has closed the list, or the certificate's key is not SM2.
 */
export function layOutSignature(entries: readonly ZipEntry[], layout: SignatureLayout): LaidOut {
  const kind = parseCertificate(layout.certificate).publicKey?.kind;
  if (kind !== 'sm2') {
    throw new RangeError(`expected the certificate of an SM2 key, found ${kind ?? 'an unknown one'}`);
  }
  const document = readOfd(writeZip(entries));
  const [body, ...others] = document.docs;
  if (body?.rootEntry === undefined || others.length > 0 || body.pages.length === 0) {
    throw new RangeError('expected a package with exactly one document and at least one page');
  }
  const stamps = layout.stamps.map((stamp) => {
    const page = body.pages[stamp.page];
    if (page === undefined) {
      throw new RangeError(`expected a stamp on page 0 to ${body.pages.length - 1}, found ${stamp.page}`);
    }
    return { pageId: page.id, stamp };
  });
  const { seal } = layout;
  const folder = freeFolder(document, body.rootEntry);
  const names = {
    signature: `${folder}/Signature.xml`,
    seal: `${folder}/Seal.esl`,
    value: `${folder}/SignedValue.dat`,
  };
  const plan = planEdit(document, {
    signature: {
      baseLoc: `/${names.signature}`,
      type: seal === undefined ? 'Sign' : 'Seal',
      stamps: stamps.length,
    },
  });
  if (plan.breaks.length > 0 || plan.signature === undefined) {
    throw new RangeError('expected an open signature list, found one that an earlier seal covers');
  }
  const listName = body.signaturesEntry ?? plan.added[0]?.name;
  const frozen = appendEntries(
    carryOut(document, plan),
    seal === undefined ? [] : [{ name: names.seal, bytes: seal }],
  );
  const covered = frozen
    .filter(({ name }) => layout.closesList === true || name !== listName)
    .map(({ name, bytes }) => ({ path: `/${name}`, bytes }));
  const signatureXml = writeSignatureFile({
    timeMs: layout.time,
    covered,
    stamps,
    firstStampId: plan.signature.firstStampNumber,
    ...(seal === undefined ? {} : { sealPath: `/${names.seal}` }),
    signedValuePath: `/${names.value}`,
    providerVersion: layout.providerVersion ?? '1.0',
  });
  return {
    entries: appendEntries(frozen, [{ name: names.signature, bytes: signatureXml }]),
    signatureXml,
    signatureName: names.signature,
    valueName: names.value,
  };
}

/** The folder for the files of the next signature. */
function freeFolder(document: OfdDocument, rootEntry: string): string {
  const base = rootEntry.includes('/') ? `${rootEntry.slice(0, rootEntry.lastIndexOf('/'))}/` : '';
  const taken = document.order.map((name) => name.toLowerCase());
  for (let number = document.signatures.length; ; number++) {
    const folder = `${base}Signs/Sign_${number}`;
    if (!taken.some((name) => name.startsWith(`${folder.toLowerCase()}/`))) {
      return folder;
    }
  }
}
