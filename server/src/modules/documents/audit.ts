/** Versions, sign-offs, registration data and released files against what the acts say of them. */

import { digestContent, PartError, versionRoot } from '@yiwen/trust/content';
import { type AuditedAct, type AuditFault, Faults } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { digestRegistration } from './issued-document.ts';
import { printNumber } from './numbers.ts';
import { findRegistration } from './store.ts';
import { tables } from './tables.ts';
import { partsOf } from './versions.ts';

type Told = Record<string, unknown>;
type Root = { sha256: string; sm3: string };

/**
 * Audits the documents' rows of one organ. A draft is working text and no projection of acts; what was submitted of it is
 * a version.
 */
export async function auditDocuments(
  tx: Tx,
  { acts }: { acts: readonly AuditedAct[] },
): Promise<AuditFault[]> {
  const faults = new Faults();
  await auditVersions(tx, acts, faults);
  await auditSignOffs(tx, acts, faults);
  await auditRegistrations(tx, acts, faults);
  await auditFiles(tx, acts, faults);
  return faults.list;
}

/** Each version's root is computed again from its parts, and must be the one every act about it names. */
async function auditVersions(tx: Tx, acts: readonly AuditedAct[], faults: Faults): Promise<void> {
  const named = new Map<string, { root: Root; index: number | undefined }[]>();
  const rooted = new Set<string>();
  for (const { data, index } of acts) {
    const frozen = (data.frozen ?? data) as Told;
    const root = frozen.root as Root | undefined;
    if (root !== undefined) {
      rooted.add(root.sha256);
    }
    if (typeof frozen.versionId === 'string' && root !== undefined) {
      named.set(frozen.versionId, [...(named.get(frozen.versionId) ?? []), { root, index }]);
    }
  }
  const rows = await tables(tx).selectFrom('documents.version').selectAll().execute();
  for (const row of rows) {
    const place = `documents.version ${row.id}`;
    const stored: Root = { sha256: row.root_sha256, sm3: row.root_sm3 };
    const told = named.get(row.id);
    const fault = await faultOfParts(tx, row.id, stored);
    if (fault !== undefined) {
      faults.add('version-differs', place, `版本的内容与其根不符：${fault}`, told?.[0]?.index);
    }
    for (const { root, index } of told ?? []) {
      faults.compare(place, stored, root, index);
    }
    if (told === undefined && !rooted.has(stored.sha256)) {
      faults.add('row-without-act', place, '没有办理记录提到这个版本');
    }
    named.delete(row.id);
  }
  for (const [id, told] of named) {
    faults.add('row-missing', `documents.version ${id}`, '办理记录说有这个版本，库里没有', told[0]?.index);
  }
}

async function faultOfParts(tx: Tx, versionId: string, stored: Root): Promise<string | undefined> {
  const parts = await partsOf(tx, versionId);
  const changed = parts.find(
    ({ kind, content, contentDigest }) =>
      kind !== 'attachment' && digestContent(content).sha256 !== contentDigest.sha256,
  );
  if (changed !== undefined) {
    return `部件 ${changed.id}`;
  }
  try {
    const root = versionRoot(parts);
    return root.sha256 === stored.sha256 && root.sm3 === stored.sm3 ? undefined : '根不同';
  } catch (error) {
    if (error instanceof PartError) {
      return error.message;
    }
    throw error;
  }
}

async function auditSignOffs(tx: Tx, acts: readonly AuditedAct[], faults: Faults): Promise<void> {
  const rows = await tables(tx).selectFrom('documents.sign_off').selectAll().execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const act of acts) {
    if (act.kind !== 'documents.approved') {
      continue;
    }
    const place = `documents.sign_off ${act.id}`;
    const row = byId.get(act.id);
    byId.delete(act.id);
    const covered = act.data.covered as Root;
    const behalf = (act.actor as { onBehalfOf?: { name: string } }).onBehalfOf;
    if (row === undefined) {
      faults.add('row-missing', place, '有签发的记录，没有签批', act.index);
    } else {
      faults.compare(
        place,
        row,
        {
          document_id: act.doc,
          version_id: act.data.versionId,
          step_id: act.data.stepId,
          selector: act.data.selector,
          sha256: covered.sha256,
          sm3: covered.sm3,
          signer: act.actor.name,
          signer_post: act.actor.post,
          on_behalf_of: behalf?.name,
          signed_at: new Date(act.at),
        },
        act.index,
      );
    }
  }
  for (const id of byId.keys()) {
    faults.add('row-without-act', `documents.sign_off ${id}`, '有签批，没有签发的记录');
  }
}

