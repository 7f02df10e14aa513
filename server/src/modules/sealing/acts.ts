import { z } from 'zod';
import { declareAct } from '../../platform/events/index.ts';
import { actBody } from '../workflow/index.ts';
import { basis } from './use.ts';

/** What a request froze. */
export const frozenBody = z.object({
  documentId: z.string(),
  versionId: z.string(),
  versionNo: z.int(),
  root: z.object({ sha256: z.string(), sm3: z.string() }),
  /** SHA-256 of the canonical registration data. */
  registration: z.string(),
  /** Who approved this version, in which post, when. */
  approval: z.object({ name: z.string(), post: z.string(), at: z.string() }),
  /** The signed address printed in the QR code of every page. */
  printed: z.string().optional(),
});

const file = z.object({
  format: z.enum(['ofd', 'pdf']),
  sha256: z.string(),
  sm3: z.string(),
  size: z.int(),
  /** SHA-256 of the bytes that were signed. */
  toBeSigned: z.string(),
});

/** 用印 was asked for: digests, seal, time and approval are fixed from here on. */
export const sealingRequested = declareAct({
  kind: 'sealing.requested',
  version: 1,
  schema: actBody.extend({
    requestId: z.string(),
    sealId: z.string(),
    esId: z.string(),
    sealName: z.string(),
    sealTime: z.string(),
    frozen: frozenBody,
    /** Which approval it rests on, under which version of the seal's rule. */
    use: basis.optional(),
  }),
  label: { zh: '申请用印', en: 'Sealing requested' },
});

/** The sealed files exist, were verified and are stored. */
export const sealingSealed = declareAct({
  kind: 'sealing.sealed',
  version: 1,
  schema: actBody.extend({
    requestId: z.string(),
    sealId: z.string(),
    esId: z.string(),
    sealName: z.string(),
    sealTime: z.string(),
    files: z.array(file),
  }),
  label: { zh: '用印', en: 'Sealed' },
});

/** Sealing did not come about; the step stays with its holder. */
export const sealingFailed = declareAct({
  kind: 'sealing.failed',
  version: 1,
  schema: actBody.extend({ requestId: z.string(), message: z.string() }),
  label: { zh: '用印未成', en: 'Sealing failed' },
});

/** A seal was made for the organ. */
export const sealMade = declareAct({
  kind: 'sealing.seal-made',
  version: 1,
  schema: z.object({
    sealId: z.string(),
    esId: z.string(),
    name: z.string(),
    sealSha256: z.string(),
    demo: z.boolean(),
  }),
  label: { zh: '制作印章', en: 'Seal made' },
});
