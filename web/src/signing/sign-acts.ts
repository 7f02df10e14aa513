/** Signing acts: the server says what each would record, this browser compares that with what is on screen, and signs. */

import {
  type ApprovalSignature,
  type ApprovalStatement,
  approvalBatch,
  approvalChallenge,
  choicesOf,
  opinionDigest,
  signApprovals,
  wholeInk,
} from '@yiwen/trust/approvals';
import { canonicalJson, digestContent } from '@yiwen/trust/content';
import { ApiError, type PreparedAct, prepareActs, type SigningKey } from '../api/index.ts';
import { openKey } from './own-key.ts';
import { assertOver } from './passkeys.ts';
import { NotWhatWasSeen, WrongPassword } from './signing-errors.ts';

/** What the person sees of an act, to hold the prepared statement against. */
export type Seen = PreparedAct & {
  personId: string;
  /** Posts of the person in this organ: a step may be held by any of them. */
  postIds: readonly string[];
  organId: string;
  /** The document on screen, where the screen shows one. */
  doc?: string | undefined;
  /** The post stood in for, null for none; absent where the screen does not say. */
  onBehalfOf?: string | null | undefined;
  /** Root of the version on screen. */
  root?: { sha256: string; sm3: string } | undefined;
};

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n));

/**
 * One signature of the person over all these acts, each with its path. Undefined for an act that was already done under
 * its key. Throws ApiError for a refused one, WrongPassword, NotWhatWasSeen, PasskeyRefused.
 */
export async function signActs(
  acts: readonly Seen[],
  key: SigningKey,
  password: string,
): Promise<(ApprovalSignature | undefined)[]> {
  const { items } = await prepareActs(
    acts.map(({ matterId, stepId, verb, body }) => ({ matterId, stepId, verb, body })),
  );
  const statements = items.map((item, i) => {
    if ('refused' in item) {
      const { code, message } = item.refused;
      throw new ApiError(409, code, message, null, null);
    }
    if (item.done !== null && !isWhatWasSeen(item.done, acts[i]!)) {
      throw new NotWhatWasSeen();
    }
    return item.done ?? undefined;
  });
  const open = statements.filter((one) => one !== undefined);
  const signatures = open.length === 0 ? [] : await signAll(open, key, password);
  return statements.map((one) => (one === undefined ? undefined : signatures[open.indexOf(one)]));
}

async function signAll(
  statements: readonly ApprovalStatement[],
  key: SigningKey,
  password: string,
): Promise<ApprovalSignature[]> {
  if (key.kind === 'passkey') {
    const { root, paths } = approvalBatch(statements);
    const proof = await assertOver(approvalChallenge(root), {
      credentialId: key.credentialId!,
      publicKey: key.publicKey,
    });
    const named =
      key.certificate === null ? {} : { certificate: key.certificate.der, chain: key.certificate.chain };
    return statements.map((statement, i) => {
      const batch = paths[i];
      return { v: 1, statement, ...(batch === undefined ? {} : { batch }), proof: { ...proof, ...named } };
    });
  }
  const opened = await openKey(key, password);
  if (opened === undefined) {
    throw new WrongPassword();
  }
  try {
    return await signApprovals(statements, opened, { random });
  } finally {
    opened.privateKey.fill(0);
  }
}

/** Whether the statement is about this act, by this person in this post, over these words, choices, strokes and this version. */
export function isWhatWasSeen(statement: ApprovalStatement, seen: Seen): boolean {
  const { matterId, stepId, verb, body, root } = seen;
  const mustNameVersion = statement.flow.startsWith('dispatch@') && root !== undefined;
  if (mustNameVersion && statement.version === undefined) {
    return false;
  }
  const expected = {
    organ: seen.organId,
    person: seen.personId,
    ...(seen.doc === undefined ? {} : { doc: seen.doc }),
    ...(seen.onBehalfOf === undefined ? {} : { onBehalfOf: seen.onBehalfOf ?? '' }),
    matter: matterId,
    step: stepId,
    verb,
    key: body.key,
    opinion: opinionDigest(body),
    ...(body.ink === undefined ? {} : { ink: digestContent(wholeInk(body.ink)) }),
    ...choicesOf(body),
    ...(root === undefined || statement.version === undefined ? {} : { version: root }),
  };
  const { organ, doc, actor, matter, step, key, opinion, ink, choices, version } = statement;
  const found = {
    ...{ organ, person: actor.personId },
    ...(seen.doc === undefined ? {} : { doc: doc ?? '' }),
    ...(seen.onBehalfOf === undefined ? {} : { onBehalfOf: actor.onBehalfOf?.postId ?? '' }),
    ...{ matter, step, verb: statement.verb, key, opinion },
    ...(ink === undefined ? {} : { ink }),
    ...(choices === undefined ? {} : { choices }),
    ...(root === undefined || version === undefined ? {} : { version }),
  };
  return seen.postIds.includes(actor.postId) && canonicalJson(found) === canonicalJson(expected);
}
