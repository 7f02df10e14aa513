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

import {
  child,
  element,
  parseXml,
  serializeXml,
  writeZip,
  type XmlElement,
  type ZipEntry,
} from '@yiwen/formats/container';
import { appendEntries, type OfdDocument, ofdVocabulary, readOfd, replaceEntry } from '@yiwen/formats/ofd';
import { sm3 } from '@yiwen/trust/crypto';
import { sesAssemble, sesToBeSigned } from '@yiwen/trust/seals';
import {
  type SealStamp,
  type SignatureRecord,
  writeSignatureFile,
  writeSignatureList,
} from './ofd-signature-parts.ts';

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

type Place = { records: SignatureRecord[]; listName: string; folder: string };

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
  const place = findPlace(document, body.rootEntry);
  const earlier = place.records.reduce((sum, record) => sum + 1 + record.stamps, 0);
  const paths = {
    signature: `${place.folder}/Signature.xml`,
    seal: `${place.folder}/Seal.esl`,
    value: `${place.folder}/SignedValue.dat`,
  };
  const records = [...place.records, { baseLoc: `/${paths.signature}`, stamps: stamps.length }];
  const list = { name: place.listName, bytes: writeSignatureList(records) };
  const isFirst = place.records.length === 0;
  const listed = isFirst
    ? appendEntries(linkList(entries, place.listName), [list])
    : replaceEntry(entries, list);
  const sealed = appendEntries(listed, [{ name: paths.seal, bytes: request.seal }]);
  const covered = sealed
    .filter(({ name }) => name !== place.listName)
    .map(({ name, bytes }) => ({ path: `/${name}`, bytes }));
  const signatureXml = writeSignatureFile({
    timeMs: request.time,
    covered,
    stamps,
    firstStampId: earlier + 2,
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

/** Where the next signature goes, and the records that are there already. */
function findPlace(document: OfdDocument, rootEntry: string): Place {
  const base = rootEntry.includes('/') ? `${rootEntry.slice(0, rootEntry.lastIndexOf('/'))}/` : '';
  const body = document.docs[0]!;
  const listName = body.signaturesEntry ?? `${base}Signs/Signatures.xml`;
  const folderOf = (n: number) => `${base}Signs/Sign_${n}`;
  for (const signature of body.signatures) {
    if (signature.references.some(({ entry }) => entry === listName)) {
      throw new RangeError('expected an open signature list, found one that an earlier seal covers');
    }
    if (signature.entry === undefined || signature.type !== 'Seal') {
      throw new RangeError('expected earlier signatures to be readable seals');
    }
  }
  const records = body.signatures.map(({ entry, stamps }) => ({
    baseLoc: `/${entry}`,
    stamps: stamps.length,
  }));
  return { records, listName, folder: folderOf(records.length) };
}

/** OFD.xml with the link to the signature list, before anything is digested. */
function linkList(entries: readonly ZipEntry[], listName: string): ZipEntry[] {
  const root = entries.find(({ name }) => name === 'OFD.xml');
  const tree = root && parseXml(root.bytes);
  const body = tree && child(tree, 'DocBody');
  if (tree === undefined || body === undefined) {
    throw new RangeError('expected OFD.xml with a DocBody');
  }
  const link = element(ofdVocabulary, 'Signatures', {}, [listName]);
  const linked: XmlElement = { ...body, children: [...body.children, link] };
  const children = tree.children.map((each) => (each === body ? linked : each));
  return replaceEntry(entries, { name: 'OFD.xml', bytes: serializeXml({ ...tree, children }) });
}

/** The sealed file: SignedValue.dat out of the signer's DER{r, s} over `prepared.toBeSigned`, written canonically. */
export function completeOfdSeal(prepared: PreparedOfdSeal, signature: Uint8Array): Uint8Array {
  const { certificate, toBeSigned, signedValueName: name } = prepared;
  const value = { name, bytes: sesAssemble(toBeSigned, { certificate, signature }) };
  return writeZip(appendEntries(prepared.entries, [value]));
}
