/**
 * A real S3 server for tests: Ceph's gateway on one monitor and one object store in memory, from Debian's packages
 * radosgw, ceph-mon and ceph-osd. Loopback only; it is gone when the test ends.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';

const programs = ['radosgw', 'radosgw-admin', 'ceph-mon', 'ceph-osd', 'ceph', 'monmaptool'];
const patienceMs = 60_000;

/** Whether this machine can run it; it needs Linux, root and Debian's packages. */
export function radosgwFound(): boolean {
  try {
    for (const program of programs) {
      execFileSync('which', [program], { stdio: 'ignore' });
    }
    return process.platform === 'linux' && process.getuid?.() === 0;
  } catch {
    return false;
  }
}

/** A running gateway with one empty bucket. */
export type Radosgw = {
  settings: { endpoint: string; bucket: string; region: string; accessKey: string; secretKey: string };
  stop(): Promise<void>;
};

/** Starts it in about fifteen seconds. */
export async function startRadosgw(): Promise<Radosgw> {
  try {
    return await startOnce();
  } catch {
    // Between choosing free ports and listening on them another test may have taken one: choose again.
    return await startOnce();
  }
}

async function startOnce(): Promise<Radosgw> {
  const folder = mkdtempSync(join(tmpdir(), 'yiwen-rgw-'));
  const [monitorPort, gatewayPort] = [await freePort(), await freePort()];
  const fsid = randomUUID();
  const configuration = join(folder, 'ceph.conf');
  for (const name of ['mon', 'osd', 'rgw', 'run']) {
    mkdirSync(join(folder, name));
  }
  writeFileSync(configuration, describe(folder, fsid, monitorPort, gatewayPort));
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const child of children.reverse()) {
      child.kill('SIGKILL');
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const run = async (program: string, ...args: string[]): Promise<string> =>
    (
      await promisify(execFile)(program, args, {
        cwd: folder,
        timeout: 60_000,
        env: { ...process.env, CEPH_CONF: configuration },
      })
    ).stdout;
  const start = (program: string, ...args: string[]): void => {
    const log = openSync(join(folder, `${program}.out`), 'a');
    const words = ['--pdeathsig', 'KILL', program, '-c', configuration, ...args, '-f'];
    children.push(spawn('setpriv', words, { cwd: folder, stdio: ['ignore', log, log] }));
  };
  try {
    await run(
      'monmaptool',
      '--create',
      '--fsid',
      fsid,
      '--addv',
      'a',
      `[v1:127.0.0.1:${monitorPort}]`,
      'monmap',
    );
    await run('ceph-mon', '-c', configuration, '--mkfs', '-i', 'a', '--monmap', 'monmap');
    start('ceph-mon', '-i', 'a');
    const disk = randomUUID();
    await run('ceph', '-c', configuration, '--connect-timeout', '30', 'osd', 'new', disk);
    await run('ceph-osd', '-c', configuration, '-i', '0', '--mkfs', '--osd-uuid', disk);
    start('ceph-osd', '-i', '0');
    start('radosgw', '-n', 'client.rgw');
    const endpoint = `http://127.0.0.1:${gatewayPort}`;
    await answering(endpoint);
    const keys = { accessKey: 'yiwen-test', secretKey: 'secret of a test' };
    await run(
      'radosgw-admin',
      ...['-c', configuration, '-n', 'client.rgw', 'user', 'create', '--uid=yiwen', '--display-name=yiwen'],
      ...[`--access-key=${keys.accessKey}`, `--secret-key=${keys.secretKey}`],
    );
    const settings = { endpoint, bucket: 'yiwen-files', region: 'us-east-1', ...keys };
    await makeBucket(settings);
    return { settings, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function describe(folder: string, fsid: string, monitorPort: number, gatewayPort: number): string {
  return `[global]
fsid = ${fsid}
mon host = v1:127.0.0.1:${monitorPort}
public addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
run dir = ${folder}/run
admin socket = ${folder}/run/$name.asok
log file = ${folder}/$name.log
pid file = ${folder}/run/$name.pid
osd objectstore = memstore
memstore device bytes = 1073741824
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd crush chooseleaf type = 0
mon allow pool size one = true
osd data = ${folder}/osd
mon data = ${folder}/mon
ms bind ipv6 = false
ms bind msgr2 = false
[client.rgw]
rgw data = ${folder}/rgw
rgw frontends = beast endpoint=127.0.0.1:${gatewayPort}
keyring = ${folder}/none
`;
}

async function answering(endpoint: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 200) {
    try {
      await fetch(endpoint);
      return;
    } catch {
      await delay(200);
    }
  }
  throw new Error(`radosgw did not answer at ${endpoint}`);
}

async function makeBucket(settings: Radosgw['settings']): Promise<void> {
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: true,
    credentials: { accessKeyId: settings.accessKey, secretAccessKey: settings.secretKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  await client.send(new CreateBucketCommand({ Bucket: settings.bucket }));
  client.destroy();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
