/** What is done to seals: each step asks the life cycle, changes the register and records its act, in one transaction. */
import type { RevocationReason } from '@yiwen/trust/certificates';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { type ActorRecord, recordAct } from '../../platform/events/index.ts';
import type { AuthorityService } from '../authority/index.ts';
import { organById } from '../directory/index.ts';
import { type PostView, postsOf } from '../workflow/index.ts';
import { sealMade } from './acts.ts';
import { type SealAct, type SealVerb, stateAfter, transitions } from './life-cycle.ts';
import { makeDemoSeal } from './make-demo-seal.ts';
import {
  changeRegistered,
  deleteKeys,
  type Filing,
  insertLife,
  insertRegistered,
  insertRule,
  isTaken,
  lifeOf,
  type Registered,
  registered,
  type SealKind,
  type SealShape,
} from './register.ts';
import { kindOfSealAct, ruleSet, sealApplied, sealReplaced } from './register-acts.ts';
import { faultOfRule, type SealRule } from './rule.ts';
import { sealNameOf } from './seal-name.ts';
import { insertSeal, sealById } from './store.ts';

/** An application for a seal. The face is not asked for: it is the organ's or the person's name as the directory has it. */
export type SealApplication = {
  id: string;
  organId: string;
  kind: SealKind;
  /** 业务专用章 only, e.g. 财务专用章. */
  purpose?: string;
  shape?: SealShape;
  /** 签名章 only. */
  personId?: string;
  replaces?: string;
  reason: string;
  rule: SealRule;
  actor: ActorRecord;
  at: Date;
};

/** One step in a seal's life. */
export type SealStep = {
  sealId: string;
  organId: string;
  verb: SealAct;
  note?: string;
  filing?: Filing;
  /** Revoked because it may be in wrong hands. */
  compromised?: boolean;
  actor: ActorRecord;
  at: Date;
  /** Making: certificates hold from here on; a demonstration's papers keep their dates. */
  validFrom?: Date;
};

/** What making and ending a seal needs beside the transaction. */
export type SealMeans = { authority: AuthorityService; nodeKey: Uint8Array };

/** What is written on a seal, with its purpose; how people call it. */
export function nameOfSeal(seal: Pick<Registered, 'kind' | 'face' | 'purpose'>): string {
  return seal.kind === 'personal' ? `${seal.face}签名章` : `${seal.face}${seal.purpose ?? ''}`;
}

/** 申请: puts a seal into the register. Answers its row. */
export async function applyForSeal(tx: Tx, order: SealApplication): Promise<Registered> {
  const posts = await postsOf(tx, order.organId, order.at);
  refuseRule(order.rule, posts, order.kind === 'personal');
  if ((order.kind === 'business') !== (order.purpose !== undefined && order.purpose !== '')) {
    throw new OfficeError('sealing.purpose-missing');
  }
  const old = order.replaces === undefined ? undefined : await registered(tx, order.replaces, true);
  if (order.replaces !== undefined && (old === undefined || stateAfter(old.state, 'replace') === undefined)) {
    throw new OfficeError(old === undefined ? 'sealing.seal-unknown' : 'sealing.verb-not-now');
  }
  const row: Registered = {
    id: order.id,
    organ_id: order.organId,
    kind: order.kind,
    face: await faceOf(tx, order, posts),
    purpose: order.purpose || null,
    shape: order.shape ?? (order.kind === 'personal' ? 'horizontal' : 'round'),
    person_id: order.personId ?? null,
    state: stateAfter(undefined, 'apply')!,
    replaces: old?.id ?? null,
    reason: order.reason,
    filing: null,
    rule_no: 1,
    applied_at: order.at,
    state_at: order.at,
  };
  const isRound = row.shape === 'round' || row.shape === 'oval';
  if (isRound === (row.kind === 'personal') || (row.kind === 'organ' && row.shape !== 'round')) {
    throw new OfficeError('http.invalid-input', { place: 'shape' });
  }
  if (
    old !== undefined &&
    (old.kind !== row.kind || old.purpose !== row.purpose || old.person_id !== row.person_id)
  ) {
    throw new OfficeError('sealing.verb-not-now');
  }
  if ((await registered(tx, order.id)) !== undefined || (await isTaken(tx, row, row.replaces))) {
    throw new OfficeError('sealing.seal-exists');
  }
  await insertRegistered(tx, row);
  const act = await recordAct(tx, {
    kind: sealApplied.kind,
    organId: row.organ_id,
    actor: order.actor,
    at: order.at,
    body: {
      sealId: row.id,
      kind: row.kind,
      name: nameOfSeal(row),
      shape: row.shape,
      reason: row.reason,
      rule: order.rule,
      ...(row.person_id === null ? {} : { personId: row.person_id }),
      ...(row.replaces === null ? {} : { replaces: row.replaces }),
    },
  });
  await insertRule(tx, {
    seal_id: row.id,
    no: 1,
    organ_id: row.organ_id,
    rule: order.rule,
    set_at: order.at,
    act_id: act.id,
  });
  await writeLife(tx, row, 'apply', order, act.id, order.reason);
  return row;
}

