/** The journal against itself: bodies and their digests, entries and their chains, columns and what the bodies say. */

import { CanonicalJsonError, type CanonicalValue, canonicalBytes } from '@yiwen/trust/content';
import { equalBytes, sha256, sm3 } from '@yiwen/trust/crypto';
import { commitment, entryDigest, LogError } from '@yiwen/trust/log';
import { sql } from 'kysely';
import { yearIn } from '../clock/index.ts';
import type { Tx } from '../database/index.ts';
import { type AuditedAct, Faults } from './fault.ts';

type Row = {
  id: string;
  organ_id: string;
  year: number;
  kind: string;
  chain: string;
  doc: string | null;
  matter: string | null;
  person_id: string | null;
  seq: string;
  prev: Uint8Array | null;
  body: Record<string, unknown> | null;
  sha256: Uint8Array;
  sm3: Uint8Array;
  commitment: Uint8Array;
  log_index: string | null;
  recorded_at: Date;
};

/** The acts of the transaction's organ that hold, in the order they were recorded, and what does not hold. */
export async function auditEvents(tx: Tx): Promise<{ acts: AuditedAct[]; faults: Faults }> {
  const faults = new Faults();
  const acts: AuditedAct[] = [];
  const { rows } = await sql<Row>`
    select id, organ_id, year, kind, chain, doc, matter, person_id, seq, prev, body, sha256, sm3, commitment, log_index,
           recorded_at
    from event.entry where organ_id = platform.organ() order by chain, seq`.execute(tx);
  let before: Row | undefined;
  for (const row of rows) {
    const isFirst = before?.chain !== row.chain;
    checkChain(row, isFirst ? undefined : before, faults);
    const act = checkBody(row, faults);
    if (act !== undefined) {
      acts.push(act);
    }
    before = row;
  }
  acts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.seq - b.seq));
  return { acts, faults };
}

function indexOf(row: Row): number | undefined {
  return row.log_index === null ? undefined : Number(row.log_index);
}

function checkChain(row: Row, before: Row | undefined, faults: Faults): void {
  const place = `event.entry ${row.id}`;
  if (Number(row.seq) !== Number(before?.seq ?? 0) + 1) {
    faults.add('sequence-broken', place, '同一文件的记录序号不连续：有缺失、插入或换序', indexOf(row));
  }
  const expected = before === undefined ? null : entryDigest(new Uint8Array(before.commitment));
  const isLinked =
    expected === null ? row.prev === null : row.prev !== null && equalBytes(row.prev, expected);
  if (!isLinked) {
    faults.add('chain-broken', place, '与前一条记录接不上', indexOf(row));
  }
  let made: Uint8Array | undefined;
  try {
    made = commitment({
      type: row.kind,
      doc: row.chain,
      seq: Number(row.seq),
      prev: row.prev === null ? undefined : new Uint8Array(row.prev),
      sha256: new Uint8Array(row.sha256),
      sm3: new Uint8Array(row.sm3),
    });
  } catch (error) {
    if (!(error instanceof LogError)) {
      throw error;
    }
  }
  if (made === undefined || !equalBytes(made, new Uint8Array(row.commitment))) {
    faults.add('entry-differs', place, '日志条目与该行的种类、序号、摘要对不上', indexOf(row));
  }
}

function checkBody(row: Row, faults: Faults): AuditedAct | undefined {
  const { body } = row;
  if (body === null) {
    // Erased by law: the entry stays and still verifies.
    return undefined;
  }
  const place = `event.entry ${row.id}`;
  let bytes: Uint8Array;
  try {
    bytes = canonicalBytes(body as CanonicalValue);
  } catch (error) {
    if (error instanceof CanonicalJsonError) {
      faults.add('body-malformed', place, '事件内容不成规定的格式', indexOf(row));
      return undefined;
    }
    throw error;
  }
  if (
    !equalBytes(sha256(bytes), new Uint8Array(row.sha256)) ||
    !equalBytes(sm3(bytes), new Uint8Array(row.sm3))
  ) {
    faults.add('body-differs', place, '事件内容与其摘要不符，已被改动', indexOf(row));
    return undefined;
  }
  const actor = (body.actor ?? {}) as AuditedAct['actor'];
  faults.compare(
    place,
    { ...row, seq: Number(row.seq) },
    {
      id: body.id,
      organ_id: body.organ,
      kind: body.type,
      doc: body.doc,
      matter: body.matter,
      seq: body.seq,
      person_id: actor.personId,
      recorded_at: new Date(String(body.at)),
      chain: body.doc ?? body.matter ?? body.id,
      year: yearIn(new Date(String(body.at))),
    },
    indexOf(row),
  );
  return {
    id: row.id,
    kind: row.kind,
    at: String(body.at),
    seq: Number(row.seq),
    actor,
    data: (body.data ?? {}) as Record<string, unknown>,
    body,
    ...(row.doc === null ? {} : { doc: row.doc }),
    ...(row.matter === null ? {} : { matter: row.matter }),
    ...(row.log_index === null ? {} : { index: Number(row.log_index) }),
  };
}
