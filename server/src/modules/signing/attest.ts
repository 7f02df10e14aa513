/** Judges the signature that came with an act, before anything is written; says so where a sign-off has none. */

import { verifyApproval } from '@yiwen/trust/approvals';
import type { Digests } from '@yiwen/trust/content';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Context } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { authorityService } from '../authority/index.ts';
import { filesOf } from '../documents/index.ts';
import type { Attest } from '../workflow/index.ts';
import { isSignOff } from './sign-offs.ts';
import { type Attested, statementOf } from './statement.ts';
import { credentialsOfRows, isActive, type KeyRow, keysOf, ruleOf } from './store.ts';

/** The attestation of one node. */
export function makeAttest(node: Node): Attest {
  return async (tx, input) => {
    const { body, ctx, matter, step, verb } = input;
    const { signature } = body;
    if (signature === undefined) {
      return isSignOff(matter.flow.id, step.node, verb.verb) ? await unsigned(tx, node, input) : {};
    }
    const statement = statementOf(input, await filesFor(tx, input), signature.statement.claimedAt);
    const keys = await personalKeys(tx, node, ctx);
    const report = verifyApproval(statement, signature, {
      trust: await node.services.get(authorityService).trust(),
      at: input.at.getTime(),
      credentials: credentialsOfRows(keys),
      sites: keys.flatMap(({ rp_id, origin }) =>
        rp_id === null || origin === null ? [] : [{ rpId: rp_id, origin }],
      ),
    });
    if (report.answer !== 'signed') {
      throw new OfficeError('signing.not-accepted', {
        findings: report.findings.map(({ code, message }) => ({ code, message })),
      });
    }
    return { signature };
  };
}

/** Digests of the files of a paper from outside; a paper of our own stands on its version. */
export async function filesFor(tx: Tx, { matter, data }: Attested): Promise<Digests[]> {
  if (data.root !== undefined || matter.flow.id !== 'incoming' || matter.documentId === undefined) {
    return [];
  }
  const files = await filesOf(tx, matter.documentId);
  return files
    .map(({ sha256, sm3 }) => ({ sha256, sm3 }))
    .sort((a, b) => (a.sha256 < b.sha256 ? -1 : a.sha256 > b.sha256 ? 1 : 0));
}

/** A person's keys live with the account; somebody acting in another organ's post reads them there. */
async function personalKeys(tx: Tx, node: Node, ctx: Context): Promise<KeyRow[]> {
  return ctx.homeOrganId === ctx.organId
    ? await keysOf(tx, ctx.personId)
    : await node.db.asOrgan({ organId: ctx.homeOrganId, personId: ctx.personId }, (home) =>
        keysOf(home, ctx.personId),
      );
}

async function unsigned(tx: Tx, node: Node, { body, ctx }: Attested): Promise<{ unsigned: string }> {
  if ((await ruleOf(tx)) === 'required') {
    throw new OfficeError('signing.owed');
  }
  const hasKey = (await personalKeys(tx, node, ctx)).some(isActive);
  if (hasKey && body.unsigned !== true) {
    throw new OfficeError('signing.expected');
  }
  return { unsigned: hasKey ? 'declined' : 'no-key' };
}
