import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificatesPem, makeDemoAuthority } from '@yiwen/trust/certificates';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { runDoctor } from './doctor.ts';

const folder = mkdtempSync(join(tmpdir(), 'yiwen-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const dayMs = 86_400_000;

async function told(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((text) => printed.push(String(text)));
  try {
    await runDoctor(args);
  } finally {
    log.mockRestore();
  }
  return printed.join('\n');
}

describe('yiwen doctor on certificates', () => {
  it('says how long each still lasts, and what is none', async () => {
    const now = Date.now();
    const random = (n: number) => new Uint8Array(randomBytes(n));
    const authority = makeDemoAuthority({ random, now, validFrom: now - 400 * dayMs });
    const paths = [300, 45, 5, -1].map((days) => {
      const { certificate } = authority.issue(
        { commonName: '禾汀镇人民政府' },
        {
          purpose: 'document',
          algorithm: 'ecdsa-p256-sha256',
          notBefore: now - 300 * dayMs,
          notAfter: now + (days + 0.5) * dayMs,
        },
      );
      const path = join(folder, `${days}.pem`);
      writeFileSync(path, certificatesPem([certificate]));
      return path;
    });
    const other = join(folder, 'other.pem');
    writeFileSync(other, 'hello');
    const text = await told(...paths, other, join(folder, 'nowhere.pem'));
    expect(text).toContain(`✓ 证书 certificate ${paths[0]}`);
    expect(text).toMatch(/· 证书 certificate .*45\.pem: .*将在 45 天后过期/);
    expect(text).toMatch(/· 证书 certificate .*5\.pem: .*将在 5 天后过期/);
    expect(text).toMatch(/· 证书 certificate .*-1\.pem: .*已过有效期/);
    expect(text).toContain('没有 PEM 证书');
    expect(text).toMatch(/nowhere\.pem: ENOENT/);
  });
});
