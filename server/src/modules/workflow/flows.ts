/** The flows this node knows, by id and version. Parsed and checked once, when the process starts. */

import { checkFlow } from './check-flow.ts';
import { type Flow, flow } from './flow.ts';
import dispatch1 from './flows/dispatch-1.json' with { type: 'json' };
import incoming1 from './flows/incoming-1.json' with { type: 'json' };
import sealUse1 from './flows/seal-use-1.json' with { type: 'json' };

/** Parses flow data and refuses it, with every fault, unless it may run. A bad built-in flow is our own fault. */
export function readFlow(data: unknown): Flow {
  const parsed = flow.parse(data);
  const faults = checkFlow(parsed);
  if (faults.length > 0) {
    const words = faults.map((one) => `${one.place}: ${one.code} ${one.message}`).join('\n');
    throw new Error(`flow ${parsed.id}@${parsed.version} may not run:\n${words}`);
  }
  return parsed;
}

/** All built-in flows; of several versions of one id the last is used for new matters. */
export const FLOWS: readonly Flow[] = [dispatch1, incoming1, sealUse1].map(readFlow);

/** A flow version; an unknown one is our own fault, since matters only name versions that ran. */
export function flowOf(id: string, version: number): Flow {
  const found = FLOWS.find((candidate) => candidate.id === id && candidate.version === version);
  if (found === undefined) {
    throw new Error(`no flow ${id}@${version}`);
  }
  return found;
}

/** The version of a flow on which new matters begin. */
export function currentFlow(id: string): Flow {
  const found = FLOWS.findLast((candidate) => candidate.id === id);
  if (found === undefined) {
    throw new Error(`no flow ${id}`);
  }
  return found;
}
