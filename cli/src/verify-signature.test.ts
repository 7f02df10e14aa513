import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDemoAuthority, trustListJson } from '@yiwen/trust/certificates';
import { keySigner, utf8 } from '@yiwen/trust/crypto';
import { completeDetached, prepareDetached } from '@yiwen/trust/documents';
import { afterAll, describe, expect, it } from 'vitest';

const random = (n: number) => new Uint8Array(randomBytes(n));
const NOW = Date.UTC(2026, 10, 23, 8);
const authority = makeDemoAuthority({ random, now: NOW });
const signer = keySigner(
  authority.issue(
    { commonName: '赵六' },
    { purpose: 'person', algorithm: 'sm2-sm3', notBefore: NOW, notAfter: NOW + 300 * 86_400_000 },
  ),
  { random },
);
const folder = mkdtempSync(join(tmpdir(), 'yiwen-signature-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, content: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const content = utf8('现场照片');
const prepared = prepareDetached(content, { ...signer, time: NOW });
const p7s = completeDetached(prepared, await signer.sign(prepared.toBeSigned));
const trust = put('trust.json', trustListJson(authority.trustList()));

function verify(...args: string[]): { code: number | null; verdict: string | undefined } {
  const words = ['verify', ...args, '--json', '--trust', trust, '--at', '2026-11-24'];
  const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...words], {
    encoding: 'utf8',
  });
  return { code: status, verdict: stdout === '' ? undefined : JSON.parse(stdout).verdict };
}

describe('yiwen verify with a signature file', () => {
  it('takes the one beside the file, or the one that is named', () => {
    const beside = put('photo.jpg', content);
    put('photo.jpg.p7s', p7s);
    expect(verify(beside)).toEqual({ code: 0, verdict: 'valid' });
    const alone = put('alone.jpg', content);
    expect(verify(alone)).toEqual({ code: 1, verdict: 'refused' });
    expect(verify(alone, '--signature', put('other.p7s', p7s))).toEqual({ code: 0, verdict: 'valid' });
    const changed = put('changed.jpg', utf8('别的照片'));
    put('changed.jpg.p7s', p7s);
    expect(verify(changed)).toEqual({ code: 1, verdict: 'tampered' });
    expect(verify(alone, beside, '--signature', join(folder, 'other.p7s')).code).toBe(2);
    expect(verify(alone, '--signature', join(folder, 'nowhere.p7s')).code).toBe(2);
  });
});
