import type { WrappedKey } from '@yiwen/trust/crypto';
import type { ColumnType } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';

/** Tables of this module; see `migrations/`. Days are text `YYYY-MM-DD`. */
export type PaperTables = {
  'paper.key': {
    id: string;
    organ_id: string;
    public_key: Buffer;
    valid_from: string;
    valid_to: string | null;
    revoked: string | null;
    made_at: Date;
  };
  'paper.secret': {
    key_id: string;
    organ_id: string;
    wrapped: ColumnType<WrappedKey, string, never>;
  };
};

/** A transaction that knows this module's tables. */
export function tables(tx: Tx) {
  return tx.$extendTables<PaperTables>();
}
