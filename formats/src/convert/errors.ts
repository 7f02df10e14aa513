/** Why a PDF, or pictures, cannot become an OFD at all. What is merely drawn differently is a finding instead. */
export type ConvertErrorCode =
  | 'convert-font-not-truetype'
  | 'convert-font-not-embedded'
  | 'convert-font-unsupported'
  | 'convert-limit'
  | 'convert-meta'
  | 'convert-no-pages';

/** The conversion was refused. The only error of this folder besides PdfError (the PDF itself cannot be read). */
export class ConvertError extends Error {
  readonly code: ConvertErrorCode;

  constructor(code: ConvertErrorCode, message: string) {
    super(message);
    this.name = 'ConvertError';
    this.code = code;
  }
}
