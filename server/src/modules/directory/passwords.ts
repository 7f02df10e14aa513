import { hash, verify } from '@node-rs/argon2';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { DirectoryTables } from './tables.ts';

/** argon2id with OWASP's first choice: 19 MiB, two passes; about 15 ms here. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Shortest password accepted; NIST SP 800-63B asks for length, not for kinds of characters. */
const shortestPassword = 10;

/** Stands in for the hash of a login that does not exist, so that both cases take as long. */
let nobodysHash: Promise<string> | undefined;

/** Refuses what is too short or the login itself. */
export function checkPassword(password: string, login: string): void {
  if (password.length < shortestPassword || password.toLowerCase() === login.toLowerCase()) {
    throw new OfficeError('directory.weak-password');
  }
}

/** Sets somebody's password in the transaction's organ and forgets failures and lock. */
export async function setPassword(
  tx: Tx,
  person: { id: string; organId: string; login: string; password: string; at: Date; mustChange?: boolean },
): Promise<void> {
  checkPassword(person.password, person.login);
  const values = {
    hash: await hash(person.password, cost),
    changed_at: person.at,
    must_change: person.mustChange ?? false,
    failures: 0,
    locked_until: null,
  };
  await tx
    .$extendTables<DirectoryTables>()
    .insertInto('directory.credential')
    .values({ person_id: person.id, organ_id: person.organId, ...values })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(values))
    .execute();
}

/** Whether a password fits a stored hash; without one it takes as long and says no. */
export async function passwordFits(stored: string | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hash('nobody holds this password', cost);
  const fits = await verify(stored ?? (await nobodysHash), password);
  return fits && stored !== undefined;
}
