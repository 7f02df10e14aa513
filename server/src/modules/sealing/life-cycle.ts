/**
 * The life of a seal: 申请 → 审批 → 制作 → 备案 → 使用 ⇄ 停用 → 撤销 → 销毁. One pure table says who may do what in which
 * state; nothing else changes a seal's state, and the database refuses to bring back a destroyed one.
 */
import type { Role } from '../permissions/index.ts';

/** Where a seal stands. `in-use` is the only state in which it seals. */
export const sealStates = [
  'applied',
  'rejected',
  'approved',
  'made',
  'in-use',
  'suspended',
  'revoked',
  'destroyed',
] as const;
/** Where a seal stands. */
export type SealState = (typeof sealStates)[number];

/**
 * What can be done with a seal. `apply` begins one; `use` leaves it where it is; `replace` is what happens to the old
 * seal when the one reissued for it (换发) is put on record: no person does it by itself.
 */
export const sealVerbs = [
  'apply',
  'approve',
  'reject',
  'make',
  'file',
  'use',
  'suspend',
  'resume',
  'revoke',
  'replace',
  'destroy',
] as const;
/** What can be done with a seal. */
export type SealVerb = (typeof sealVerbs)[number];

/** Verbs a person does to a seal that is there already. */
export type SealAct = Exclude<SealVerb, 'apply' | 'use' | 'replace'>;

type Transition = {
  readonly from: readonly SealState[];
  readonly to: SealState;
  readonly roles: readonly Role[];
  /** Whoever did that earlier verb may not do this one: no seal passes through one pair of hands. */
  readonly notBy?: 'apply' | 'approve' | 'revoke';
};

const leaders: readonly Role[] = ['principal-leader', 'village-secretary'];
const office: readonly Role[] = ['clerk', 'office-director', 'village-clerk', 'county-clerk'];

/** Every transition there is. */
export const transitions: Readonly<Record<SealVerb, Transition>> = {
  apply: { from: [], to: 'applied', roles: office },
  approve: { from: ['applied'], to: 'approved', roles: leaders, notBy: 'apply' },
  reject: { from: ['applied'], to: 'rejected', roles: leaders },
  make: { from: ['approved'], to: 'made', roles: ['security-admin'], notBy: 'approve' },
  file: { from: ['made'], to: 'in-use', roles: office },
  use: { from: ['in-use'], to: 'in-use', roles: office },
  suspend: {
    from: ['in-use'],
    to: 'suspended',
    // Whoever keeps it can stop it at once: that is the one thing nobody should have to wait for.
    roles: [...leaders, ...office, 'security-admin'],
  },
  resume: { from: ['suspended'], to: 'in-use', roles: leaders },
  revoke: { from: ['approved', 'made', 'in-use', 'suspended'], to: 'revoked', roles: leaders },
  replace: { from: ['in-use', 'suspended'], to: 'revoked', roles: office },
  destroy: { from: ['revoked'], to: 'destroyed', roles: ['security-admin'], notBy: 'revoke' },
};

/** Who has a seal in hand in each state: who must act next, or who keeps the record of it. */
export const responsible: Readonly<Record<SealState, readonly Role[]>> = {
  applied: transitions.approve.roles,
  rejected: ['audit-admin'],
  approved: transitions.make.roles,
  made: transitions.file.roles,
  'in-use': office,
  suspended: leaders,
  revoked: transitions.destroy.roles,
  destroyed: ['audit-admin'],
};

/** The state after a verb; undefined where the verb is not allowed. A seal that is not there yet has no state. */
export function stateAfter(state: SealState | undefined, verb: SealVerb): SealState | undefined {
  const { from, to } = transitions[verb];
  const allowed = state === undefined ? verb === 'apply' : from.includes(state);
  return allowed ? to : undefined;
}
