/** What the verbs of the flow `seal-use` do beside moving steps. Who holds a node is said by the seal's rule. */
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Node } from '../../platform/node/index.ts';
import {
  type Matter,
  type PostView,
  postsOf,
  type Registry,
  type VerbEffect,
  type VerbInput,
} from '../workflow/index.ts';
import { type Registered, registered } from './register.ts';
import { fileRequested, useApproved, useRejected } from './register-acts.ts';
import { mayApprove, type SealRule } from './rule.ts';
import { type FileJob, fileSealingQueue } from './seal-file.ts';
import { canSeal, type SealRow, sealById } from './store.ts';
import { actingPost, currentRule, keeps, refuseOtherHands, whoOf } from './use-basis.ts';
import { type ApplicationRow, applicationById, applicationOfMatter, changeApplication } from './use-store.ts';

/** An application with the seal it asks for and the rule in force. */
type Case = { row: ApplicationRow; entry: Registered; seal: SealRow; rule: SealRule };

/** Registers handlers and holders of applications to seal. */
export function registerUseVerbs(registry: Registry, node: Node): void {
  registry.holders('seal-use', (tx, matter) => holdersOf(tx, node, matter));
  registry.on('seal-use', 'approve', 'approve', approve);
  registry.on('seal-use', 'approve', 'reject', reject);
  registry.on('seal-use', 'apply', 'discard', reject);
  registry.on('seal-use', 'seal', 'seal', seal);
  registry.on('seal-use', '*', 'return', takeApprovalBack);
  registry.on('seal-use', '*', 'withdraw', takeApprovalBack);
}

/** Who approves and who seals, as the rule of the seal says it now. */
export async function holdersOf(
  tx: Tx,
  node: Node,
  matter: Matter,
): Promise<{ approve: string[]; seal: string[] }> {
  const posts = await postsOf(tx, matter.organId, node.clock.now());
  const { row, entry, rule } = await caseOf(tx, matter.id, posts);
  const approvers = [...posts.values()].filter(
    (post) =>
      mayApprove(rule, post) &&
      post.holders.some(({ id }) => id !== row.applicant.personId && !keeps(rule, entry, id, posts)),
  );
  const keepers =
    entry.person_id === null
      ? [rule.keeperPost ?? '']
      : [...posts.values()]
          .filter((post) => post.holders.some(({ id }) => id === entry.person_id))
          .map(({ id }) => id);
  // The owner of a personal seal has several posts perhaps: the first is enough, it is the person who seals.
  return { approve: approvers.map(({ id }) => id), seal: keepers.slice(0, 1) };
}

async function caseOf(tx: Tx, matterId: string, posts: ReadonlyMap<string, PostView>): Promise<Case> {
  const row = await applicationOfMatter(tx, matterId);
  const entry = row && (await registered(tx, row.seal_id));
  const made = row && (await sealById(tx, row.seal_id));
  if (row === undefined || entry === undefined || made === undefined) {
    throw new OfficeError('sealing.application-unknown');
  }
  return { row, entry, seal: made, rule: await currentRule(tx, entry, posts) };
}

async function lockedCase(tx: Tx, input: VerbInput): Promise<Case> {
  const found = await caseOf(tx, input.matter.id, input.posts);
  await registered(tx, found.entry.id, true);
  const row = await applicationById(tx, found.row.id, true);
  return { ...found, row: row!, seal: (await sealById(tx, found.entry.id))! };
}

function about({ row, seal: made }: Case) {
  return { applicationId: row.id, sealId: row.seal_id, sealName: made.name };
}

/** What an approval stands on: the bytes as they came, or the root of the version. */
function digestOf(row: ApplicationRow): string {
  return row.file?.sha256 ?? row.document?.root.sha256 ?? '';
}

