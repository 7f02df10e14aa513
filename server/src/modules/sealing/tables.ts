import type { WrappedKey } from '@yiwen/trust/crypto';
import type { Generated } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { SealState, SealVerb } from './life-cycle.ts';
import type { Filing, SealKind, SealShape } from './register.ts';
import type { SealRule } from './rule.ts';
import type { Frozen } from './source.ts';
import type {
  Approval,
  Basis,
  DocumentToSeal,
  FileToSeal,
  Place,
  SealedResult,
  UseLine,
  Who,
} from './use.ts';

/** Tables of this module; see `migrations/`. */
export type SealingTables = {
  'sealing.seal': {
    id: string;
    organ_id: string;
    es_id: string;
    name: string;
    /** Width, and height where `height_mm` is null. */
    diameter_mm: number;
    height_mm: number | null;
    seal: Buffer;
    picture: Buffer;
    certificate: Buffer;
    chain: Buffer[];
    pdf_certificate: Buffer;
    pdf_chain: Buffer[];
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
    /** What the use rests on, and who asked; null in requests older than the register. */
    basis: Basis | null;
    requested_by: Who | null;
  };
  'sealing.register': {
    id: string;
    organ_id: string;
    kind: SealKind;
    face: string;
    purpose: string | null;
    shape: SealShape;
    person_id: string | null;
    state: SealState;
    replaces: string | null;
    reason: string;
    filing: Filing | null;
    rule_no: number;
    applied_at: Date;
    state_at: Date;
  };
  'sealing.life': {
    id: string;
    organ_id: string;
    seal_id: string;
    verb: SealVerb;
    state: SealState;
    at: Date;
    by_name: string;
    by_post: string;
    person_id: string | null;
    note: string | null;
    act_id: string;
    ordinal: Generated<string>;
  };
  'sealing.rule': {
    seal_id: string;
    no: number;
    organ_id: string;
    rule: SealRule;
    set_at: Date;
    act_id: string;
  };
  'sealing.seal_key': { seal_id: string; organ_id: string; wrapped: WrappedKey };
  'sealing.application': {
    id: string;
    organ_id: string;
    matter_id: string;
    seal_id: string;
    rule_no: number;
    purpose: string;
    copies: number;
    file: FileToSeal | null;
    document: DocumentToSeal | null;
    place: Place | null;
    applicant: Who;
    applied_at: Date;
    approval: Approval | null;
    seal_time: Date | null;
    sealer: Who | null;
    tbs: string | null;
    sealed: SealedResult | null;
    ended_at: Date | null;
    failure: string | null;
  };
  'sealing.use': {
    id: string;
    organ_id: string;
    seal_id: string;
    at: Date;
    rule_no: number;
    application_id: string | null;
    request_id: string | null;
    line: UseLine;
    act_id: string;
    ordinal: Generated<string>;
  };
};

/** A transaction that knows this module's tables. */
export function tables(tx: Tx) {
  return tx.$extendTables<SealingTables>();
}
