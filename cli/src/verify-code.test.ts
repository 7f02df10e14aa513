import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDemoAuthority, openDemoAuthority, trustListJson } from '@yiwen/trust/certificates';
import { ecdsaP256Sign, keySigner, p256KeyPair } from '@yiwen/trust/crypto';
import { keyListJson, paperKeyId, signKeyStatement, writePrintedCode } from '@yiwen/trust/paper';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const yiwen = join(import.meta.dirname, '../bin/yiwen.js');
const random = (length: number) => globalThis.crypto.getRandomValues(new Uint8Array(length));
const now = Date.parse('2026-11-24T04:00:00Z');
let folder: string;
let address: string;

function run(...args: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [yiwen, 'verify', ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), out: stdout + stderr });
    });
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yiwen-code-'));
  const { keys } = makeDemoAuthority({ random, now, validFrom: now - 400 * 86_400_000 });
  const authority = openDemoAuthority(keys, { random });
  const pair = p256KeyPair(random);
  const name = '禾汀镇人民政府';
  const issued = authority.issue(
    { organisation: name, commonName: name },
    { purpose: 'document', algorithm: 'sm2-sm3', notBefore: now - 86_400_000, notAfter: now + 86_400_000 },
  );
  const signed = await signKeyStatement(
    {
      organ: { id: 'b8f1c9a0-0000-4000-8000-000000000001', name },
      at: '2026-11-24T03:00:00.000Z',
      keys: [{ publicKey: pair.publicKey, from: '2026-11-01' }],
    },
    keySigner({ ...issued, algorithm: 'sm2-sm3' }, { random }),
  );
  mkdirSync(join(folder, 'trust/paper'), { recursive: true });
  writeFileSync(join(folder, 'trust/demo.json'), trustListJson(authority.trustList([])));
  writeFileSync(join(folder, 'trust/paper/keys.json'), keyListJson([signed]));
  address = writePrintedCode(
    {
      number: { code: '禾汀政发', year: 2026, n: 12 },
      issuer: name,
      date: '2026-11-20',
      sha256: 'ab'.repeat(32),
      title: '关于开展安全检查的通知',
      pages: 2,
      signedOn: '2026-11-24',
    },
    {
      publicUrl: 'https://oa.example.org',
      shortCode: '12345678901234567890',
      keyId: paperKeyId(pair.publicKey),
      sign: (bytes) => ecdsaP256Sign(pair.privateKey, bytes),
    },
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('yiwen verify --code', () => {
  const at = ['--at', '2026-11-24T08:00:00Z'];

  it('says what was registered, and what paper cannot prove', async () => {
    const { code, out } = await run('--code', address, '--trust', join(folder, 'trust'), ...at);
    expect(code).toBe(0);
    expect(out).toContain('禾汀政发〔2026〕12号');
    expect(out).toContain('不能证明');
    expect(out).toContain('演示无效');
  });

  it('answers in JSON, and refuses what was changed or cannot be known', async () => {
    const trust = ['--trust', join(folder, 'trust')];
    const last = Number(address.at(-1));
    const changed = `${address.slice(0, -1)}${(last + 1) % 10}`;
    const verdict = async (...args: string[]) => {
      const { code, out } = await run(...args, '--json', ...at);
      expect(code).toBe(1);
      return JSON.parse(out).verdict;
    };
    expect(['altered', 'unreadable']).toContain(await verdict('--code', changed, ...trust));
    expect(await verdict('--code', address)).toBe('unknown-key');
    expect(await verdict('--code', 'https://oa.example.org/', ...trust)).toBe('unreadable');
  });

  it('ends with 2 at wrong use and at a list that is none', async () => {
    expect((await run('--page')).code).toBe(2);
    writeFileSync(join(folder, 'trust/paper/broken.json'), '{}');
    const { code, out } = await run('--code', address, '--trust', join(folder, 'trust'));
    rmSync(join(folder, 'trust/paper/broken.json'));
    expect(code).toBe(2);
    expect(out).toContain('broken.json');
  });
});
