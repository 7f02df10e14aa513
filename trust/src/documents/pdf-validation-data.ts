/**
 * What a stranger needs years later to judge the signatures offline, kept in the file (ETSI EN 319 142-1 5.4, ISO 32000-2
 * 12.8.4.3): certificates, revocation lists and OCSP responses in the document security store, one revision more (B-LT).
 * Nothing signs the store; each piece holds by its own issuer's signature.
 */
import {
  isDict,
  isRef,
  isStream,
  type PdfDict,
  PdfError,
  type PdfFile,
  type PdfObject,
  type PdfRef,
  pdfDict,
  pdfName,
  pdfStream,
  RevisionDraft,
  readPdf,
  signatureFields,
} from '@yiwen/formats/pdf';
import { hash, hex, sha1 } from '@yiwen/trust/crypto';
import { zlibSync } from 'fflate';
import { refuseUnsafe } from './pdf-fields.ts';

/** DER of each piece, in any order, also some the file has already. */
export type ValidationData = {
  certificates?: readonly Uint8Array[];
  crls?: readonly Uint8Array[];
  ocsps?: readonly Uint8Array[];
};

/** Lists of the store and their names in the part about one signature (VRI). */
const LISTS = [
  ['certificates', 'Certs', 'Cert'],
  ['crls', 'CRLs', 'CRL'],
  ['ocsps', 'OCSPs', 'OCSP'],
] as const;

/** Pieces already in a list of the store, by digest. */
function kept(file: PdfFile, store: PdfDict | undefined, key: string): Map<string, PdfRef> {
  const found = new Map<string, PdfRef>();
  for (const item of store === undefined ? [] : (file.array(store, key) ?? [])) {
    const stream = file.resolve(item);
    if (isRef(item) && isStream(stream)) {
      try {
        found.set(hex(hash('sha256', file.decode(stream).bytes)), item);
      } catch (error) {
        if (!(error instanceof PdfError)) {
          throw error;
        }
      }
    }
  }
  return found;
}

/** Name of a signature's part of the store: SHA-1 of its /Contents with the padding, in upper-case hex. */
function partName(file: PdfFile, fieldName: string): string {
  const signature = signatureFields(file).fields.find(({ name }) => name === fieldName)?.signature;
  if (signature?.contents === undefined) {
    throw new PdfError('pdf-not-signable', `文件里没有名为“${fieldName}”的签名`);
  }
  return hex(sha1(signature.contents)).toUpperCase();
}

/**
 * The file with what it does not have yet added to its security store; the same bytes when it has all of it.
 * `fieldName`: also listed as belonging to that signature (VRI). Permitted after every signature. Throws PdfError.
 */
export function appendValidationData(
  pdf: Uint8Array,
  data: ValidationData,
  options: { fieldName?: string } = {},
): Uint8Array {
  const file = readPdf(pdf);
  refuseUnsafe(file);
  const store = file.dict(file.catalog, 'DSS');
  const draft = new RevisionDraft(file);
  const part: Record<string, PdfObject[]> = {};
  let added = 0;
  let newStore: PdfDict | undefined;
  for (const [list, key, partKey] of LISTS) {
    const known = kept(file, store, key);
    for (const bytes of data[list] ?? []) {
      const digest = hex(hash('sha256', bytes));
      let ref = known.get(digest);
      if (ref === undefined) {
        ref = draft.add(pdfStream(pdfDict({ Filter: pdfName('FlateDecode') }), zlibSync(bytes)));
        known.set(digest, ref);
        newStore ??= openStore(draft);
        draft.push(newStore, key, ref);
        added += 1;
      }
      part[partKey] = [...(part[partKey] ?? []), ref];
    }
  }
  if (options.fieldName !== undefined && Object.keys(part).length > 0) {
    const name = partName(file, options.fieldName);
    const parts = store === undefined ? undefined : file.dict(store, 'VRI');
    if (added > 0 || !isDict(file.resolve(parts?.get(name)))) {
      newStore ??= openStore(draft);
      draft.child(newStore, 'VRI').set(name, draft.add(pdfDict(part)));
      added += 1;
    }
  }
  return added === 0 ? pdf : draft.append().bytes;
}

/** The store as it will be, and the word in the catalog that the file uses the extension (before PDF 2.0). */
function openStore(draft: RevisionDraft): PdfDict {
  const current = draft.catalog.get('DSS');
  if (current === undefined || draft.file.resolve(current) === null) {
    const extensions = draft.child(draft.catalog, 'Extensions');
    if (!draft.file.headerVersion.startsWith('2.') && !extensions.has('ESIC')) {
      extensions.set('ESIC', pdfDict({ BaseVersion: pdfName('1.7'), ExtensionLevel: 1 }));
    }
    const made = pdfDict({ Type: pdfName('DSS') });
    draft.catalog.set('DSS', draft.add(made));
    return made;
  }
  return draft.child(draft.catalog, 'DSS');
}
