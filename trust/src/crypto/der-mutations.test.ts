/** The DER reader over broken and made-up bytes: it reads or throws DerError, and in `der` mode there is one spelling. */
import { randomBytes, randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bits,
  boolean,
  DerError,
  type DerNode,
  der,
  integer,
  namedBits,
  objectIdentifier,
  octets,
  p256KeyPair,
  readDer,
  readDerPrefix,
  readHashAlgorithm,
  readPublicKey,
  readRsaPrivateKey,
  readSignatureAlgorithm,
  sequence,
  setOf,
  smallInteger,
  text,
  time,
  writePublicKey,
} from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? randomInt(2 ** 31));
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`DER mutations: YIWEN_SEED=${seed}`);
const options = { seed, numRuns: 300 * soak };

const leaf = fc.oneof(
  fc.bigInt().map((value) => der.int(value)),
  fc.boolean().map((value) => der.bool(value)),
  fc.uint8Array({ maxLength: 300 }).map((value) => der.oct(value)),
  fc.uint8Array({ maxLength: 40 }).map((value) => der.bitString(value)),
  fc.string({ maxLength: 40, unit: 'binary' }).map((value) => der.utf8String(value)),
  fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') })
    .map((value) => der.generalizedTime(value.getTime())),
  fc
    .constantFrom(
      '1.2.840.10045.2.1',
      '2.5.29.15',
      '1.2.156.10197.1.501',
      '2.25.329800735698586629295641978511506172918',
    )
    .map((value) => der.oid(value)),
  fc.constant(der.nul()),
);
const { tree } = fc.letrec<{ tree: Uint8Array }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 5 }).map((parts) => der.seq(...parts)),
    fc.array(tie('tree'), { maxLength: 5 }).map((parts) => der.set(...parts)),
    fc.tuple(fc.nat(10), tie('tree')).map(([n, part]) => der.explicit(n, part)),
  ),
}));

/** Bytes with one change: a byte set, taken out or put in, or the end cut off. */
const changed = fc.tuple(tree, fc.nat(), fc.nat(255), fc.nat(3)).map(([bytes, at, value, kind]) => {
  const place = at % bytes.length;
  const out = [...bytes];
  out.splice(place, kind === 2 ? 0 : kind === 3 ? out.length : 1, ...(kind === 1 ? [] : [value]));
  return Uint8Array.from(out);
});

function written(node: DerNode): Uint8Array {
  return (node.tag & 0x20) === 0
    ? der.tlv(node.tag, node.content)
    : der.tlv(node.tag, ...node.children.map((child) => written(child)));
}

function onlyDerError(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(DerError);
  }
}

const accessors: ((node: DerNode) => unknown)[] = [
  ...[bits, boolean, integer, namedBits, objectIdentifier, octets, sequence, setOf, smallInteger, text, time],
  ...[readHashAlgorithm, readPublicKey, readSignatureAlgorithm],
];

function visit(node: DerNode): void {
  for (const accessor of accessors) {
    onlyDerError(() => accessor(node));
  }
  for (const child of node.children) {
    visit(child);
  }
}

describe('the DER reader', () => {
  it('reads back what the writer wrote', () => {
    fc.assert(
      fc.property(tree, (bytes) => {
        expect(written(readDer(bytes))).toEqual(bytes);
      }),
      options,
    );
  });

  it('reads changed bytes or throws DerError, and takes one spelling only', () => {
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        onlyDerError(() => {
          const node = readDer(bytes);
          expect(written(node)).toEqual(bytes);
          visit(node);
        });
        onlyDerError(() => visit(readDer(bytes, { mode: 'ber' })));
        onlyDerError(() => readDerPrefix(bytes, { mode: 'ber' }));
      }),
      options,
    );
  });

  it('reads changed keys or throws DerError', () => {
    const { publicKey } = p256KeyPair((n) => new Uint8Array(randomBytes(n)));
    const whole = writePublicKey({ kind: 'p256', point: publicKey });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const bytes = Uint8Array.from(whole);
        bytes[at] = value;
        onlyDerError(() => readPublicKey(readDer(bytes)));
        onlyDerError(() => readRsaPrivateKey(bytes));
      }),
      options,
    );
  });
});

it('a year before 100 stays that year', () => {
  for (const digits of ['00500101000000Z', '00990101000000Z']) {
    expect(() => time(readDer(der.tlv(0x18, new TextEncoder().encode(digits))))).toThrow(DerError);
  }
});
