/**
 * The dated list of keys of printed codes: for each organ a statement, signed by the key the authority certified for
 * that organ. So a code is checked years later, without a network, by whoever kept the list and a trust list.
 */
import type { Finding } from '@yiwen/formats';
import { checkChain, parseCertificate, subjectOf, type TrustList } from '@yiwen/trust/certificates';
import { canonicalJson } from '@yiwen/trust/content';
import { base64, fromBase64, hash, hex, type Signer, utf8, verifySignature } from '@yiwen/trust/crypto';
import { PaperError } from './paper-error.ts';

/** A key of printed codes: P-256 with SHA-256. Days are `YYYY-MM-DD` of Beijing, both ends included. */
export type PaperKey = {
  /** Uncompressed point, 65 bytes. */
  publicKey: Uint8Array;
  from: string;
  to?: string;
  /** Since this day the key is known to be in other hands: no code of it is believed any more without asking the node. */
  revoked?: string;
};

/** What an organ states about its keys. */
export type KeyStatement = { organ: { id: string; name: string }; at: string; keys: readonly PaperKey[] };

/** A statement with its signature, as kept in a list. Binary members are base64. */
export type SignedKeyStatement = {
  statement: string;
  algorithm: 'sm2-sm3' | 'ecdsa-p256-sha256';
  certificate: string;
  chain: readonly string[];
  signature: string;
};

/** A statement that was checked. `trust` is the answer about the certificate that signed it, at the statement's time. */
export type CheckedStatement = KeyStatement & {
  trust: 'trusted' | 'untrusted' | 'bad';
  findings: readonly Finding[];
};

const PURPOSE = 'yiwen printed code keys 1';
const MOST_ORGANS = 5000;
const MOST_KEYS = 200;
const MOST_BYTES = 8 * 1024 * 1024;
const KEY_ID_BYTES = 4;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** The id of a key in printed codes: the first 4 bytes of its SHA-256. Two keys may share one; all of them are tried. */
export function paperKeyId(publicKey: Uint8Array): Uint8Array {
  return hash('sha256', publicKey).subarray(0, KEY_ID_BYTES);
}

/** Signs an organ's statement. The signer's certificate must name the organ. `at` is ISO 8601. */
export async function signKeyStatement(
  { organ, at, keys }: KeyStatement,
  signer: Signer,
): Promise<SignedKeyStatement> {
  if (signer.algorithm !== 'sm2-sm3' && signer.algorithm !== 'ecdsa-p256-sha256') {
    throw new PaperError('list-form', `statements are not signed with ${signer.algorithm}`);
  }
  const statement = canonicalJson({
    purpose: PURPOSE,
    organ,
    at,
    keys: keys.map(({ publicKey, from, to, revoked }) => ({
      id: hex(paperKeyId(publicKey)),
      algorithm: 'ecdsa-p256-sha256',
      key: base64(publicKey),
      from,
      ...(to === undefined ? {} : { to }),
      ...(revoked === undefined ? {} : { revoked }),
    })),
  });
  return {
    statement,
    algorithm: signer.algorithm,
    certificate: base64(signer.certificate),
    chain: signer.chain.map(base64),
    signature: base64(await signer.sign(utf8(statement))),
  };
}

/** JSON text of a list. */
export function keyListJson(list: readonly SignedKeyStatement[]): string {
  return `${JSON.stringify({ paperKeys: list }, null, 1)}\n`;
}

/** Reads a list. @throws PaperError `list-form` */
export function parseKeyList(json: string): SignedKeyStatement[] {
  if (json.length > MOST_BYTES) {
    throw new PaperError('list-form', `expected at most ${MOST_BYTES} characters`);
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new PaperError('list-form', 'expected JSON');
  }
  const list = record(value).paperKeys;
  if (!Array.isArray(list) || list.length > MOST_ORGANS) {
    throw new PaperError('list-form', `expected paperKeys, at most ${MOST_ORGANS}`);
  }
  return list.map((entry) => {
    const { statement, algorithm, certificate, chain, signature } = record(entry);
    if (algorithm !== 'sm2-sm3' && algorithm !== 'ecdsa-p256-sha256') {
      throw new PaperError('list-form', 'expected a known algorithm');
    }
    if (!Array.isArray(chain) || chain.length > 8) {
      throw new PaperError('list-form', 'expected a chain of at most 8 certificates');
    }
    return {
      statement: text(statement),
      algorithm,
      certificate: text(certificate),
      chain: chain.map(text),
      signature: text(signature),
    };
  });
}

