import type { Tx } from '../../platform/database/index.ts';

/** Tables of this module; see `migrations/`. */
export type CirculationTables = {
  'circulation.entry': {
    document_id: string;
    organ_id: string;
    matter_id: string;
    title: string;
    sender: string;
    sender_organ: string | null;
    sender_number: string | null;
    sender_date: string | null;
    arrived_at: Date;
    due_on: string | null;
    needs_reply: boolean;
    year: number | null;
    n: number | null;
    received_on: string | null;
    registered_at: Date | null;
    replied_on: string | null;
    reply: string | null;
  };
  'circulation.number_series': { organ_id: string; year: number; next: number };
};

/** The transaction with this module's tables. */
export function tables(tx: Tx) {
  return tx.$extendTables<CirculationTables>();
}
