import { randomUUID } from 'node:crypto';
import { generateSecret, generateURI, verify } from 'otplib';
import type { Tx } from '../../platform/database/index.ts';
import type { DirectoryTables } from './tables.ts';

/** One way of proving it is really you, beside the password. */
export type SecondFactor = {
  id: string;
  kind: 'totp' | 'passkey';
  label: string;
  secret: string | null;
  lastStep: number | null;
  credentialId: string | null;
  publicKey: Uint8Array | null;
  counter: number | null;
  transports: string[] | null;
};

/** Confirmed factors of a person, in the person's home organ. */
export async function factorsOf(tx: Tx, personId: string): Promise<SecondFactor[]> {
  return await tx
    .$extendTables<DirectoryTables>()
    .selectFrom('directory.second_factor')
    .select([
      'id',
      'kind',
      'label',
      'secret',
      'last_step as lastStep',
      'credential_id as credentialId',
      'public_key as publicKey',
      'counter',
      'transports',
    ])
    .where('person_id', '=', personId)
    .where('confirmed_at', 'is not', null)
    .orderBy('added_at')
    .execute();
}

/** Begins a TOTP factor: it counts only after a code from it was seen. Earlier unconfirmed ones are dropped. */
export async function beginTotp(
  tx: Tx,
  person: { id: string; organId: string; login: string; issuer: string; at: Date; secret?: string },
): Promise<{ secret: string; uri: string }> {
  const secret = person.secret ?? generateSecret();
  const db = tx.$extendTables<DirectoryTables>();
  await db
    .deleteFrom('directory.second_factor')
    .where('person_id', '=', person.id)
    .where('kind', '=', 'totp')
    .where('confirmed_at', 'is', null)
    .execute();
  await db
    .insertInto('directory.second_factor')
    .values({
      id: randomUUID(),
      organ_id: person.organId,
      person_id: person.id,
      kind: 'totp',
      label: 'TOTP',
      secret,
      added_at: person.at,
    })
    .execute();
  return { secret, uri: generateURI({ issuer: person.issuer, label: person.login, secret }) };
}

/** Confirms the begun TOTP factor by a code from it, and replaces the confirmed one there was. */
export async function confirmTotp(tx: Tx, personId: string, code: string, at: Date): Promise<boolean> {
  const db = tx.$extendTables<DirectoryTables>();
  const begun = await db
    .selectFrom('directory.second_factor')
    .select(['id', 'secret'])
    .where('person_id', '=', personId)
    .where('kind', '=', 'totp')
    .where('confirmed_at', 'is', null)
    .executeTakeFirst();
  const step = begun && (await matchingStep(begun.secret!, code, at, null));
  if (!begun || step === undefined) {
    return false;
  }
  await db
    .deleteFrom('directory.second_factor')
    .where('person_id', '=', personId)
    .where('kind', '=', 'totp')
    .where('id', '!=', begun.id)
    .execute();
  await db
    .updateTable('directory.second_factor')
    .set({ confirmed_at: at, last_step: step })
    .where('id', '=', begun.id)
    .execute();
  return true;
}

/** Whether a code fits one of the person's TOTP factors; a code is taken once. */
export async function useTotp(tx: Tx, personId: string, code: string, at: Date): Promise<boolean> {
  for (const factor of await factorsOf(tx, personId)) {
    if (factor.kind !== 'totp') {
      continue;
    }
    const step = await matchingStep(factor.secret!, code, at, factor.lastStep);
    if (step === undefined) {
      continue;
    }
    const used = await tx
      .$extendTables<DirectoryTables>()
      .updateTable('directory.second_factor')
      .set({ last_step: step })
      .where('id', '=', factor.id)
      .where((eb) => eb.or([eb('last_step', 'is', null), eb('last_step', '<', step)]))
      .executeTakeFirst();
    return used.numUpdatedRows === 1n;
  }
  return false;
}

/** RFC 6238 with 30-second steps; the step before and after is accepted for clocks that differ. */
async function matchingStep(
  secret: string,
  code: string,
  at: Date,
  after: number | null,
): Promise<number | undefined> {
  if (!/^\d{6}$/.test(code)) {
    return undefined;
  }
  const epoch = Math.floor(at.getTime() / 1000);
  const result = await verify({
    secret,
    token: code,
    epoch,
    epochTolerance: 30,
    ...(after === null ? {} : { afterTimeStep: after }),
  });
  return result.valid ? (result as { timeStep: number }).timeStep : undefined;
}
