import { sealingService, usualRule } from '../modules/sealing/index.ts';
import type { ActorRecord } from '../platform/events/index.ts';
import type { TestNode } from './test-node.ts';

/** Brings the organ's own seal into use by the acts of the register, each by another person; answers its id. */
export async function sealInUse(test: TestNode): Promise<string> {
  const { node, organ } = test;
  const as = (role: keyof typeof organ.posts): ActorRecord => {
    const { personId, personName, postId } = organ.posts[role];
    return { personId, name: personName, postId, post: role };
  };
  return await node.db.asOrgan({ organId: organ.id }, (tx) =>
    node.services.get(sealingService).bringIntoUse(tx, node, {
      organId: organ.id,
      kind: 'organ',
      reason: '启用电子印章',
      rule: usualRule(organ.posts.clerk.postId),
      hands: {
        apply: as('clerk'),
        approve: as('principal-leader'),
        make: as('security-admin'),
        file: as('office-director'),
      },
      filing: { authority: '测试备案机关', number: '测-1', day: '2026-11-23' },
    }),
  );
}
