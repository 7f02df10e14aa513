import type { Purpose, RevocationReason } from '@yiwen/trust/certificates';
import type { Tx } from '../../platform/database/index.ts';

/** Tables of this module; see `migrations/`. */
export type AuthorityTables = {
  'authority.certificate': {
    organ_id: string;
    /** Key identifier of the issuer, hex. */
    issuer: string;
    /** Lower-case hex, as in `Certificate.serial`. */
    serial: string;
    subject: string;
    purpose: Purpose;
    algorithm: string;
    certificate: Buffer;
    not_before: Date;
    not_after: Date;
    issued_at: Date;
    revoked_at: Date | null;
    reason: RevocationReason | null;
  };
  'authority.request': {
    id: string;
    organ_id: string;
    purpose: Purpose;
    subject: string;
    /** PKCS#10, DER. */
    request: Buffer;
    asked_at: Date;
    answered_at: Date | null;
    certificate: Buffer | null;
    chain: Buffer[] | null;
  };
  'authority.stamped_file': {
    id: string;
    organ_id: string;
    owner: string;
    owner_id: string;
    format: 'ofd' | 'pdf' | 'asice';
    field_name: string;
    sha256: string;
    certificates: Buffer[];
    stamped_at: Date | null;
    source: string | null;
    due_at: Date | null;
    tries: number;
    added_at: Date;
  };
  'authority.validation_data': {
    id: string;
    organ_id: string;
    sha256: string;
    certificates: Buffer[];
    crls: Buffer[];
    ocsps: Buffer[];
    stamps: Buffer[];
    at: Date;
  };
};

/** A transaction that knows this module's tables. */
export function tables(tx: Tx) {
  return tx.$extendTables<AuthorityTables>();
}
