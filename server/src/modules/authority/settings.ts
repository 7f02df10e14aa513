import { z } from 'zod';
import { keyPlace } from '../../extensions/index.ts';

/** A list in `yiwen.json`, or the same as JSON text in the environment. */
function list<T extends z.ZodType>(entry: T) {
  return z.preprocess((value, ctx) => {
    if (typeof value !== 'string') {
      return value;
    }
    try {
      return JSON.parse(value) as unknown;
    } catch {
      ctx.addIssue({ code: 'custom', message: 'expected a list as JSON' });
      return z.NEVER;
    }
  }, z.array(entry).max(20).default([]));
}

const purpose = z.enum(['seal', 'seal-maker', 'document', 'person', 'time', 'log']);

/** An issuing authority of the office: its certificate and chain (PEM files), and where its key is. */
const issuer = z.strictObject({
  certificate: z.string().min(1),
  /** Certificates above it, up to the root. */
  chain: z.string().min(1).optional(),
  /** PKCS#8 file (PEM or DER), encrypted or not. */
  key: z.string().min(1).optional(),
  /** File that holds the password of the key. */
  passwordFile: z.string().min(1).optional(),
  /** In place of the file: a PKCS#11 token, or a device behind a program. */
  device: keyPlace.optional(),
  /** What it may certify. One authority for all is possible; separate ones keep a person from ever sealing. */
  purposes: z.array(purpose).min(1).default(['seal', 'seal-maker', 'document', 'person', 'time', 'log']),
});

const timeSource = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  policy: z
    .string()
    .regex(/^\d+(\.\d+)+$/)
    .optional(),
  /** Digests it takes; many abroad know no SM3. */
  hashes: z
    .array(z.enum(['sha256', 'sm3']))
    .min(1)
    .default(['sha256', 'sm3']),
});

/** Settings of the authority. Paths are relative to the data folder. */
export const authoritySettings = z.strictObject({
  /** `demo`: the embedded authority. `own`: the office's issuing authorities, or none here at all (requests go outside). */
  kind: z.enum(['demo', 'own']).default('demo'),
  issuers: list(issuer),
  /** Whom else to believe: a folder as `yiwen verify --trust` reads it. */
  trustFolder: z.string().min(1).optional(),
  /** Time-stamping authorities, asked in this order; after them the node's own. */
  timeSources: list(timeSource),
  /** Whether the node stamps itself when no other source answers, and at `/tsa`. */
  ownTime: z.stringbool().or(z.boolean()).default(true),
  /** Longest a signature waits for a time-stamp, all sources together. */
  timeWaitMs: z.coerce.number().int().min(100).max(60_000).default(3000),
  /** How far the clock of a source may be from ours. */
  timeToleranceSeconds: z.coerce.number().int().min(1).max(86_400).default(300),
  /** Day from which time-stamps over a digest are no longer relied on, once one is announced: they are renewed before. */
  sha256Ends: z.iso.date().optional(),
  sm3Ends: z.iso.date().optional(),
});

/** Checked settings. */
export type AuthoritySettings = z.output<typeof authoritySettings>;
/** One configured time source. */
export type TimeSourceSettings = z.output<typeof timeSource>;
/** One configured issuer. */
export type IssuerSettings = z.output<typeof issuer>;
