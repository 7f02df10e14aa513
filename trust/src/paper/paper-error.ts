/** Why a printed code or a list of its keys cannot be read. */
export type PaperErrorCode = 'not-a-code' | 'too-long' | 'form' | 'version' | 'list-form';

/** A printed code or key list that is not what it should be. The message says where. */
export class PaperError extends Error {
  override readonly name = 'PaperError';
  readonly code: PaperErrorCode;
  constructor(code: PaperErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
