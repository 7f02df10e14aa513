/**
 * Reading seals (SESeal) and seal signatures (SES_Signature) of all three generations from hostile bytes. Strict
 * DER first; BER second, marked `strict: false`. Nothing is re-encoded: what was signed is kept as received.
 */

import {
  bits,
  boolean,
  DerError,
  type DerNode,
  der,
  integer,
  objectIdentifier,
  octets,
  readDer,
  sequence,
  smallInteger,
  text,
} from '@yiwen/trust/crypto';
import type { ExtData, Seal, SealPicture, SealVersion, SesSignature } from './seal.ts';
import { readSealTime } from './seal-time.ts';

/** Largest seal we read; real ones with OFD pictures stay under 1 MB. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_LIST = 500;
const LIMITS = { maxDepth: 24, maxNodes: 20_000 };

function readBoth<T>(bytes: Uint8Array, read: (root: DerNode, strict: boolean) => T): T {
  if (bytes.length > MAX_BYTES) {
    throw new DerError(`expected at most ${MAX_BYTES} bytes, found ${bytes.length}`);
  }
  let strictError: DerError;
  try {
    return read(readDer(bytes, LIMITS), true);
  } catch (error) {
    if (!(error instanceof DerError)) {
      throw error;
    }
    strictError = error;
  }
  try {
    return read(readDer(bytes, { ...LIMITS, mode: 'ber' }), false);
  } catch (error) {
    // The strict reader's complaint is the one worth showing.
    throw error instanceof DerError ? strictError : error;
  }
}

/** Reads a seal (the content of Seal.esl, or the one inside a signature). Throws DerError. */
export function readSeal(bytes: Uint8Array): Seal {
  return readBoth(bytes, readSealNode);
}

/** Reads a seal signature (the content of SignedValue.dat). Throws DerError. */
export function readSesSignature(bytes: Uint8Array): SesSignature {
  return readBoth(bytes, (root, strict) => {
    const parts = sequence(root);
    return parts.length === 2 ? readV1Signature(parts, strict) : readV4Signature(parts, strict);
  });
}

/** BIT STRING by the standard; some V1 makers write an OCTET STRING. */
function bitsOrOctets(node: DerNode | undefined): Uint8Array {
  return node?.tag === 0x04 || node?.tag === 0x24 ? octets(node) : bits(node);
}

function readSealNode(node: DerNode | undefined, strict: boolean): Seal {
  // One maker wraps the seal into an OCTET STRING.
  if (node?.tag === 0x04) {
    return readSealNode(readDer(octets(node), { ...LIMITS, mode: strict ? 'der' : 'ber' }), strict);
  }
  const parts = sequence(node);
  const [info] = parts;
  const base = readInfo(info, parts.length === 2);
  const common = { ...base, der: node!.bytes, strict };
  if (parts.length === 2) {
    const [certificate, algorithm, signature] = sequence(parts[1]);
    return {
      ...common,
      version: 1,
      maker: {
        certificate: octets(certificate),
        algorithmOid: objectIdentifier(algorithm),
        signedBytes: der.seq(info!.bytes, certificate!.bytes, algorithm!.bytes),
        signature: bitsOrOctets(signature),
      },
      timeStamp: undefined,
    };
  }
  const [, certificate, algorithm, signature, stamp] = parts;
  const version: SealVersion = base.headerVersion === 5 || stamp !== undefined ? 5 : 4;
  return {
    ...common,
    version,
    maker: {
      certificate: octets(certificate),
      algorithmOid: objectIdentifier(algorithm),
      signedBytes: info!.bytes,
      signature: bitsOrOctets(signature),
    },
    timeStamp: readTimeStamp(stamp),
  };
}

function readTimeStamp(node: DerNode | undefined): Uint8Array | undefined {
  if (node === undefined) {
    return undefined;
  }
  if (node.tag !== 0xa0) {
    throw new DerError('expected a [0] time stamp');
  }
  return bitsOrOctets(node.children[0]);
}

type SealInfo = Omit<Seal, 'version' | 'der' | 'maker' | 'timeStamp' | 'strict'>;

