import type { WrappedKey } from '@yiwen/trust/crypto';
import type { ColumnType } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';

/** Tables of the log module; see migrations. */
export type LogTables = {
  'log.log': {
    organ_id: string;
    year: number;
    origin: string;
    vkey: string;
    sm2_vkey: string;
    size: number;
    opened_at: Date;
  };
  'log.key': { organ_id: string; year: number; wrapped: ColumnType<WrappedKey, string, never> };
  'log.entry': {
    organ_id: string;
    year: number;
    index: number;
    event_id: string | null;
    bytes: Uint8Array;
  };
  'log.checkpoint': {
    organ_id: string;
    year: number;
    size: number;
    root: Uint8Array;
    note: Uint8Array;
    signed_at: Date;
  };
  'log.policy': { sha256: Uint8Array; text: string; since: Date };
  'log.cosignature': {
    organ_id: string;
    year: number;
    size: number;
    name: string;
    key_id: string;
    signature: Uint8Array;
    cosigned_at: Date;
    received_at: Date;
  };
  'log.witnessed': {
    organ_id: string;
    year: number;
    size: number;
    note: Uint8Array;
    policy: Uint8Array;
    reached_at: Date;
  };
  'log.policy_of': { organ_id: string; since: Date; sha256: Uint8Array; event_id: string };
  'log.anchor': {
    organ_id: string;
    year: number;
    size: number;
    receipt: ColumnType<object, string, never>;
    anchored_at: Date;
    event_id: string;
  };
  'log.token': {
    organ_id: string;
    year: number;
    size: number;
    token: Uint8Array;
    stamped_at: Date;
    event_id: string;
  };
  'log.file': { organ_id: string; year: number; path: string; bytes: Uint8Array };
};

/** The same transaction, knowing this module's tables. */
export function withLogTables(tx: Tx) {
  return tx.$extendTables<LogTables>();
}
