import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cosigner, ed25519NoteSigner, writeProof, writeVkey } from '@yiwen/trust/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goCommand } from './go-programs.ts';
import { entryAt, key, origin, sha256, sm2, treeOf, writeLog } from './written-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'yiwen-tlogcheck-'));
const program = join(folder, 'tlogcheck');
const checker = buildChecker();
if (!checker) {
  console.log('skipped: Go with golang.org/x/mod is not to be had here, so no other program checks the log');
}

/** Builds the checker with Go's modules, or with Debian's golang-golang-x-mod-dev. */
function buildChecker(): boolean {
  const source = fileURLToPath(new URL('tlogcheck', import.meta.url));
  const go = goCommand();
  if (go === undefined) {
    return false;
  }
  const ways = [{ GOTOOLCHAIN: 'local' }, { GO111MODULE: 'off', GOPATH: '/usr/share/gocode' }];
  return ways.some((env) => {
    const built = spawnSync(go, ['build', '-o', program, '.'], {
      cwd: source,
      env: { ...process.env, ...env },
      timeout: 90_000,
    });
    return built.status === 0;
  });
}

const witnesses = ['county', 'city'].map((name) =>
  cosigner(`w.test/${name}`, sha256(name), () => 1_767_261_600),
);

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe.skipIf(!checker)('golang.org/x/mod', () => {
  const dir = join(folder, 'log');
  let written: Awaited<ReturnType<typeof writeLog>>;
  beforeAll(async () => {
    written = await writeLog(dir, [1, 7, 256, 300, 70_001], [key, sm2, ...witnesses]);
  });

  it('accepts our log: every entry, every tile, the root, the signature', () => {
    expect(run('log', dir, writeVkey(key.vkey))).toMatchObject({
      status: 0,
      stdout: 'OK log, entries 70001\n',
    });
  });

  it('refuses it with one byte of an entry changed, and with another key', () => {
    const path = join(dir, 'tile/entries/123');
    const good = readFileSync(path);
    writeFileSync(
      path,
      good.map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
    );
    expect(run('log', dir, writeVkey(key.vkey))).toMatchObject({ status: 1 });
    writeFileSync(path, good);
    const stranger = ed25519NoteSigner(origin, sha256('stranger'));
    expect(run('log', dir, writeVkey(stranger.vkey)).status).toBe(1);
  });

  it('accepts our proofs with their cosignatures, for their own entry only', async () => {
    const tree = treeOf(dir, written.size);
    for (const index of [0, 255, 256, 65_536, 70_000]) {
      const hashes = await tree.inclusionProof(index);
      const proofFile = join(folder, `${index}.tlog-proof`);
      writeFileSync(proofFile, writeProof({ index, hashes, checkpoint: written.note }));
      const entryFile = join(folder, `${index}.entry`);
      writeFileSync(entryFile, entryAt(index));
      const keys = [writeVkey(key.vkey), ...witnesses.map((w) => writeVkey(w.vkey))];
      const accepted = run('proof', proofFile, entryFile, '2', ...keys);
      expect(accepted.stdout).toBe(`OK proof, index ${index} size 70001 witnesses 2\n`);
      writeFileSync(entryFile, entryAt(index + 1));
      expect(run('proof', proofFile, entryFile, '2', ...keys).status).toBe(1);
    }
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));
