import pg from 'pg';
import { clientOptions, type DatabaseAddress } from './connection.ts';
import { type Migration, migrate } from './migrations.ts';
import { prepareRoles } from './roles.ts';

/** Makes roles and tables what this version of the server needs. Safe when several processes start at once. */
export async function prepareDatabase(
  address: DatabaseAddress,
  migrations: readonly Migration[],
  asOwner: (owner: pg.Client) => Promise<void> = async () => undefined,
): Promise<string[]> {
  const admin = new pg.Client(clientOptions(address));
  await admin.connect();
  try {
    await prepareRoles(admin, address.password);
  } finally {
    await admin.end();
  }
  const owner = new pg.Client(clientOptions(address, 'yiwen_owner'));
  await owner.connect();
  try {
    const done = await migrate(owner, migrations);
    await asOwner(owner);
    return done;
  } finally {
    await owner.end();
  }
}

/** Makes the database itself where it is missing (embedded server and tests). */
export async function createDatabase(
  address: DatabaseAddress,
  options: { template?: string } = {},
): Promise<boolean> {
  const admin = new pg.Client(clientOptions({ ...address, database: 'postgres' }));
  await admin.connect();
  try {
    const name = pg.escapeIdentifier(address.database);
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [
      address.database,
    ]);
    if (rowCount) {
      return false;
    }
    await admin.query(
      `create database ${name}${options.template ? ` template ${pg.escapeIdentifier(options.template)}` : ''}`,
    );
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '42P04' || (error as { code?: string }).code === '23505') {
      return false;
    }
    throw error;
  } finally {
    await admin.end();
  }
}
