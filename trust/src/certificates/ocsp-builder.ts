/** Making OCSP requests and basic responses (RFC 6960). */

import {
  DerError,
  der,
  fromHex,
  type HashName,
  type RandomSource,
  type Signer,
  type SignerAlgorithm,
  sha1,
  writeSignatureAlgorithm,
} from '@yiwen/trust/crypto';
import { type Certificate, parseCertificate } from './certificate.ts';
import { type IssuerKey, signAs } from './certificate-builder.ts';
import { writeReason } from './crl-builder.ts';
import { OCSP_BASIC, OCSP_NONCE, parseOcspRequest } from './ocsp.ts';
import { isIdOfIssuer, keyBits, writeCertificateId } from './ocsp-certificate-id.ts';
import type { RevocationReason } from './revocation-reason.ts';

/** A request about `certificates` of one `issuer`, DER. With `random` it carries a nonce of 16 bytes. */
export function ocspRequest(
  certificates: readonly Certificate[],
  issuer: Certificate,
  options: { random?: RandomSource; hash?: HashName } = {},
): Uint8Array {
  const requests = certificates.map((certificate) =>
    der.seq(writeCertificateId(certificate, issuer, options.hash)),
  );
  const nonce = options.random === undefined ? undefined : der.oct(options.random(16));
  return der.seq(
    der.seq(
      der.seq(...requests),
      ...(nonce === undefined
        ? []
        : [der.explicit(2, der.seq(der.seq(der.oid(OCSP_NONCE), der.oct(nonce))))]),
    ),
  );
}

/** What a responder knows of a certificate. Times are Unix ms. */
export type KnownStatus =
  | { status: 'good' }
  | { status: 'revoked'; at: number; reason: RevocationReason }
  | { status: 'unknown' };

/** A responder: its certificate (the issuer's own, or a delegated one) and key. */
export type OcspResponder = Pick<IssuerKey, 'privateKey' | 'algorithm'> & {
  certificate: Uint8Array;
  /** How the response names it; both are in use. */
  namedBy?: 'key' | 'name';
};

/** A response that gives no status. 1: malformed request, 2: internal error, 3: try later, 6: unauthorised. */
export function refuseOcsp(code: 1 | 2 | 3 | 6): Uint8Array {
  return der.seq(der.tlv(0x0a, Uint8Array.of(code)));
}

function writeStatus(known: KnownStatus): Uint8Array {
  switch (known.status) {
    case 'good':
      return der.implicit(0, new Uint8Array(0));
    case 'unknown':
      return der.implicit(2, new Uint8Array(0));
    case 'revoked':
      return der.tlv(
        0xa1,
        der.generalizedTime(known.at),
        ...(known.reason === 'unspecified' ? [] : [der.explicit(0, writeReason(known.reason))]),
      );
  }
}

/** What an answer is made of, beside the request. */
export type OcspAnswering = {
  issuer: Uint8Array;
  statusOf: (serial: string) => KnownStatus;
  thisUpdate: number;
  nextUpdate: number;
};

/** ResponseData of the answer to a request, or the finished refusal of one that is none. */
function responseData(
  request: Uint8Array,
  responder: Pick<OcspResponder, 'certificate' | 'namedBy'>,
  options: OcspAnswering,
): { tbs: Uint8Array } | { refusal: Uint8Array } {
  const issuer = parseCertificate(options.issuer);
  const certificate = parseCertificate(responder.certificate);
  let asked: ReturnType<typeof parseOcspRequest>;
  try {
    asked = parseOcspRequest(request);
  } catch (error) {
    if (error instanceof DerError) {
      return { refusal: refuseOcsp(1) };
    }
    throw error;
  }
  const statuses = asked.ids.map((id) =>
    der.seq(
      id.der,
      writeStatus(isIdOfIssuer(id, issuer) ? options.statusOf(id.serial) : { status: 'unknown' }),
      der.generalizedTime(options.thisUpdate),
      der.explicit(0, der.generalizedTime(options.nextUpdate)),
    ),
  );
  const tbs = der.seq(
    responder.namedBy === 'name'
      ? der.explicit(1, certificate.subject.der)
      : der.explicit(2, der.oct(sha1(keyBits(certificate)))),
    der.generalizedTime(options.thisUpdate),
    der.seq(...statuses),
    ...(asked.nonce === undefined ? [] : [writeNonce(asked.nonce)]),
  );
  return { tbs };
}

function response(
  tbs: Uint8Array,
  responder: { certificate: Uint8Array; algorithm: SignerAlgorithm },
  signature: Uint8Array,
): Uint8Array {
  const basic = der.seq(
    tbs,
    writeSignatureAlgorithm(responder.algorithm),
    der.bitString(signature),
    der.explicit(0, der.seq(responder.certificate)),
  );
  return der.seq(
    der.tlv(0x0a, Uint8Array.of(0)),
    der.explicit(0, der.seq(der.oid(OCSP_BASIC), der.oct(basic))),
  );
}

/**
 * Answers a request, DER. `statusOf` is asked for each serial number of certificates of `issuer`; those of anybody else
 * are `unknown`. `thisUpdate`/`nextUpdate`: Unix ms, the span for which the answer holds.
 */
export function answerOcsp(
  request: Uint8Array,
  responder: OcspResponder,
  options: OcspAnswering & { random: RandomSource },
): Uint8Array {
  const made = responseData(request, responder, options);
  return 'refusal' in made
    ? made.refusal
    : response(made.tbs, responder, signAs(responder, made.tbs, options.random));
}

/** As {@link answerOcsp}, by a responder whose key may be in a device. */
export async function signOcsp(
  request: Uint8Array,
  responder: Signer,
  options: OcspAnswering,
): Promise<Uint8Array> {
  const made = responseData(request, responder, options);
  return 'refusal' in made ? made.refusal : response(made.tbs, responder, await responder.sign(made.tbs));
}

function writeNonce(nonce: string): Uint8Array {
  return der.explicit(1, der.seq(der.seq(der.oid(OCSP_NONCE), der.oct(fromHex(nonce)))));
}
