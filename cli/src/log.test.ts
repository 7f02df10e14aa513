import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { trustListJson } from '@yiwen/trust/certificates';
import {
  commitment,
  cosigner,
  EMPTY_EDGE,
  ed25519NoteSigner,
  edgeRoot,
  growEdge,
  logOpening,
  readNote,
  signNote,
  sm2NoteSigner,
  TileTree,
  tileSource,
  withLines,
  writeBundle,
  writeCheckpoint,
  writeProof,
  writeVkey,
} from '@yiwen/trust/log';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runLog } from './log.ts';

const folder = mkdtempSync(join(tmpdir(), 'yiwen-cli-log-'));
const dir = join(folder, 'log');
const sha256 = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());
const origin = 'oa.test/log/2026';
const key = ed25519NoteSigner(origin, sha256('log'));
const sm2 = sm2NoteSigner(origin, sha256('sm2'), (n) => sha256(`random ${n}`).subarray(0, n));
const vkey = writeVkey(key.vkey);
const stranger = writeVkey(ed25519NoteSigner(origin, sha256('stranger')).vkey);
const entryAt = (i: number): Uint8Array =>
  i === 0
    ? logOpening(origin)
    : commitment({ type: 'a.b', seq: i, sha256: sha256(`${i}`), sm3: sha256(`x${i}`) });

