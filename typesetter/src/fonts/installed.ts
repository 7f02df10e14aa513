/** The folder of fonts taken from this machine's package archive at install; beside the checkout's other caches. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where `installFandol` puts its files. */
export const INSTALLED_FONTS_FOLDER = fileURLToPath(new URL('../../../.fonts/', import.meta.url));

/** Font folders to search: the caller's own, then the installed ones where there are any. */
export function searchedFolders(own: readonly string[] = []): string[] {
  return [...own, ...(existsSync(INSTALLED_FONTS_FOLDER) ? [INSTALLED_FONTS_FOLDER] : [])];
}
