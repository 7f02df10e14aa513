/** Programs of others in Go, built from the module proxy by name and version into a cache folder outside the repository. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The `go` command of this machine, or undefined. */
export function goCommand(): string | undefined {
  return ['go', '/usr/local/go/bin/go', '/usr/lib/go/bin/go'].find(
    (name) => spawnSync(name, ['version']).status === 0,
  );
}

/**
 * Path of a program, built when it is not in the cache yet (`YIWEN_JUDGES`, else `~/.cache/yiwen-judges`). Undefined, with
 * a printed word, where there is no Go or the modules are not to be had.
 */
export function goProgram(name: string, module: string): string | undefined {
  const version = module.slice(module.lastIndexOf('@') + 1);
  const folder = join(process.env.YIWEN_JUDGES ?? join(homedir(), '.cache/yiwen-judges'), 'go', version);
  const path = join(folder, name);
  if (existsSync(path)) {
    return path;
  }
  const go = goCommand();
  if (go === undefined) {
    console.log(`skipped: ${name} needs Go, which is not on this machine`);
    return undefined;
  }
  mkdirSync(folder, { recursive: true });
  const built = spawnSync(go, ['install', module], {
    env: { ...process.env, GOBIN: folder, GOTOOLCHAIN: 'local' },
    timeout: 240_000,
    encoding: 'utf8',
  });
  if (built.status !== 0) {
    const why = (built.stderr ?? '').trim().split('\n').at(-1);
    console.log(`skipped: ${module} could not be built here: ${why}`);
    return undefined;
  }
  return path;
}
