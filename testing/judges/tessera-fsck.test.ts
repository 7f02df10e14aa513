/** tessera's `fsck` reads a log of ours: every entry, every tile, the signature (tlog-tiles as its makers understand it). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeVkey } from '@yiwen/trust/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goProgram } from './go-programs.ts';
import { key, writeLog } from './written-log.ts';

const program = goProgram('fsck', 'github.com/transparency-dev/tessera/cmd/fsck@v1.0.4');
const folder = mkdtempSync(join(tmpdir(), 'yiwen-tessera-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(program === undefined)('tessera fsck', () => {
  const dir = join(folder, 'log');
  beforeAll(async () => {
    await writeLog(dir, [1, 7, 256, 300, 70_001]);
    writeFileSync(join(folder, 'log.pub'), writeVkey(key.vkey));
  });
  // Its exit code is 0 also when it found something, and a worker that found something may leave the others waiting for
  // ever: only its word of success within the time counts.
  const accepts = (): boolean => {
    const args = [`--storage_url=file://${dir}/`, `--public_key=${join(folder, 'log.pub')}`, '--ui=false'];
    const { stdout, stderr } = spawnSync(program!, [...args, '--N=4'], { encoding: 'utf8', timeout: 5_000 });
    return /Successfully fsck'd log.*70001/.test(stdout + stderr);
  };

  it('accepts our log', () => {
    expect(accepts()).toBe(true);
  });

  it('refuses it with a byte of an entry or of a hash changed, and without a partial tile it needs', () => {
    for (const [path, at] of [
      ['tile/entries/005', 60],
      ['tile/0/100', 33],
      ['tile/1/001.p/17', 3],
    ] as const) {
      const good = readFileSync(join(dir, path));
      writeFileSync(
        join(dir, path),
        good.map((byte, i) => (i === at ? byte ^ 1 : byte)),
      );
      expect(accepts(), path).toBe(false);
      writeFileSync(join(dir, path), good);
    }
    const needed = join(dir, 'tile/0/273.p/113');
    const good = readFileSync(needed);
    rmSync(needed);
    expect(accepts()).toBe(false);
    writeFileSync(needed, good);
    expect(accepts()).toBe(true);
  });
});
