import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoryModule } from '../modules/directory/index.ts';
import { permissionsModule, type Role } from '../modules/permissions/index.ts';
import { type Clock, fixedClock } from '../platform/clock/index.ts';
import { type DatabaseAddress, readDatabaseUrl } from '../platform/database/index.ts';
import {
  composeNode,
  type Module,
  migrationFolders,
  type Node,
  type RunningNode,
} from '../platform/node/index.ts';
import { type TestClient, testClient } from './test-client.ts';
import { makeTestDatabase } from './test-database.ts';
import { makeTestOrgan, type TestOrgan, testPassword } from './test-world.ts';

/** Options of a test node. */
export type TestNodeOptions = {
  /** Modules beside directory and permissions; every module of `main.ts` when absent. */
  modules?: readonly Module[];
  /** 2026-11-23 09:00 in Beijing, standing still, when absent. */
  clock?: Clock;
  /** Settings by environment name, e.g. `{ YIWEN_DIRECTORY_ATTEMPTS: '3' }`. */
  environment?: Record<string, string>;
  /** Roles that get a post and a person in `organ`; all when absent. */
  roles?: readonly Role[];
  demoSeed?: (node: Node) => Promise<void>;
  databaseUrl?: string;
  webFolder?: string;
};

/** A node on a fresh database and a fresh folder, with one organ of every role. */
export type TestNode = {
  node: Node;
  running: RunningNode;
  url: string;
  database: DatabaseAddress;
  clock: Clock & { advance(ms: number): void };
  organ: TestOrgan;
  /** A signed-in client of the person with this role in `organ` (or another organ). */
  client(role: Role, organ?: TestOrgan): Promise<TestClient>;
  /** A client nobody signed in. */
  visitor(): TestClient;
  /** Another organ on the same node. */
  addOrgan(name: string, suffix: string, roles?: readonly Role[]): Promise<TestOrgan>;
  stop(): Promise<void>;
};

/** Starts a node for one test file; stop it in `afterAll`. */
export async function startTestNode(options: TestNodeOptions = {}): Promise<TestNode> {
  const modules = options.modules
    ? [
        ...[permissionsModule, directoryModule].filter(
          (always) => !options.modules!.some((module) => module.name === always.name),
        ),
        ...options.modules,
      ]
    : (await import('../main.ts')).modules;
  const database = options.databaseUrl ? undefined : await makeTestDatabase(migrationFolders(modules));
  const dataDir = mkdtempSync(join(tmpdir(), 'yiwen-node-'));
  const clock = (options.clock ?? fixedClock('2026-11-23T09:00:00+08:00')) as TestNode['clock'];
  const running = await composeNode(
    {
      dataDir,
      databaseUrl: options.databaseUrl ?? database!.url,
      host: '127.0.0.1',
      port: 0,
      empty: options.demoSeed === undefined,
      clock,
      demoSeed: options.demoSeed,
      webFolder: options.webFolder,
      environment: {
        YIWEN_LOG_LEVEL: process.env.YIWEN_LOG_LEVEL ?? 'fatal',
        YIWEN_LIMIT_RATES: 'false',
        ...options.environment,
      },
    },
    modules,
  );
  const { node, url } = running;
  const organ = await makeTestOrgan(node, { name: '测试镇', roles: options.roles });
  return {
    node,
    running,
    url,
    database: database?.address ?? readDatabaseUrl(options.databaseUrl!),
    clock,
    organ,
    async client(role, other = organ) {
      const client = testClient(url, clock);
      const answer = await client.signIn(other.posts[role].login, testPassword);
      if (answer.status !== 200 || client.session.state !== 'signed-in') {
        throw new Error(`${role} could not sign in: ${JSON.stringify(answer.body)}`);
      }
      return client;
    },
    visitor: () => testClient(url, clock),
    addOrgan: (name, suffix, only) => makeTestOrgan(node, { name, suffix, roles: only }),
    async stop() {
      await running.stop();
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
