import { z } from 'zod';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Context } from '../../platform/http/index.ts';
import { type Node, serviceKey } from '../../platform/node/index.ts';
import { passwordFits } from './passwords.ts';
import type { DirectorySettings } from './settings.ts';
import { countFailure, loadAccount, refuseLocked } from './sign-in.ts';

/** {@link confirmPassword} for modules above: a signing key, too, is added only by who knows the password. */
export const passwordCheck =
  serviceKey<(ctx: Context, password: string | undefined) => Promise<void>>('directory.password-check');

/** Body of the routes that add a factor; a half-open session has shown its password already. */
export const confirmedBody = z.strictObject({ password: z.string().max(256).optional() });

/**
 * Whoever finds an open session must not make themselves at home in it: a new way of signing in is added only by
 * somebody who knows the password. A half-open session has just shown it. A wrong one counts like one at sign-in.
 * @throws OfficeError `directory.wrong-password`, `directory.locked-out`
 */
export async function confirmPassword(
  node: Node,
  settings: DirectorySettings,
  ctx: Context,
  password: string | undefined,
): Promise<void> {
  if (ctx.postId === '') {
    return;
  }
  const fits = await node.db.asOrgan(
    { organId: ctx.homeOrganId, personId: ctx.personId },
    async (tx): Promise<boolean> => {
      const account = await loadAccount(tx, ctx.personId, ctx.homeOrganId);
      refuseLocked(account.lockedUntil, ctx.now());
      const right = await passwordFits(account.hash, password ?? '');
      if (!right) {
        await countFailure(tx, settings, account, ctx.now());
      }
      return right;
    },
  );
  if (!fits) {
    throw new OfficeError('directory.wrong-password');
  }
}
