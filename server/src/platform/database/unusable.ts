/** The database cannot be used; the message says why and what to do, in both languages. */
export class DatabaseUnusableError extends Error {
  override readonly name = 'DatabaseUnusableError';
}
