/** Kinds of act of the register of seals and of applications to seal. */
import { z } from 'zod';
import { declareAct } from '../../platform/events/index.ts';
import { actBody } from '../workflow/index.ts';
import type { SealAct } from './life-cycle.ts';
import { sealRule } from './rule.ts';
import { approval, documentToSeal, fileToSeal, place, sealedFormat, who } from './use.ts';

const step = z.object({
  sealId: z.string(),
  /** The name on the seal; a demonstration's says 演示无效. */
  name: z.string(),
  from: z.string(),
  to: z.string(),
  note: z.string().optional(),
});

/** 申请刻制: kind, face, reason, the rule it is to be used under, and the seal it takes the place of. */
export const sealApplied = declareAct({
  kind: 'sealing.seal-applied',
  version: 1,
  schema: z.object({
    sealId: z.string(),
    kind: z.string(),
    name: z.string(),
    shape: z.string(),
    personId: z.string().optional(),
    replaces: z.string().optional(),
    reason: z.string(),
    rule: sealRule,
  }),
  label: { zh: '申请刻制印章', en: 'Seal applied for' },
});

const labels = {
  approve: ['sealing.seal-approved', '批准刻制印章', 'Making of a seal approved'],
  reject: ['sealing.seal-rejected', '不同意刻制印章', 'Making of a seal refused'],
  suspend: ['sealing.seal-suspended', '停用印章', 'Seal suspended'],
  resume: ['sealing.seal-resumed', '恢复使用印章', 'Seal in use again'],
  revoke: ['sealing.seal-revoked', '撤销印章', 'Seal revoked'],
} as const;

const plain = Object.fromEntries(
  Object.entries(labels).map(([verb, [kind, zh, en]]) => [
    verb,
    declareAct({ kind, version: 1, schema: step, label: { zh, en } }).kind,
  ]),
) as Record<keyof typeof labels, string>;

/** 备案: with whom, under which number, on which day; from here on the seal is in use. */
export const sealFiled = declareAct({
  kind: 'sealing.seal-filed',
  version: 1,
  schema: step.extend({ authority: z.string(), number: z.string(), day: z.string() }),
  label: { zh: '印章备案', en: 'Seal put on record' },
});

/** 换发: the old seal ends because the new one is on record. */
export const sealReplaced = declareAct({
  kind: 'sealing.seal-replaced',
  version: 1,
  schema: step.extend({ by: z.string() }),
  label: { zh: '换发印章，旧章作废', en: 'Seal replaced by a new one' },
});

/** 销毁: the keys are gone. */
export const sealDestroyed = declareAct({
  kind: 'sealing.seal-destroyed',
  version: 1,
  schema: step.extend({ keysDeleted: z.boolean() }),
  label: { zh: '销毁印章', en: 'Seal destroyed' },
});

/** The kind of act of a verb; making has its own, which carries the digest of the seal. */
export const kindOfSealAct: Record<Exclude<SealAct, 'make'>, string> = {
  ...plain,
  file: sealFiled.kind,
  destroy: sealDestroyed.kind,
};

/** A rule was set for a seal. */
export const ruleSet = declareAct({
  kind: 'sealing.rule-set',
  version: 1,
  schema: z.object({ sealId: z.string(), name: z.string(), no: z.int(), rule: sealRule }),
  label: { zh: '规定用印规则', en: 'Rule of a seal set' },
});

const application = {
  applicationId: z.string(),
  sealId: z.string(),
  sealName: z.string(),
};

/** 用印申请 was written: which seal, on what, for what. */
export const useApplied = declareAct({
  kind: 'sealing.use-applied',
  version: 1,
  schema: actBody.extend({
    ...application,
    ruleNo: z.int(),
    purpose: z.string(),
    copies: z.int(),
    file: fileToSeal.optional(),
    document: documentToSeal.optional(),
    place: place.optional(),
  }),
  label: { zh: '用印申请', en: 'Application to seal' },
});

/** An application was approved by whom the rule names, over the digests it names. */
export const useApproved = declareAct({
  kind: 'sealing.use-approved',
  version: 1,
  schema: actBody.extend({
    ...application,
    ruleNo: z.int(),
    digest: z.string(),
  }),
  label: { zh: '同意用印', en: 'Sealing approved' },
});

/** An application was refused. */
export const useRejected = declareAct({
  kind: 'sealing.use-rejected',
  version: 1,
  schema: actBody.extend(application),
  label: { zh: '不同意用印', en: 'Sealing refused' },
});

/** The keeper asked for the seal on a file: digests, seal, time and approval are fixed from here on. */
export const fileRequested = declareAct({
  kind: 'sealing.file-requested',
  version: 1,
  schema: actBody.extend({
    ...application,
    esId: z.string(),
    sealTime: z.string(),
    file: fileToSeal,
    approval,
    applicant: who,
    ruleNo: z.int(),
  }),
  label: { zh: '对文件用印', en: 'Sealing of a file requested' },
});

/** The sealed file exists, was verified and is stored. */
export const fileSealed = declareAct({
  kind: 'sealing.file-sealed',
  version: 1,
  schema: actBody.extend({
    ...application,
    esId: z.string(),
    sealTime: z.string(),
    sealed: z.object({
      format: sealedFormat,
      sha256: z.string(),
      sm3: z.string(),
      size: z.int(),
      toBeSigned: z.string(),
      verdict: z.string(),
    }),
  }),
  label: { zh: '文件已用印', en: 'File sealed' },
});

/** An application about an own document was used up by the sealing of that document. */
export const useDone = declareAct({
  kind: 'sealing.use-done',
  version: 1,
  schema: actBody.extend({ ...application, requestId: z.string() }),
  label: { zh: '申请已用于公文用印', en: 'Application used for its document' },
});
