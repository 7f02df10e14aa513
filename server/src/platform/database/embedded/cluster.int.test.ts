import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster } from './cluster.ts';

const writer = fileURLToPath(new URL('../../../testing/row-writer.ts', import.meta.url));

/** Starts the writer, waits for some rows, kills one of the two processes with -9, and returns the last row it said. */
async function writeUntilKilled(folder: string, kill: (child: ChildProcess) => void): Promise<number> {
  const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'ignore'] });
  let last = 0;
  let text = '';
  child.stdout!.setEncoding('utf8');
  child.stdout!.on('data', (chunk: string) => {
    text += chunk;
    last = Number(/row (\d+)\n[^\n]*$/.exec(text)?.[1] ?? last);
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const from = last;
  while (last < from + 50 && child.exitCode === null) {
    await delay(10);
  }
  kill(child);
  await ended;
  return last;
}

async function highestRow(folder: string): Promise<{ count: number; highest: number }> {
  const cluster = await startCluster(folder);
  const client = new pg.Client({ ...cluster.connection, database: 'postgres' });
  await client.connect();
  const { rows } = await client.query<{ count: number; highest: number }>(
    'select count(*)::int as count, max(n) as highest from written',
  );
  await client.end();
  await cluster.stop();
  return rows[0]!;
}

function serverPid(folder: string): number {
  return Number(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

describe('embedded PostgreSQL', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yiwen-cluster-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps every acknowledged row when its node is killed with -9 in mid-write', async () => {
    const acknowledged = await writeUntilKilled(folder, (child) => child.kill('SIGKILL'));
    const found = await highestRow(folder);
    expect(acknowledged).toBeGreaterThanOrEqual(50);
    expect(found.highest).toBeGreaterThanOrEqual(acknowledged);
    expect(found.count).toBe(found.highest);
  });

  it('keeps every acknowledged row when the server itself is killed with -9', async () => {
    const acknowledged = await writeUntilKilled(folder, () => process.kill(serverPid(folder), 'SIGKILL'));
    const found = await highestRow(folder);
    expect(found.highest).toBeGreaterThanOrEqual(acknowledged);
    expect(found.count).toBe(found.highest);
  });

  it.skipIf(process.platform !== 'linux')('dies with its node, however the node dies', async () => {
    let pid = 0;
    await writeUntilKilled(folder, (child) => {
      pid = serverPid(folder);
      child.kill('SIGKILL');
    });
    await expect
      .poll(
        () => {
          try {
            process.kill(pid, 0);
            return 'running';
          } catch {
            return 'gone';
          }
        },
        { timeout: 20_000 },
      )
      .toBe('gone');
  });

  it('adopts a server that is already running, and stops it in order', async () => {
    const first = await startCluster(folder);
    const second = await startCluster(folder);
    expect(first.adopted).toBe(false);
    expect(second.adopted).toBe(true);
    await second.stop();
    await expect(
      new pg.Client({ ...first.connection, database: 'postgres', connectionTimeoutMillis: 1000 }).connect(),
    ).rejects.toThrow();
  });

  it('listens on no network address', async () => {
    const cluster = await startCluster(folder);
    const client = new pg.Client({ ...cluster.connection, database: 'postgres' });
    await client.connect();
    const { rows } = await client.query("select current_setting('listen_addresses') as listens");
    expect(rows[0].listens).toBe('');
    await client.end();
    await cluster.stop();
  });

  it('finds a short place for its socket when the folder is deep', async () => {
    const deep = join(folder, 'a'.repeat(60), 'b'.repeat(60));
    const cluster = await startCluster(deep);
    expect(cluster.connection.host.startsWith(tmpdir())).toBe(true);
    expect(cluster.connection.host.length).toBeLessThan(80);
    await cluster.stop();
    rmSync(cluster.connection.host, { recursive: true, force: true });
  });
});
