import { z } from 'zod';

/** Settings of sign-in; `YIWEN_DIRECTORY_IDLE_MINUTES` and so on. */
export const directorySettings = z.strictObject({
  /** A session nobody used for so long ends. */
  idleMinutes: z.coerce.number().int().min(1).default(30),
  /** A session ends after so long whatever happens. */
  sessionHours: z.coerce.number().int().min(1).default(12),
  /** The cookie is exchanged for a new one so often. */
  rotateMinutes: z.coerce.number().int().min(1).default(15),
  /** Wrong passwords or codes in a row before the account is locked. */
  attempts: z.coerce.number().int().min(3).default(5),
  lockMinutes: z.coerce.number().int().min(1).default(15),
});

/** Checked settings of sign-in. */
export type DirectorySettings = z.output<typeof directorySettings>;
