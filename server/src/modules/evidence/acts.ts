import { z } from 'zod';
import { declareAct } from '../../platform/events/index.ts';

/** Everything about a document was handed out as an evidence package; its list is named by digest. */
export const evidenceExported = declareAct({
  kind: 'evidence.exported',
  version: 1,
  schema: z.object({
    /** SHA-256 of the package's manifest.json, lower-case hexadecimal. */
    manifest: z.string(),
    files: z.int(),
    acts: z.int(),
  }),
  label: { zh: '出具证据包', en: 'Evidence package made' },
});
