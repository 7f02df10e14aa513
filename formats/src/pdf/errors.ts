import type { Finding } from '../finding.ts';

/** Why a PDF (or one part of it that nothing can do without) was refused. */
export type PdfErrorCode =
  | 'pdf-not-a-pdf'
  | 'pdf-no-startxref'
  | 'pdf-xref-broken'
  | 'pdf-xref-loop'
  | 'pdf-trailer-broken'
  | 'pdf-encrypted'
  | 'pdf-syntax'
  | 'pdf-stream-broken'
  | 'pdf-limit'
  | 'pdf-pages-broken'
  | 'pdf-placeholder'
  /** It can be read, but not signed without breaking something; the message says what. */
  | 'pdf-not-signable';

/**
 * The only error this folder throws for outside bytes: the file, or the piece asked for, cannot be read. What
 * can be read in spite of an oddity is reported as a finding instead. `offset` is a byte offset in the file when
 * one is known.
 */
export class PdfError extends Error {
  readonly code: PdfErrorCode;
  readonly offset: number | undefined;

  constructor(code: PdfErrorCode, message: string, offset?: number) {
    super(message);
    this.name = 'PdfError';
    this.code = code;
    this.offset = offset;
  }

  /** The same refusal as a finding, for a report. */
  toFinding(): Finding {
    const finding: Finding = { code: this.code, severity: 'error', message: this.message };
    if (this.offset !== undefined) {
      finding.place = `@${this.offset}`;
    }
    return finding;
  }
}
