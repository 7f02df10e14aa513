/**
 * The document security store of a PDF (ISO 32000-2 12.8.4.3): certificates and revocation evidence somebody put in
 * beside the signatures, for the whole file and for single ones (VRI). Nothing signs the store; each piece counts only by
 * its issuer's own signature, so all of it is taken together.
 */
import { isDict, isStream, type PdfDict, PdfError, type PdfFile, type PdfStream } from '@yiwen/formats/pdf';
import { hex, sha256 } from '@yiwen/trust/crypto';

const MOST_PIECES = 60;
const MOST_PIECES_IN_ALL = 200;
const MOST_PARTS = 64;
const MOST_BYTES = 2 * 1024 * 1024;

/** DER of everything in the store, in its order. */
export type SecurityStore = { certificates: Uint8Array[]; crls: Uint8Array[]; ocsps: Uint8Array[] };

/** Reads the store; empty lists where there is none, and pieces that cannot be read are left out. */
export function readSecurityStore(file: PdfFile): SecurityStore {
  const store = file.dict(file.catalog, 'DSS');
  const parts = store === undefined ? undefined : file.dict(store, 'VRI');
  const single = [...(parts?.values() ?? [])]
    .slice(0, MOST_PARTS)
    .map((part) => file.resolve(part))
    .filter(isDict);
  const pieces = (key: string, partKey: string): Uint8Array[] => {
    const streams = new Set([
      ...streamsIn(file, store, key),
      ...single.flatMap((part) => streamsIn(file, part, partKey)),
    ]);
    return [...streams].slice(0, MOST_PIECES).flatMap((stream) => decoded(file, stream));
  };
  return {
    certificates: pieces('Certs', 'Cert'),
    crls: pieces('CRLs', 'CRL'),
    ocsps: pieces('OCSPs', 'OCSP'),
  };
}

/** Several stores as one, each piece once. Those first in the list keep their place when there is too much. */
export function joinStores(stores: readonly SecurityStore[]): SecurityStore {
  const joined = (list: keyof SecurityStore): Uint8Array[] => {
    const pieces = new Map<string, Uint8Array>();
    for (const piece of stores.flatMap((store) => store[list])) {
      const digest = hex(sha256(piece));
      if (pieces.size < MOST_PIECES_IN_ALL && !pieces.has(digest)) {
        pieces.set(digest, piece);
      }
    }
    return [...pieces.values()];
  };
  return { certificates: joined('certificates'), crls: joined('crls'), ocsps: joined('ocsps') };
}

function streamsIn(file: PdfFile, dict: PdfDict | undefined, key: string): PdfStream[] {
  const items = dict === undefined ? [] : (file.array(dict, key) ?? []);
  return items.slice(0, MOST_PIECES).flatMap((item) => {
    const stream = file.resolve(item);
    return isStream(stream) && stream.raw.length <= MOST_BYTES ? [stream] : [];
  });
}

function decoded(file: PdfFile, stream: PdfStream): Uint8Array[] {
  try {
    const { bytes, remaining } = file.decode(stream);
    return remaining.length === 0 && bytes.length <= MOST_BYTES ? [bytes] : [];
  } catch (error) {
    if (error instanceof PdfError) {
      return [];
    }
    throw error;
  }
}
