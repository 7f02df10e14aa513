/**
 * Time-stamp requests (RFC 3161 2.4.1): asking, and reading what was asked. The bytes travel by HTTP as
 * application/timestamp-query; sending them is the caller's business.
 */

import {
  bigIntOf,
  boolean,
  DerError,
  der,
  HASH_LENGTH,
  HASH_OID,
  type HashName,
  hash,
  hashOfOid,
  integer,
  objectIdentifier,
  octets,
  type RandomSource,
  readDer,
  sequence,
  smallInteger,
  writeHashAlgorithm,
} from '@yiwen/trust/crypto';

/** A request as read. `hash` is undefined when its algorithm is unknown here; the digest's length is not yet judged. */
export type TimeStampRequest = {
  hash: HashName | undefined;
  /** The messageImprint exactly as received: the token repeats it. */
  imprint: Uint8Array;
  digest: Uint8Array;
  policy: string | undefined;
  nonce: bigint | undefined;
  certificatesWanted: boolean;
  hasExtensions: boolean;
};

/**
 * A request for a stamp over `stamped`, DER, with a nonce of 8 random bytes and the authority's certificates wanted.
 * `digest` in place of the bytes when the bytes are elsewhere.
 */
export function timeStampRequest(
  stamped: Uint8Array | { digest: Uint8Array },
  options: { hash: HashName; random: RandomSource; policy?: string },
): Uint8Array {
  const digest = stamped instanceof Uint8Array ? hash(options.hash, stamped) : stamped.digest;
  if (digest.length !== HASH_LENGTH[options.hash]) {
    throw new RangeError(`expected a digest of ${HASH_LENGTH[options.hash]} bytes, found ${digest.length}`);
  }
  return der.seq(
    der.int(1),
    der.seq(writeHashAlgorithm(HASH_OID[options.hash]), der.oct(digest)),
    ...(options.policy === undefined ? [] : [der.oid(options.policy)]),
    der.int(bigIntOf(options.random(8)) | (1n << 63n)),
    der.bool(true),
  );
}

/** Reads a request. Throws DerError when it is none. */
export function readTimeStampRequest(bytes: Uint8Array): TimeStampRequest {
  const fields = [...sequence(readDer(bytes, { mode: 'ber', maxDepth: 12, maxNodes: 500 }))];
  if (smallInteger(fields.shift()) !== 1) {
    throw new DerError('expected a time-stamp request of version 1');
  }
  const imprint = fields.shift();
  const [algorithm, digest] = sequence(imprint);
  const out: TimeStampRequest = {
    hash: hashOfOid(objectIdentifier(sequence(algorithm)[0])),
    imprint: imprint!.bytes,
    digest: octets(digest),
    policy: fields[0]?.tag === 0x06 ? objectIdentifier(fields.shift()) : undefined,
    nonce: fields[0]?.tag === 0x02 ? integer(fields.shift()) : undefined,
    certificatesWanted: fields[0]?.tag === 0x01 ? boolean(fields.shift()) : false,
    hasExtensions: fields[0]?.tag === 0xa0 && fields.shift() !== undefined,
  };
  if (fields.length > 0) {
    throw new DerError('expected the end of the time-stamp request');
  }
  return out;
}
