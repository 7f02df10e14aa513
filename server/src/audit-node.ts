/**
 * Everything stored, derived again from the acts and compared: the journal by itself, the logs against it and against
 * states known from outside, and each module's rows. It changes nothing.
 */
import type { TrustList } from '@yiwen/trust/certificates';
import { LogError, noteVerifier, openCheckpoint } from '@yiwen/trust/log';
import { auditCirculation } from './modules/circulation/index.ts';
import { auditDocuments } from './modules/documents/index.ts';
import { auditExchange } from './modules/exchange/index.ts';
import { auditLedgers } from './modules/ledgers/index.ts';
import { auditLog, logsOf } from './modules/log/index.ts';
import { auditSeals } from './modules/sealing/index.ts';
import { auditSignatures } from './modules/signing/index.ts';
import { auditMatters } from './modules/workflow/index.ts';
import { type AuditFault, auditEvents, type OrganAudit } from './platform/audit/index.ts';
import type { Database } from './platform/database/index.ts';

/** Who audits what; modules whose rows are no projection of acts (people, fonts, jobs) have none. */
const audits: readonly OrganAudit[] = [
  auditMatters,
  auditDocuments,
  auditExchange,
  auditCirculation,
  auditLedgers,
  auditSeals,
];

/** The outcome. */
export type NodeAudit = {
  readonly organs: number;
  readonly acts: number;
  readonly faults: readonly AuditFault[];
};

/**
 * Audits a node's database. `known` are signed checkpoints from outside (of witnesses, mirrors, evidence packages), each
 * opened with the key the log was opened with; one that nobody here signed is a fault. With `trust`, personal signatures
 * are checked too.
 */
export async function auditNode(
  db: Database,
  { known = [], trust }: { known?: readonly Uint8Array[]; trust?: TrustList } = {},
): Promise<NodeAudit> {
  const faults: AuditFault[] = [];
  const logs = await db.asPublic(logsOf);
  const states = logs.map((log) => ({ log, states: known.flatMap((note) => stateIn(note, log.vkey)) }));
  const opened = new Set(states.flatMap((one) => one.states.map(({ note }) => note)));
  for (const note of known) {
    if (!opened.has(note)) {
      faults.push({
        code: 'checkpoint-of-no-log',
        place: 'log',
        message: '外部的检查点不是本节点任何日志签的：日志不见了或换了密钥',
      });
    }
  }
  for (const one of states) {
    faults.push(...(await auditLog(db, one.log, one.states)));
  }
  const organs = [...new Set(await organsOf(db))];
  let count = 0;
  for (const organId of organs) {
    await db.asJob({ organId }, async (tx) => {
      const { acts, faults: own } = await auditEvents(tx);
      count += acts.length;
      faults.push(...own.list);
      for (const audit of trust === undefined ? audits : [...audits, auditSignatures(trust)]) {
        faults.push(...(await audit(tx, { organId, acts })));
      }
    });
  }
  return { organs: organs.length, acts: count, faults };
}

function stateIn(note: Uint8Array, vkey: string) {
  try {
    const { size, root } = openCheckpoint(note, noteVerifier(vkey));
    return [{ size, root, note, source: 'a checkpoint from outside' }];
  } catch (error) {
    if (error instanceof LogError) {
      return [];
    }
    throw error;
  }
}

async function organsOf(db: Database): Promise<string[]> {
  return await db.asSequencer(async (tx) => {
    const rows = await tx
      .$extendTables<{ 'event.entry': { organ_id: string } }>()
      .selectFrom('event.entry')
      .select('organ_id')
      .distinct()
      .execute();
    return rows.map((row) => row.organ_id);
  });
}
