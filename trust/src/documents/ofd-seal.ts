/**
 * Sealing an OFD in two steps, so that a sealing act can fix what will be signed, and a job can sign those same
 * bytes however often it is retried. `prepareOfdSeal` is pure: same input, same bytes.
 *
 * Order after GB/T 33190 18 and the field: list and link first, seal next, then everything else frozen and
 * digested, Signature.xml written once, signed, and only SignedValue.dat added. Covered is every entry of the
 * package, OFD.xml and Seal.esl included, except Signatures.xml (it stays open for a countersigning organ; a
 * verifier compares ours with its one canonical spelling), Signature.xml (covered by the signature itself) and
 * SignedValue.dat.
 */

import { writeZip, type ZipEntry } from '@yiwen/formats/container';
import { appendEntries, carryOut, type OfdDocument, planEdit, readOfd } from '@yiwen/formats/ofd';
import { sm3 } from '@yiwen/trust/crypto';
import { sesAssemble, sesToBeSigned } from '@yiwen/trust/seals';
import { type SealStamp, writeSignatureFile } from './ofd-signature-parts.ts';

/** What a sealing act fixes. `seal` and `certificate` are DER, `time` is Unix milliseconds. */
export type OfdSealRequest = {
  seal: Uint8Array;
  certificate: Uint8Array;
  stamps: readonly SealStamp[];
  time: number;
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
 * Prepares a seal over a package. Throws RangeError when the package has no pages or one document too many, a
 * stamp lies on a page that is not there, or an earlier seal has closed the signature list.
 */
export function prepareOfdSeal(entries: readonly ZipEntry[], request: OfdSealRequest): PreparedOfdSeal {
  const document = readOfd(writeZip(entries));
  const [body, ...others] = document.docs;
  if (body?.rootEntry === undefined || others.length > 0 || body.pages.length === 0) {
    throw new RangeError('expected a package with exactly one document and at least one page');
  }
  const stamps = request.stamps.map((stamp) => {
    const page = body.pages[stamp.page];
    if (page === undefined) {
      throw new RangeError(`expected a stamp on page 0 to ${body.pages.length - 1}, found ${stamp.page}`);
    }
    return { pageId: page.id, stamp };
  });
  const folder = freeFolder(document, body.rootEntry);
  const paths = {
    signature: `${folder}/Signature.xml`,
    seal: `${folder}/Seal.esl`,
    value: `${folder}/SignedValue.dat`,
  };
  const plan = planEdit(document, {
    signature: { baseLoc: `/${paths.signature}`, type: 'Seal', stamps: stamps.length },
  });
  if (plan.breaks.length > 0 || plan.signature === undefined) {
    throw new RangeError('expected an open signature list, found one that an earlier seal covers');
  }
  const listName = body.signaturesEntry ?? plan.added[0]?.name;
  const sealed = appendEntries(carryOut(document, plan), [{ name: paths.seal, bytes: request.seal }]);
  const covered = sealed
    .filter(({ name }) => name !== listName)
    .map(({ name, bytes }) => ({ path: `/${name}`, bytes }));
  const signatureXml = writeSignatureFile({
    timeMs: request.time,
    covered,
    stamps,
    firstStampId: plan.signature.firstStampNumber,
    sealPath: `/${paths.seal}`,
    signedValuePath: `/${paths.value}`,
    providerVersion: request.providerVersion ?? '1.0',
  });
  const toBeSigned = sesToBeSigned({
    seal: request.seal,
    time: request.time,
    dataHash: sm3(signatureXml),
    propertyInfo: `/${paths.signature}`,
  });
  return {
    entries: appendEntries(sealed, [{ name: paths.signature, bytes: signatureXml }]),
    signedValueName: paths.value,
    certificate: request.certificate,
    toBeSigned,
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

/** The sealed file: SignedValue.dat out of the signer's DER{r, s} over `prepared.toBeSigned`, written canonically. */
export function completeOfdSeal(prepared: PreparedOfdSeal, signature: Uint8Array): Uint8Array {
  const { certificate, toBeSigned, signedValueName: name } = prepared;
  const value = { name, bytes: sesAssemble(toBeSigned, { certificate, signature }) };
  return writeZip(appendEntries(prepared.entries, [value]));
}
