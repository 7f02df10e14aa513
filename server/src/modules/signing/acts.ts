import { KEY_ENROLLED, KEY_REVOKED } from '@yiwen/trust/approvals';
import { z } from 'zod';
import { declareAct } from '../../platform/events/index.ts';

const key = {
  keyId: z.string(),
  personId: z.string(),
  kind: z.enum(['key', 'passkey']),
  /** SubjectPublicKeyInfo, base64url. */
  publicKey: z.string(),
};

/** A person's key signs from here on. Whoever checks a signature later knows by this act since when. */
export const keyEnrolled = declareAct({
  kind: KEY_ENROLLED,
  version: 1,
  schema: z.object({
    ...key,
    algorithm: z.string(),
    /** SHA-256 of the certificate, where there is one. */
    certificate: z.string().optional(),
  }),
  label: { zh: '启用个人签名', en: 'Personal key enrolled' },
});

/** A person's key signs no more. */
export const keyRevoked = declareAct({
  kind: KEY_REVOKED,
  version: 1,
  schema: z.object({ ...key, reason: z.string() }),
  label: { zh: '停用个人签名', en: 'Personal key revoked' },
});

/** Sign-offs of the organ need a personal signature, or are offered one. */
export const ruleSet = declareAct({
  kind: 'signing.rule-set',
  version: 1,
  schema: z.object({ rule: z.enum(['offered', 'required']) }),
  label: { zh: '设定签批是否须本人签名', en: 'Rule of personal signatures set' },
});
