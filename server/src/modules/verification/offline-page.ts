/** The page of verification as one file, with this node's lists in it: for whoever has no network, and for evidence. */
import { readFile } from 'node:fs/promises';
import { OfficeError } from '../../platform/errors/index.ts';

/** What the page checks with; texts as `@yiwen/trust` writes them. `at` is ISO 8601, `origin` the node's public address. */
export type VerifyLists = { at: string; origin: string; trust: string; paperKeys: string };

/** Built with the web client; see `web/offline-page.ts`. */
const template = new URL('../../../../web/dist/yiwen-verify.html', import.meta.url);
const place = '<script type="application/json" id="lists">null</script>';

/**
 * Bytes of the page with the lists. Throws `verification.page-not-built` where the web client was not built.
 */
export async function offlinePage(lists: VerifyLists): Promise<Uint8Array> {
  let page: string;
  try {
    page = await readFile(template, 'utf8');
  } catch {
    throw new OfficeError('verification.page-not-built');
  }
  const [before, after] = page.split(place);
  if (before === undefined || after === undefined) {
    throw new OfficeError('verification.page-not-built');
  }
  // Inside a script element only `</script` and `<!--` could end the text.
  const json = JSON.stringify(lists).replaceAll('<', '\\u003c');
  return new TextEncoder().encode(`${before}${place.replace('null', () => json)}${after}`);
}
