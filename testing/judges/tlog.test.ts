import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  commitment,
  cosigner,
  EMPTY_EDGE,
  ed25519NoteSigner,
  edgeRoot,
  growEdge,
  logOpening,
  type NoteSigner,
  signNote,
  sm2NoteSigner,
  TileTree,
  tileSource,
  writeCheckpoint,
  writeProof,
  writeVkey,
} from '@yiwen/trust/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'yiwen-tlogcheck-'));
const program = join(folder, 'tlogcheck');
const checker = buildChecker();
if (!checker) {
  console.log('skipped: Go with golang.org/x/mod is not to be had here, so no other program checks the log');
}

/** Builds the checker with Go's modules, or with Debian's golang-golang-x-mod-dev. */
function buildChecker(): boolean {
  const source = fileURLToPath(new URL('tlogcheck', import.meta.url));
  const go = ['go', '/usr/local/go/bin/go', '/usr/lib/go/bin/go'].find(
    (name) => spawnSync(name, ['version']).status === 0,
  );
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

const sha256 = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());
const origin = 'oa.test/log/2026';
const key = ed25519NoteSigner(origin, sha256('judge log'));
const sm2 = sm2NoteSigner(origin, sha256('judge sm2'), (n) => sha256(`random ${n}`).subarray(0, n));
const witnesses = ['county', 'city'].map((name) =>
  cosigner(`w.test/${name}`, sha256(name), () => 1_767_261_600),
);

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** Writes a log of ours, grown in uneven batches, and answers its last size and note. */
async function writeLog(dir: string, sizes: readonly number[], signers: readonly NoteSigner[]) {
  let edge = EMPTY_EDGE;
  for (const size of sizes) {
    const added = Array.from({ length: size - edge.size }, (_, i) => entryAt(edge.size + i));
    const grown = growEdge(edge, added);
    for (const { path, bytes } of grown.files) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), bytes);
    }
    edge = grown.edge;
  }
  const text = writeCheckpoint({ origin, size: edge.size, root: edgeRoot(edge) });
  const note = await signNote(text, signers);
  writeFileSync(join(dir, 'checkpoint'), note);
  return { size: edge.size, note };
}

function entryAt(i: number): Uint8Array {
  const digests = { sha256: sha256(`body ${i}`), sm3: sha256(`other ${i}`) };
  return i === 0
    ? logOpening(origin)
    : commitment({ type: 'documents.draft', doc: `d${i % 9}`, seq: i, ...digests });
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
    const source = tileSource(async (path) =>
      existsSync(join(dir, path)) ? new Uint8Array(readFileSync(join(dir, path))) : undefined,
    );
    const tree = new TileTree(source, written.size);
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
