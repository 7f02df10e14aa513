import type { ZipEntry } from '../../container/index.ts';
import type { OfdDocument } from '../model/read-types.ts';

/** The entries of a package as read, in the archive's order, ready to be written again byte for byte. */
export function entriesOf(document: OfdDocument): ZipEntry[] {
  return document.order.map((name) => ({ name, bytes: document.entries.get(name)! }));
}

/**
 * A package with new entries behind the old ones. Old entries keep their bytes, so what a signature covers stays
 * covered; adding a name that is there already (also in other case) throws `RangeError`.
 */
export function appendEntries(entries: readonly ZipEntry[], added: readonly ZipEntry[]): ZipEntry[] {
  const names = new Set(entries.map((entry) => entry.name.toLowerCase()));
  for (const { name } of added) {
    if (names.has(name.toLowerCase())) {
      throw new RangeError(`entry is there already: ${name}`);
    }
    names.add(name.toLowerCase());
  }
  return [...entries, ...added];
}
