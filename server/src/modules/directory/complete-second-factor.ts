import { dateIn } from '../../platform/clock/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import type { Context } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { acts } from './acts.ts';
import { postsHeldBy } from './people.ts';
import { factorsOf } from './second-factors.ts';
import { renewSession } from './session-store.ts';
import { forgetFailures, loadAccount, recordSignIn } from './sign-in.ts';

/** Raises a half-open session to signed-in after its second factor was right. */
export async function completeSecondFactor(
  tx: Tx,
  node: Node,
  ctx: Context,
  factor: 'totp' | 'passkey',
): Promise<{ token: string }> {
  const account = await loadAccount(tx, ctx.personId, ctx.homeOrganId);
  const held = await postsHeldBy(tx, ctx.personId, dateIn(ctx.now(), node.settings.timeZone));
  const post = held[0];
  if (!post) {
    throw new OfficeError('directory.no-post');
  }
  await forgetFailures(tx, ctx.personId);
  await recordSignIn(tx, account, post, factor, ctx.now());
  return await renewSession(tx, ctx.sessionId, { stage: 'signed-in', at: ctx.now() });
}

/**
 * Whoever knows only the password must not add a factor of their own and walk in by it: a half-open session may enrol
 * only where there is no factor yet.
 */
export async function refuseSideDoor(tx: Tx, ctx: Context): Promise<void> {
  const halfOpen = ctx.postId === '';
  if (halfOpen && (await factorsOf(tx, ctx.personId)).length > 0) {
    throw new OfficeError('http.second-factor-needed');
  }
}

/** Records a new factor; where it was the missing one, sign-in is complete and the cookie changes. */
export async function completeEnrolment(
  tx: Tx,
  node: Node,
  ctx: Context,
  factor: 'totp' | 'passkey',
): Promise<string | undefined> {
  const account = await loadAccount(tx, ctx.personId, ctx.homeOrganId);
  await recordAct(tx, {
    kind: acts.factorAdded.kind,
    organId: ctx.homeOrganId,
    actor: { ...ctx.actor, name: account.name, post: ctx.actor.post || '—' },
    at: ctx.now(),
    body: { factor },
  });
  return ctx.postId === '' ? (await completeSecondFactor(tx, node, ctx, factor)).token : undefined;
}
