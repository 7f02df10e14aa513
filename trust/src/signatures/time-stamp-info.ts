/** TSTInfo (RFC 3161 2.4.2): what a time-stamping authority says, read from the enclosed content of a token. */

import {
  boolean,
  DerError,
  type HashName,
  hex,
  integer,
  objectIdentifier,
  octets,
  readDer,
  readHashAlgorithm,
  sequence,
  smallInteger,
  time,
} from '@yiwen/trust/crypto';

/** A TSTInfo. `time` is Unix ms, `accuracyMs` how far it may be off (undefined: not said), `serial`/`nonce` hex. */
export type TimeStampInfo = {
  policy: string;
  hash: HashName;
  digest: Uint8Array;
  serial: string;
  time: number;
  accuracyMs: number | undefined;
  nonce: string | undefined;
};

/** Reads a TSTInfo, BER tolerated. Throws DerError. */
export function readTimeStampInfo(bytes: Uint8Array): TimeStampInfo {
  const fields = [...sequence(readDer(bytes, { mode: 'ber', maxDepth: 16, maxNodes: 500 }))];
  if (smallInteger(fields.shift()) !== 1) {
    throw new DerError('expected TSTInfo version 1');
  }
  const policy = objectIdentifier(fields.shift());
  const [algorithm, digest, ...more] = sequence(fields.shift());
  const serial = integer(fields.shift());
  const at = time(fields.shift());
  if (more.length > 0 || serial < 0n) {
    throw new DerError('expected a TSTInfo');
  }
  let accuracyMs: number | undefined;
  let nonce: string | undefined;
  if (fields[0]?.tag === 0x30) {
    accuracyMs = readAccuracy(fields.shift()!.children);
  }
  if (fields[0]?.tag === 0x01) {
    boolean(fields.shift());
  }
  if (fields[0]?.tag === 0x02) {
    nonce = integerHex(integer(fields.shift()));
  }
  // tsa [0] GeneralName and extensions [1]: read by nobody here; the signing certificate says who it was.
  if (fields.some(({ tag }, i) => (tag !== 0xa0 && tag !== 0xa1) || (tag === 0xa0 && i > 0))) {
    throw new DerError('expected the end of the TSTInfo');
  }
  return {
    policy,
    hash: readHashAlgorithm(algorithm),
    digest: octets(digest),
    serial: integerHex(serial),
    time: at,
    accuracyMs,
    nonce,
  };
}

/** Accuracy: seconds INTEGER, millis [0], micros [1], all optional; rounded up to whole milliseconds. */
function readAccuracy(parts: readonly { tag: number; content: Uint8Array }[]): number {
  let total = 0;
  for (const { tag, content } of parts) {
    if (content.length === 0 || content.length > 4 || (tag !== 0x02 && tag !== 0x80 && tag !== 0x81)) {
      throw new DerError('expected an accuracy');
    }
    const value = Number.parseInt(hex(content), 16);
    total += tag === 0x02 ? value * 1000 : tag === 0x80 ? value : value / 1000;
  }
  return Math.ceil(total);
}

/** Lower-case hex of an integer, with its sign. */
export function integerHex(value: bigint): string {
  return value.toString(16);
}
