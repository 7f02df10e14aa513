/**
 * A time-stamp put into a signature of an OFD after it was made (GB/T 38540: SES_Signature.timeStamp; for a signature
 * without seal the unsigned attribute of RFC 3161 A). It changes SignedValue.dat, so it is possible only as long as
 * no other signature covers that file: whoever wants every signature stamped stamps each before the next one signs.
 */

import { patchZip } from '@yiwen/formats/container';
import { type OfdSignature, readOfd } from '@yiwen/formats/ofd';
import { readSesSignature, sesAssemble } from '@yiwen/trust/seals';
import { checkTimeStamp, signatureValueOf, withTimeStamp } from '@yiwen/trust/signatures';

/** A signature that can still be stamped, by the id in Signatures.xml. */
export type StampableSignature = {
  id: string;
  /** What the token is to be about: the bytes of the signature value. */
  signatureValue: Uint8Array;
};

type Target = { signature: OfdSignature; name: string; value: Uint8Array };

/** Signatures that no other one covers, the only ones that may change. */
function open(file: Uint8Array): Target[] {
  const { signatures, entries } = readOfd(file);
  const covered = new Set(signatures.flatMap(({ references }) => references.map(({ entry }) => entry)));
  return signatures.flatMap((signature): Target[] => {
    const { signedValueEntry: name } = signature;
    const value = name === undefined ? undefined : entries.get(name);
    return name === undefined || value === undefined || covered.has(name) ? [] : [{ signature, name, value }];
  });
}

/**
 * What of a file can still be stamped: V4 and V5 seals without a time-stamp, and signatures without seal. Throws
 * DerError when the value of an open signature cannot be read, ContainerError when the file is no package.
 */
export function stampableOfdSignatures(file: Uint8Array): StampableSignature[] {
  return open(file).flatMap(({ signature: { id, type }, value }): StampableSignature[] => {
    if (type === 'Sign') {
      return [{ id, signatureValue: signatureValueOf(value) }];
    }
    const ses = readSesSignature(value);
    const canTake = ses.version !== 1 && ses.timeStamp === undefined && ses.strict;
    return canTake ? [{ id, signatureValue: ses.signature }] : [];
  });
}

/**
 * The file with a token in the signature `id`; every other entry keeps its bytes. Throws RangeError when that signature
 * is covered by another, has a time-stamp or cannot take one, or the token is not about it.
 */
export function addOfdTimeStamp(file: Uint8Array, token: Uint8Array, id: string): Uint8Array {
  const wanted = stampableOfdSignatures(file).find((one) => one.id === id);
  const target = open(file).find(({ signature }) => signature.id === id);
  if (wanted === undefined || target === undefined) {
    throw new RangeError(`expected a signature ${id} without time-stamp that no other signature covers`);
  }
  if (!checkTimeStamp(token, wanted.signatureValue).intact) {
    throw new RangeError(`expected a time-stamp token over the value of signature ${id}`);
  }
  const { value, name, signature } = target;
  const stamped = signature.type === 'Sign' ? withTimeStamp(value, token) : stampSeal(value, token);
  return patchZip(file, { replaced: new Map([[name, stamped]]), added: [] });
}

function stampSeal(value: Uint8Array, timeStamp: Uint8Array): Uint8Array {
  const { toBeSigned, certificate, signature, algorithmOid } = readSesSignature(value);
  return sesAssemble(toBeSigned, { certificate, signature, algorithmOid, timeStamp });
}
