/**
 * The one way a matter moves: lock, repeat check, expected state, holder, step function, the module's handler, steps,
 * act, all in one transaction (`model.md` 1–3). People come through `perform`, the node itself through `performSystem`.
 */

import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { type ActorRecord, recordAct } from '../../platform/events/index.ts';
import type { Context } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { kindOfEffect } from './acts.ts';
import { answerOnce } from './answer-once.ts';
import { type Command, type Decision, isRefusal, type StepActor, type Surroundings } from './decision.ts';
import { nodeOf, type Verb } from './flow.ts';
import { storeInk } from './ink.ts';
import { isHeldBy, type Step } from './matter-state.ts';
import { delegationFor, mayHold, nameOf, type PostView, postsOf, standingOf } from './people.ts';
import { type Attest, type VerbEffect, type VerbInput, workflowRegistry } from './registry.ts';
import { refuseStale } from './stale.ts';
import { decide } from './step-function.ts';
import {
  loadMatter,
  loadState,
  type Matter,
  type NewStep,
  noteUrge,
  type StoredState,
  saveDecision,
} from './store.ts';
import { missingInputs, type VerbBody } from './verb-body.ts';

/** One command of a person to a matter. */
export type Performance = { matterId: string; stepId: string; verb: string; body: VerbBody };

/** What a command did: the acts made and what is now open. */
export type Performed = {
  acts: { id: string; kind: string }[];
  open: { stepId: string; node: string; holder: string }[];
  matter: { state: 'open' | 'closed'; revision: number };
};

/** A person's verb, in a transaction of its own. A repeated key gets the first answer. */
export async function perform(node: Node, ctx: Context, command: Performance): Promise<Performed> {
  const { opinion = '', reason = '', result = '' } = command.body;
  await node.services.get(workflowRegistry).screenWords(ctx, `${opinion}\n${reason}\n${result}`);
  return await node.db.asOrgan({ organId: ctx.organId, personId: ctx.personId }, (tx) =>
    performIn(tx, node, ctx, command),
  );
}

/** {@link perform} inside the caller's transaction. */
export async function performIn(
  tx: Tx,
  node: Node,
  ctx: Context,
  command: Performance,
  attest: Attest = node.services.get(workflowRegistry).attestation,
): Promise<Performed> {
  const { matterId, stepId, verb, body } = command;
  const at = ctx.now();
  // A repetition may be signed anew: it is the same command.
  const { ink, signature: _, ...rest } = body;
  const content = {
    stepId,
    verb,
    personId: ctx.personId,
    body: ink ? { ...rest, ink: storeInk(ink) } : rest,
  };
  return await answerOnce(tx, { organId: ctx.organId, matterId, key: body.key, content, at }, () =>
    performOnce(tx, node, ctx, command, at, attest),
  );
}

/** Thrown to take a rehearsal back. */
class Rehearsed extends Error {}

/**
 * Does a verb up to the point where its signature is judged, hands what is known there to `seen`, and takes everything
 * back: what the act would record is told by the very code that records it. Refuses as {@link perform} does; undefined
 * when the key was answered before.
 */
export async function rehearse<T>(
  node: Node,
  ctx: Context,
  command: Performance,
  seen: (tx: Tx, input: Parameters<Attest>[1]) => Promise<T>,
): Promise<T | undefined> {
  let answer: T | undefined;
  try {
    await node.db.asOrgan({ organId: ctx.organId, personId: ctx.personId }, (tx) =>
      performIn(tx, node, ctx, command, async (inner, input) => {
        answer = await seen(inner, input);
        throw new Rehearsed();
      }),
    );
  } catch (error) {
    if (!(error instanceof Rehearsed)) {
      throw error;
    }
  }
  return answer;
}

