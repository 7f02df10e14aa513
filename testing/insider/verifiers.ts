/** The three who look: a citizen with a document and its proofs, an auditor with the node's data, a mirror. */
import { readZip } from '@yiwen/formats/container';
import { compareWithMirror, type MirrorDifference, storeSource } from '@yiwen/trust/log';
import { auditNode } from '../../server/src/audit-node.ts';
import { databaseStore } from '../../server/src/modules/log/database-store.ts';
import { lastSigned } from '../../server/src/modules/log/store.ts';
import type { AuditFault } from '../../server/src/platform/audit/index.ts';
import { type Copy, type CrimeScene, judge, packageFrom, type Victim } from './crime-scene.ts';

/**
 * (a) Holds the package given before and the policy. Asks the node for it again: everything in the old one must still
 * stand, under a checkpoint that the witness has cosigned. What was added since is none of its business.
 */
export async function citizen(scene: CrimeScene, copy: Copy, victim: Victim): Promise<string[]> {
  let zip: Uint8Array;
  try {
    zip = await packageFrom(copy.node, victim.organId, victim.documentId);
  } catch (error) {
    return [`the node no longer gives it out: ${error instanceof Error ? error.message : error}`];
  }
  const report = judge(scene, zip);
  const alarms = report.findings
    .filter(({ severity, place }) => severity === 'error' && !isLater(place, victim.acts))
    .map(({ code, place }) => `${code} ${place ?? ''}`);
  const [now, then] = [readZip(zip).entries, readZip(victim.kept).entries];
  for (const [path, bytes] of then) {
    if (
      path.endsWith('.entry') &&
      !path.includes('/r') &&
      Buffer.compare(now.get(path) ?? new Uint8Array(0), bytes) !== 0
    ) {
      alarms.push(`another entry than before: ${path}`);
    }
  }
  for (const act of report.acts.slice(0, victim.acts)) {
    if (act.logged?.by !== 'witnesses') {
      alarms.push(`act ${act.seq} is no longer under a witnessed checkpoint`);
    }
  }
  return alarms;
}

function isLater(place: string | undefined, acts: number): boolean {
  return /^\d{4}$/.test(place ?? '') && Number(place) > acts;
}

/** (b) Has the database, bodies and all, and the checkpoints the witness cosigned. */
export async function auditor(scene: CrimeScene, copy: Copy): Promise<readonly AuditFault[]> {
  const known = [...scene.witnessed.values()];
  return (await auditNode(copy.db, { known, trust: scene.trust })).faults;
}

/** (c) Has copied every record up to the witnessed checkpoint. */
export async function mirror(scene: CrimeScene, copy: Copy): Promise<MirrorDifference | undefined> {
  const { log } = scene;
  const signed = await copy.db.asSequencer((tx) => lastSigned(tx, log));
  const held = { source: storeSource(databaseStore(copy.db, log)), size: signed?.size ?? 0 };
  return await compareWithMirror(held, scene.mirrors.get(log.origin)!);
}