async function faceOf(tx: Tx, order: SealApplication, posts: ReadonlyMap<string, PostView>): Promise<string> {
  const owner = [...posts.values()]
    .flatMap((post) => post.holders)
    .find((holder) => holder.id === order.personId);
  if ((order.kind === 'personal') !== (order.personId !== undefined) || (order.personId && !owner)) {
    throw new OfficeError('sealing.owner-unknown');
  }
  if (owner !== undefined) {
    return owner.name;
  }
  const organ = await organById(tx, order.organId);
  if (organ === undefined) {
    throw new Error(`no organ ${order.organId}`);
  }
  return sealNameOf(organ, organ.parentId ? await organById(tx, organ.parentId) : undefined);
}

function refuseRule(rule: SealRule, posts: ReadonlyMap<string, PostView>, personal: boolean): void {
  const held = new Map([...posts].filter(([, post]) => post.holders.length > 0));
  const fault = faultOfRule(rule, held, personal);
  if (fault !== undefined) {
    throw new OfficeError(`sealing.rule-${fault}`);
  }
}

/** One step of a seal's life: refused unless the life cycle knows it, and by whoever did the step it must be apart from. */
export async function stepSeal(tx: Tx, means: SealMeans, step: SealStep): Promise<Registered> {
  const seal = await registered(tx, step.sealId, true);
  if (seal === undefined) {
    throw new OfficeError('sealing.seal-unknown');
  }
  const to = stateAfter(seal.state, step.verb);
  if (to === undefined) {
    throw new OfficeError('sealing.verb-not-now', { state: seal.state });
  }
  await refuseSameHands(tx, seal, step);
  const changed = { ...seal, state: to, state_at: step.at, filing: step.filing ?? seal.filing };
  // The key comes while the register still says approved, and goes before it says destroyed.
  const actId = await carryOut(tx, means, seal, step, to);
  await changeRegistered(tx, seal.id, {
    state: to,
    state_at: step.at,
    ...(step.filing === undefined ? {} : { filing: step.filing }),
  });
  await writeLife(tx, changed, step.verb, step, actId, step.note);
  if (step.verb === 'file' && seal.replaces !== null) {
    await replaceOld(tx, means, changed, step);
  }
  return changed;
}

async function refuseSameHands(tx: Tx, seal: Registered, step: SealStep): Promise<void> {
  const apart = transitions[step.verb].notBy;
  if (apart === undefined) {
    return;
  }
  const before = (await lifeOf(tx, seal.id)).findLast((one) => one.verb === apart);
  if (before?.person_id != null && before.person_id === step.actor.personId) {
    throw new OfficeError('sealing.same-hands');
  }
}

async function carryOut(
  tx: Tx,
  means: SealMeans,
  seal: Registered,
  step: SealStep,
  to: string,
): Promise<string> {
  if (step.verb === 'make') {
    return await make(tx, means, seal, step);
  }
  const reason = revocationOf(step);
  if (reason !== undefined) {
    await revokeCertificates(tx, means, seal, reason, step.at);
  }
  const { authority, number, day } = step.filing ?? { authority: '', number: '', day: '' };
  const act = await recordAct(tx, {
    kind: kindOfSealAct[step.verb],
    organId: seal.organ_id,
    actor: step.actor,
    at: step.at,
    body: {
      sealId: seal.id,
      name: nameOfSeal(seal),
      from: seal.state,
      to,
      ...(step.note === undefined || step.note === '' ? {} : { note: step.note }),
      ...(step.verb === 'file' ? { authority, number, day } : {}),
      ...(step.verb === 'destroy' ? { keysDeleted: await deleteKeys(tx, seal.id) } : {}),
    },
  });
  return act.id;
}

function revocationOf(step: SealStep): RevocationReason | undefined {
  switch (step.verb) {
    case 'suspend':
      return 'hold';
    case 'resume':
      return 'removed';
    case 'revoke':
      return step.compromised ? 'key-compromise' : 'cessation';
    case 'destroy':
      return 'cessation';
    default:
      return undefined;
  }
}

