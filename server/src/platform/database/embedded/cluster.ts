/**
 * Starts, adopts and stops the embedded PostgreSQL of one data folder. The server listens on a unix socket in a folder
 * only its owner can enter, never on the network. `postmaster.pid` belongs to PostgreSQL and is never removed here.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { DatabaseUnusableError } from '../unusable.ts';
import { dieWithParent, type Launch, launchAs, nativeFolder } from './binaries.ts';

/** A running embedded server. */
export type Cluster = {
  /** Connection of the superuser; `database` is to be filled in. */
  connection: { host: string; port: number; user: string };
  /** True when it was already running (its node died, or another process uses it). */
  adopted: boolean;
  /** Ends it in order ("fast" shutdown): open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
};

const port = 5432;
const longestSocketPath = 100;
const patienceMs = 60_000;

/**
 * Starts the server of a folder, making the cluster first if there is none.
 * @param folder the database's own folder, e.g. `.data/database`
 * @param options.durable false only for tests: no fsync
 */
export async function startCluster(folder: string, options: { durable?: boolean } = {}): Promise<Cluster> {
  const place = resolve(folder);
  const cluster = join(place, 'cluster');
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const launch = launchAs();
  const native = nativeFolder();
  const sockets = socketFolder(place);
  const connection = { host: sockets, port, user: 'postgres' };
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    await makeCluster(place, cluster, native, launch, options.durable ?? true);
  }
  if (launch.uid !== undefined) {
    giveTo(place, launch.uid);
    giveTo(sockets, launch.uid);
  }
  if (await waitWhileRunning(cluster, connection)) {
    return { connection, adopted: true, stop: () => stopByPid(cluster) };
  }
  const child = run(native, cluster, sockets, launch, place, options.durable ?? true);
  await waitUntilReady(child, connection, place, cluster);
  return { connection, adopted: child.exitCode !== null, stop: () => stopByPid(cluster) };
}

function socketFolder(place: string): string {
  const beside = join(place, 'socket');
  const short = `yiwen-${createHash('sha256').update(place).digest('hex').slice(0, 16)}`;
  const folder = `${beside}/.s.PGSQL.${port}`.length < longestSocketPath ? beside : join(tmpdir(), short);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

/** Made under another name and renamed, so that a crash or a second process never leaves half a cluster. */
async function makeCluster(
  place: string,
  cluster: string,
  native: string,
  launch: Launch,
  durable: boolean,
): Promise<void> {
  const draft = join(place, `cluster-${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  if (launch.uid !== undefined) {
    giveTo(place, launch.uid);
  }
  const command = [
    ...launch.prefix,
    join(native, 'bin', 'initdb'),
    '--pgdata',
    draft,
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ];
  try {
    await promisify(execFile)(command[0]!, command.slice(1), {
      env: environment(native),
      uid: launch.uid,
      gid: launch.gid,
    });
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw new DatabaseUnusableError(
      `无法建立内置数据库：${(error as Error).message}\nThe embedded database could not be made in ${place}.`,
    );
  }
  try {
    renameSync(draft, cluster);
  } catch (error) {
    if (!existsSync(join(cluster, 'PG_VERSION'))) {
      throw error;
    }
    rmSync(draft, { recursive: true, force: true });
  }
}

function run(
  native: string,
  cluster: string,
  sockets: string,
  launch: Launch,
  place: string,
  durable: boolean,
): ChildProcess {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    port: String(port),
    max_connections: '200',
    shared_buffers: '128MB',
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const command = [
    ...launch.prefix,
    ...dieWithParent(),
    join(native, 'bin', 'postgres'),
    '-D',
    cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const logFile = openSync(join(place, 'postgres.log'), 'a', 0o600);
  // A session of its own: Ctrl-C in the terminal reaches this process only, which then stops the server in order.
  return spawn(command[0]!, command.slice(1), {
    env: environment(native),
    stdio: ['ignore', logFile, logFile],
    detached: true,
    uid: launch.uid,
    gid: launch.gid,
  });
}

async function waitUntilReady(
  child: ChildProcess,
  connection: Cluster['connection'],
  place: string,
  cluster: string,
): Promise<void> {
  child.unref();
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 25) {
    if ((await answer(connection)) === 'ready') {
      return;
    }
    if (child.exitCode !== null && !(await waitWhileRunning(cluster, connection))) {
      break;
    }
    await delay(25);
  }
  throw new DatabaseUnusableError(
    `内置数据库没有启动，原因见 ${join(place, 'postgres.log')}\n` +
      `The embedded database did not start; ${join(place, 'postgres.log')} says why.`,
  );
}

/**
 * True when a live server accepts connections. One that is still starting or shutting down is waited for, so that a
 * node started right after the death of another neither fails nor fights.
 */
async function waitWhileRunning(cluster: string, connection: Cluster['connection']): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 50) {
    const pid = serverPid(cluster);
    if (pid === undefined || !isAlive(pid)) {
      return false;
    }
    const said = await answer(connection);
    if (said === 'ready') {
      return true;
    }
    if (said === 'nobody' && waitedMs > 5_000) {
      // The number was given to another program after a restart of the machine; PostgreSQL itself decides that case.
      return false;
    }
    await delay(50);
  }
  return false;
}

async function answer(connection: Cluster['connection']): Promise<'ready' | 'busy' | 'nobody'> {
  const client = new pg.Client({ ...connection, database: 'postgres', connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    return (error as { code?: string }).code === '57P03' ? 'busy' : 'nobody';
  } finally {
    await client.end().catch(() => undefined);
  }
}

function serverPid(cluster: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function stopByPid(cluster: string): Promise<void> {
  const pid = serverPid(cluster);
  if (pid === undefined || !isAlive(pid)) {
    return;
  }
  process.kill(pid, 'SIGINT');
  for (
    let waitedMs = 0;
    waitedMs < patienceMs && existsSync(join(cluster, 'postmaster.pid'));
    waitedMs += 20
  ) {
    await delay(20);
  }
}

function environment(native: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    LD_LIBRARY_PATH: join(native, 'lib'),
    LC_ALL: 'C',
    TZ: 'UTC',
  };
}

function giveTo(folder: string, uid: number): void {
  chownSync(folder, uid, uid);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      giveTo(path, uid);
    } else if (!entry.isSymbolicLink()) {
      chownSync(path, uid, uid);
    }
  }
}
