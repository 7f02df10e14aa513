/**
 * Signatures.xml of a file sealed by this product. The list stays outside the digests, so that a second organ can
 * seal after the first; in exchange its bytes are held to the one spelling our writer gives them. Written apart
 * from the signing code on purpose: a mistake there must not excuse itself here.
 */

import { element, serializeXml, type XmlElement } from '@yiwen/formats/container';
import { type OfdDocument, ofdVocabulary } from '@yiwen/formats/ofd';
import { equalBytes } from '@yiwen/trust/crypto';

/** ProviderName by which our own signatures are known. */
export const OWN_PROVIDER = 'Yiwen';

/** Whether every signature of the document was made by this product. */
export function isOwnWork(document: OfdDocument): boolean {
  return (
    document.signatures.length > 0 &&
    document.signatures.every(({ provider }) => provider.name === OWN_PROVIDER)
  );
}

/** Whether Signatures.xml is exactly what the signatures in it call for: ids in sequence, absolute paths, no more. */
export function listIsExact(document: OfdDocument): boolean {
  return document.docs.every(({ signaturesEntry, signatures }) => {
    const bytes = signaturesEntry === undefined ? undefined : document.entries.get(signaturesEntry);
    if (bytes === undefined) {
      return signatures.length === 0;
    }
    const id = (n: number) => `s${n.toString().padStart(3, '0')}`;
    const make = (name: string, attributes: Record<string, string>, content: (XmlElement | string)[]) =>
      element(ofdVocabulary, name, attributes, content);
    let next = 1;
    const records = signatures.map(({ type, entry, stamps }) => {
      const record = make('Signature', { ID: id(next), Type: type, BaseLoc: `/${entry ?? ''}` }, []);
      next += 1 + stamps.length;
      return record;
    });
    const expected = make('Signatures', {}, [make('MaxSignId', {}, [id(next - 1)]), ...records]);
    return equalBytes(bytes, serializeXml(expected));
  });
}
