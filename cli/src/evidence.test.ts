import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificatesPem } from '@yiwen/trust/certificates';
import { writeVkey } from '@yiwen/trust/log';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeParts, NOW, policy, trust } from '../../trust/src/evidence/evidence.fixture.ts';
import { buildEvidence } from '../../trust/src/evidence/index.ts';
import { runEvidence } from './evidence.ts';
import { runVerify } from './verify.ts';

const folder = mkdtempSync(join(tmpdir(), 'yiwen-evidence-'));
const at = (...names: string[]) => join(folder, ...names);
const when = new Date(NOW + 3_600_000).toISOString();

beforeAll(async () => {
  const parts = await makeParts();
  writeFileSync(at('good.zip'), buildEvidence(parts).zip);
  writeFileSync(at('cut.zip'), buildEvidence({ ...parts, acts: parts.acts.slice(0, -1) }).zip);
  const [first, ...rest] = parts.acts;
  writeFileSync(
    at('changed.zip'),
    buildEvidence({ ...parts, acts: [{ ...first!, entry: rest[0]!.entry }, ...rest] }).zip,
  );
  for (const name of ['signers', 'seals', 'times', 'logs', 'witnesses', 'mirror/tile/entries/000.p']) {
    mkdirSync(at('trust', name).replace('trust/mirror', 'mirror'), { recursive: true });
  }
  const pem = (purpose: string) =>
    certificatesPem(
      trust.anchors
        .filter(({ purposes }) => purposes.includes(purpose as 'seal'))
        .map(({ certificate }) => certificate),
    );
  writeFileSync(at('trust/signers/demo.pem'), pem('seal'));
  writeFileSync(at('trust/seals/demo.pem'), pem('seal-maker'));
  writeFileSync(at('trust/logs/log'), policy.logs.map((key) => `${writeVkey(key)}\n`).join(''));
  writeFileSync(at('trust/witnesses/two'), policy.witnesses.map((key) => `${writeVkey(key)}\n`).join(''));
  const [log] = policy.logs;
  const [county, city] = policy.witnesses;
  writeFileSync(
    at('policy'),
    `log ${writeVkey(log!)}\nwitness a ${writeVkey(county!)}\nwitness b ${writeVkey(city!)}\ngroup g all a b\nquorum g\n`,
  );
  const bundle = Buffer.concat(
    parts.log.map((entry) => Buffer.concat([Buffer.from([entry.length >> 8, entry.length & 255]), entry])),
  );
  writeFileSync(at(`mirror/tile/entries/000.p/${parts.log.length}`), bundle);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `yiwen verify` and gathers what it printed. */
async function verify(...args: string[]): Promise<{ code: number; out: string }> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const error = vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
  try {
    return { code: await runVerify([...args, '--at', when]), out: lines.join('\n') };
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}

describe('yiwen verify on an evidence package', () => {
  it('accepts a whole one by the trust folder, answers the four questions, and exits 0', async () => {
    const { code, out } = await verify(at('good.zip'), '--trust', at('trust'), '--policy', at('policy'));
    expect(code, out).toBe(0);
    for (const words of ['证据包完整', '谁签的', '什么时候', '谁看过', '是哪一版', '演示无效', '不能证明']) {
      expect(out).toContain(words);
    }
    const json = await verify(at('good.zip'), '--trust', at('trust'), '--json');
    expect(JSON.parse(json.out)).toMatchObject({ verdict: 'valid', kind: 'evidence', file: at('good.zip') });
  });

  it('exits 1 for one that was changed, and without anybody to believe', async () => {
    expect((await verify(at('changed.zip'), '--trust', at('trust'))).code).toBe(1);
    const alone = await verify(at('good.zip'), '--en');
    expect([alone.code, alone.out.includes('intact-untrusted')]).toEqual([1, true]);
  });

  it('finds acts that were left out, given a mirror', async () => {
    expect((await verify(at('cut.zip'), '--trust', at('trust'))).code).toBe(0);
    const found = await verify(at('cut.zip'), '--trust', at('trust'), '--mirror', at('mirror'));
    expect([found.code, found.out.includes('later-act')]).toEqual([1, true]);
    expect((await verify(at('good.zip'), '--trust', at('trust'), '--mirror', at('mirror'))).code).toBe(0);
  });
});

describe('yiwen evidence', () => {
  it('explains itself, and says when no node answers', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    vi.stubEnv('YIWEN_PASSWORD', 'x');
    expect(await runEvidence(['--help'])).toBe(0);
    expect(await runEvidence(['DOC'])).toBe(2);
    expect(
      await runEvidence(['DOC', '-o', at('out.zip'), '--login', 'ws', '--server', 'http://127.0.0.1:1']),
    ).toBe(2);
    vi.unstubAllEnvs();
    log.mockRestore();
    error.mockRestore();
  });
});
