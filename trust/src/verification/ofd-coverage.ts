/**
 * What a signature of an OFD covers of what is shown. A digest list says only what was signed; what is shown is
 * whatever the links from OFD.xml lead to, so the two are compared.
 */

import type { OfdDocument, OfdSignature } from '@yiwen/formats/ofd';

/** Entry names, in archive order. */
export type Coverage = { covered: string[]; uncovered: string[] };

/**
 * `intactEntries` are the entries whose digest in this signature's list fits. Not expected to be covered: the
 * signature list (open for later signatures) and the files of signatures themselves: a signature cannot cover its
 * own two, nor those that came later; its seal is bound by the seal inside the signed value.
 */
export function coverageOf(
  document: OfdDocument,
  signature: OfdSignature,
  intactEntries: ReadonlySet<string>,
): Coverage {
  const excepted = new Set<string>();
  for (const each of document.signatures) {
    for (const entry of [each.entry, each.signedValueEntry, each.sealEntry]) {
      if (entry !== undefined) {
        excepted.add(entry);
      }
    }
  }
  for (const body of document.docs) {
    if (body.signaturesEntry !== undefined) {
      excepted.add(body.signaturesEntry);
    }
  }
  const own = new Set([signature.entry, signature.signedValueEntry]);
  const covered = document.order.filter((name) => intactEntries.has(name) && !own.has(name));
  const uncovered = document.order.filter(
    (name) => document.reached.has(name) && !intactEntries.has(name) && !excepted.has(name),
  );
  return { covered, uncovered };
}
