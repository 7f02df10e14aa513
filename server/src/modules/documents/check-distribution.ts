/** Whom a document may go to, as far as the tree of organs tells (条例 art. 14–15). */

import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { addressBook, type OrganEntry } from '../directory/index.ts';
import { isUpward } from './document-kinds.ts';
import type { Receiver } from './store.ts';

/** The receivers with their names as of now; refused with every broken rule at once. */
export async function checkDistribution(
  tx: Tx,
  organId: string,
  document: { kind: string; form: string },
  receivers: readonly { organId: string; role: Receiver['role'] }[],
): Promise<Receiver[]> {
  const organs = new Map((await addressBook(tx)).map((organ) => [organ.id, organ]));
  const findings = [
    ...namingFaults(organs, organId, receivers),
    ...(isUpward(document.kind, document.form)
      ? upwardFaults(organs, organId, document.kind, receivers)
      : []),
  ];
  if (findings.length > 0) {
    throw new OfficeError('documents.receiver-refused', { findings });
  }
  return receivers.map((one) => ({ ...one, name: organs.get(one.organId)!.name }));
}

type Fault = { code: string; severity: 'error'; message: string };
type Organs = ReadonlyMap<string, OrganEntry>;
type Named = readonly { organId: string; role: Receiver['role'] }[];

function fault(code: string, message: string): Fault {
  return { code, severity: 'error', message };
}

function namingFaults(organs: Organs, organId: string, receivers: Named): Fault[] {
  const faults: Fault[] = [];
  const ids = receivers.map((one) => one.organId);
  for (const id of new Set(ids)) {
    if (!organs.has(id)) {
      faults.push(fault('receiver-unknown', '分送范围里有不存在的机关'));
    } else if (id === organId) {
      faults.push(fault('receiver-is-issuer', '不能分送给本机关'));
    } else if (ids.filter((other) => other === id).length > 1) {
      faults.push(fault('receiver-twice', `${organs.get(id)!.shortName}在分送范围里出现了两次`));
    }
  }
  return faults;
}

/** The superiors of an organ, nearest first. */
function superiorsOf(organs: Organs, organId: string): string[] {
  const found: string[] = [];
  let at = organs.get(organId)?.parentId ?? null;
  while (at !== null && !found.includes(at)) {
    found.push(at);
    at = organs.get(at)?.parentId ?? null;
  }
  return found;
}

function upwardFaults(organs: Organs, organId: string, kind: string, receivers: Named): Fault[] {
  const superiors = superiorsOf(organs, organId);
  const main = receivers.filter((one) => one.role === '主送').map((one) => one.organId);
  const copies = receivers.filter((one) => one.role === '抄送').map((one) => one.organId);
  const faults: Fault[] = [];
  if (kind === '请示' && main.length > 1) {
    faults.push(fault('request-to-several', '请示只主送一个上级机关（第十五条）'));
  }
  const nearest = superiors[0];
  const skips = main.some((id) => superiors.indexOf(id) > 0);
  if (nearest !== undefined && skips && !main.includes(nearest) && !copies.includes(nearest)) {
    const name = organs.get(nearest)?.shortName ?? '';
    faults.push(fault('skips-a-level', `越级行文应当抄送被越过的${name}（第十四条）`));
  }
  for (const id of [...main, ...copies]) {
    if (superiorsOf(organs, id).includes(organId)) {
      const name = organs.get(id)?.shortName ?? '';
      faults.push(fault('upward-to-subordinate', `上行文不得发送下级机关${name}（第十五条）`));
    }
  }
  return faults;
}