/** 同意用印: only whom the rule names, never the keeper, never the applicant, also not in somebody's place. */
async function approve(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const found = await lockedCase(tx, input);
  const { row, entry, seal: made, rule } = found;
  if (!canSeal(made, input.at)) {
    throw new OfficeError('sealing.not-in-use', { state: made.state });
  }
  const post = input.posts.get(actingPost(input.actor) ?? '');
  if (post === undefined || !mayApprove(rule, post)) {
    throw new OfficeError('sealing.not-an-approver');
  }
  const { personId: person, onBehalfOf } = input.actor;
  // Whoever stands in for somebody may approve no more than that person could.
  const hands = [person, ...(onBehalfOf === undefined ? [] : [onBehalfOf.personId])];
  if (
    person === undefined ||
    hands.some((one) => one === row.applicant.personId || keeps(rule, entry, one, input.posts))
  ) {
    throw new OfficeError('sealing.own-approval');
  }
  return {
    kind: useApproved.kind,
    data: { ...about(found), ruleNo: entry.rule_no, digest: digestOf(row) },
    after: (act) =>
      changeApplication(tx, row.id, {
        rule_no: entry.rule_no,
        approval: {
          ...whoOf(input.actor),
          // The post whose approval it is, also where somebody stands in for it.
          postId: post.id,
          at: input.at.toISOString(),
          actId: act.id,
        },
      }),
  };
}

async function reject(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const found = await lockedCase(tx, input);
  return {
    kind: useRejected.kind,
    data: about(found),
    after: () => changeApplication(tx, found.row.id, { ended_at: input.at, approval: null }),
  };
}

/** Whatever goes back is decided anew; nothing goes back while the seal is being set. */
async function takeApprovalBack(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const { row } = await lockedCase(tx, input);
  if (isUnderWay(row, input.at)) {
    throw new OfficeError('sealing.under-way');
  }
  return { after: () => changeApplication(tx, row.id, { approval: null }) };
}

/** A sealing without an end after ten minutes has lost its job; it may be asked anew. */
const patienceMs = 10 * 60_000;

function isUnderWay(row: ApplicationRow, at: Date): boolean {
  return (
    row.seal_time !== null &&
    row.ended_at === null &&
    row.failure === null &&
    at.getTime() - row.seal_time.getTime() < patienceMs
  );
}

/** 用印 on a file: digests, seal, time and approval are fixed; a job makes the file. */
async function seal(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const found = await lockedCase(tx, input);
  const { row, entry, seal: made, rule } = found;
  if (row.document !== null) {
    throw new OfficeError('sealing.in-the-document');
  }
  refuseOtherHands(rule, entry, input.actor, input.posts);
  if (!canSeal(made, input.at)) {
    throw new OfficeError('sealing.not-in-use', { state: made.state });
  }
  if (row.approval === null) {
    throw new OfficeError('sealing.application-unapproved');
  }
  if (row.approval.personId === input.actor.personId) {
    throw new OfficeError('sealing.own-approval');
  }
  if (isUnderWay(row, input.at)) {
    throw new OfficeError('sealing.under-way');
  }
  // Whole seconds: that is what GeneralizedTime and /M hold, and a retry must come to the same bytes.
  const sealTime = new Date(Math.floor(input.at.getTime() / 1000) * 1000);
  return {
    kind: fileRequested.kind,
    basis: `用印申请：${row.approval.name}（${row.approval.post}）`,
    data: {
      ...about(found),
      esId: made.es_id,
      sealTime: sealTime.toISOString(),
      file: row.file,
      approval: row.approval,
      applicant: row.applicant,
      ruleNo: row.rule_no,
    },
    after: async () => {
      await changeApplication(tx, row.id, {
        seal_time: sealTime,
        sealer: whoOf(input.actor),
        tbs: null,
        failure: null,
      });
      const job: FileJob = { organId: row.organ_id, applicationId: row.id, sealTime: sealTime.toISOString() };
      await input.node.jobs.enqueue(tx, fileSealingQueue, job, { key: `${row.id}/${job.sealTime}` });
    },
  };
}
