/** A subordinate organ of one's own: a village, a community, a section with a seal of its own. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { dateIn } from '../../platform/clock/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import type { Context } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { roleLabels } from '../permissions/index.ts';
import { acts } from './acts.ts';
import { administratorRoles } from './administration.ts';
import { addressBook, createOrgan, createPost, postsOfOrgan } from './organs.ts';
import { appoint } from './people.ts';

/** Kinds of organ that an administrator sets up under their own. */
export const subordinateKinds = ['government', 'party', 'department', 'village', 'community'] as const;

/** What a subordinate organ is made of. */
type SubordinateOrgan = {
  id: string;
  name: string;
  shortName: string;
  code?: string;
  kind: (typeof subordinateKinds)[number];
};

/**
 * System administrator: sets up an organ under the one acted in. The three administrators of the upper organ hold its
 * three administrator posts as well, each their own, and switch to them; a village has nobody to spare for it.
 * Recorded in both organs. @throws OfficeError `directory.organ-exists`, `directory.organ-without-administrators`
 */
export async function addSubordinateOrgan(node: Node, ctx: Context, organ: SubordinateOrgan): Promise<void> {
  const at = ctx.now();
  const day = dateIn(at, node.settings.timeZone);
  const administrators = await node.db.asOrgan(ctx, async (tx) =>
    (await postsOfOrgan(tx, ctx.organId, day)).filter((post) => administratorRoles.includes(post.role)),
  );
  // Holders whose accounts another organ keeps are not seen from here: an organ under such a one would have nobody.
  if (
    administratorRoles.some(
      (role) => !administrators.some((post) => post.role === role && post.holders.length > 0),
    )
  ) {
    throw new OfficeError('directory.organ-without-administrators');
  }
  const body = { organ: organ.id, name: organ.name, parent: ctx.organId };
  const record = { kind: acts.organAdded.kind, actor: ctx.actor, at, body };
  await node.db.asOrgan({ organId: organ.id, personId: ctx.personId }, async (tx) => {
    // Two requests at once: the second waits here and then finds the name taken.
    await sql`select pg_advisory_xact_lock(7290114005)`.execute(tx);
    // Two organs of one name on a node could be taken for each other by every receiver.
    const taken = (await addressBook(tx)).some(
      (other) => other.name === organ.name || (organ.code !== undefined && other.code === organ.code),
    );
    if (taken) {
      throw new OfficeError('directory.organ-exists');
    }
    await createOrgan(tx, { ...organ, parentId: ctx.organId });
    for (const [place, { role, holders }] of administrators.entries()) {
      const postId = randomUUID();
      await createPost(tx, {
        id: postId,
        organId: organ.id,
        title: roleLabels[role].zh,
        role,
        position: 900 + place,
      });
      for (const holder of holders) {
        await appoint(tx, { organId: organ.id, personId: holder.id, postId, from: day });
      }
    }
    await recordAct(tx, { ...record, organId: organ.id });
  });
  await node.db.asOrgan(ctx, (tx) => recordAct(tx, { ...record, organId: ctx.organId }));
}