async function performOnce(
  tx: Tx,
  node: Node,
  ctx: Context,
  { matterId, stepId, verb, body }: Performance,
  at: Date,
  attest: Attest,
): Promise<Performed> {
  const matter = await loadMatter(tx, matterId, true);
  if (matter === undefined) {
    throw new OfficeError('workflow.matter-unknown');
  }
  const state = await loadState(tx, matter);
  const step = state.steps.find((candidate) => candidate.id === stepId);
  if (step === undefined) {
    throw new OfficeError('workflow.step-unknown');
  }
  await refuseStale(tx, matter, state, step, body.expected);
  const posts = await postsOf(tx, matter.organId, at);
  const { actor, record } = await actorFor(tx, ctx, matter, step, posts, at);
  return await carryOut(tx, {
    node,
    ctx,
    attest,
    matter,
    state,
    step,
    verb,
    body,
    actor,
    record,
    at,
    posts,
    supervises: ctx.roles.some((role) => SUPERVISING.has(role)),
    newId: () => ctx.newId(),
  });
}

/** Roles that may urge a matter they never had. */
const SUPERVISING: ReadonlySet<string> = new Set(['office-director', 'principal-leader', 'clerk']);

/**
 * A verb of the node itself (sealed, failed), inside the caller's transaction: the step open at `nodeId` moves.
 * Returns undefined when no step is open there: the job was repeated and its act is already done.
 */
export async function performSystem(
  tx: Tx,
  node: Node,
  command: {
    matterId: string;
    nodeId: string;
    verb: string;
    kind?: string;
    data?: Record<string, unknown>;
    basis?: string;
  },
): Promise<Performed | undefined> {
  const matter = await loadMatter(tx, command.matterId, true);
  if (matter === undefined || matter.closedAt !== undefined) {
    return undefined;
  }
  const state = await loadState(tx, matter);
  const step = state.steps.find(
    (candidate) => candidate.state === 'open' && candidate.node === command.nodeId,
  );
  if (step === undefined) {
    return undefined;
  }
  const at = node.clock.now();
  const posts = await postsOf(tx, matter.organId, at);
  return await carryOut(tx, {
    node,
    matter,
    state,
    step,
    verb: command.verb,
    body: { key: crypto.randomUUID(), expected: matter.revision },
    actor: { kind: 'system' },
    record: { name: '系统', post: '系统' },
    at,
    posts,
    supervises: false,
    newId: () => crypto.randomUUID(),
    given: {
      ...(command.kind === undefined ? {} : { kind: command.kind }),
      ...(command.data === undefined ? {} : { data: command.data }),
      ...(command.basis === undefined ? {} : { basis: command.basis }),
    },
  });
}

/** In which post the person acts on this step: a post of their own, or one that was delegated to them. */
async function actorFor(
  tx: Tx,
  ctx: Context,
  matter: Matter,
  step: Step,
  posts: ReadonlyMap<string, PostView>,
  at: Date,
): Promise<{ actor: StepActor; record: ActorRecord }> {
  const own = { kind: 'person', postId: ctx.postId, personId: ctx.personId } as const;
  const record: ActorRecord = ctx.actor;
  if (isHeldBy(step.holder, own)) {
    return { actor: own, record };
  }
  const standing = await standingOf(tx, ctx.organId, ctx.personId, at);
  const postId = step.holder.postId;
  if (standing.own.has(postId)) {
    return {
      actor: { ...own, postId },
      record: { ...record, postId, post: posts.get(postId)?.title ?? record.post },
    };
  }
  const delegation = delegationFor(standing, postId, matter.flow.id);
  if (delegation === undefined) {
    return { actor: own, record };
  }
  const post = posts.get(postId);
  return {
    actor: { ...own, postId, delegated: true },
    record: {
      ...record,
      onBehalfOf: {
        name: post?.holders[0]?.name ?? '',
        postId,
        post: post?.title ?? '',
        delegationId: delegation.id,
        ...(post?.holders[0] === undefined ? {} : { personId: post.holders[0].id }),
      },
    },
  };
}

type Run = {
  node: Node;
  ctx?: Context;
  /** Judges a person's signature; absent when the node itself acts. */
  attest?: Attest;
  matter: Matter;
  state: StoredState;
  step: Step;
  verb: string;
  body: VerbBody;
  actor: StepActor;
  record: ActorRecord;
  at: Date;
  posts: ReadonlyMap<string, PostView>;
  supervises: boolean;
  newId: () => string;
  given?: Pick<VerbEffect, 'kind' | 'data' | 'basis'>;
};

