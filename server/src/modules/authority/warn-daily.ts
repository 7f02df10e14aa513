/** Every morning, and at every reading of the metrics: what ends within 60, 30 and 7 days. */
import type { ExpiryWarning } from '@yiwen/trust/certificates';
import type { Node } from '../../platform/node/index.ts';
import { addressBook } from '../directory/index.ts';
import { nodeWarnings, organWarnings } from './expiring.ts';
import type { Authority } from './make-authority.ts';

/** Warnings of the node and of all its organs. */
async function allWarnings(node: Node, authority: Authority): Promise<ExpiryWarning[]> {
  const warnings = await nodeWarnings(node, authority);
  for (const organ of await node.db.asPublic(addressBook)) {
    warnings.push(
      ...(await node.db.asJob({ organId: organ.id }, (tx) => organWarnings(tx, node.clock.now()))),
    );
  }
  return warnings;
}

/** Writes one line a warning into the log, so that whoever looks after the machine learns of it too. */
export async function warnDaily(node: Node, authority: Authority): Promise<void> {
  for (const { title, stage, daysLeft, notAfter } of await allWarnings(node, authority)) {
    node.log[stage === 0 || stage === 7 ? 'error' : 'warn'](
      { what: title, daysLeft, ends: new Date(notAfter).toISOString() },
      'certificate ends soon',
    );
  }
}

/** How many certificates end at each stage, for whoever watches the metrics. No names: metrics carry no person. */
export function exposeWarnings(node: Node, authority: Authority): void {
  const ending = node.metrics.gauge(
    'yiwen_certificates_ending_count',
    'Certificates in use that end within so many days; 0: ended',
    ['within_days'],
  );
  node.metrics.onExpose(async () => {
    const warnings = await allWarnings(node, authority);
    for (const stage of [60, 30, 7, 0]) {
      ending.set(warnings.filter((warning) => warning.stage === stage).length, {
        within_days: String(stage),
      });
    }
  });
}
