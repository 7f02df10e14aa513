/** A witness of others cosigns our checkpoints, asked by our client; and says no in the way our client understands. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  checkProof,
  noteVerifier,
  openCheckpoint,
  readPolicy,
  readVkey,
  signNote,
  withLines,
  writeCheckpoint,
  writeProof,
  writeVkey,
} from '@yiwen/trust/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askWitness, lastAtWitness } from '../../server/src/modules/log/ask-witness.ts';
import { goProgram } from './go-programs.ts';
import { entryAt, key, origin, sha256, treeOf, writeLog } from './written-log.ts';

const version = 'v0.0.0-20260720115447-2e1c6971d19e';
const program = goProgram('omniwitness', `github.com/transparency-dev/witness/cmd/omniwitness@${version}`);
const keyMaker =
  program && goProgram('generate_keys', `github.com/transparency-dev/witness/cmd/generate_keys@${version}`);
const folder = mkdtempSync(join(tmpdir(), 'yiwen-omniwitness-'));

describe.skipIf(keyMaker === undefined)('omniwitness', () => {
  const dir = join(folder, 'log');
  const sizes = [1, 300, 70_001];
  let running: ChildProcess;
  let witness: Parameters<typeof askWitness>[0];

  beforeAll(async () => {
    await writeLog(dir, sizes);
    const [secret, open] = [join(folder, 'w.sec'), join(folder, 'w.pub')];
    const made = spawnSync(keyMaker!, [
      '--origin',
      'witness.test/w1',
      '--out_priv',
      secret,
      '--out_pub',
      open,
    ]);
    expect(made.status).toBe(0);
    const logs = `Logs:\n  - Origin: ${origin}\n    URL: http://127.0.0.1:9/\n    PublicKey: ${writeVkey(key.vkey)}\n`;
    writeFileSync(join(folder, 'logs.yaml'), logs);
    const port = await freePort();
    running = spawn(
      program!,
      ['--private_key_path', secret, '--db_file', join(folder, 'w.db'), '--metrics_listen', ''].concat([
        '--additional_logs',
        join(folder, 'logs.yaml'),
        '--listen',
        `127.0.0.1:${port}`,
      ]),
      { stdio: 'ignore' },
    );
    witness = { vkey: readVkey(readFileSync(open, 'utf8').trim()), url: `http://127.0.0.1:${port}` };
    for (let i = 0; i < 200; i++) {
      if (
        await fetch(witness.url).then(
          () => true,
          () => false,
        )
      ) {
        return;
      }
      await delay(50);
    }
    throw new Error('omniwitness did not start');
  });
  afterAll(async () => {
    running?.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  const stateAt = (size: number) => ({
    size,
    note: new Uint8Array(readFileSync(join(dir, `checkpoint.${size}`))),
    logKey: noteVerifier(key.vkey),
    proofFrom: (old: number) => treeOf(dir, size).consistencyProof(old),
  });

  it('cosigns our growing log, and a proof under its cosignature satisfies a policy that names it', async () => {
    let old = 0;
    for (const size of sizes) {
      const state = stateAt(size);
      const outcome = await askWitness(witness, state, old);
      expect(outcome).toMatchObject({ kind: 'cosigned' });
      const cosigned = withLines(state.note, outcome.kind === 'cosigned' ? outcome.lines : []);
      const policy = readPolicy(
        `log ${writeVkey(key.vkey)}\nwitness w ${writeVkey(witness.vkey)}\nquorum w\n`,
      );
      const hashes = await treeOf(dir, size).inclusionProof(0);
      const proof = writeProof({ index: 0, hashes, checkpoint: cosigned });
      expect(checkProof(proof, entryAt(0), policy)).toMatchObject({ ok: true, index: 0 });
      old = size;
    }
    // It serves no monitoring address; then nothing can be learnt from it before asking for a cosignature.
    expect(await lastAtWitness(witness, origin, noteVerifier(key.vkey))).toBeUndefined();
  });

  it('tells us the size it knows, and we ask again from there', async () => {
    expect(await askWitness(witness, stateAt(70_001), 300)).toMatchObject({ kind: 'cosigned' });
  });

  it('refuses to go back or to another history: a conflict', async () => {
    expect(await askWitness(witness, stateAt(300), 1)).toMatchObject({ kind: 'conflict' });
    const text = writeCheckpoint({ origin, size: 70_001, root: sha256('another history') });
    const note = await signNote(text, [key]);
    expect(openCheckpoint(note, noteVerifier(key.vkey)).size).toBe(70_001);
    const forked = { ...stateAt(70_001), note, proofFrom: async () => [] };
    expect(await askWitness(witness, forked, 70_001)).toMatchObject({ kind: 'conflict' });
  });
});

async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
