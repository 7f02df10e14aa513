/** Reads a personal signature that may come from anywhere: exact members, sizes, one spelling of everything. */

import { type CanonicalValue, canonicalBytes } from '../content/index.ts';
import { MAX_BATCH } from './batch.ts';
import type { ApprovalSignature } from './signature.ts';
import { type ApprovalStatement, MAX_STATEMENT_BYTES } from './statement.ts';

type Members = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;
/** Members by name; a question mark at the end of a name says it may be absent. */
type Shape = Readonly<Record<string, Check>>;

const isText =
  (from: number, to: number): Check =>
  (value) =>
    typeof value === 'string' && value.length >= from && value.length <= to && value.isWellFormed();
const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const isOne =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const listOf =
  (check: Check, max: number): Check =>
  (value) =>
    Array.isArray(value) && value.length <= max && value.every(check);
const fits =
  (shape: Shape): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return false;
    }
    const members = value as Members;
    const names = new Set(Object.keys(shape).map((name) => name.replace('?', '')));
    return (
      Object.keys(members).every((name) => names.has(name)) &&
      Object.entries(shape).every(([name, check]) => {
        const given = members[name.replace('?', '')];
        return given === undefined ? name.endsWith('?') : check(given);
      })
    );
  };

const id = isText(1, 128);
const name = isText(0, 200);
const digest = matches(/^[0-9a-f]{64}$/);
const digests = fits({ sha256: digest, sm3: digest });
const bytesUpTo = (max: number): Check => {
  const pattern = /^[A-Za-z0-9_-]+$/;
  return (value) =>
    typeof value === 'string' && value.length <= Math.ceil((max * 4) / 3) && pattern.test(value);
};
const certificate = bytesUpTo(16 * 1024);
const hash = matches(/^[A-Za-z0-9_-]{43}$/);
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const statementShape = fits({
  v: isOne(1),
  type: isOne('yiwen.approval'),
  organ: id,
  matter: id,
  'doc?': id,
  flow: id,
  node: id,
  step: id,
  verb: id,
  'version?': digests,
  'files?': listOf(digests, 500),
  'seal?': fits({ application: id, seal: id, 'digest?': isText(1, 128) }),
  opinion: digests,
  'ink?': digests,
  'choices?': isObject,
  actor: fits({
    personId: id,
    name,
    postId: id,
    post: name,
    'onBehalfOf?': fits({ 'personId?': id, name, postId: id, post: name, delegationId: id }),
  }),
  key: id,
  claimedAt: matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/),
});

const signatureShape = fits({
  v: isOne(1),
  statement: statementShape,
  'batch?': fits({
    index: count,
    size: (value) => count(value) && (value as number) >= 2 && (value as number) <= MAX_BATCH,
    sha256: listOf(hash, 8),
    sm3: listOf(hash, 8),
  }),
  proof: (value) =>
    fits({
      kind: isOne('key'),
      algorithm: isOne('sm2-sm3', 'ecdsa-p256-sha256'),
      certificate,
      chain: listOf(certificate, 6),
      value: bytesUpTo(200),
    })(value) ||
    fits({
      kind: isOne('passkey'),
      publicKey: bytesUpTo(1200),
      'certificate?': certificate,
      'chain?': listOf(certificate, 6),
      rpId: isText(1, 253),
      origin: isText(1, 300),
      authenticatorData: bytesUpTo(4096),
      clientDataJSON: bytesUpTo(4096),
      value: bytesUpTo(1200),
    })(value),
});

/** The statement when it is one and not too large; undefined otherwise. */
export function readStatement(value: unknown): ApprovalStatement | undefined {
  if (!statementShape(value)) {
    return undefined;
  }
  try {
    const size = canonicalBytes(value as CanonicalValue).length;
    return size <= MAX_STATEMENT_BYTES ? (value as ApprovalStatement) : undefined;
  } catch {
    return undefined;
  }
}

/** The signature when its form is right; undefined otherwise. Nothing in it is believed yet. */
export function readSignature(value: unknown): ApprovalSignature | undefined {
  return signatureShape(value) && readStatement((value as ApprovalSignature).statement) !== undefined
    ? (value as ApprovalSignature)
    : undefined;
}
