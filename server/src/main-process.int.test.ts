/** The node as a process: what is said at the terminal, and what survives. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { shiftedClock } from './platform/clock/index.ts';
import { testClient } from './testing/index.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const clock = '2026-11-23T09:00:00+08:00';

type Running = { child: ChildProcess; out(): string; error(): string; ended: Promise<number | null> };

const children = new Set<ChildProcess>();

function start(args: string[], environment: Record<string, string> = {}): Running {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, '--port', '0', '--clock', clock, ...args],
    {
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  children.add(child);
  let out = '';
  let error = '';
  child.stdout!.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr!.on('data', (chunk) => {
    error += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, out: () => out, error: () => error, ended };
}

async function said(running: Running, pattern: RegExp): Promise<string> {
  await expect
    .poll(
      () =>
        pattern.exec(running.out())?.[1] ?? (running.child.exitCode === null ? undefined : running.error()),
      {
        timeout: 60_000,
      },
    )
    .toBeTruthy();
  const found = pattern.exec(running.out())?.[1];
  expect(found, running.error()).toBeDefined();
  return found!;
}

const address = /(https?:\/\/\S+:\d+)/;

describe('the node as a process', () => {
  let data: string;
  beforeAll(() => {
    data = mkdtempSync(join(tmpdir(), 'yiwen-main-'));
  });
  afterEach(() => {
    for (const child of children) {
      child.kill('SIGKILL');
    }
    children.clear();
  });
  afterAll(() => rmSync(data, { recursive: true, force: true, maxRetries: 10 }));

  it('starts empty, is set up once with the printed token, keeps its data, and stops cleanly', async () => {
    const first = start(['--data', data, '--empty']);
    const url = await said(first, address);
    const token = await said(first, /\n {4}(\S{20})\n/);
    const client = testClient(url, shiftedClock(clock));
    expect((await client.get('/api/v1/session')).body.node.setupNeeded).toBe(true);
    const administrators = ['system-admin', 'security-admin', 'audit-admin'].map((role, index) => ({
      role,
      name: `管理员${index}`,
      login: `admin${index}`,
      password: 'a long first password',
    }));
    const organ = { name: '禾汀镇人民政府', shortName: '禾汀镇', code: '禾汀政' };
    const wrong = await client.post('/api/v1/setup', { token: 'guess', organ, administrators });
    expect(wrong.body.error.code).toBe('directory.wrong-setup-token');
    const same = administrators.map((one) => ({ ...one, login: 'admin' }));
    const differ = await client.post('/api/v1/setup', { token, organ, administrators: same });
    expect(differ.body.error.code).toBe('directory.administrators-must-differ');
    expect((await client.post('/api/v1/setup', { token, organ, administrators })).status).toBe(200);
    const again = await client.post('/api/v1/setup', { token, organ, administrators });
    expect(again.body.error.code).toBe('directory.set-up-already');
    expect((await client.signIn('admin0', 'a long first password')).body.state).toBe('signed-in');

    const second = start(['--data', data, '--empty']);
    expect(await second.ended).toBe(3);
    expect(second.error()).toContain('正被另一个一文通进程使用');

    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    expect(first.out()).toContain('已停止，数据已保存');
    expect(first.error()).toBe('');
  });

  it('goes on after kill -9 with everything that was answered', async () => {
    const killed = start(['--data', data]);
    await said(killed, address);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const running = start(['--data', data]);
    const url = await said(running, address);
    const client = testClient(url, shiftedClock(clock));
    const { body } = await client.get('/api/v1/session');
    expect(body.node).toMatchObject({ setupNeeded: false, demo: false });
    const wrong = await client.post('/api/v1/session', {
      login: 'admin1',
      password: 'a long first password',
    });
    expect(wrong.body.state).toBe('second-factor');
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  it('says all faults of settings and arguments at once and starts nothing', async () => {
    const faulty = start(['--data', join(data, 'none')], {
      YIWEN_LOG_LEVEL: 'loud',
      YIWEN_DIRECTORY_ATTEMPTS: 'many',
    });
    expect(await faulty.ended).toBe(2);
    expect(faulty.error()).toContain('platform.logLevel');
    expect(faulty.error()).toContain('directory.attempts');
    const unknown = start(['--nonsense']);
    expect(await unknown.ended).toBe(2);
    const half = start(['--tls-cert', 'a.pem']);
    expect(await half.ended).toBe(2);
    expect(half.error()).toContain('必须同时给出');
  });

  it('warns in words when others could listen in, and serves TLS when told to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yiwen-tls-'));
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
        ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem'), '-subj', '/CN=localhost'],
      ],
      { stdio: 'ignore' },
    );
    const open = start(['--data', data, '--host', '0.0.0.0']);
    await said(open, address);
    expect(open.error()).toContain('没有加密');
    open.child.kill('SIGTERM');
    await open.ended;
    const tls = ['--tls-cert', join(folder, 'cert.pem'), '--tls-key', join(folder, 'key.pem')];
    const closed = start(['--data', data, '--host', '127.0.0.1', ...tls]);
    const url = await said(closed, address);
    expect(url).toMatch(/^https:/);
    expect(closed.error()).toBe('');
    const headers = execFileSync('curl', ['-sk', '-i', `${url}/api/v1/session`], { encoding: 'utf8' });
    expect(headers).toMatch(/set-cookie: .*Secure/i);
    expect(headers).toMatch(/strict-transport-security/i);
    closed.child.kill('SIGTERM');
    await closed.ended;
    rmSync(folder, { recursive: true, force: true });
  });
});
