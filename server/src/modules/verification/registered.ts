import { z } from 'zod';

/** What the node knows about a file or a code; the answer for anything not sealed and logged is null. */
export const registered = z.object({
  title: z.string(),
  number: z.string(),
  date: z.string(),
  issuer: z.string(),
  sealedAt: z.string(),
  versionNo: z.int(),
  root: z.object({ sha256: z.string(), sm3: z.string() }),
  newer: z.object({ versionNo: z.int() }).nullable(),
  logged: z.object({ index: z.int(), origin: z.string(), href: z.string() }).nullable(),
});

/** Registered facts of one document. */
export type Registered = z.output<typeof registered>;
