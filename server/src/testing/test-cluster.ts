/**
 * One embedded PostgreSQL for a whole test run. Vitest's main process answers on a socket; the first test file that
 * needs a database makes it start the cluster, so that runs of pure tests cost nothing.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, startCluster } from '../platform/database/index.ts';

/** Name of the environment variable that tells test processes where to ask. */
const askAt = 'YIWEN_TEST_CLUSTER';

/** Vitest's `globalSetup`: begins to answer; the returned function ends the cluster if one was started. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'yiwen-test-'));
  const path = join(folder, 'ask');
  let cluster: Promise<Cluster> | undefined;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    cluster ??= startCluster(join(folder, 'database'), { durable: false });
    cluster.then(
      ({ connection }) => socket.end(JSON.stringify(connection)),
      (error) => socket.end(JSON.stringify({ error: String(error) })),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  process.env[askAt] = path;
  return async () => {
    server.close();
    await (await cluster?.catch(() => undefined))?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

let own: Promise<Cluster> | undefined;

/** Connection to the run's cluster; outside of Vitest a private one that ends with the process. */
export async function testCluster(): Promise<Cluster['connection']> {
  const path = process.env[askAt];
  if (!path || !existsSync(path)) {
    own ??= startCluster(mkdtempSync(join(tmpdir(), 'yiwen-own-')), { durable: false });
    return (await own).connection;
  }
  const text = await new Promise<string>((resolve, reject) => {
    let said = '';
    const socket = connect(path);
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      said += chunk;
    });
    socket.on('end', () => resolve(said));
    socket.on('error', reject);
  });
  const answer = JSON.parse(text) as Cluster['connection'] & { error?: string };
  if (answer.error) {
    throw new Error(answer.error);
  }
  return answer;
}
