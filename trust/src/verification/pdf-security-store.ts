/**
 * The document security store of a PDF (ISO 32000-2 12.8.4.3): certificates and revocation evidence somebody put in
 * beside the signatures. Nothing signs the store; each piece counts only by its issuer's own signature.
 */
import { isStream, PdfError, type PdfFile } from '@yiwen/formats/pdf';

const MOST_PIECES = 60;
const MOST_BYTES = 2 * 1024 * 1024;

/** DER of everything in the store, in its order. */
export type SecurityStore = { certificates: Uint8Array[]; crls: Uint8Array[]; ocsps: Uint8Array[] };

/** Reads the store; empty lists where there is none, and pieces that cannot be read are left out. */
export function readSecurityStore(file: PdfFile): SecurityStore {
  const store = file.dict(file.catalog, 'DSS');
  const pieces = (key: string): Uint8Array[] =>
    (store === undefined ? [] : (file.array(store, key) ?? [])).slice(0, MOST_PIECES).flatMap((item) => {
      const stream = file.resolve(item);
      return isStream(stream) && stream.raw.length <= MOST_BYTES ? decoded(file, stream) : [];
    });
  return { certificates: pieces('Certs'), crls: pieces('CRLs'), ocsps: pieces('OCSPs') };
}

function decoded(file: PdfFile, stream: Parameters<PdfFile['decode']>[0]): Uint8Array[] {
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
