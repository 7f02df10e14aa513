/** All SQL of the register of seals: where each stands, its rules, its life, its keys. Row security: own organ only. */
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { type SealState, transitions } from './life-cycle.ts';
import type { SealRule } from './rule.ts';
import { type SealingTables, tables } from './tables.ts';

/** 机关公章, 业务专用章, 签名章. */
export const sealKinds = ['organ', 'business', 'personal'] as const;
/** 机关公章, 业务专用章, 签名章. */
export type SealKind = (typeof sealKinds)[number];

/** The outline of the picture: round or oval for organs, a framed name for persons. */
export const sealShapes = ['round', 'oval', 'horizontal', 'vertical', 'square'] as const;
/** The outline of the picture. */
export type SealShape = (typeof sealShapes)[number];

/** 备案: with whom, under which number, on which day. */
export type Filing = { authority: string; number: string; day: string };

/** A seal in the register, made or not. */
export type Registered = SealingTables['sealing.register'];
/** One step of a seal's life. */
export type LifeRow = Omit<SealingTables['sealing.life'], 'ordinal'>;

/** All seals of the organ: those in use first, the organ's own before the others, then the newest. */
export function allRegistered(tx: Tx): Promise<Registered[]> {
  return tables(tx)
    .selectFrom('sealing.register')
    .selectAll()
    .orderBy(sql`state <> 'in-use'`)
    .orderBy(sql`array_position(array['organ', 'business', 'personal'], kind)`)
    .orderBy('applied_at', 'desc')
    .orderBy('id')
    .execute();
}

/** One seal, its row locked when it is about to change or to be used. */
export function registered(tx: Tx, id: string, lock = false): Promise<Registered | undefined> {
  const query = tables(tx).selectFrom('sealing.register').selectAll().where('id', '=', id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

/** Whether the organ has, or is about to have, a seal with this face and purpose that is not ended. */
export async function isTaken(
  tx: Tx,
  seal: Pick<Registered, 'kind' | 'face' | 'purpose' | 'person_id'>,
  except: string | null,
): Promise<boolean> {
  const rows = await tables(tx)
    .selectFrom('sealing.register')
    .select('id')
    .where('kind', '=', seal.kind)
    .where('purpose', 'is not distinct from', seal.purpose)
    .where('person_id', 'is not distinct from', seal.person_id)
    .where('state', 'not in', ['rejected', 'revoked', 'destroyed'])
    .execute();
  return rows.some(({ id }) => id !== except);
}

/** Puts a seal into the register. */
export async function insertRegistered(tx: Tx, row: Registered): Promise<void> {
  await tables(tx)
    .insertInto('sealing.register')
    .values({ ...row, filing: row.filing === null ? null : (JSON.stringify(row.filing) as never) })
    .execute();
}

/** Changes where a seal stands. The caller holds its row's lock and asked the life cycle. */
export async function changeRegistered(
  tx: Tx,
  id: string,
  change: Partial<Pick<Registered, 'state' | 'state_at' | 'filing' | 'rule_no'>>,
): Promise<void> {
  const { filing, ...rest } = change;
  await tables(tx)
    .updateTable('sealing.register')
    .set({ ...rest, ...(filing ? { filing: JSON.stringify(filing) as never } : {}) })
    .where('id', '=', id)
    .execute();
}

/** Writes one step of a seal's life. */
export async function insertLife(tx: Tx, row: LifeRow): Promise<void> {
  await tables(tx).insertInto('sealing.life').values(row).execute();
}

/** The life of a seal, first step first. */
export function lifeOf(tx: Tx, sealId: string): Promise<LifeRow[]> {
  return tables(tx)
    .selectFrom('sealing.life')
    .select([
      'id',
      'organ_id',
      'seal_id',
      'verb',
      'state',
      'at',
      'by_name',
      'by_post',
      'person_id',
      'note',
      'act_id',
    ])
    .where('seal_id', '=', sealId)
    .orderBy('ordinal')
    .execute();
}

/** The usual rule: kept by this post, approved by the leaders, for the whole organ and every document of its own. */
export function usualRule(keeperPost: string | null): SealRule {
  return {
    keeperPost,
    approverRoles: [...transitions.approve.roles, 'deputy-leader'],
    approverPosts: [],
    units: [],
    posts: [],
    documentKinds: [],
    files: false,
    signOffCounts: true,
  };
}

/** A version of a seal's rule. Version 0 is that of seals older than the register, kept by the organ's clerk. */
export async function ruleOf(
  tx: Tx,
  seal: Pick<Registered, 'id' | 'rule_no'>,
  clerk: () => string | null,
  no = seal.rule_no,
): Promise<SealRule> {
  const row = await tables(tx)
    .selectFrom('sealing.rule')
    .select('rule')
    .where('seal_id', '=', seal.id)
    .where('no', '=', no)
    .executeTakeFirst();
  if (row === undefined && no > 0) {
    throw new Error(`seal ${seal.id} has no rule ${no}`);
  }
  return row?.rule ?? usualRule(clerk());
}

/** Writes a version of a seal's rule. */
export async function insertRule(tx: Tx, row: SealingTables['sealing.rule']): Promise<void> {
  await tables(tx)
    .insertInto('sealing.rule')
    .values({ ...row, rule: JSON.stringify(row.rule) as never })
    .execute();
}

/** Takes a seal's keys away for good; answers whether there were any. */
export async function deleteKeys(tx: Tx, sealId: string): Promise<boolean> {
  const gone = await tables(tx)
    .deleteFrom('sealing.seal_key')
    .where('seal_id', '=', sealId)
    .returning('seal_id')
    .executeTakeFirst();
  return gone !== undefined;
}

/** Whether a state lets the seal be looked at as a thing that exists: it was made and is not yet gone. */
export function hasPicture(state: SealState): boolean {
  return state !== 'applied' && state !== 'approved' && state !== 'rejected';
}
