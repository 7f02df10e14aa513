/** Time-stamps from elsewhere over real HTTP: what must not be believed is not, and nobody waits for it for long. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestNode, type TestNode } from '../../testing/test-node.ts';
import { logModule } from '../log/index.ts';
import { authorityModule, authorityService } from './index.ts';
import { type Manner, startTimeAuthority } from './time-authority.fixture.ts';

let test: TestNode;
let folder: string;
let first: Awaited<ReturnType<typeof startTimeAuthority>>;
let second: Awaited<ReturnType<typeof startTimeAuthority>>;
const NOW = Date.parse('2026-11-23T09:00:00+08:00');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yiwen-times-'));
  mkdirSync(join(folder, 'times'));
  const clock = () => (test?.clock.now() ?? new Date(NOW)).getTime();
  first = await startTimeAuthority(clock, 365);
  second = await startTimeAuthority(clock, 365);
  writeFileSync(join(folder, 'times', 'first.pem'), first.ca);
  writeFileSync(join(folder, 'times', 'second.pem'), second.ca);
  test = await startTestNode({
    modules: [logModule, authorityModule],
    roles: ['clerk'],
    environment: {
      YIWEN_AUTHORITY_TRUST_FOLDER: folder,
      YIWEN_AUTHORITY_OWN_TIME: 'false',
      YIWEN_AUTHORITY_TIME_WAIT_MS: '1500',
      YIWEN_AUTHORITY_TIME_SOURCES: JSON.stringify([{ url: first.url }, { url: second.url }]),
    },
  });
}, 60_000);

afterAll(async () => {
  await test?.stop();
  await first?.stop();
  await second?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const document = new TextEncoder().encode('关于防汛工作的通知');
const stamp = (hash: 'sha256' | 'sm3' = 'sha256') =>
  test.node.services.get(authorityService).timeStamp(document, { hash, now: test.clock.now() });

describe('time sources', () => {
  it.each(['sha256', 'sm3'] as const)('stamp by %s, the first that answers', async (hash) => {
    const stamped = await stamp(hash);
    expect(stamped?.source).toBe(first.url);
    expect(stamped?.time).toBe(NOW);
  });

  const bad: Manner[] = [
    'hangs',
    'trickles',
    'garbage',
    'error',
    'redirect',
    'too-long',
    'wrong-nonce',
    'wrong-imprint',
    'expired',
    'old-time',
    'stranger',
  ];
  it.each(bad)('that answer so: %s — give nothing, and rest for a while', async (manner) => {
    test.clock.advance(30 * 60_000);
    first.state.manner = manner;
    second.state.manner = manner;
    expect(await stamp()).toBeUndefined();
    const asked = first.state.asked + second.state.asked;
    // Resting: not asked again, so that the next signature does not wait at all.
    expect(await stamp()).toBeUndefined();
    expect(first.state.asked).toBeLessThanOrEqual(asked);
    first.state.manner = 'good';
    second.state.manner = 'good';
    test.clock.advance(30 * 60_000);
    expect((await stamp())?.source).toBe(first.url);
  });

  it('fall back on the next', async () => {
    test.clock.advance(30 * 60_000);
    first.state.manner = 'wrong-imprint';
    expect((await stamp())?.source).toBe(second.url);
    first.state.manner = 'good';
  });
});
