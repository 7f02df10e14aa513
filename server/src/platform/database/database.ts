import type { Transaction } from 'kysely';
import type { EventTables } from '../events/tables.ts';

/** Tables every transaction knows; a module adds its own by `tx.$extendTables<ItsTables>()`. */
export type PlatformTables = EventTables;

/** An open transaction. Row security is already set for it; nothing else can widen it. */
export type Tx = Transaction<PlatformTables>;

/** Whose rows a transaction sees. Without an organ no row is seen. */
export type Scope = { organId: string; personId?: string };

/**
 * The database as the rest of the server sees it: only transactions, each under one role.
 * A function that throws rolls its transaction back. Serialization and deadlock failures are retried by the caller's
 * idempotency key, never silently here.
 */
export type Database = {
  /** A request's transaction: role `yiwen_app`, rows of one organ. */
  asOrgan<T>(scope: Scope, fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** A job's transaction: role `yiwen_jobs`, rows of one organ. */
  asJob<T>(scope: Scope, fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** The log's sequencer: role `yiwen_sequencer`, sees commitments of all organs and nothing else. */
  asSequencer<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** No organ: role `yiwen_app`, sees only what security-definer functions give. */
  asPublic<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** Calls `fn` for each NOTIFY on a channel; `onReconnect` after a lost connection came back (messages were lost). */
  listen(
    channel: string,
    fn: (payload: string) => void,
    onReconnect?: () => void,
  ): Promise<{ close(): Promise<void> }>;
};
