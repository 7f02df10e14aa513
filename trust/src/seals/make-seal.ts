/** Making V4 seals (GB/T 38540-2020): DER only, maker's signature over the seal info. */

import { der, type Signer, SM2_WITH_SM3 } from '@yiwen/trust/crypto';
import type { SealPicture } from './seal.ts';

/** What a seal says. Times are Unix milliseconds; `certificates` are the DER certificates that may use it. */
export type SealContent = {
  esID: string;
  /** Identifier of the maker's system, ASCII. */
  vid: string;
  name: string;
  type: 'organ' | 'person';
  certificates: readonly Uint8Array[];
  picture: SealPicture;
  createDate: number;
  validStart: number;
  validEnd: number;
};

function requireSm2(signer: Signer): void {
  if (signer.algorithm !== 'sm2-sm3') {
    throw new RangeError(`expected an SM2 signer for a seal, found ${signer.algorithm}`);
  }
}

/** Makes a seal; DER SESeal. Throws RangeError when the maker's key is not SM2 or nobody may use the seal. */
export async function makeSeal(content: SealContent, maker: Signer): Promise<Uint8Array> {
  requireSm2(maker);
  if (content.certificates.length === 0) {
    throw new RangeError('expected at least one certificate that may use the seal');
  }
  const { picture } = content;
  const info = der.seq(
    der.seq(der.ia5String('ES'), der.int(4), der.ia5String(content.vid)),
    der.ia5String(content.esID),
    der.seq(
      der.int(content.type === 'organ' ? 1 : 2),
      der.utf8String(content.name),
      der.int(1),
      der.seq(...content.certificates.map(der.oct)),
      der.generalizedTime(content.createDate),
      der.generalizedTime(content.validStart),
      der.generalizedTime(content.validEnd),
    ),
    der.seq(
      der.ia5String(picture.type),
      der.oct(picture.data),
      der.int(Math.round(picture.widthMm)),
      der.int(Math.round(picture.heightMm)),
    ),
    // Every real seal carries the extensions as a plain SEQUENCE, empty when there are none.
    der.seq(),
  );
  const signature = await maker.sign(info);
  return der.seq(info, der.oct(maker.certificate), der.oid(SM2_WITH_SM3), der.bitString(signature));
}

/**
 * TBS_Sign of a V4 signature: the bytes a sealing act fixes. Signing them again later gives a signature over the
 * same document, seal and time, so a retry cannot seal something else. `time`: Unix milliseconds.
 */
export function sesToBeSigned(content: {
  seal: Uint8Array;
  time: number;
  dataHash: Uint8Array;
  propertyInfo: string;
}): Uint8Array {
  return der.seq(
    der.int(4),
    content.seal,
    der.generalizedTime(content.time),
    der.bitString(content.dataHash),
    der.ia5String(content.propertyInfo),
  );
}

/**
 * SES_Signature of a V4 signature out of its to-be-signed bytes and the signer's DER{r, s} over them. `timeStamp`: an
 * RFC 3161 token over the signature value.
 */
export function sesAssemble(
  toBeSigned: Uint8Array,
  signed: {
    certificate: Uint8Array;
    signature: Uint8Array;
    /** SM2 with SM3 when left out. */
    algorithmOid?: string;
    timeStamp?: Uint8Array | undefined;
  },
): Uint8Array {
  return der.seq(
    toBeSigned,
    der.oct(signed.certificate),
    der.oid(signed.algorithmOid ?? SM2_WITH_SM3),
    der.bitString(signed.signature),
    ...(signed.timeStamp === undefined ? [] : [der.explicit(0, der.bitString(signed.timeStamp))]),
  );
}
