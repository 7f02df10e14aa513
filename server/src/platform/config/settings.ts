import { z } from 'zod';

/** The platform's own settings; each from `YIWEN_<KEY>` in the environment or `platform` in `yiwen.json`. */
export const platformSettings = z.strictObject({
  /** Name shown on the sign-in page. */
  nodeName: z.string().min(1).max(60).default('一文通'),
  /** Address people and QR codes use; the listening address when absent. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
  timeZone: z.string().default('Asia/Shanghai'),
  /** Bearer token for `/metrics` from other machines; without it only loopback may read. */
  metricsToken: z.string().min(16).optional(),
  /** Calls a minute from one address, all routes together. */
  requestsPerMinute: z.coerce.number().int().min(10).default(1200),
  /** True behind a reverse proxy that sets X-Forwarded-For and X-Forwarded-Proto. */
  /** False only in tests and benches. */
  limitRates: z.stringbool().or(z.boolean()).default(true),
  trustProxy: z.stringbool().or(z.boolean()).default(false),
  /** Files in an S3 bucket instead of the data folder; all four or none. */
  s3Endpoint: z.url().optional(),
  s3Bucket: z.string().min(3).optional(),
  s3AccessKey: z.string().min(1).optional(),
  s3SecretKey: z.string().min(1).optional(),
  s3Region: z.string().default('us-east-1'),
});

/** Checked settings of the platform. */
export type PlatformSettings = z.output<typeof platformSettings>;
