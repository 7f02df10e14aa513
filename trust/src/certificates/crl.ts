/** Certificate revocation lists (RFC 5280 §5; GM/T 0015 for SM2): reading. Complete lists of one issuer only. */

import {
  bits,
  boolean,
  DerError,
  type DerNode,
  equalBytes,
  hex,
  integer,
  objectIdentifier,
  octets,
  type PublicKey,
  readDer,
  readSignatureAlgorithm,
  type SignatureAlgorithm,
  sequence,
  smallInteger,
  time,
  verifySignature,
} from '@yiwen/trust/crypto';
import { type Certificate, fingerprint } from './certificate.ts';
import { type Name, readName } from './name.ts';
import { type RevocationReason, reasonOfCode } from './revocation-reason.ts';

/** One revoked certificate. `at` is the revocation date, `invalidFrom` since when its key was not safe; Unix ms. */
export type RevokedEntry = { at: number; reason: RevocationReason; invalidFrom?: number };

/** A list as read. Times are Unix ms; entries by serial number as in `Certificate.serial`. */
export type RevocationList = {
  readonly tbs: Uint8Array;
  readonly issuer: Name;
  readonly thisUpdate: number;
  readonly nextUpdate: number | undefined;
  readonly number: bigint | undefined;
  readonly authorityKeyId: string | undefined;
  readonly entries: ReadonlyMap<string, RevokedEntry>;
  /**
   * Whose certificates it speaks of. `part`: of some only, so that absence from it says nothing; `indirect`: its entries
   * may be other issuers' certificates, so that it says nothing at all here.
   */
  readonly scope: 'all' | 'users' | 'authorities' | 'part' | 'indirect';
  /** Critical extensions not processed here (a delta list among them): absence from the list says nothing. */
  readonly unknownCritical: readonly string[];
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
};

/** Room for a hundred thousand entries; a tree of more nodes than this would take hundreds of megabytes. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_NODES = 900_000;

/** Reads a list, DER. Throws DerError. */
export function parseCrl(bytes: Uint8Array): RevocationList {
  if (bytes.length > MAX_BYTES) {
    throw new DerError(`expected a revocation list of at most ${MAX_BYTES} bytes, found ${bytes.length}`);
  }
  const [tbs, algorithm, signature, ...rest] = sequence(
    readDer(bytes, { maxDepth: 16, maxNodes: MAX_NODES }),
  );
  const fields = [...sequence(tbs)];
  const version = fields[0]?.tag === 0x02 ? smallInteger(fields.shift()) : 0;
  const inner = fields.shift();
  const issuer = readName(fields.shift());
  const thisUpdate = time(fields.shift());
  const isTime = fields[0]?.tag === 0x17 || fields[0]?.tag === 0x18;
  const nextUpdate = isTime ? time(fields.shift()) : undefined;
  const revoked = fields[0]?.tag === 0x30 ? fields.shift()! : undefined;
  const extensions = fields[0]?.tag === 0xa0 ? fields.shift()! : undefined;
  if (rest.length > 0 || fields.length > 0 || version > 1) {
    throw new DerError('expected a revocation list');
  }
  if (inner === undefined || algorithm === undefined || !equalBytes(inner.bytes, algorithm.bytes)) {
    throw new DerError('expected the same signature algorithm inside and outside');
  }
  const out = {
    tbs: tbs!.bytes,
    issuer,
    thisUpdate,
    nextUpdate,
    number: undefined as bigint | undefined,
    authorityKeyId: undefined as string | undefined,
    entries: new Map<string, RevokedEntry>(),
    scope: 'all' as RevocationList['scope'],
    unknownCritical: [] as string[],
    signatureAlgorithm: readSignatureAlgorithm(algorithm),
    signature: bits(signature),
  };
  for (const entry of revoked?.children ?? []) {
    readEntry(sequence(entry), out);
  }
  readExtensions(extensions?.children[0], (oid, value, critical) => {
    if (oid === '2.5.29.20') {
      out.number = integer(value());
    } else if (oid === '2.5.29.35') {
      const keyId = sequence(value()).find(({ tag }) => tag === 0x80);
      out.authorityKeyId = keyId === undefined ? undefined : hex(keyId.content);
    } else if (oid === '2.5.29.28') {
      out.scope = readScope(sequence(value()));
    } else if (critical) {
      out.unknownCritical.push(oid);
    }
  });
  return out;
}

