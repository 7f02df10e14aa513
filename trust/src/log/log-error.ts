/** Refusal to read something that claims to belong to a log. Everything read here may come from an attacker. */

/** Which format was broken. */
export type LogErrorCode =
  | 'key-malformed'
  | 'note-malformed'
  | 'note-signature-bad'
  | 'note-unsigned'
  | 'checkpoint-malformed'
  | 'proof-malformed'
  | 'policy-malformed'
  | 'request-malformed'
  | 'tile-path-malformed'
  | 'bundle-malformed'
  | 'entry-malformed'
  | 'tile-missing'
  | 'log-file-differs';

/** Thrown by the readers of this folder; `code` is stable, the message is for logs. */
export class LogError extends Error {
  override readonly name = 'LogError';
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
