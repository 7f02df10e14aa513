/** A record in Signatures.xml, and the link to the list in OFD.xml (GB/T 33190 18.1). */
import type { OfdDocument } from '../model/read-types.ts';
import { ofd, ofdText } from '../model/vocabulary.ts';
import type { EditPlan, SignatureRecordEdit } from './edit-types.ts';
import { type EditedPackage, named } from './edited-package.ts';

/** "s001", "s002" …: the form of id the standard recommends for signatures. */
function signatureId(number: number): string {
  return `s${String(number).padStart(3, '0')}`;
}

/** Ids count on through signatures and their stamps; MaxSignId is the last one. */
export function editSignatures(
  pack: EditedPackage,
  document: OfdDocument,
  { baseLoc, type, stamps }: SignatureRecordEdit,
): NonNullable<EditPlan['signature']> {
  const body = document.docs[0]!;
  const list = body.signaturesEntry;
  const taken = body.signatures.flatMap((signature) => [
    signature.id,
    ...signature.stamps.map((stamp) => stamp.id),
  ]);
  const source = list === undefined ? undefined : pack.source(list);
  const known = source && named(source.root, 'MaxSignId')[0];
  const numbers = [...taken, known && source ? source.text(known) : ''].map((id) =>
    Number(/^s?(\d{1,9})$/.exec(id)?.[1] ?? 0),
  );
  const last = Math.max(0, ...numbers);
  const id = signatureId(last + 1);
  const record = ofd('Signature', { ID: id, Type: type, BaseLoc: baseLoc });
  const maxId = signatureId(last + 1 + stamps);
  if (source && known) {
    source.setText(known, maxId);
    source.insert(source.root, record, ['MaxSignId', 'Signature']);
  } else if (source) {
    source.insert(source.root, record, ['Signature']);
  } else {
    const name = `${pack.folder}Signs/Signatures.xml`;
    pack.addXml(name, ofd('Signatures', {}, [ofdText('MaxSignId', maxId), record]));
    linkList(pack, name);
  }
  return { id, firstStampNumber: last + 2 };
}

function linkList(pack: EditedPackage, name: string): void {
  const root = pack.source('OFD.xml');
  const holder = named(root.root, 'DocBody')[0];
  if (!holder) {
    throw new RangeError('expected OFD.xml with a DocBody');
  }
  const dead = named(holder, 'Signatures')[0];
  if (dead) {
    root.setText(dead, name);
  } else {
    root.insert(holder, ofdText('Signatures', name)!, ['DocInfo', 'DocRoot', 'Versions', 'Signatures']);
  }
}
