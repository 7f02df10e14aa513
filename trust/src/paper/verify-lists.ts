/** What the stand-alone page of verification carries: whom to believe, as of when. */
import { PaperError } from './paper-error.ts';

/** The lists of a page; texts as written by `trustListJson` and `keyListJson`, revocation evidence as base64 DER. */
export type VerifyLists = {
  /** ISO 8601: when the lists were put together. */
  at: string;
  /** Scheme and host of the node whose registrations the page may name; empty when there is none. */
  origin: string;
  trust: string;
  paperKeys: string;
  revocation: { crls: readonly string[]; ocsps: readonly string[] };
};

const place = '<script type="application/json" id="lists">null</script>';

/** The page with lists in it. @throws PaperError `list-form` when the page has no place for them */
export function embedLists(page: string, lists: VerifyLists): string {
  const parts = page.split(place);
  if (parts.length !== 2) {
    throw new PaperError('list-form', 'the page has no place for lists');
  }
  // Inside a script element only `</script` and `<!--` could end the text.
  const json = JSON.stringify(lists).replaceAll('<', '\\u003c');
  return parts.join(place.replace('null', () => json));
}
