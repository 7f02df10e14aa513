import type { PrfWrappedKey } from '@yiwen/trust/approvals';
import type { WrappedKey } from '@yiwen/trust/crypto';
import type { ColumnType } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';

/** A personal key as wrapped in its person's browser. */
export type Wrapped = WrappedKey | PrfWrappedKey;

/** Tables of this module; see `migrations/`. */
export type SigningTables = {
  'signing.key': {
    id: string;
    organ_id: string;
    person_id: string;
    kind: 'key' | 'passkey';
    algorithm: string;
    label: string;
    public_key: Uint8Array;
    certificate: Uint8Array | null;
    chain: Uint8Array[];
    request_id: string | null;
    wrapped: ColumnType<Wrapped | null, string | null, string | null>;
    credential_id: string | null;
    rp_id: string | null;
    origin: string | null;
    asked_at: Date;
    enrolled_at: Date | null;
    revoked_at: Date | null;
    revoked_reason: string | null;
  };
  'signing.rule': { organ_id: string; rule: Rule; set_at: Date };
};

/** Whether sign-offs need the person's own signature. */
export type Rule = 'offered' | 'required';

/** A transaction that knows this module's tables. */
export function tables(tx: Tx) {
  return tx.$extendTables<SigningTables>();
}
