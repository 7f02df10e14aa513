// A throw-away PostgreSQL of the system's own kind, so that the database suites also run on a server that is not the
// embedded one. Unix socket only, no network; it dies with this process and its folder goes with it.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The suites that must behave the same on any PostgreSQL: database, events, jobs, log, and both registers' numbers. */
export const databaseSuites = [
  'server/src/platform/database/database.int.test.ts',
  'server/src/platform/events/events.int.test.ts',
  'server/src/platform/jobs/jobs.int.test.ts',
  'server/src/modules/log/log.int.test.ts',
  'server/src/modules/log/routes.int.test.ts',
  'server/src/modules/documents/dispatch.int.test.ts',
  'server/src/modules/circulation/incoming.int.test.ts',
];

const port = 5432;
const patienceMs = 30_000;

/** Folder with `initdb` and `postgres` of the newest installed server ≥ 15, or undefined. */
function serverPrograms() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).filter((name) => Number(name) >= 15) : [];
  versions.sort((a, b) => Number(b) - Number(a));
  const folders = [
    process.env.YIWEN_POSTGRES_BIN,
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  return folders.find(
    (folder) => folder && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
}

/** PostgreSQL refuses to run as root: the account it came with, else nobody. */
function account() {
  if (process.getuid?.() !== 0) {
    return {};
  }
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((candidate) => candidate.startsWith('postgres:'));
  const [, , uid = '65534', gid = '65534'] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

function dieWithParent() {
  const words = ['setpriv', '--pdeathsig', 'INT'];
  try {
    execFileSync(words[0], [...words.slice(1), 'true'], { stdio: 'ignore' });
    return words;
  } catch {
    return [];
  }
}

/**
 * Starts the server.
 * @returns {{url: string, version: string, stop(): void} | {missing: string}} its address for
 *   YIWEN_TEST_DATABASE_URL and how to end it, or why there is none, in words
 */
export function startExternalDatabase() {
  const programs = serverPrograms();
  if (!programs) {
    return { missing: 'no PostgreSQL ≥ 15 under /usr/lib/postgresql (Debian: apt-get install postgresql)' };
  }
  const folder = mkdtempSync(join(tmpdir(), 'yiwen-pg-'));
  const who = account();
  if (who.uid !== undefined) {
    chownSync(folder, who.uid, who.gid);
  }
  const data = join(folder, 'cluster');
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    execFileSync(
      join(programs, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...who },
    );
  } catch (error) {
    remove();
    return { missing: `initdb of ${programs} failed: ${String(error.stderr ?? error.message).trim()}` };
  }
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folder,
    port: String(port),
    max_connections: '200',
    fsync: 'off',
    timezone: 'UTC',
  };
  const words = [
    ...dieWithParent(),
    join(programs, 'postgres'),
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const server = spawn(words[0], words.slice(1), {
    env,
    cwd: folder,
    stdio: 'ignore',
    detached: true,
    ...who,
  });
  server.unref();
  const stop = () => {
    try {
      execFileSync(join(programs, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop'], {
        env,
        cwd: folder,
        stdio: 'ignore',
        ...who,
      });
    } catch {
      server.kill('SIGKILL');
    }
    remove();
  };
  const ready = ['-h', folder, '-p', String(port), '-U', 'postgres', '-d', 'postgres', '-q'];
  for (let waitedMs = 0; ; waitedMs += 100) {
    try {
      execFileSync(join(programs, 'pg_isready'), ready, { env, cwd: folder, stdio: 'ignore' });
      break;
    } catch {
      if (waitedMs > patienceMs) {
        stop();
        return { missing: `the server of ${programs} did not start` };
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
  const version = execFileSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8', env }).trim();
  return {
    url: `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}&port=${port}`,
    version,
    stop,
  };
}
