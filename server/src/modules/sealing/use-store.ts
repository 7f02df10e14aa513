/** SQL of applications to seal and of the register of uses. Own organ only. */
import type { Tx } from '../../platform/database/index.ts';
import { type SealingTables, tables } from './tables.ts';

/** An application to seal. */
export type ApplicationRow = SealingTables['sealing.application'];
/** A line of the register of uses. */
export type UseRow = Omit<SealingTables['sealing.use'], 'ordinal'>;

const jsonColumns = ['file', 'document', 'place', 'applicant', 'approval', 'sealer', 'sealed'] as const;

function withJson<T extends Partial<ApplicationRow>>(row: T): T {
  const copy: Record<string, unknown> = { ...row };
  for (const column of jsonColumns) {
    const value = copy[column];
    if (value !== undefined && value !== null) {
      copy[column] = JSON.stringify(value);
    }
  }
  return copy as T;
}

/** Keeps a new application. */
export async function insertApplication(tx: Tx, row: ApplicationRow): Promise<void> {
  await tables(tx).insertInto('sealing.application').values(withJson(row)).execute();
}

/** One application by its id, locked when it is about to change. */
export function applicationById(tx: Tx, id: string, lock = false): Promise<ApplicationRow | undefined> {
  const query = tables(tx).selectFrom('sealing.application').selectAll().where('id', '=', id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

/** The application a matter carries. */
export function applicationOfMatter(tx: Tx, matterId: string): Promise<ApplicationRow | undefined> {
  return tables(tx)
    .selectFrom('sealing.application')
    .selectAll()
    .where('matter_id', '=', matterId)
    .executeTakeFirst();
}

/** The newest application that is not ended for one seal on one own document, locked. */
export function openApplicationOf(
  tx: Tx,
  sealId: string,
  documentId: string,
): Promise<ApplicationRow | undefined> {
  return tables(tx)
    .selectFrom('sealing.application')
    .selectAll()
    .where('seal_id', '=', sealId)
    .where('ended_at', 'is', null)
    .where((eb) => eb(eb.ref('document', '->>').key('documentId'), '=', documentId as never))
    .orderBy('applied_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
}

/** Changes how far an application is. */
export async function changeApplication(
  tx: Tx,
  id: string,
  change: Partial<
    Pick<
      ApplicationRow,
      'approval' | 'seal_time' | 'sealer' | 'tbs' | 'sealed' | 'ended_at' | 'failure' | 'rule_no'
    >
  >,
): Promise<void> {
  await tables(tx).updateTable('sealing.application').set(withJson(change)).where('id', '=', id).execute();
}

/** The applications of the organ, newest first; of one person's only where one is named. */
export function applications(
  tx: Tx,
  query: { personId?: string; sealId?: string; limit: number },
): Promise<ApplicationRow[]> {
  let select = tables(tx)
    .selectFrom('sealing.application')
    .selectAll()
    .orderBy('applied_at', 'desc')
    .orderBy('id')
    .limit(query.limit);
  if (query.sealId !== undefined) {
    select = select.where('seal_id', '=', query.sealId);
  }
  if (query.personId !== undefined) {
    const { personId } = query;
    select = select.where((eb) => eb(eb.ref('applicant', '->>').key('personId'), '=', personId as never));
  }
  return select.execute();
}

/** Writes a line into the register of uses. */
export async function insertUse(tx: Tx, row: UseRow): Promise<void> {
  await tables(tx)
    .insertInto('sealing.use')
    .values({ ...row, line: JSON.stringify(row.line) as never })
    .execute();
}

/** The register of uses of a seal, newest first. */
export function usesOf(tx: Tx, sealId: string, limit: number): Promise<UseRow[]> {
  return tables(tx)
    .selectFrom('sealing.use')
    .select(['id', 'organ_id', 'seal_id', 'at', 'rule_no', 'application_id', 'request_id', 'line', 'act_id'])
    .where('seal_id', '=', sealId)
    .orderBy('ordinal', 'desc')
    .limit(limit)
    .execute();
}

/** How often a seal was used. */
export async function countUses(tx: Tx, sealId: string): Promise<number> {
  const { count } = await tables(tx)
    .selectFrom('sealing.use')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('seal_id', '=', sealId)
    .executeTakeFirstOrThrow();
  return Number(count);
}