/** Calls `each` for every extension of a list; `value` parses the extnValue. */
function readExtensions(
  list: DerNode | undefined,
  each: (oid: string, value: () => DerNode, critical: boolean) => void,
): void {
  const seen = new Set<string>();
  for (const extension of list === undefined ? [] : sequence(list)) {
    const [oidNode, ...rest] = sequence(extension);
    const oid = objectIdentifier(oidNode);
    if (seen.has(oid) || rest.length < 1 || rest.length > 2) {
      throw new DerError(`expected extension ${oid} once`);
    }
    seen.add(oid);
    const bytes = octets(rest[rest.length - 1]);
    each(oid, () => readDer(bytes, { maxDepth: 16, maxNodes: 2000 }), rest.length === 2 && boolean(rest[0]));
  }
}

function readEntry(
  [serial, date, extensions]: readonly DerNode[],
  out: { entries: Map<string, RevokedEntry>; unknownCritical: string[] },
): void {
  if (serial?.tag !== 0x02) {
    throw new DerError('expected a serial number');
  }
  const entry: RevokedEntry = { at: time(date), reason: 'unspecified' };
  readExtensions(extensions, (oid, value, critical) => {
    if (oid === '2.5.29.21') {
      entry.reason = readReason(value());
    } else if (oid === '2.5.29.24') {
      entry.invalidFrom = time(value());
    } else if (critical) {
      // Among these the certificate issuer of an indirect list: the entry may be another authority's.
      out.unknownCritical.push(oid);
    }
  });
  out.entries.set(hex(serial.content), entry);
}

/** CRLReason. Throws DerError. */
export function readReason(node: DerNode | undefined): RevocationReason {
  if (node?.tag !== 0x0a || node.content.length !== 1) {
    throw new DerError('expected a revocation reason');
  }
  return reasonOfCode(node.content[0]);
}

/** IssuingDistributionPoint (RFC 5280 5.2.5). */
function readScope(fields: readonly DerNode[]): RevocationList['scope'] {
  const [only, ...more] = fields;
  if (only === undefined) {
    return 'all';
  }
  if (fields.some(({ tag }) => tag === 0x84)) {
    return 'indirect';
  }
  const isSet = only.content.length === 1 && only.content[0] !== 0;
  if (more.length > 0 || !isSet) {
    return 'part';
  }
  return only.tag === 0x81 ? 'users' : only.tag === 0x82 ? 'authorities' : 'part';
}

/** Whether `issuer` signed the list and may: same name, key identifier where given, key usage cRLSign. */
export function isCrlOf(list: RevocationList, issuer: Certificate): boolean {
  const { subjectKeyId, keyUsage } = issuer.extensions;
  const keysAgree =
    list.authorityKeyId === undefined || subjectKeyId === undefined || list.authorityKeyId === subjectKeyId;
  return (
    keysAgree &&
    equalBytes(list.issuer.der, issuer.subject.der) &&
    (keyUsage === undefined || keyUsage.crlSign) &&
    issuer.publicKey !== undefined &&
    isSignedByKey(list, issuer, issuer.publicKey)
  );
}

/** Answers already found for a list, by the issuer's fingerprint: digesting a long list again takes longer than reading it. */
const answers = new WeakMap<RevocationList, Map<string, boolean>>();

function isSignedByKey(list: RevocationList, issuer: Certificate, key: PublicKey): boolean {
  const known = answers.get(list) ?? new Map<string, boolean>();
  answers.set(list, known);
  const name = fingerprint(issuer);
  let answer = known.get(name);
  if (answer === undefined) {
    answer = verifySignature(key, list.signatureAlgorithm, list.tbs, list.signature);
    known.set(name, answer);
  }
  return answer;
}