/** What the acts on a document come to in its registration. */
function deriveRegistrations(
  acts: readonly AuditedAct[],
): Map<string, { told: Told; frozen?: string; index?: number }> {
  const derived = new Map<string, { told: Told; frozen?: string; index?: number }>();
  for (const act of acts) {
    if (act.doc === undefined) {
      continue;
    }
    const one = derived.get(act.doc) ?? { told: {} };
    const { told } = one;
    const { data } = act;
    if (act.kind === 'documents.approved') {
      Object.assign(told, { signer: act.actor.name, signed_on: data.signedOn });
    } else if (act.kind === 'documents.registered') {
      Object.assign(told, {
        number: data.number,
        printed_on: data.printedOn,
        receivers: data.receivers,
        copies: data.copies ?? told.copies ?? null,
        registered_at: told.registered_at ?? new Date(act.at),
      });
    } else if (act.kind === 'exchange.released') {
      told.released_at = new Date(act.at);
    } else if (act.kind === 'sealing.requested') {
      one.frozen = (data.frozen as { registration: string }).registration;
    } else {
      continue;
    }
    derived.set(act.doc, { ...one, ...(act.index === undefined ? {} : { index: act.index }) });
  }
  return derived;
}

async function auditRegistrations(tx: Tx, acts: readonly AuditedAct[], faults: Faults): Promise<void> {
  const derived = deriveRegistrations(acts);
  const rows = await tables(tx).selectFrom('documents.registration').selectAll().execute();
  const highest = new Map<string, number>();
  for (const row of rows) {
    const place = `documents.registration ${row.document_id}`;
    const told = derived.get(row.document_id);
    derived.delete(row.document_id);
    const { code, year, n } = row;
    const number = code === null || year === null || n === null ? undefined : printNumber({ code, year, n });
    if (told === undefined) {
      if (number !== undefined || row.signer !== null) {
        faults.add('row-without-act', place, '有登记，没有办理记录');
      }
      continue;
    }
    faults.compare(place, { ...row, number }, told.told, told.index);
    if (told.frozen !== undefined) {
      const digest = digestRegistration(await findRegistration(tx, row.document_id));
      // Registered once more after the seal was asked for: then the seal was asked for again, or did not come about.
      faults.compare(place, { digest }, { digest: told.frozen }, told.index);
    }
    if (code !== null) {
      highest.set(`${code} ${year}`, Math.max(n ?? 0, highest.get(`${code} ${year}`) ?? 0));
    }
  }
  for (const [id, { index }] of derived) {
    faults.add('row-missing', `documents.registration ${id}`, '办理记录说已登记，库里没有', index);
  }
  await auditSeries(tx, highest, faults);
}

/** Numbers are gap-free: the next one follows the highest given; a series continued from paper may start later. */
async function auditSeries(tx: Tx, highest: ReadonlyMap<string, number>, faults: Faults): Promise<void> {
  const series = await tables(tx).selectFrom('documents.number_series').selectAll().execute();
  for (const { code, year, next } of series) {
    const given = highest.get(`${code} ${year}`);
    if (given !== undefined && next !== given + 1) {
      faults.add(
        'numbers-broken',
        `documents.number_series ${code}〔${year}〕`,
        `下一个号是 ${next}，已用到 ${given}`,
      );
    }
  }
}

/** Acts that name sealed files: sealing, and a later state with its time-stamp. */
const SEALS_FILES: ReadonlySet<string> = new Set(['sealing.sealed', 'sealing.time-stamped']);

/** Sealed files are those the acts of sealing name, originals those of receiving; and the other way round. */
async function auditFiles(tx: Tx, acts: readonly AuditedAct[], faults: Faults): Promise<void> {
  const named = new Map<string, { index: number | undefined; sealed: boolean }>();
  /** What the act of receiving says of files from outside. */
  const received = new Map<string, { index: number | undefined; sealed: boolean }>();
  for (const { kind, data, index } of acts) {
    const files = Array.isArray(data.files) ? (data.files as (Partial<Root> & { sealed?: boolean })[]) : [];
    for (const { sha256, sm3, sealed } of files) {
      if (typeof sha256 === 'string') {
        named.set(`${sha256} ${sm3}`, { index, sealed: SEALS_FILES.has(kind) });
      }
      if (typeof sha256 === 'string' && sealed !== undefined) {
        received.set(`${sha256} ${sm3}`, { index, sealed });
      }
    }
  }
  const rows = await tables(tx)
    .selectFrom('documents.file')
    .selectAll()
    .where('document_id', 'is not', null)
    .execute();
  const there = new Set(rows.map((row) => `${row.sha256} ${row.sm3}`));
  for (const row of rows) {
    const told = named.get(`${row.sha256} ${row.sm3}`);
    const place = `documents.file ${row.id}`;
    if ((row.role === 'rendition' || row.role === 'original') && told === undefined) {
      faults.add('row-without-act', place, '没有办理记录提到这个文件');
    } else if (row.role === 'rendition' && told !== undefined) {
      faults.compare(place, row, { sealed: told.sealed }, told.index);
    }
    const asReceived = received.get(`${row.sha256} ${row.sm3}`);
    if (row.role !== 'rendition' && asReceived !== undefined) {
      faults.compare(place, row, { sealed: asReceived.sealed }, asReceived.index);
    }
  }
  for (const [digests, { index, sealed }] of named) {
    if (sealed && !there.has(digests)) {
      faults.add(
        'row-missing',
        `documents.file ${digests.slice(0, 16)}`,
        '办理记录说盖过印的文件，库里没有',
        index,
      );
    }
  }
}
