/**
 * The approval statement 签批声明: what a person agrees to, as canonical JSON (RFC 8785), so that a signature stands on
 * one document, one version, one step, one opinion and one person, and on nothing else. Its digest is a Merkle leaf:
 * one act alone is a batch of one.
 */

import { type CanonicalValue, canonicalBytes, type Digests, digestContent } from '../content/index.ts';
import { sha256, sm3 } from '../crypto/index.ts';
import { leafHash } from '../merkle/index.ts';

/** Who acts, in which post, and for whom where a delegation is used: the `actor` member of the act's event body. */
export type ApprovalActor = {
  readonly personId: string;
  readonly name: string;
  readonly postId: string;
  readonly post: string;
  readonly onBehalfOf?: {
    readonly personId?: string;
    readonly name: string;
    readonly postId: string;
    readonly post: string;
    /** The delegation record: without it nobody signs on behalf. */
    readonly delegationId: string;
  };
};

/** A use of a seal 用印 that is approved; `digest` is SHA-256 of the file or of the version's root. */
export type ApprovedUse = { readonly application: string; readonly seal: string; readonly digest?: string };

/** What is signed. Ids are those of the event body; digests are lower-case hexadecimal. */
export type ApprovalStatement = {
  readonly v: 1;
  readonly type: 'yiwen.approval';
  readonly organ: string;
  readonly matter: string;
  readonly doc?: string;
  /** `id@version` of the flow, the node stood at, the step, and the verb: 签发, 会签, 审核, 批示… */
  readonly flow: string;
  readonly node: string;
  readonly step: string;
  readonly verb: string;
  /** Merkle root of the version approved (by SHA-256 and SM3). Absent where the act stands on no version. */
  readonly version?: Digests;
  /** Digests of the files acted on, for a paper from outside; sorted by SHA-256. */
  readonly files?: readonly Digests[];
  /** For the approval of a use of a seal: the application, the seal, and the digest of what is to be sealed. */
  readonly seal?: ApprovedUse;
  /** {@link opinionDigest} of what was written. */
  readonly opinion: Digests;
  /** {@link digestContent} of the handwriting as the event body keeps it. */
  readonly ink?: Digests;
  /** Everything else that was chosen (handlers, readers, receivers…), as it was sent. */
  readonly choices?: { readonly [name: string]: CanonicalValue };
  readonly actor: ApprovalActor;
  /** The act's idempotency key: a statement is good for one act, also one made offline. */
  readonly key: string;
  /** When the person says it was, ISO 8601 with zone; the server's time stands in the act. */
  readonly claimedAt: string;
};

/** Largest statement accepted, bytes of its canonical form. */
export const MAX_STATEMENT_BYTES = 64 * 1024;

/** The words of an act that a person wrote; absent and empty are the same. */
export type ApprovalWords = {
  readonly opinion?: string | undefined;
  readonly reason?: string | undefined;
  readonly result?: string | undefined;
  readonly deadline?: string | undefined;
};

/** Digests over the canonical JSON of the words given. */
export function opinionDigest(words: ApprovalWords): Digests {
  const given: Record<string, string> = {};
  for (const name of ['opinion', 'reason', 'result', 'deadline'] as const) {
    const text = words[name];
    if (typeof text === 'string' && text !== '') {
      given[name] = text;
    }
  }
  return digestContent(given);
}

/** The leaf hashes of a statement (0x00 ‖ canonical JSON, by SHA-256 and by SM3), 32 bytes each. Throws CanonicalJsonError. */
export function statementLeaf(statement: ApprovalStatement): { sha256: Uint8Array; sm3: Uint8Array } {
  const bytes = canonicalBytes(statement as unknown as CanonicalValue);
  return { sha256: leafHash(sha256, bytes), sm3: leafHash(sm3, bytes) };
}

/** Members of an act's input that the statement has members of its own for, or that are about the signature itself. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'key',
  'expected',
  'opinion',
  'reason',
  'result',
  'deadline',
  'ink',
  'versionId',
  'signature',
  'unsigned',
]);

/** What else was chosen in an act's input: the statement's `choices`, absent where nothing was. */
export function choicesOf(input: Readonly<Record<string, unknown>>): Pick<ApprovalStatement, 'choices'> {
  const chosen = Object.entries(input).filter(([name, value]) => !ELSEWHERE.has(name) && value !== undefined);
  return chosen.length === 0
    ? {}
    : { choices: Object.fromEntries(chosen) as NonNullable<ApprovalStatement['choices']> };
}

/** The use of a seal that an act's recorded members are about; undefined where they are about none. */
export function useOf(data: Readonly<Record<string, unknown>>): ApprovedUse | undefined {
  const { applicationId, sealId, digest } = data;
  return typeof applicationId === 'string' && typeof sealId === 'string'
    ? {
        application: applicationId,
        seal: sealId,
        ...(typeof digest === 'string' && digest !== '' ? { digest } : {}),
      }
    : undefined;
}