function readInfo(node: DerNode | undefined, isV1: boolean): SealInfo {
  const [header, esID, property, picture, ext] = sequence(node);
  const [id, version, vid] = sequence(header);
  if (text(id) !== 'ES') {
    throw new DerError('expected the header ID "ES"');
  }
  const fields = sequence(property);
  const [type, name, third] = fields;
  const list = isV1 ? third : fields[3];
  const [createDate, validStart, validEnd] = fields.slice(isV1 ? 3 : 4);
  const isDigests = !isV1 && smallInteger(third) === 2;
  const listed = list?.tag === 0xa0 || list?.tag === 0xa1 ? list.children : sequence(list);
  if (listed.length > MAX_LIST) {
    throw new DerError(`expected at most ${MAX_LIST} listed certificates`);
  }
  return {
    headerVersion: smallInteger(version),
    vid: text(vid),
    esID: text(esID),
    type: smallInteger(type),
    name: text(name),
    // Placeholders that are no OCTET STRING stand in some V1 lists; they can match no certificate.
    certificates: isDigests
      ? []
      : listed.filter((entry) => entry.tag === 0x04 || entry.tag === 0x24).map(octets),
    certificateDigests: isDigests
      ? listed.map((entry) => {
          const [digestType, value] = sequence(entry);
          return { type: text(digestType), value: octets(value) };
        })
      : [],
    createDate: readSealTime(createDate),
    validStart: readSealTime(validStart),
    validEnd: readSealTime(validEnd),
    picture: readPicture(picture),
    extDatas: readExtDatas(ext),
  };
}

function readPicture(node: DerNode | undefined): SealPicture {
  const [type, data, width, height] = sequence(node);
  return {
    type: text(type),
    data: octets(data),
    widthMm: Number(integer(width)),
    heightMm: Number(integer(height)),
  };
}

/** Written as a plain, possibly empty SEQUENCE although the first standard says [0] EXPLICIT: both are read. */
function readExtDatas(node: DerNode | undefined): ExtData[] {
  if (node === undefined) {
    return [];
  }
  const list =
    node.tag === 0xa0 && node.children[0]?.tag === 0x30 ? node.children[0].children : node.children;
  if (list.length > MAX_LIST) {
    throw new DerError(`expected at most ${MAX_LIST} extensions`);
  }
  return list.map((entry) => {
    const [oid, ...rest] = sequence(entry);
    return {
      oid: objectIdentifier(oid),
      critical: rest.length > 1 && boolean(rest[0]),
      value: octets(rest[rest.length - 1]),
    };
  });
}

function readV1Signature(parts: readonly DerNode[], strict: boolean): SesSignature {
  const [toSign, signature] = parts;
  const [, seal, timeInfo, dataHash, propertyInfo, certificate, algorithm] = sequence(toSign);
  return {
    version: 1,
    seal: readSealNode(seal, strict),
    toBeSigned: toSign!.bytes,
    time: readSealTime(timeInfo),
    dataHash: bitsOrOctets(dataHash),
    propertyInfo: text(propertyInfo),
    certificate: octets(certificate),
    algorithmOid: objectIdentifier(algorithm),
    signature: bitsOrOctets(signature),
    timeStamp: undefined,
    strict,
  };
}

function readV4Signature(parts: readonly DerNode[], strict: boolean): SesSignature {
  const [toSign, certificate, algorithm, signature, stamp] = parts;
  const [, sealNode, timeInfo, dataHash, propertyInfo] = sequence(toSign);
  const seal = readSealNode(sealNode, strict);
  return {
    version: seal.version === 5 ? 5 : 4,
    seal,
    toBeSigned: toSign!.bytes,
    time: readSealTime(timeInfo),
    dataHash: bitsOrOctets(dataHash),
    propertyInfo: text(propertyInfo),
    certificate: octets(certificate),
    algorithmOid: objectIdentifier(algorithm),
    signature: bitsOrOctets(signature),
    timeStamp: readTimeStamp(stamp),
    strict,
  };
}
