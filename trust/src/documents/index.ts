/** Signatures and seals placed in documents. */

export {
  addAsicTimeStamp,
  asicValueToStamp,
  completeAsic,
  type PreparedAsic,
  prepareAsic,
} from './asice-container.ts';
export {
  completeDetached,
  type DetachedSigning,
  type PreparedDetached,
  prepareDetached,
} from './cms-detached.ts';
export { entriesToSign } from './entries-to-sign.ts';
export {
  completeOfdSeal,
  type OfdSealRequest,
  type PreparedOfdSeal,
  prepareOfdSeal,
} from './ofd-seal.ts';
export {
  completeOfdSignature,
  type OfdSignatureRequest,
  type PreparedOfdSignature,
  prepareOfdSignature,
} from './ofd-sign.ts';
export type { BoxMm, SealStamp } from './ofd-signature-parts.ts';
export { addOfdTimeStamp, type StampableSignature, stampableOfdSignatures } from './ofd-time-stamp.ts';
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
export {
  type JointOrgan,
  type JointPage,
  jointSealBoxes,
  jointSealFaults,
  type RidingSeal,
  ridingStamps,
  type SealPlaceFault,
} from './seal-places.ts';
