import { z } from 'zod';
import { declareAct } from '../../platform/events/index.ts';

/** A ledger was set up. */
export const ledgerCreated = declareAct({
  kind: 'ledgers.created',
  version: 1,
  schema: z.object({ ledgerId: z.string(), name: z.string(), columns: z.array(z.string()) }),
  label: { zh: '建立台账', en: 'Ledger set up' },
});

/** Rows were added to a ledger; their text stays in the ledger, the act names it by digest. */
export const rowsAdded = declareAct({
  kind: 'ledgers.rows-added',
  version: 1,
  schema: z.object({
    ledgerId: z.string(),
    from: z.int(),
    to: z.int(),
    /** SHA-256 of the canonical JSON of the added rows, lower-case hexadecimal. */
    sha256: z.string(),
  }),
  label: { zh: '登记台账', en: 'Ledger rows added' },
});
