/**
 * A time-stamp over the value of a finished signature (ETSI EN 319 122-1 5.3, signature-time-stamp): an unsigned
 * attribute, put in after signing without touching anything that was signed. What is stamped is the signature value alone.
 */
import {
  DerError,
  type DerNode,
  der,
  objectIdentifier,
  octets,
  readDerPrefix,
  sequence,
  setOf,
} from '@yiwen/trust/crypto';
import { OID } from './cms-oids.ts';

const limits = { mode: 'ber', maxDepth: 32, maxNodes: 20_000 } as const;

type Opened = { type: DerNode; fields: readonly DerNode[]; signer: readonly DerNode[] };

function open(cms: Uint8Array): Opened {
  const [type, wrapped] = sequence(readDerPrefix(cms, limits).node);
  const fields = sequence(wrapped?.children[0]);
  const signers = setOf(fields.at(-1));
  if (type === undefined || signers.length !== 1) {
    throw new DerError(`expected one signer, found ${signers.length}`);
  }
  return { type, fields, signer: sequence(signers[0]) };
}

/** Whether a SignerInfo ends with unsigned attributes. */
const hasUnsigned = (signer: readonly DerNode[]): boolean => signer.at(-1)?.tag === 0xa1;

/** The value of the one signature in a SignedData (zero padding after it allowed): what a time-stamp is asked for. Throws DerError. */
export function signatureValueOf(cms: Uint8Array): Uint8Array {
  const { signer } = open(cms);
  return octets(signer.at(hasUnsigned(signer) ? -2 : -1));
}

/**
 * The SignedData with a token among its unsigned attributes, beside those already there. Whether the token is about this
 * signature is the caller's question (`checkTimeStamp`). Throws DerError when `cms` cannot be read.
 */
export function withTimeStamp(cms: Uint8Array, token: Uint8Array): Uint8Array {
  const { type, fields, signer } = open(cms);
  const unsigned = hasUnsigned(signer) ? (signer.at(-1)?.children ?? []) : [];
  const isStamp = (node: DerNode) => objectIdentifier(sequence(node)[0]) === OID.timeStampToken;
  const stamps = unsigned.filter(isStamp).flatMap((node) => setOf(sequence(node)[1]));
  const attribute = der.seq(der.oid(OID.timeStampToken), der.set(...stamps.map(({ bytes }) => bytes), token));
  const others = unsigned.filter((node) => !isStamp(node)).map(({ bytes }) => bytes);
  const attributes = der.set(...others, attribute);
  attributes[0] = 0xa1;
  const kept = (hasUnsigned(signer) ? signer.slice(0, -1) : signer).map(({ bytes }) => bytes);
  const signerInfo = der.seq(...kept, attributes);
  const signedData = der.seq(...fields.slice(0, -1).map(({ bytes }) => bytes), der.set(signerInfo));
  return der.seq(type.bytes, der.explicit(0, signedData));
}