/**
 * Checks one statement: its form, its signature, and whether its certificate leads to an authority of the trust list
 * for documents at the statement's time and names the organ. @throws PaperError `list-form` when it is none
 */
export function checkKeyStatement(
  signed: SignedKeyStatement,
  trust: TrustList | undefined,
  now: number,
): CheckedStatement {
  const statement = readStatement(signed.statement);
  const fault = (code: string, message: string): CheckedStatement => ({
    ...statement,
    trust: 'bad',
    findings: [{ code, severity: 'error', place: statement.organ.name, message }],
  });
  const certificate = bytes(signed.certificate);
  const at = Date.parse(statement.at);
  if (at > now + 24 * 3600 * 1000) {
    return fault('paper-list-from-the-future', '公钥名单注明的日期在将来');
  }
  const isSigned = isSignedStatement(signed, certificate);
  if (!isSigned) {
    return fault('paper-list-signature', '公钥名单的签名不对，名单被改动过');
  }
  const subject = subjectOf(parseCertificate(certificate).subject);
  // A certificate with a serialNumber is a person's: working for an organ, she is not the organ.
  const isOfOrgan = subject.organisation === statement.organ.name && subject.serialNumber === undefined;
  if (!isOfOrgan && subject.commonName !== statement.organ.name) {
    return fault('paper-list-other-organ', '公钥名单不是由所列机关的证书签署的');
  }
  const chain = checkChain(certificate, signed.chain.map(bytes), trust, { at, purpose: 'document', now });
  return { ...statement, trust: chain.status, findings: chain.findings };
}

function isSignedStatement(signed: SignedKeyStatement, certificate: Uint8Array): boolean {
  try {
    const { publicKey } = parseCertificate(certificate);
    return (
      publicKey !== undefined &&
      verifySignature(
        publicKey,
        signed.algorithm === 'sm2-sm3' ? { scheme: 'sm2', hash: 'sm3' } : { scheme: 'ecdsa', hash: 'sha256' },
        utf8(signed.statement),
        bytes(signed.signature),
      )
    );
  } catch {
    // A certificate that cannot be read has signed nothing.
    return false;
  }
}

function readStatement(json: string): KeyStatement {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new PaperError('list-form', 'expected a JSON statement');
  }
  const { purpose, organ, at, keys } = record(value);
  const { id, name } = record(organ);
  if (purpose !== PURPOSE || !Array.isArray(keys) || keys.length > MOST_KEYS) {
    throw new PaperError('list-form', `expected the purpose "${PURPOSE}" and at most ${MOST_KEYS} keys`);
  }
  if (Number.isNaN(Date.parse(text(at)))) {
    throw new PaperError('list-form', 'expected a time');
  }
  return {
    organ: { id: text(id), name: text(name) },
    at: text(at),
    keys: keys.map((entry): PaperKey => {
      const { algorithm, key, from, to, revoked } = record(entry);
      const publicKey = bytes(text(key));
      if (algorithm !== 'ecdsa-p256-sha256' || publicKey.length !== 65) {
        throw new PaperError('list-form', 'expected a P-256 key');
      }
      return {
        publicKey,
        from: day(from),
        ...(to === undefined ? {} : { to: day(to) }),
        ...(revoked === undefined ? {} : { revoked: day(revoked) }),
      };
    }),
  };
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PaperError('list-form', 'expected an object');
  }
  return value as Record<string, unknown>;
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw new PaperError('list-form', 'expected a text');
  }
  return value;
}

function day(value: unknown): string {
  if (typeof value !== 'string' || !DAY.test(value)) {
    throw new PaperError('list-form', 'expected a day YYYY-MM-DD');
  }
  return value;
}

function bytes(value: string): Uint8Array {
  const decoded = fromBase64(value);
  if (decoded === undefined) {
    throw new PaperError('list-form', 'expected base64');
  }
  return decoded;
}
