/** Making certificate revocation lists: version 2 with CRLNumber, authority key identifier and reasons; SM2 or P-256. */

import {
  concat,
  der,
  fromHex,
  type RandomSource,
  type Signer,
  type SignerAlgorithm,
  writeSignatureAlgorithm,
} from '@yiwen/trust/crypto';
import { type IssuerKey, issuerNames, keyIdentifier, signAs } from './certificate-builder.ts';
import { type RevocationReason, reasonCode } from './revocation-reason.ts';

/** What goes into a list. Times are Unix ms, `serial` as in `Certificate.serial`; `number` grows with every list. */
export type CrlContent = {
  number: bigint;
  thisUpdate: number;
  nextUpdate: number;
  revoked: readonly { serial: string; at: number; reason: RevocationReason; invalidFrom?: number }[];
};

function extension(oid: string, value: Uint8Array): Uint8Array {
  return der.seq(der.oid(oid), der.oct(value));
}

/** ENUMERATED of a reason. */
export function writeReason(reason: RevocationReason): Uint8Array {
  return der.tlv(0x0a, Uint8Array.of(reasonCode(reason)));
}

function entry({ serial, at, reason, invalidFrom }: CrlContent['revoked'][number]): Uint8Array {
  const extensions = [
    // RFC 5280 5.3.1: unspecified is said by saying nothing.
    ...(reason === 'unspecified' ? [] : [extension('2.5.29.21', writeReason(reason))]),
    ...(invalidFrom === undefined ? [] : [extension('2.5.29.24', der.generalizedTime(invalidFrom))]),
  ];
  return der.seq(
    der.tlv(0x02, fromHex(serial)),
    der.certificateTime(at),
    ...(extensions.length === 0 ? [] : [der.seq(...extensions)]),
  );
}

/** All parts as one. A call takes some ten thousand arguments at most, and a list may hold more entries than that. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < parts.length; at += 1000) {
    blocks.push(concat(...parts.slice(at, at + 1000)));
  }
  return concat(...blocks);
}

/** TBSCertList. */
function toBeSigned(
  content: CrlContent,
  issuer: { name: Uint8Array; keyId: Uint8Array; algorithm: SignerAlgorithm },
): Uint8Array {
  return der.seq(
    der.int(1),
    writeSignatureAlgorithm(issuer.algorithm),
    issuer.name,
    der.certificateTime(content.thisUpdate),
    der.certificateTime(content.nextUpdate),
    // RFC 5280 5.1.2.6: without entries the field is absent, not empty.
    ...(content.revoked.length === 0 ? [] : [der.seq(joined(content.revoked.map(entry)))]),
    der.explicit(
      0,
      der.seq(
        extension('2.5.29.35', der.seq(der.implicit(0, issuer.keyId))),
        extension('2.5.29.20', der.int(content.number)),
      ),
    ),
  );
}

/** Makes and signs a list; DER. */
export function buildCrl(
  content: CrlContent,
  issuer: IssuerKey,
  options: { random: RandomSource },
): Uint8Array {
  const { name, algorithm } = issuer;
  const tbs = toBeSigned(content, { name, keyId: keyIdentifier(issuer.publicKey), algorithm });
  return der.seq(tbs, writeSignatureAlgorithm(algorithm), der.bitString(signAs(issuer, tbs, options.random)));
}

/** As {@link buildCrl}, by an issuer whose key may be in a device. */
export async function signCrl(content: CrlContent, issuer: Signer): Promise<Uint8Array> {
  const { algorithm } = issuer;
  const tbs = toBeSigned(content, { ...issuerNames(issuer.certificate), algorithm });
  return der.seq(tbs, writeSignatureAlgorithm(algorithm), der.bitString(await issuer.sign(tbs)));
}
