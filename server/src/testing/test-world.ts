import { randomUUID } from 'node:crypto';
import { appoint, createOrgan, createPerson, createPost, setPassword } from '../modules/directory/index.ts';
import { type Role, roleLabels, roles } from '../modules/permissions/index.ts';
import type { Node } from '../platform/node/index.ts';

/** Password of everybody in a test world. */
export const testPassword = 'a long test password';

/** One organ of a test world: a post of every role, each held by one person. */
export type TestOrgan = {
  id: string;
  name: string;
  posts: Record<Role, { postId: string; personId: string; login: string; personName: string }>;
};

/** Makes an organ with a post and a person for every role; logins are `<role>-<suffix>`, or `<role>` without one. */
export async function makeTestOrgan(
  node: Node,
  options: { name: string; suffix?: string; parentId?: string; roles?: readonly Role[] },
): Promise<TestOrgan> {
  const id = randomUUID();
  const at = node.clock.now();
  const wanted = options.roles ?? roles;
  return await node.db.asOrgan({ organId: id }, async (tx) => {
    await createOrgan(tx, {
      id,
      parentId: options.parentId,
      name: `${options.name}人民政府`,
      shortName: options.name,
      code: `${options.name}政`,
      kind: 'township',
    });
    const posts: Partial<TestOrgan['posts']> = {};
    for (const [position, role] of wanted.entries()) {
      const postId = randomUUID();
      const personId = randomUUID();
      const login = options.suffix ? `${role}-${options.suffix}` : role;
      await createPost(tx, { id: postId, organId: id, title: roleLabels[role].zh, role, position });
      const personName = `${options.name}${roleLabels[role].zh}`;
      await createPerson(tx, { id: personId, organId: id, name: personName, login, at });
      await appoint(tx, { organId: id, personId, postId, from: '2020-01-01' });
      await setPassword(tx, { id: personId, organId: id, login, password: testPassword, at });
      posts[role] = { postId, personId, login, personName };
    }
    return { id, name: options.name, posts: posts as TestOrgan['posts'] };
  });
}
