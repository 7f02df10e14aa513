import type { Tx } from '../../platform/database/index.ts';

/** Tables of this module; see `migrations/`. */
export type LedgersTables = {
  'ledgers.ledger': {
    id: string;
    organ_id: string;
    name: string;
    columns: string[];
    position: number;
    made_at: Date;
  };
  'ledgers.row': { ledger_id: string; organ_id: string; no: number; cells: string[]; added_at: Date };
};

/** A transaction that knows this module's tables. */
export function tables(tx: Tx) {
  return tx.$extendTables<LedgersTables>();
}
