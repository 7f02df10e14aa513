import { errorEntry, type Words } from './registry.ts';

/** What a refused request is answered with. */
export type ErrorAnswer = {
  error: { code: string; message: Words; remedy?: Words; details?: unknown };
};

/**
 * A refusal ("not your turn"): expected, answered in words, never a fault of ours.
 * The code must be declared with `declareErrors`; an undeclared one is an assertion.
 */
export class OfficeError extends Error {
  readonly code: string;
  /** Facts for the reader (expected, found, the difference); never secrets. */
  readonly details: unknown;
  readonly status: number;

  constructor(code: string, details?: unknown) {
    const entry = errorEntry(code);
    if (!entry) {
      throw new Error(`undeclared error code ${code}: declare it in its module's errors.ts`);
    }
    super(`${code}: ${entry.en}`);
    this.name = 'OfficeError';
    this.code = code;
    this.details = details;
    this.status = entry.status;
  }
}

/** The JSON answer for a refusal. */
export function errorAnswer(error: OfficeError): ErrorAnswer {
  const entry = errorEntry(error.code)!;
  return {
    error: {
      code: error.code,
      message: { zh: entry.zh, en: entry.en },
      ...(entry.remedy ? { remedy: entry.remedy } : {}),
      ...(error.details === undefined ? {} : { details: error.details }),
    },
  };
}
