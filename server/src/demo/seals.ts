/** The seals of the demonstration come into use by the acts of the register, each by whoever holds the post for it. */
import type { Role } from '../modules/permissions/index.ts';
import { sealingService, usualRule } from '../modules/sealing/index.ts';
import type { ActorRecord } from '../platform/events/index.ts';
import type { Node } from '../platform/node/index.ts';
import type { World } from './world.ts';

/** Where an organ of the demonstration has nobody in a post, the demonstration itself acts, and the record says so. */
const demonstration: ActorRecord = { name: '演示数据', post: '系统' };

function actorOf(world: World, organ: string, ...roles: Role[]): ActorRecord {
  const seat = world.find(organ, ...roles);
  return seat === undefined
    ? demonstration
    : { personId: seat.personId, name: seat.name, postId: seat.postId, post: seat.title };
}

type Extra = {
  kind: 'business' | 'personal';
  purpose?: string;
  shape: 'round' | 'oval' | 'square';
  owner?: string;
};

/** Beside its own seal the township has one for services to residents, the mayor's, and one that is suspended. */
const extras: readonly (Extra & { suspended?: string })[] = [
  { kind: 'business', purpose: '便民服务专用章', shape: 'oval' },
  { kind: 'personal', shape: 'square', owner: 'zz' },
  {
    kind: 'business',
    purpose: '应急管理专用章',
    shape: 'round',
    suspended: '应急管理所负责人交接，清点期间停用。',
  },
];

/** Makes the seals of organs, valid from the day the clock shows. */
export async function makeSeals(node: Node, world: World, keys: readonly string[]): Promise<void> {
  let filed = 0;
  for (const key of keys) {
    filed += 1;
    await bringIntoUse(node, world, key, { kind: 'organ', shape: 'round' }, filed);
  }
  for (const { suspended, ...extra } of extras) {
    filed += 1;
    const sealId = await bringIntoUse(node, world, 'heting', extra, filed);
    if (suspended !== undefined) {
      await node.db.asOrgan({ organId: world.organId('heting') }, (tx) =>
        node.services.get(sealingService).step(tx, {
          sealId,
          organId: world.organId('heting'),
          verb: 'suspend',
          note: suspended,
          actor: actorOf(world, 'heting', 'office-director'),
          at: node.clock.now(),
        }),
      );
    }
  }
}

async function bringIntoUse(
  node: Node,
  world: World,
  key: string,
  seal: Extra | { kind: 'organ'; shape: 'round' },
  filed: number,
): Promise<string> {
  const organId = world.organId(key);
  const owner = 'owner' in seal && seal.owner !== undefined ? world.seat(seal.owner, key) : undefined;
  const keeper = owner === undefined ? (world.find(key, 'clerk')?.postId ?? null) : null;
  const usual = usualRule(keeper);
  const { purpose } = 'purpose' in seal ? seal : { purpose: undefined };
  return await node.db.asOrgan({ organId }, (tx) =>
    node.services.get(sealingService).bringIntoUse(tx, node, {
      organId,
      kind: seal.kind,
      shape: seal.shape,
      ...(purpose === undefined ? {} : { purpose }),
      ...(owner === undefined ? {} : { personId: owner.personId }),
      reason: seal.kind === 'organ' ? '启用电子印章' : '便民办事和日常业务使用',
      rule: {
        ...usual,
        files: true,
        // The mayor cannot approve the use of the mayor's own seal.
        approverRoles: owner === undefined ? usual.approverRoles : ['office-director', 'deputy-leader'],
      },
      hands: {
        apply: actorOf(world, key, 'clerk'),
        approve: actorOf(world, key, 'principal-leader'),
        make: actorOf(world, key, 'security-admin'),
        file: actorOf(world, key, 'office-director'),
      },
      filing: { authority: '演示备案机关', number: `演示〔2026〕${filed}号`, day: '2026-08-20' },
    }),
  );
}