async function carryOut(tx: Tx, run: Run): Promise<Performed> {
  const registry = run.node.services.get(workflowRegistry);
  const facts = new Set(await registry.factsOf(tx, run.matter));
  if (run.supervises) {
    facts.add('supervises');
  }
  const command = commandOf(run);
  const holders = await registry.holdersOf(tx, run.matter);
  const decision = decide(run.state, command, surroundingsOf(run, facts, holders));
  if (isRefusal(decision)) {
    throw new OfficeError(`workflow.${decision.refused}`, refusalDetails(decision.candidates, run.posts));
  }
  const verb = verbOf(run)!;
  const missing = missingInputs(verb.needs, run.body);
  if (missing.length > 0) {
    throw new OfficeError('workflow.input-missing', { missing });
  }
  const handler = registry.handlerOf(run.matter.flow.id, run.step.node, run.verb);
  const input: VerbInput = {
    node: run.node,
    ...(run.ctx === undefined ? {} : { ctx: run.ctx }),
    actor: run.record,
    at: run.at,
    matter: run.matter,
    step: run.step,
    verb,
    body: run.body,
    decision,
    posts: run.posts,
  };
  const handled: VerbEffect = handler ? await handler(tx, input) : {};
  const attested =
    run.ctx === undefined || run.attest === undefined
      ? {}
      : await run.attest(tx, { ...input, ctx: run.ctx, data: handled.data ?? {} });
  const data = { ...handled.data, ...attested };
  return await save(tx, run, verb, decision, { ...handled, data, ...run.given });
}

function verbOf(run: Run): Verb | undefined {
  return (
    run.matter.flow.anytime.find((verb) => verb.verb === run.verb) ??
    nodeOf(run.matter.flow, run.step.node)?.verbs.find((verb) => verb.verb === run.verb)
  );
}

function commandOf(run: Run): Command {
  const { body } = run;
  const holders = (ids: readonly string[] | undefined) => (ids ?? []).map((postId) => ({ postId }));
  // 主办 stands first among the handlers.
  const handlers = [...new Set([...(body.lead === undefined ? [] : [body.lead]), ...(body.handlers ?? [])])];
  return {
    stepId: run.step.id,
    verb: run.verb,
    actor: run.actor,
    posts: holders(body.postIds),
    handlers: holders(handlers),
    readers: holders(body.readers),
    ...(body.postId === undefined ? {} : { post: { postId: body.postId } }),
  };
}

function surroundingsOf(
  run: Run,
  facts: ReadonlySet<string>,
  holders: ReadonlyMap<string, readonly string[]>,
): Surroundings {
  return {
    flow: run.matter.flow,
    facts,
    isHolder: (holder) => mayHold(run.posts.get(holder.postId)),
    candidates: (nodeId) => candidatesAt(run.matter.flow, nodeId, run.posts, holders),
  };
}

/**
 * Posts that could hold a node asked by role: by the order of its roles, then the directory's; only posts held. Where
 * a module named the node's posts for this matter, those and no others.
 */
export function candidatesAt(
  flow: Matter['flow'],
  nodeId: string,
  posts: ReadonlyMap<string, PostView>,
  holders: ReadonlyMap<string, readonly string[]> = new Map(),
): { postId: string }[] {
  const who = nodeOf(flow, nodeId)?.who;
  const named = holders.get(nodeId);
  if (who?.by === 'role' && named !== undefined) {
    return named
      .filter((id) => mayHold(posts.get(id)) && posts.get(id)!.holders.length > 0)
      .map((postId) => ({ postId }));
  }
  if (who?.by !== 'role') {
    return [];
  }
  const all = [...posts.values()].filter((post) => post.holders.length > 0);
  const roles = who.firstHeld
    ? who.roles.filter((role) => all.some((post) => post.role === role)).slice(0, 1)
    : who.roles;
  return roles.flatMap((role) =>
    all.filter((post) => post.role === role).map((post) => ({ postId: post.id })),
  );
}

