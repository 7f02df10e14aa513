/** Signatures and seals placed in documents. */

export {
  completeOfdSeal,
  type OfdSealRequest,
  type PreparedOfdSeal,
  prepareOfdSeal,
} from './ofd-seal.ts';
export type { SealStamp } from './ofd-signature-parts.ts';
export {
  completePdfSignature,
  type PdfSigning,
  type PdfStamp,
  type PreparedPdfSignature,
  preparePdfSignature,
} from './pdf-signature.ts';
