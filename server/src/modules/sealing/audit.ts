/** The register of seals, their rules and the log of their uses against the acts. */

import { hex, sha256 } from '@yiwen/trust/crypto';
import { type AuditedAct, type AuditFault, Faults } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { tables } from './tables.ts';

/** Audits the seals' rows of one organ. */
export async function auditSeals(tx: Tx, { acts }: { acts: readonly AuditedAct[] }): Promise<AuditFault[]> {
  const faults = new Faults();
  const byId = new Map(acts.map((act) => [act.id, act]));
  await auditRegister(tx, acts, byId, faults);
  await auditRules(tx, byId, faults);
  await auditMade(tx, acts, faults);
  await auditUses(tx, acts, byId, faults);
  return faults.list;
}

/** Each step of a seal's life is an act on that seal, the acts' steps are all there, and the state is that of the last. */
async function auditRegister(
  tx: Tx,
  acts: readonly AuditedAct[],
  byId: ReadonlyMap<string, AuditedAct>,
  faults: Faults,
): Promise<void> {
  const lives = await tables(tx).selectFrom('sealing.life').selectAll().orderBy('ordinal').execute();
  const last = new Map<string, string>();
  for (const life of lives) {
    const place = `sealing.life ${life.id}`;
    const act = byId.get(life.act_id);
    if (act === undefined) {
      faults.add('row-without-act', place, '印章登记里有一步没有办理记录');
      continue;
    }
    const told = act.data.to === undefined ? {} : { state: act.data.to };
    faults.compare(
      place,
      life,
      { seal_id: act.data.sealId, at: new Date(act.at), by_name: act.actor.name, ...told },
      act.index,
    );
    last.set(life.seal_id, life.state);
  }
  const known = new Set(lives.map(({ act_id }) => act_id));
  for (const act of acts) {
    if (act.kind.startsWith('sealing.seal-') && act.data.to !== undefined && !known.has(act.id)) {
      faults.add(
        'row-missing',
        `sealing.life ${act.data.sealId}`,
        '办理记录说印章有这一步，登记里没有',
        act.index,
      );
    }
  }
  const rows = await tables(tx).selectFrom('sealing.register').selectAll().execute();
  for (const row of rows) {
    const applied = acts.find((act) => act.kind === 'sealing.seal-applied' && act.data.sealId === row.id);
    const place = `sealing.register ${row.id}`;
    if (applied === undefined) {
      faults.add('row-without-act', place, '有印章登记，没有申请刻制的记录');
      continue;
    }
    const { kind, shape, personId, replaces, reason } = applied.data;
    const filed = acts.findLast((act) => act.kind === 'sealing.seal-filed' && act.data.sealId === row.id);
    const filing = filed && {
      authority: filed.data.authority,
      number: filed.data.number,
      day: filed.data.day,
    };
    faults.compare(
      place,
      row,
      { kind, shape, person_id: personId, replaces, reason, filing, state: last.get(row.id) ?? row.state },
      applied.index,
    );
  }
}

async function auditRules(tx: Tx, byId: ReadonlyMap<string, AuditedAct>, faults: Faults): Promise<void> {
  for (const row of await tables(tx).selectFrom('sealing.rule').selectAll().execute()) {
    const place = `sealing.rule ${row.seal_id} ${row.no}`;
    const act = byId.get(row.act_id);
    if (act === undefined) {
      faults.add('row-without-act', place, '有用印规则，没有规定它的记录');
    } else {
      faults.compare(place, row, { seal_id: act.data.sealId, rule: act.data.rule }, act.index);
    }
  }
}

/** The seal in use is the one that was made, byte for byte. */
async function auditMade(tx: Tx, acts: readonly AuditedAct[], faults: Faults): Promise<void> {
  const rows = await tables(tx).selectFrom('sealing.seal').select(['id', 'es_id', 'name', 'seal']).execute();
  for (const row of rows) {
    const place = `sealing.seal ${row.id}`;
    const made = acts.findLast((act) => act.kind === 'sealing.seal-made' && act.data.sealId === row.id);
    if (made === undefined) {
      faults.add('row-without-act', place, '有印章，没有制作的记录');
    } else {
      const stored = { ...row, digest: hex(sha256(new Uint8Array(row.seal))) };
      const { esId, name, sealSha256 } = made.data;
      faults.compare(place, stored, { es_id: esId, name, digest: sealSha256 }, made.index);
    }
  }
}

/** Every use is an act, and every act of sealing a line of the register of uses. */
async function auditUses(
  tx: Tx,
  acts: readonly AuditedAct[],
  byId: ReadonlyMap<string, AuditedAct>,
  faults: Faults,
): Promise<void> {
  const uses = await tables(tx).selectFrom('sealing.use').selectAll().execute();
  for (const use of uses) {
    const place = `sealing.use ${use.id}`;
    const act = byId.get(use.act_id);
    if (act === undefined) {
      faults.add('row-without-act', place, '用印登记里有一次没有办理记录');
    } else {
      const files = (act.data.files ?? []) as { sha256: string }[];
      const told = { seal_id: act.data.sealId, files: files.map((file) => file.sha256) };
      const stored = { seal_id: use.seal_id, files: use.line.files.map((file) => file.sha256) };
      faults.compare(place, stored, told.files.length === 0 ? { seal_id: told.seal_id } : told, act.index);
    }
  }
  const noted = new Set(uses.map(({ act_id }) => act_id));
  for (const act of acts) {
    if (act.kind === 'sealing.sealed' && !noted.has(act.id)) {
      faults.add('row-missing', `sealing.use ${act.id}`, '盖过印，用印登记里没有', act.index);
    }
  }
}
