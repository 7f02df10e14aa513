/** Signatures and seals placed in documents. */

export {
  completeOfdSeal,
  type OfdSealRequest,
  type PreparedOfdSeal,
  prepareOfdSeal,
} from './ofd-seal.ts';
export type { SealStamp } from './ofd-signature-parts.ts';
export type { PdfStamp } from './pdf-appearance.ts';
export { addSignatureFields, type PdfFieldOrder } from './pdf-fields.ts';
export {
  completePdfSignature,
  type PdfSigning,
  type PreparedPdfSignature,
  preparePdfSignature,
} from './pdf-signature.ts';
export {
  addSignatureTimeStamp,
  completeDocumentTimeStamp,
  type PreparedDocumentTimeStamp,
  prepareDocumentTimeStamp,
  signatureToStamp,
} from './pdf-time-stamp.ts';
export { appendValidationData, type ValidationData } from './pdf-validation-data.ts';
