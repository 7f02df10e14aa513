/** The pictures of a document's seals, ready to be laid on its pages. Taken from the signature itself, never from Seal.esl. */
import { mediaTypeOf } from '@yiwen/formats/images';
import type { OfdDocument, StampPicture } from '@yiwen/formats/ofd';
import { DerError } from '@yiwen/trust/crypto';
import { readSesSignature } from '@yiwen/trust/seals';

/** Stamps of every readable seal, in the order of the signatures. A picture says nothing about validity. */
export function sealPictures(document: OfdDocument): StampPicture[] {
  return document.signatures.flatMap((signature) => {
    const value = document.entries.get(signature.signedValueEntry ?? '');
    if (signature.type !== 'Seal' || value === undefined) {
      return [];
    }
    try {
      const { data } = readSesSignature(value).seal.picture;
      const mime = pictureType(data);
      return mime === undefined
        ? []
        : signature.stamps.flatMap(({ pageRef, boundary, clip }): StampPicture[] => {
            const page = document.pages.findIndex((one) => one.id === pageRef);
            return page < 0 || boundary === undefined
              ? []
              : [{ page, boundary, ...(clip === undefined ? {} : { clip }), image: { mime, bytes: data } }];
          });
    } catch (error) {
      if (error instanceof DerError) {
        return [];
      }
      throw error;
    }
  });
}

/** By the first bytes, not by what the seal claims: a raster picture, or a package (type `ofd`), which is a ZIP. */
function pictureType(data: Uint8Array): string | undefined {
  const zip = data[0] === 0x50 && data[1] === 0x4b && data[2] === 3 && data[3] === 4;
  return zip ? 'application/ofd' : mediaTypeOf(data);
}
