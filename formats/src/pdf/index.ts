export { type ContentOperation, parseContent } from './content.ts';
export { PdfError, type PdfErrorCode } from './errors.ts';
export { defaultPdfLimits, type PdfLimits } from './limits.ts';
export {
  isDict,
  isName,
  isRef,
  isStream,
  isString,
  type PdfDict,
  type PdfName,
  type PdfObject,
  type PdfPlaceholder,
  type PdfRef,
  type PdfStream,
  type PdfString,
  pdfBytes,
  pdfDict,
  pdfName,
  pdfRef,
  pdfStream,
  pdfText,
  textOf,
} from './objects.ts';
export { type PdfPage, type PdfRectangle, rectangleOf } from './pages.ts';
export { type PdfExtent, type PdfFile, readPdf, readPdfForConverting } from './reader.ts';
export { RevisionDraft } from './revision-draft.ts';
export {
  type AppendedRevision,
  appendRevision,
  fillByteRange,
  fillContents,
  nextObjectNumber,
  type PdfChanges,
} from './revision-writer.ts';
export type { PdfRevision } from './revisions.ts';
export { formatNumber, PdfWriter, type PlacedPlaceholder, serializeObject } from './serializer.ts';
export {
  type PdfSignature,
  type SignatureField,
  type SignatureFields,
  type SignatureWidget,
  signatureFields,
} from './signature-fields.ts';
export {
  type CertificationLevel,
  certificationLevel,
  type FieldLock,
  isLockedField,
  readFieldLock,
  signatureLock,
} from './signature-permissions.ts';
export type { DecodedStream, RemainingFilter } from './streams.ts';
export type { XrefEntry, XrefSection } from './xref.ts';
