import { OfficeError } from '../../platform/errors/index.ts';
import type { Authorise } from '../../platform/node/index.ts';
import { roles } from './roles.ts';

/**
 * The one policy function. The post acted in must have a role that the action names, and a thing, when given, must
 * belong to the organ acted in. Administrators have no role in any office action, and no officer in an administrator's:
 * the tables are the modules' own, this function is the only one that reads them.
 *
 * @param table action → roles
 * @param allowAll only for the test that shows row security holds without it
 */
export function makeAuthoriser(table: ReadonlyMap<string, readonly string[]>, allowAll = false): Authorise {
  const known = new Set<string>(roles);
  for (const [action, names] of table) {
    const unknown = names.find((name) => !known.has(name));
    if (unknown) {
      throw new Error(`action ${action} names the unknown role ${unknown}`);
    }
  }
  return (ctx, action, thing) => {
    const allowed = table.get(action);
    if (!allowed) {
      throw new Error(`action ${action} is declared by no module`);
    }
    if (allowAll) {
      return;
    }
    const may = ctx.roles.some((role) => allowed.includes(role));
    if (!may || (thing?.organId !== undefined && thing.organId !== ctx.organId)) {
      throw new OfficeError('permissions.denied', { action });
    }
  };
}
