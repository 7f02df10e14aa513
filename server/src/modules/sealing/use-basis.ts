/** Whether a use of a seal is allowed, and on what it rests. Every refusal says what to do instead. */
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { ActorRecord } from '../../platform/events/index.ts';
import type { PostView } from '../workflow/index.ts';
import { type Registered, ruleOf } from './register.ts';
import { fitsDocument, mayApply, mayApprove, type SealRule } from './rule.ts';
import type { AboutDocument, Frozen } from './source.ts';
import type { SealRow } from './store.ts';
import type { Basis, Who } from './use.ts';
import { openApplicationOf } from './use-store.ts';

/** The post somebody acts in: their own, or the one they stand in for. */
export function actingPost(actor: ActorRecord): string | undefined {
  return actor.onBehalfOf?.postId ?? actor.postId;
}

/** Somebody as an act names them. */
export function whoOf(actor: ActorRecord): Who {
  return {
    name: actor.name,
    post: actor.post,
    ...(actor.personId === undefined ? {} : { personId: actor.personId }),
    ...(actor.postId === undefined ? {} : { postId: actor.postId }),
  };
}

/** The rule a seal is used under now. */
export function currentRule(
  tx: Tx,
  seal: Pick<Registered, 'id' | 'rule_no'>,
  posts: ReadonlyMap<string, PostView>,
): Promise<SealRule> {
  const clerks = new Set(['clerk', 'village-clerk', 'county-clerk']);
  return ruleOf(
    tx,
    seal,
    () => [...posts.values()].find((post) => clerks.has(post.role) && post.holders.length > 0)?.id ?? null,
  );
}

/** Refuses anybody but the keeper; a personal seal anybody but its owner in person. */
export function refuseOtherHands(
  rule: SealRule,
  seal: Pick<Registered, 'kind' | 'person_id'>,
  actor: ActorRecord,
  posts: ReadonlyMap<string, PostView>,
): void {
  if (seal.kind === 'personal') {
    if (actor.personId === undefined || actor.personId !== seal.person_id || actor.onBehalfOf !== undefined) {
      throw new OfficeError('sealing.not-owner');
    }
    return;
  }
  if (rule.keeperPost === null || actingPost(actor) !== rule.keeperPost) {
    const keeper = rule.keeperPost === null ? undefined : posts.get(rule.keeperPost);
    throw new OfficeError('sealing.not-keeper', {
      keeper: { title: keeper?.title ?? '', name: keeper?.holders[0]?.name ?? '' },
    });
  }
}

/** Whether a person keeps the seal: holds the keeper's post, or owns it. */
export function keeps(
  rule: SealRule,
  seal: Pick<Registered, 'person_id'>,
  personId: string | undefined,
  posts: ReadonlyMap<string, PostView>,
): boolean {
  const holders = rule.keeperPost === null ? [] : (posts.get(rule.keeperPost)?.holders ?? []);
  return personId !== undefined && (personId === seal.person_id || holders.some(({ id }) => id === personId));
}

/**
 * What the sealing of an own document rests on: 签发 of this version by an approver who neither keeps the seal nor
 * seals now; otherwise an approved application for this very version. Throws where there is neither.
 */
export async function basisOfDocument(
  tx: Tx,
  use: {
    seal: SealRow;
    frozen: Frozen;
    about: AboutDocument;
    /** The post that drafted it. */
    drafter: string;
    actor: ActorRecord;
    posts: ReadonlyMap<string, PostView>;
  },
): Promise<Basis> {
  const { seal, frozen, about, actor, posts } = use;
  const rule = await currentRule(tx, seal, posts);
  refuseOtherHands(rule, seal, actor, posts);
  if (!fitsDocument(rule, about)) {
    throw new OfficeError('sealing.kind-not-allowed', { form: about.form, kind: about.kind });
  }
  const drafter = posts.get(use.drafter);
  if (drafter !== undefined && !mayApply(rule, drafter)) {
    throw new OfficeError('sealing.section-not-allowed', { post: drafter.title });
  }
  const applicant: Who = {
    name: drafter?.holders[0]?.name ?? '',
    post: drafter?.title ?? '',
    postId: use.drafter,
  };
  const application = await openApplicationOf(tx, seal.id, frozen.documentId);
  if (application?.approval && application.document?.root.sha256 === frozen.root.sha256) {
    if (application.approval.personId === actor.personId) {
      throw new OfficeError('sealing.own-approval');
    }
    return {
      kind: 'application',
      ruleNo: seal.rule_no,
      approval: application.approval,
      applicant: application.applicant,
      applicationId: application.id,
    };
  }
  const signerPost = about.signer && posts.get(about.signer.postId);
  if (!rule.signOffCounts || signerPost === undefined || !mayApprove(rule, signerPost)) {
    throw new OfficeError('sealing.needs-application');
  }
  const signer = about.signer!.personId;
  if (signer === actor.personId || keeps(rule, seal, signer, posts)) {
    throw new OfficeError('sealing.own-approval');
  }
  return {
    kind: 'sign-off',
    ruleNo: seal.rule_no,
    approval: { ...frozen.approval, personId: signer, postId: about.signer!.postId },
    applicant,
  };
}
