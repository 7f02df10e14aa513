import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { DatabaseUnusableError } from './unusable.ts';

/** Roles the server connects as; see ARCHITECTURE.md. None is a superuser and none bypasses row security. */
export const roleNames = ['yiwen_owner', 'yiwen_app', 'yiwen_jobs', 'yiwen_sequencer'] as const;

/** One of the server's database roles. */
export type RoleName = (typeof roleNames)[number];

/**
 * A role's password, made from the one the operator gave, so that every process with the same `DATABASE_URL` agrees
 * and nothing more has to be kept. Empty for the embedded server, whose socket only its owner can reach.
 */
export function rolePassword(operatorPassword: string | undefined, role: RoleName): string | undefined {
  return operatorPassword
    ? createHmac('sha256', operatorPassword).update(`yiwen ${role}`).digest('base64url')
    : undefined;
}

const rightsLockNumber = 7_290_114_006;

/** Makes the roles where they are missing; safe when several processes and databases of one server do it at once. */
export async function prepareRoles(admin: pg.Client, operatorPassword: string | undefined): Promise<void> {
  await refuseOldServer(admin);
  for (const role of roleNames) {
    const password = rolePassword(operatorPassword, role);
    const secret = password ? ` password '${password}'` : '';
    await admin.query(`do $$ begin
      if not exists (select 1 from pg_roles where rolname = '${role}') then
        create role ${role} login nosuperuser nocreatedb nocreaterole noreplication${secret};
      end if;
    exception when duplicate_object or unique_violation then null; end $$`);
  }
  const { rows } = await admin.query<{ name: string }>('select current_database() as name');
  const database = `"${rows[0]!.name.replaceAll('"', '""')}"`;
  // Two sessions that change the rights on one database at once make the server refuse the second.
  await admin.query('select pg_advisory_lock($1)', [rightsLockNumber]);
  try {
    await admin.query(`grant create on database ${database} to yiwen_owner`);
    await admin.query(`revoke create, temporary on database ${database} from public`);
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [rightsLockNumber]);
  }
}

const oldestServer = 150_000;

async function refuseOldServer(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ number: number; version: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
  );
  const { number, version } = rows[0]!;
  if (number < oldestServer) {
    throw new DatabaseUnusableError(
      `数据库是 PostgreSQL ${version}，需要 15 及以上版本。\nThe database is PostgreSQL ${version}; version 15 or later is needed.`,
    );
  }
}
