import type { WrappedKey } from '@yiwen/trust/crypto';
import type { Tx } from '../../platform/database/index.ts';
import type { Frozen } from './source.ts';

/** Tables of this module; see `migrations/`. */
export type SealingTables = {
  'sealing.seal': {
    id: string;
    organ_id: string;
    es_id: string;
    name: string;
    diameter_mm: number;
    seal: Buffer;
    picture: Buffer;
    certificate: Buffer;
    chain: Buffer[];
    pdf_certificate: Buffer;
    pdf_chain: Buffer[];
    wrapped: WrappedKey;
    valid_from: Date;
    valid_to: Date;
    made_at: Date;
  };
  'sealing.organ_key': {
    organ_id: string;
    certificate: Buffer;
    chain: Buffer[];
    wrapped: WrappedKey;
    made_at: Date;
  };
  'sealing.request': {
    id: string;
    organ_id: string;
    matter_id: string;
    document_id: string;
    seal_id: string;
    seal_time: Date;
    frozen: Frozen;
    requested_at: Date;
    ofd_tbs: string | null;
    pdf_tbs: string | null;
    sealed_at: Date | null;
    failed_at: Date | null;
    failure: string | null;
  };
};

/** A transaction that knows this module's tables. */
export function tables(tx: Tx) {
  return tx.$extendTables<SealingTables>();
}
