import { z } from 'zod';
import { declareAct } from '../../platform/events/index.ts';

/** Acts of the directory: what administrators change, and signing in, for the audit administrator. */
export const acts = {
  signedIn: declareAct({
    kind: 'directory.signed-in',
    version: 1,
    schema: z.object({ factor: z.enum(['password', 'totp', 'passkey']) }),
    label: { zh: '登录', en: 'Signed in' },
  }),
  lockedOut: declareAct({
    kind: 'directory.locked-out',
    version: 1,
    schema: z.object({ person: z.uuid() }),
    label: { zh: '账号锁定', en: 'Locked out' },
  }),
  nodeSetUp: declareAct({
    kind: 'directory.node-set-up',
    version: 1,
    schema: z.object({ organ: z.uuid() }),
    label: { zh: '初始化', en: 'Node set up' },
  }),
  personAdded: declareAct({
    kind: 'directory.person-added',
    version: 1,
    schema: z.object({ person: z.uuid(), post: z.uuid().optional() }),
    label: { zh: '添加人员', en: 'Person added' },
  }),
  personSuspended: declareAct({
    kind: 'directory.person-suspended',
    version: 1,
    schema: z.object({ person: z.uuid() }),
    label: { zh: '停用人员', en: 'Person suspended' },
  }),
  personResumed: declareAct({
    kind: 'directory.person-resumed',
    version: 1,
    schema: z.object({ person: z.uuid() }),
    label: { zh: '恢复人员', en: 'Person resumed' },
  }),
  factorsReset: declareAct({
    kind: 'directory.factors-reset',
    version: 1,
    schema: z.object({ person: z.uuid() }),
    label: { zh: '重置登录凭据', en: 'Credentials reset' },
  }),
  roleGranted: declareAct({
    kind: 'directory.role-granted',
    version: 1,
    schema: z.object({ person: z.uuid(), post: z.uuid(), from: z.string(), to: z.string().optional() }),
    label: { zh: '授予岗位', en: 'Post granted' },
  }),
  delegated: declareAct({
    kind: 'directory.delegated',
    version: 1,
    schema: z.object({
      delegation: z.uuid(),
      fromPost: z.uuid(),
      toPerson: z.uuid(),
      scope: z.string(),
      from: z.string(),
      to: z.string(),
    }),
    label: { zh: '委托', en: 'Delegated' },
  }),
  organAdded: declareAct({
    kind: 'directory.organ-added',
    version: 1,
    schema: z.object({ organ: z.uuid(), name: z.string(), parent: z.uuid() }),
    label: { zh: '设立下级单位', en: 'Subordinate organ added' },
  }),
  postAdded: declareAct({
    kind: 'directory.post-added',
    version: 1,
    schema: z.object({ post: z.uuid(), role: z.string() }),
    label: { zh: '设置岗位', en: 'Post added' },
  }),
  passwordChanged: declareAct({
    kind: 'directory.password-changed',
    version: 1,
    schema: z.object({ person: z.uuid() }),
    label: { zh: '修改密码', en: 'Password changed' },
  }),
  factorAdded: declareAct({
    kind: 'directory.factor-added',
    version: 1,
    schema: z.object({ factor: z.enum(['totp', 'passkey']) }),
    label: { zh: '绑定第二重验证', en: 'Second factor added' },
  }),
};
