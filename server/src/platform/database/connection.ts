import pg from 'pg';
import { type RoleName, rolePassword } from './roles.ts';

/** Where a database is and who may administer it. */
export type DatabaseAddress = {
  host: string;
  port: number;
  database: string;
  /** The operator's user: may create roles, or they exist already. */
  user: string;
  password?: string;
  ssl?: boolean | { rejectUnauthorized: boolean };
};

/** Reads `postgres://user:password@host:port/database?sslmode=…`; `host` in the query may name a socket folder. */
export function readDatabaseUrl(text: string): DatabaseAddress {
  const url = new URL(text);
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') {
    throw new RangeError('DATABASE_URL must begin with postgres://');
  }
  const mode = url.searchParams.get('sslmode') ?? 'prefer';
  return {
    host: url.searchParams.get('host') ?? decodeURIComponent(url.hostname || 'localhost'),
    port: Number(url.searchParams.get('port') ?? (url.port || 5432)),
    database: decodeURIComponent(url.pathname.slice(1)) || 'yiwen',
    user: decodeURIComponent(url.username) || 'postgres',
    password: url.password ? decodeURIComponent(url.password) : undefined,
    ssl: mode.startsWith('verify') ? true : mode === 'require' ? { rejectUnauthorized: false } : undefined,
  };
}

/** How values arrive: whole numbers as numbers, days as `YYYY-MM-DD`, instants as Date, jsonb parsed. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
    if (oid === pg.types.builtins.INT8) {
      return (text: string) => safeInteger(text);
    }
    if (oid === pg.types.builtins.DATE) {
      return (text: string) => text;
    }
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`bigint ${text} is beyond what the server counts with`);
  }
  return value;
}

/** Options for `pg` to connect as the operator (no role) or as one of the server's roles. */
export function clientOptions(address: DatabaseAddress, role?: RoleName): pg.ClientConfig {
  return {
    host: address.host,
    port: address.port,
    database: address.database,
    user: role ?? address.user,
    password: role ? rolePassword(address.password, role) : address.password,
    ssl: address.ssl,
    application_name: role ?? 'yiwen',
    types: types as pg.CustomTypesConfig,
    keepAlive: true,
    connectionTimeoutMillis: 15_000,
    // An idle transaction would hold row locks for ever when a handler hangs.
    idle_in_transaction_session_timeout: 120_000,
    statement_timeout: role === 'yiwen_app' ? 30_000 : undefined,
  };
}
