/**
 * Electronic seals: the shapes after reading, the same for all generations.
 * V1 = GM/T 0031-2014, V4 = GB/T 38540-2020, V5 = GM/T 0031-2025.
 */

/** Generation of the structure. V1 has two-element SEQUENCEs; V4 and V5 differ by the header version. */
export type SealVersion = 1 | 4 | 5;

/** The picture inside a seal. `type` as written (png, gif, bmp, ofd …); trust the data's magic bytes. */
export type SealPicture = { type: string; data: Uint8Array; widthMm: number; heightMm: number };

/** An extension of a seal or signature; `value` is the content of the OCTET STRING. */
export type ExtData = { oid: string; critical: boolean; value: Uint8Array };

/** A moment as written in a seal; `timeMs` (Unix) is undefined when the text is of no known form. */
export type SealTime = { text: string; timeMs: number | undefined };

/** An electronic seal (SESeal). */
export type Seal = {
  version: SealVersion;
  /** The seal exactly as received. */
  der: Uint8Array;
  /** SES_Header: version number and maker's identifier. */
  headerVersion: number;
  vid: string;
  esID: string;
  /** V1: 1 unit, 2 person. V4 codes differ between makers. */
  type: number;
  name: string;
  /** Certificates that may use this seal (list type 1). */
  certificates: Uint8Array[];
  /** Or their digests (V4 list type 2). */
  certificateDigests: { type: string; value: Uint8Array }[];
  createDate: SealTime;
  validStart: SealTime;
  validEnd: SealTime;
  picture: SealPicture;
  extDatas: ExtData[];
  maker: {
    certificate: Uint8Array;
    algorithmOid: string;
    /** Exactly the bytes the maker signed: V4/V5 the seal info; V1 the sequence of info, certificate, algorithm. */
    signedBytes: Uint8Array;
    signature: Uint8Array;
  };
  /** V5 only: a time-stamp token. */
  timeStamp: Uint8Array | undefined;
  /** False when the encoding is BER, as some old seals are. */
  strict: boolean;
};

/** A seal signature over a document (SES_Signature), the content of SignedValue.dat. */
export type SesSignature = {
  version: SealVersion;
  seal: Seal;
  /** Exactly the bytes the signer signed (TBS_Sign). */
  toBeSigned: Uint8Array;
  /** Claimed by the signer. */
  time: SealTime;
  /** SM3 of Signature.xml. */
  dataHash: Uint8Array;
  /** Usually the path of Signature.xml. */
  propertyInfo: string;
  certificate: Uint8Array;
  algorithmOid: string;
  signature: Uint8Array;
  /** Time-stamp token over the signature value, when there is one. */
  timeStamp: Uint8Array | undefined;
  strict: boolean;
};
