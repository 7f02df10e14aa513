/**
 * The one registry of refusals: code, HTTP status, words in both languages. Each module declares its own in its
 * `errors.ts`; `contract/errors.json` is generated from here and a test keeps the two equal.
 */

/** The same sentence in Chinese and in English. */
export type Words = { zh: string; en: string };

/** What is known about one refusal. */
export type ErrorEntry = {
  /** HTTP status of the answer. */
  status: number;
  zh: string;
  en: string;
  /** What the reader can do about it, in both languages. */
  remedy?: Words;
  /** True when an operator should hear of it (counted and logged at level warn). */
  reportable?: boolean;
};

const entries = new Map<string, ErrorEntry>();

/**
 * Declares a module's refusals; codes have the form `module.what-went-wrong`. Returns the table, so that a module can
 * derive its closed union: `type DocumentsError = keyof typeof errors`.
 */
export function declareErrors<const T extends Record<string, ErrorEntry>>(table: T): T {
  for (const [code, entry] of Object.entries(table)) {
    if (!/^[a-z][a-z-]*\.[a-z][a-z0-9-]*$/.test(code)) {
      throw new Error(`error code ${code} is not of the form module.what-went-wrong`);
    }
    const known = entries.get(code);
    if (known && JSON.stringify(known) !== JSON.stringify(entry)) {
      throw new Error(`error code ${code} is declared twice with different words`);
    }
    entries.set(code, entry);
  }
  return table;
}

/** The entry of a code, or undefined when no module declared it. */
export function errorEntry(code: string): ErrorEntry | undefined {
  return entries.get(code);
}

/** Every declared refusal, sorted by code; the source of `contract/errors.json`. */
export function errorEntries(): (ErrorEntry & { code: string })[] {
  return [...entries].map(([code, entry]) => ({ code, ...entry })).sort((a, b) => (a.code < b.code ? -1 : 1));
}
