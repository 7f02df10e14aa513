import type { Tx } from '../../platform/database/index.ts';

/** Tables of the witness module; see migrations. */
type WitnessTables = {
  'witness.state': {
    origin: string;
    digest: string;
    size: number;
    root: Uint8Array;
    note: Uint8Array;
    seen_at: Date;
  };
};

/** The same transaction, knowing this module's tables. */
export function withWitnessTables(tx: Tx) {
  return tx.$extendTables<WitnessTables>();
}
