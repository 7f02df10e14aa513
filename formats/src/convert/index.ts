/** From the engine's PDF to its OFD twin. */
export { ConvertError, type ConvertErrorCode } from './errors.ts';
export { type ConvertedOfd, type ConvertMeta, pdfToOfd } from './pdf-to-ofd/pdf-to-ofd.ts';
export { type ConvertedPdf, type OfdToPdfOptions, ofdToPdf } from './ofd-to-pdf/ofd-to-pdf.ts';
