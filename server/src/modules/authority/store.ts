/** All SQL of this module. One organ's rows only, by row security; revocation alone is asked across organs. */
import { type Certificate, nameText, type RevocationReason } from '@yiwen/trust/certificates';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { type AuthorityTables, tables } from './tables.ts';

/** A record of a certificate. */
export type CertificateRow = AuthorityTables['authority.certificate'];
/** A request that waits, or waited, for an outside authority. */
export type RequestRow = AuthorityTables['authority.request'];

/** Notes a certificate; one that is there already stays as it is. */
export async function insertCertificate(
  tx: Tx,
  organId: string,
  issued: {
    issuer: string;
    certificate: Certificate;
    purpose: CertificateRow['purpose'];
    algorithm: string;
    at: Date;
  },
): Promise<void> {
  const { certificate } = issued;
  await tables(tx)
    .insertInto('authority.certificate')
    .values({
      organ_id: organId,
      issuer: issued.issuer,
      serial: certificate.serial,
      subject: nameText(certificate.subject),
      purpose: issued.purpose,
      algorithm: issued.algorithm,
      certificate: Buffer.from(certificate.der),
      not_before: new Date(certificate.notBefore),
      not_after: new Date(certificate.notAfter),
      issued_at: issued.at,
      revoked_at: null,
      reason: null,
    })
    .onConflict((conflict) => conflict.columns(['issuer', 'serial']).doNothing())
    .execute();
}

/** Notes a revocation; `removed` lifts a hold. False when it was revoked for good already, or there is nothing to lift. */
export async function markRevoked(
  tx: Tx,
  key: { issuer: string; serial: string },
  revocation: { at: Date; reason: RevocationReason },
): Promise<boolean> {
  const lifts = revocation.reason === 'removed';
  const { numUpdatedRows } = await tables(tx)
    .updateTable('authority.certificate')
    .set(
      lifts ? { revoked_at: null, reason: null } : { revoked_at: revocation.at, reason: revocation.reason },
    )
    .where('issuer', '=', key.issuer)
    .where('serial', '=', key.serial)
    .where((row) =>
      lifts
        ? row('reason', '=', 'hold')
        : row.or([row('revoked_at', 'is', null), row('reason', '=', 'hold')]),
    )
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The organ's certificates, those that end first first. */
export function allCertificates(tx: Tx): Promise<CertificateRow[]> {
  return tables(tx).selectFrom('authority.certificate').selectAll().orderBy('not_after').execute();
}

/** Revoked certificates of an issuer, of all organs: serial numbers, dates, reasons. */
export async function revokedOf(
  tx: Tx,
  issuer: string,
): Promise<{ serial: string; at: number; reason: RevocationReason }[]> {
  const { rows } = await sql<{ serial: string; revoked_at: Date; reason: RevocationReason }>`
    select serial, revoked_at, reason from authority.revoked(${issuer})`.execute(tx);
  return rows.map(({ serial, revoked_at, reason }) => ({ serial, at: revoked_at.getTime(), reason }));
}

/** What is known of one certificate of an issuer; undefined when it was never noted here. */
export async function statusOf(
  tx: Tx,
  issuer: string,
  serial: string,
): Promise<{ revoked: { at: number; reason: RevocationReason } | undefined } | undefined> {
  const { rows } = await sql<{ revoked_at: Date | null; reason: RevocationReason | null }>`
    select revoked_at, reason from authority.status_of(${issuer}, ${serial})`.execute(tx);
  const [row] = rows;
  return (
    row && {
      revoked:
        row.revoked_at === null
          ? undefined
          : { at: row.revoked_at.getTime(), reason: row.reason ?? 'unspecified' },
    }
  );
}

/** Notes a request. */
export async function insertRequest(
  tx: Tx,
  row: Pick<RequestRow, 'id' | 'organ_id' | 'purpose' | 'subject' | 'request' | 'asked_at'>,
): Promise<void> {
  await tables(tx)
    .insertInto('authority.request')
    .values({ ...row, answered_at: null, certificate: null, chain: null })
    .execute();
}

/** The organ's requests, newest first. */
export function allRequests(tx: Tx): Promise<RequestRow[]> {
  return tables(tx).selectFrom('authority.request').selectAll().orderBy('asked_at', 'desc').execute();
}

/** One request. */
export function requestById(tx: Tx, id: string): Promise<RequestRow | undefined> {
  return tables(tx).selectFrom('authority.request').selectAll().where('id', '=', id).executeTakeFirst();
}

/** One request, locked. */
export function lockRequest(tx: Tx, id: string): Promise<RequestRow | undefined> {
  return tables(tx)
    .selectFrom('authority.request')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Notes the answer to a request. */
export async function answerRequest(
  tx: Tx,
  id: string,
  answer: { certificate: Uint8Array; chain: readonly Uint8Array[]; at: Date },
): Promise<void> {
  await tables(tx)
    .updateTable('authority.request')
    .set({
      certificate: Buffer.from(answer.certificate),
      chain: answer.chain.map((der) => Buffer.from(der)),
      answered_at: answer.at,
    })
    .where('id', '=', id)
    .execute();
}