beforeAll(async () => {
  let edge = EMPTY_EDGE;
  for (const size of [10, 300]) {
    const grown = growEdge(
      edge,
      Array.from({ length: size - edge.size }, (_, i) => entryAt(edge.size + i)),
    );
    for (const { path, bytes } of grown.files) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), bytes);
    }
    edge = grown.edge;
    const note = await signNote(writeCheckpoint({ origin, size, root: edgeRoot(edge) }), [key, sm2]);
    writeFileSync(join(folder, `checkpoint.${size}`), note);
    writeFileSync(join(dir, 'checkpoint'), note);
  }
  writeFileSync(join(dir, 'keys'), `${vkey}\n${writeVkey(sm2.vkey)}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** Runs the verb and keeps what it printed. */
async function ask(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const keep = (...words: unknown[]): void => {
    lines.push(words.join(' '));
  };
  vi.spyOn(console, 'log').mockImplementation(keep);
  vi.spyOn(console, 'error').mockImplementation(keep);
  const code = await runLog(args);
  return { code, text: lines.join('\n') };
}

describe('yiwen log fsck', () => {
  it('finds a good folder clean, and says when the keys came from the log itself', async () => {
    const own = await ask('fsck', dir);
    expect(own).toMatchObject({ code: 0 });
    expect(own.text).toMatch(/300 个条目，2 个签名有效[\s\S]*公钥来自日志自身[\s\S]*结论：无误/);
    const given = await ask('fsck', dir, '--key', vkey, '--en');
    expect(given.code).toBe(0);
    expect(given.text).toMatch(/300 entries, 1 good signatures\nResult: clean/);
    const trust = join(folder, 'trust.json');
    writeFileSync(
      trust,
      trustListJson({ name: 't', demo: true, anchors: [], logs: [{ vkey, name: 'log' }] }),
    );
    expect((await ask('fsck', dir, '--trust', trust)).code).toBe(0);
    const known = await ask('fsck', dir, '--key', vkey, '--known', join(folder, 'checkpoint.10'), '--json');
    expect(JSON.parse(known.text)).toMatchObject({ clean: true, entries: 300, keysFromLogItself: false });
  });

  it('finds a changed byte, a stranger’s key and an older log', async () => {
    const path = join(dir, 'tile/entries/000');
    const good = readFileSync(path);
    writeFileSync(
      path,
      good.map((byte, i) => (i === 900 ? byte ^ 1 : byte)),
    );
    const changed = await ask('fsck', dir, '--key', vkey);
    writeFileSync(path, good);
    expect(changed.code).toBe(1);
    expect(changed.text).toContain('结论：有误');
    expect((await ask('fsck', dir, '--key', stranger)).code).toBe(1);
    writeFileSync(join(dir, 'checkpoint'), readFileSync(join(folder, 'checkpoint.10')));
    const older = await ask('fsck', dir, '--key', vkey, '--known', join(folder, 'checkpoint.300'));
    writeFileSync(join(dir, 'checkpoint'), readFileSync(join(folder, 'checkpoint.300')));
    expect(older.code).toBe(1);
    expect(older.text).toContain('历史被改写或截短');
  });

  it('asks for the quorum of a policy', async () => {
    const witness = cosigner('w.test/county', sha256('county'), () => 1_767_261_600);
    const note = new Uint8Array(readFileSync(join(folder, 'checkpoint.300')));
    const { text } = readNote(note);
    const signature = await witness.sign(new TextEncoder().encode(text));
    const policy = join(folder, 'witness-policy');
    writeFileSync(policy, `log ${vkey}\nwitness county ${writeVkey(witness.vkey)}\nquorum county\n`);
    const before = await ask('fsck', dir, '--policy', policy);
    expect(before.code).toBe(1);
    expect(before.text).toContain('(policy-not-satisfied)');
    const line = { name: witness.name, keyId: witness.keyId, signature };
    writeFileSync(join(dir, 'checkpoint'), withLines(note, [line]));
    const after = await ask('fsck', dir, '--policy', policy, '--en');
    writeFileSync(join(dir, 'checkpoint'), note);
    expect(after).toMatchObject({ code: 0 });
    expect(after.text).not.toContain('the keys come from the log itself');
  });

  it('names the first record that a mirror holds otherwise, and accuses nobody by a broken mirror', async () => {
    const mirror = join(folder, 'mirror');
    cpSync(dir, mirror, { recursive: true });
    expect(await ask('fsck', dir, '--key', vkey, '--mirror', mirror)).toMatchObject({ code: 0 });
    const path = join(dir, 'tile/entries/000');
    const good = readFileSync(path);
    const entries = Array.from({ length: 256 }, (_, i) => entryAt(i));
    entries[200] = entryAt(900);
    writeFileSync(path, writeBundle(entries));
    const changed = await ask('fsck', dir, '--key', vkey, '--mirror', mirror);
    expect(changed.code).toBe(1);
    expect(changed.text).toMatch(/#200 .*被改动 \(differs-from-mirror\)/);
    const accused = await ask('fsck', mirror, '--key', vkey, '--mirror', dir);
    writeFileSync(path, good);
    expect(accused).toMatchObject({ code: 2 });
    expect(accused.text).toContain('镜像自身有误');
    writeFileSync(join(mirror, 'checkpoint'), readFileSync(join(folder, 'checkpoint.10')));
    const ahead = await ask('fsck', dir, '--key', vkey, '--mirror', mirror);
    expect(ahead.code).toBe(0);
    expect(ahead.text).toMatch(/#10 .*\(ahead-of-mirror\)/);
  });

  it('reads a log over HTTP', async () => {
    const server = createServer((request, response) => {
      try {
        response.end(readFileSync(join(dir, decodeURIComponent(new URL(request.url!, 'http://x').pathname))));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      expect((await ask('fsck', url)).code).toBe(0);
      expect((await ask('fsck', `${url}/nothing-here`)).code).toBe(2);
    } finally {
      server.close();
    }
  });

  it('says what is wrong with the question', async () => {
    expect((await ask()).code).toBe(2);
    expect((await ask('--help')).code).toBe(0);
    expect((await ask('fsck')).code).toBe(2);
    expect((await ask('fsck', join(folder, 'nowhere'))).code).toBe(2);
    expect((await ask('fsck', dir, '--key', 'nonsense')).code).toBe(2);
    expect((await ask('check', 'a', 'b')).code).toBe(2);
  });
});

describe('yiwen log check', () => {
  it('accepts a proof for its entry and refuses it for another', async () => {
    const source = tileSource(async (path) => new Uint8Array(readFileSync(join(dir, path))));
    const hashes = await new TileTree(source, 300).inclusionProof(77);
    const proof = join(folder, '77.tlog-proof');
    const checkpoint = new Uint8Array(readFileSync(join(dir, 'checkpoint')));
    writeFileSync(proof, writeProof({ index: 77, hashes, checkpoint }));
    const entry = join(folder, '77.entry');
    writeFileSync(entry, entryAt(77));
    const good = await ask('check', proof, entry, '--key', vkey, '--key', writeVkey(sm2.vkey));
    expect(good).toMatchObject({ code: 0 });
    expect(good.text).toContain('第 77 条');
    writeFileSync(join(folder, 'policy'), `log ${vkey}\nquorum none\n`);
    const byPolicy = await ask('check', proof, entry, '--policy', join(folder, 'policy'), '--json');
    expect(JSON.parse(byPolicy.text)).toMatchObject({ ok: true, index: 77, origin });
    writeFileSync(entry, entryAt(78));
    const bad = await ask('check', proof, entry, '--key', vkey);
    expect(bad).toMatchObject({ code: 1 });
    expect(bad.text).toContain('entry-not-in-log');
  });
});
