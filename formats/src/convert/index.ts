/** From PDF to OFD: the twin of what the product set itself, and PDFs from anywhere. */
export { ConvertError, type ConvertErrorCode } from './errors.ts';
export {
  type ImageFile,
  type ImagesAsOfd,
  type ImagesToOfdOptions,
  imagesToOfd,
} from './images-to-ofd/images-to-ofd.ts';
export { type ConvertedPdf, type OfdToPdfOptions, ofdToPdf } from './ofd-to-pdf/ofd-to-pdf.ts';
export { type ConvertedOfd, type ConvertMeta, foreignPdfToOfd, pdfToOfd } from './pdf-to-ofd/pdf-to-ofd.ts';
