/** Personal signatures of all sign-offs of an organ, against the keys its acts enrolled and the rule in force. */

import { credentialsOf, verifyAct } from '@yiwen/trust/approvals';
import type { TrustList } from '@yiwen/trust/certificates';
import { type AuditedAct, type AuditFault, Faults, type OrganAudit } from '../../platform/audit/index.ts';
import { isSignOff } from './sign-offs.ts';

/** Audits the signatures of one organ's acts, as this trust list judges certificates. */
export function auditSignatures(trust: TrustList): OrganAudit {
  return async (_tx, { acts }): Promise<AuditFault[]> => {
    const faults = new Faults();
    const credentials = credentialsOf(acts.map(({ body }) => body));
    let required = false;
    for (const act of acts) {
      if (act.kind === 'signing.rule-set') {
        required = act.data.rule === 'required';
      }
      if (act.data.signature === undefined && !isOwed(act)) {
        continue;
      }
      const { answer, findings } = verifyAct(act.body, {
        trust,
        at: Date.parse(act.at),
        required,
        credentials,
      });
      const codes = findings.map(({ code }) => code);
      const place = `event.entry ${act.id}`;
      if (answer === 'wrong') {
        faults.add(
          'approval-wrong',
          place,
          `应有的本人签名没有、不成立或不是签在这件事上的：${codes.join(' ')}`,
          act.index,
        );
      } else if (
        answer === 'none' &&
        codes.includes('approval-had-key') &&
        act.data.unsigned !== 'declined'
      ) {
        faults.add('approval-key-denied', place, '记录说本人没有密钥，日志里却有他启用的密钥', act.index);
      }
    }
    return faults.list;
  };
}

/** Whether this act is one that the person could have signed. */
function isOwed({ data, actor }: AuditedAct): boolean {
  const [flow] = String(data.flow ?? '').split('@');
  return actor.personId !== undefined && isSignOff(flow ?? '', String(data.node), String(data.verb));
}