/** Both certificates of the seal, for OFD and for PDF. A seal that was never made has none. */
async function revokeCertificates(
  tx: Tx,
  { authority }: SealMeans,
  seal: Registered,
  reason: RevocationReason,
  at: Date,
): Promise<void> {
  const made = await sealById(tx, seal.id);
  for (const certificate of made === undefined ? [] : [made.certificate, made.pdf_certificate]) {
    await authority.revoke(tx, {
      organId: seal.organ_id,
      certificate: new Uint8Array(certificate),
      reason,
      at,
    });
  }
}

async function make(tx: Tx, means: SealMeans, seal: Registered, step: SealStep): Promise<string> {
  const organ = await organById(tx, seal.organ_id);
  if (organ === undefined) {
    throw new Error(`no organ ${seal.organ_id}`);
  }
  const row = await makeDemoSeal(tx, means.authority, means.nodeKey, {
    id: seal.id,
    organId: seal.organ_id,
    organName: organ.name,
    organKind: organ.kind,
    kind: seal.kind,
    shape: seal.shape,
    face: seal.face,
    ...(seal.purpose === null ? {} : { purpose: seal.purpose }),
    sealName: nameOfSeal(seal),
    at: step.at,
    validFrom: step.validFrom ?? step.at,
  });
  await insertSeal(tx, row);
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(row.seal));
  const act = await recordAct(tx, {
    kind: sealMade.kind,
    organId: seal.organ_id,
    actor: step.actor,
    at: step.at,
    body: {
      sealId: row.id,
      esId: row.es_id,
      name: row.name,
      sealSha256: Buffer.from(digest).toString('hex'),
      demo: true,
    },
  });
  return act.id;
}

/** 换发: the old seal ends in the transaction that puts the new one on record. */
async function replaceOld(tx: Tx, means: SealMeans, by: Registered, step: SealStep): Promise<void> {
  const old = await registered(tx, by.replaces!, true);
  const to = old && stateAfter(old.state, 'replace');
  if (old === undefined || to === undefined) {
    return;
  }
  await revokeCertificates(tx, means, old, 'superseded', step.at);
  const act = await recordAct(tx, {
    kind: sealReplaced.kind,
    organId: old.organ_id,
    actor: step.actor,
    at: step.at,
    body: { sealId: old.id, name: nameOfSeal(old), from: old.state, to, by: by.id },
  });
  await changeRegistered(tx, old.id, { state: to, state_at: step.at });
  await writeLife(tx, { ...old, state: to }, 'replace', step, act.id);
}

async function writeLife(
  tx: Tx,
  seal: Registered,
  verb: SealVerb,
  by: { actor: ActorRecord; at: Date },
  actId: string,
  note?: string,
): Promise<void> {
  await insertLife(tx, {
    id: crypto.randomUUID(),
    organ_id: seal.organ_id,
    seal_id: seal.id,
    verb,
    state: seal.state,
    at: by.at,
    by_name: by.actor.name,
    by_post: by.actor.post,
    person_id: by.actor.personId ?? null,
    note: note || null,
    act_id: actId,
  });
}

/** Sets the rule of a seal that has not ended: a new version, which uses from now on are judged by. */
export async function setRule(
  tx: Tx,
  order: { sealId: string; rule: SealRule; actor: ActorRecord; at: Date },
): Promise<number> {
  const seal = await registered(tx, order.sealId, true);
  if (seal === undefined) {
    throw new OfficeError('sealing.seal-unknown');
  }
  if (stateAfter(seal.state, 'revoke') === undefined && seal.state !== 'applied') {
    throw new OfficeError('sealing.verb-not-now', { state: seal.state });
  }
  refuseRule(order.rule, await postsOf(tx, seal.organ_id, order.at), seal.kind === 'personal');
  const no = seal.rule_no + 1;
  const act = await recordAct(tx, {
    kind: ruleSet.kind,
    organId: seal.organ_id,
    actor: order.actor,
    at: order.at,
    body: { sealId: seal.id, name: nameOfSeal(seal), no, rule: order.rule },
  });
  await insertRule(tx, {
    seal_id: seal.id,
    no,
    organ_id: seal.organ_id,
    rule: order.rule,
    set_at: order.at,
    act_id: act.id,
  });
  await changeRegistered(tx, seal.id, { rule_no: no });
  return no;
}
