import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { directoryModule } from '../../modules/directory/index.ts';
import { permissionsModule } from '../../modules/permissions/index.ts';
import { makeTestDatabase, makeTestOrgan, type TestDatabase } from '../../testing/index.ts';
import { systemClock } from '../clock/index.ts';
import {
  announcement,
  composeNode,
  type Module,
  type NodeOptions,
  type RunningNode,
  serviceKey,
} from './index.ts';

const base = [permissionsModule, directoryModule];

describe('composition of a node', () => {
  let database: TestDatabase;
  let dataDir: string;
  let running: RunningNode | undefined;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'yiwen-compose-'));
    database = await makeTestDatabase([{ module: 'directory', folder: directoryModule.migrations! }]);
  });
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });
  afterAll(async () => {
    await database?.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const options = (change: Partial<NodeOptions> = {}): NodeOptions => ({
    dataDir,
    databaseUrl: database.url,
    host: '127.0.0.1',
    port: 0,
    empty: false,
    clock: systemClock,
    environment: { YIWEN_LOG_LEVEL: 'silent' },
    ...change,
  });

  it('makes the demonstration once; one that broke off is thrown away and made again', async () => {
    const seeds: string[] = [];
    const broken = options({
      demoSeed: async (node) => {
        seeds.push('broken');
        await makeTestOrgan(node, { name: '半途', roles: ['clerk'] });
        throw new Error('power cut');
      },
    });
    await expect(composeNode(broken, base)).rejects.toThrow('power cut');
    const whole = options({
      demoSeed: async (node) => {
        seeds.push('whole');
        expect(node.demo()).toBe(true);
        await makeTestOrgan(node, { name: '禾汀镇', roles: ['clerk'] });
      },
    });
    const stillSeeding = options({
      demoSeed: async () => {
        await expect(composeNode(whole, base)).rejects.toThrow(/is making the demonstration/);
        throw new Error('another power cut');
      },
    });
    await expect(composeNode(stillSeeding, base)).rejects.toThrow('another power cut');
    running = await composeNode(whole, base);
    const { addressBook } = await import('../../modules/directory/index.ts');
    expect((await running.node.db.asPublic(addressBook)).map((organ) => organ.shortName)).toEqual(['禾汀镇']);
    await running.stop();
    running = await composeNode(whole, base);
    expect(running.node.demo()).toBe(true);
    expect(seeds).toEqual(['broken', 'whole']);
  });

  it('hands ports and announcements down, in the transaction of who announces', async () => {
    const greeting = serviceKey<() => string>('low.greeting');
    const done = announcement<{ n: number }>('low.done');
    const heard: number[] = [];
    const stops: string[] = [];
    const low: Module = {
      name: 'low',
      floor: 2,
      start: async (node) => node.services.provide(greeting, () => '您好'),
      stop: async () => void stops.push('low'),
    };
    const high: Module = {
      name: 'high',
      floor: 3,
      start: async (node) => {
        expect(node.services.get(greeting)()).toBe('您好');
        node.services.on(done, async (_tx, { n }) => {
          heard.push(n);
          if (n === 2) {
            throw new Error('not accepted');
          }
        });
      },
      stop: async () => void stops.push('high'),
    };
    running = await composeNode(options(), [high, low, ...base]);
    const { node } = running;
    await node.db.asPublic((tx) => node.services.announce(done, tx, { n: 1 }));
    await expect(node.db.asPublic((tx) => node.services.announce(done, tx, { n: 2 }))).rejects.toThrow(
      'not accepted',
    );
    expect(heard).toEqual([1, 2]);
    expect(() => node.services.get(serviceKey('nobody.provides'))).toThrow(/no module provides/);
    await running.stop();
    running = undefined;
    expect(stops).toEqual(['high', 'low']);
  });

  it('refuses two modules that declare the same action, and a node without sign-in', async () => {
    const twice = (name: string): Module => ({ name, floor: 3, permissions: { 'a.b': ['clerk'] } });
    await expect(composeNode(options(), [...base, twice('one'), twice('two')])).rejects.toThrow(
      /declared by two modules/,
    );
    await expect(composeNode(options(), [permissionsModule])).rejects.toThrow(
      /exactly one module must provide sessions/,
    );
  });

  it('lets everything go when a module does not start', async () => {
    const failing: Module = {
      name: 'failing',
      floor: 3,
      start: async () => {
        throw new Error('no such device');
      },
    };
    await expect(composeNode(options(), [...base, failing])).rejects.toThrow('no such device');
    running = await composeNode(options(), base);
    expect(running.url).toMatch(/^http:\/\/localhost:\d+$/);
  });
});
