import { z } from 'zod';
import type { Module, Node } from '../../platform/node/index.ts';
import { followedLogs } from './followed-logs.ts';
import { witnessRoutes } from './routes.ts';
import { openWitnessKey } from './witness-key.ts';
import { WitnessRole } from './witness-role.ts';

const settings = z.strictObject({
  /** Name of this witness, as others list it with its key, e.g. `witness.county.example/w1`. Without one it is off. */
  name: z
    .string()
    .regex(/^[^\s+]+$/)
    .max(200)
    .optional(),
  /** Policy file (C2SP tlog-policy) whose `log` lines name the logs to follow; below the data folder unless absolute. */
  policy: z.string().min(1).default('witness/policy'),
  /** Whether logs with an address are mirrored: kept whole, and cosigned only when every entry is durable here. */
  mirror: z.stringbool().or(z.boolean()).default(false),
});

const mirrorQueue = 'witness.mirror';

/** This node as a witness of others' logs. */
export const witnessModule: Module & { settings: typeof settings } = {
  name: 'witness',
  floor: 2,
  migrations: new URL('./migrations/', import.meta.url),
  settings,
  routes(app, node) {
    witnessRoutes(app, () => roles.get(node));
  },
  jobs(jobs, node) {
    jobs.schedule(mirrorQueue, '* * * * *', async () => {
      await roles.get(node)?.follow();
    });
  },
  async start(node) {
    const { name, policy, mirror } = node.settingsOf(witnessModule) as z.output<typeof settings>;
    if (name === undefined) {
      return;
    }
    const signer = await openWitnessKey(node.dataDir, name, node.clock);
    const logs = followedLogs(node.dataDir, policy);
    const role = new WitnessRole(node, { signer, logs }, mirror);
    const contradictions = node.metrics.gauge(
      'yiwen_mirror_contradictions',
      'Mirrored logs whose files do not lead to the root they signed',
    );
    node.metrics.onExpose(() => contradictions.set(role.contradictions.size));
    roles.set(node, role);
  },
};

/** The role of each node of this process that has one. */
const roles = new WeakMap<Node, WitnessRole>();