function refusalDetails(
  candidates: readonly { postId: string }[] | undefined,
  posts: ReadonlyMap<string, PostView>,
): unknown {
  return candidates === undefined
    ? undefined
    : {
        candidates: candidates.map(({ postId }) => ({
          id: postId,
          title: posts.get(postId)?.title ?? '',
          name: nameOf(posts.get(postId)),
        })),
      };
}

async function save(
  tx: Tx,
  run: Run,
  verb: Verb,
  decision: Decision,
  effect: VerbEffect,
): Promise<Performed> {
  const opened = decision.opened.map(
    (opening): NewStep => ({
      id: run.newId(),
      ...opening,
      ...(run.body.deadline === undefined ? {} : { deadline: run.body.deadline }),
    }),
  );
  const firstOrdinal = Math.max(-1, ...run.state.steps.map((step) => step.ordinal)) + 1;
  const by = { verb: run.verb, name: run.record.name, post: run.record.post };
  await saveDecision(tx, run.matter, decision, opened, by, run.at, firstOrdinal);
  if (verb.effect.kind === 'urge') {
    await noteUrge(tx, run.step.id, run.at);
  }
  const ended = new Set(decision.ended.map((ending) => ending.stepId));
  const stillOpen = run.state.steps.filter((step) => step.state === 'open' && !ended.has(step.id));
  const open = [...stillOpen, ...opened];
  const kind = effect.kind ?? kindOfEffect[verb.effect.kind]!;
  const { matter, body } = run;
  const act = await recordAct(tx, {
    kind,
    organId: matter.organId,
    actor: run.record,
    at: run.at,
    matter: matter.id,
    ...(matter.documentId === undefined ? {} : { doc: matter.documentId }),
    ...(effect.basis === undefined ? {} : { basis: effect.basis }),
    body: {
      flow: `${matter.flow.id}@${matter.flow.version}`,
      node: run.step.node,
      verb: run.verb,
      effect: verb.effect.kind,
      stepId: run.step.id,
      revision: matter.revision + 1,
      ...given({ opinion: body.opinion, reason: body.reason, result: body.result, deadline: body.deadline }),
      ...(body.ink === undefined ? {} : { ink: storeInk(body.ink) }),
      ...movesOf(decision, opened),
      after: open.map((step) => holderName(step.holder.postId, run.posts)),
      ...effect.data,
    },
  });
  const openedRefs = opened.map((step) => ({ stepId: step.id, node: step.node }));
  await effect.after?.(act, openedRefs);
  return {
    acts: [{ id: act.id, kind }],
    open: open.map((step) => ({
      stepId: step.id,
      node: step.node,
      holder: holderName(step.holder.postId, run.posts),
    })),
    matter: { state: decision.closes ? 'closed' : 'open', revision: matter.revision + 1 },
  };
}

/** What the act says of steps and forks: enough to derive them again from the acts alone (`audit.ts`). */
function movesOf(decision: Decision, opened: readonly NewStep[]): Record<string, unknown> {
  const forks = [
    ...decision.forked.map(({ id, join, next }) => ({
      id,
      state: 'open',
      join,
      nextNode: next.node,
      nextPost: next.holder.postId,
      nextPerson: next.holder.personId,
    })),
    ...decision.forkStates,
  ];
  return {
    opened: opened.map((step) => ({
      stepId: step.id,
      node: step.node,
      postId: step.holder.postId,
      personId: step.holder.personId,
      openedBy: step.openedBy,
      fork: step.in?.fork,
      branch: step.in?.branch,
    })),
    ended: decision.ended.map(({ stepId, state }) => ({ stepId, state })),
    ...(forks.length === 0 ? {} : { forks }),
    ...(decision.closes ? { closes: true } : {}),
  };
}

function given(members: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).filter((member): member is [string, string] => !!member[1]),
  );
}

function holderName(postId: string, posts: ReadonlyMap<string, PostView>): string {
  const post = posts.get(postId);
  const name = nameOf(post);
  return name === '' ? (post?.title ?? '') : name;
}
