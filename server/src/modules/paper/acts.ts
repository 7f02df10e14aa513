import { z } from 'zod';
import { declareAct } from '../../platform/events/index.ts';

const key = z.object({
  keyId: z.string(),
  /** Base64 of the uncompressed P-256 point. */
  publicKey: z.string(),
});

/** The organ has a new key for printed codes. */
export const paperKeyMade = declareAct({
  kind: 'paper.key-made',
  version: 1,
  schema: key.extend({ from: z.string() }),
  label: { zh: '启用二维码签名密钥', en: 'Key of printed codes made' },
});

/** The key is known to be in other hands; none of its codes stands by itself any more. */
export const paperKeyRevoked = declareAct({
  kind: 'paper.key-revoked',
  version: 1,
  schema: key.extend({ day: z.string() }),
  label: { zh: '作废二维码签名密钥', en: 'Key of printed codes revoked' },
});
