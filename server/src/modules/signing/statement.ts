/** The statement an act stands for, from the very facts the act will record. */

import { type ApprovalStatement, choicesOf, opinionDigest, useOf } from '@yiwen/trust/approvals';
import { type Digests, digestContent } from '@yiwen/trust/content';
import { OfficeError } from '../../platform/errors/index.ts';
import { type Attest, storeInk } from '../workflow/index.ts';

/** What the act is known to do. */
export type Attested = Parameters<Attest>[1];

/** Builds it. `files` are those of a paper from outside; `claimedAt` is the person's own clock. */
export function statementOf(
  input: Attested,
  files: readonly Digests[],
  claimedAt: string,
): ApprovalStatement {
  const { matter, step, verb, body, actor, data } = input;
  const { personId, postId, onBehalfOf } = actor;
  if (onBehalfOf !== undefined && onBehalfOf.delegationId === undefined) {
    throw new OfficeError('signing.delegation-missing');
  }
  const use = useOf(data);
  const root = data.root as Digests | undefined;
  return {
    v: 1,
    type: 'yiwen.approval',
    organ: matter.organId,
    matter: matter.id,
    ...(matter.documentId === undefined ? {} : { doc: matter.documentId }),
    flow: `${matter.flow.id}@${matter.flow.version}`,
    node: step.node,
    step: step.id,
    verb: verb.verb,
    ...(root === undefined ? {} : { version: { sha256: root.sha256, sm3: root.sm3 } }),
    ...(root !== undefined || files.length === 0 ? {} : { files }),
    ...(use === undefined ? {} : { seal: use }),
    opinion: opinionDigest(body),
    ...(body.ink === undefined ? {} : { ink: digestContent(storeInk(body.ink)) }),
    ...choicesOf(body),
    actor: {
      personId: personId!,
      name: actor.name,
      postId: postId!,
      post: actor.post,
      ...(onBehalfOf === undefined
        ? {}
        : { onBehalfOf: { ...onBehalfOf, delegationId: onBehalfOf.delegationId! } }),
    },
    key: body.key,
    claimedAt,
  };
}
