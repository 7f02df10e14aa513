/**
 * Signatures a second against `openssl speed`, which counts its own processor time over one prepared key: so do we. A key
 * is prepared once by whoever signs or verifies often; what an unknown key costs stands beside it.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  ecdsaP256Sign,
  ecdsaP256Verify,
  p256KeyPair,
  selfTest,
  sm2Key,
  sm2KeyPair,
  sm2Signer,
  sm2Verify,
  sm3,
} from '@yiwen/trust/crypto';
import { sampleOf } from '../measure.ts';
import type { Row, Subject } from './row.ts';

const random = (n: number) => new Uint8Array(randomBytes(n));
const ROUNDS = 3;

/** Signatures and verifications a second of processor time; undefined where there is no openssl or it does not know the algorithm. */
function opensslSpeed(algorithm: string): { sign: number; verify: number } | undefined {
  const { stdout } = spawnSync('openssl', ['speed', '-seconds', '1', '-mr', algorithm], { encoding: 'utf8' });
  const line = /^\+F\d+:\d+:256:(?:[^:\n]*:)?([\d.]+):([\d.]+)$/m.exec(stdout ?? '');
  return line === null ? undefined : { sign: Number(line[1]), verify: Number(line[2]) };
}

/** Runs a second of our own processor time, over half a second of the clock at least. */
function perSecond(act: () => unknown): number {
  const until = performance.now() + 500;
  const before = process.cpuUsage();
  let runs = 0;
  do {
    act();
    runs += 1;
  } while (performance.now() < until);
  const { user, system } = process.cpuUsage(before);
  return runs / ((user + system) / 1e6);
}

async function measure(): Promise<Row[]> {
  const message = random(32);
  const sm2 = sm2KeyPair(random);
  const signer = sm2Signer(sm2.privateKey);
  const sm2Value = signer.sign(message, { random });
  const prepared = sm2Key(sm2.publicKey, { precompute: true });
  const strangers = Array.from({ length: 40 }, () => {
    const pair = sm2KeyPair(random);
    return { key: pair.publicKey, value: sm2Signer(pair.privateKey).sign(message, { random }) };
  });
  let at = 0;
  const p256 = p256KeyPair(random);
  const p256Value = ecdsaP256Sign(p256.privateKey, message);
  const acts = {
    'SM2 sign': () => signer.sign(message, { random }),
    'SM2 verify, a key seen before': () => sm2Verify(prepared, message, sm2Value),
    'SM2 verify, a new key each time': () => {
      const { key, value } = strangers[at++ % strangers.length]!;
      return sm2Verify(key, message, value);
    },
    'ECDSA P-256 sign': () => ecdsaP256Sign(p256.privateKey, message),
    'ECDSA P-256 verify': () => ecdsaP256Verify(p256.publicKey, message, p256Value),
  };
  const ours = new Map<string, number[]>(Object.keys(acts).map((name) => [name, []]));
  const theirs = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, act] of Object.entries(acts)) {
      ours.get(name)!.push(perSecond(act));
    }
    for (const algorithm of ['sm2', 'ecdsap256']) {
      const speed = opensslSpeed(algorithm);
      for (const [what, rate] of Object.entries(speed ?? {})) {
        const name = `${algorithm} ${what}`;
        theirs.set(name, [...(theirs.get(name) ?? []), rate]);
      }
    }
  }
  if (theirs.size === 0) {
    process.stderr.write('no openssl that knows these algorithms: its column stays empty\n');
  }
  const row = (name: string, peer: string, least?: number): Row => {
    const value = sampleOf(ours.get(name)!).median;
    const rates = theirs.get(peer);
    const rate = rates === undefined ? undefined : sampleOf(rates).median;
    return {
      name,
      ours: value,
      unit: '/s',
      ...(rate === undefined ? {} : { yardstick: { name: 'openssl speed', value: rate } }),
      ...(least === undefined ? {} : { goal: `≥ ${least}` }),
      ...(least === undefined || rate === undefined ? {} : { met: value / rate >= least }),
    };
  };
  const block = random(1 << 20);
  const begun = performance.now();
  const faults = selfTest();
  const testing = performance.now() - begun;
  return [
    row('SM2 sign', 'sm2 sign', 0.5),
    row('SM2 verify, a key seen before', 'sm2 verify', 0.3),
    row('SM2 verify, a new key each time', 'sm2 verify'),
    row('ECDSA P-256 sign', 'ecdsap256 sign'),
    row('ECDSA P-256 verify', 'ecdsap256 verify'),
    { name: 'SM3', ours: perSecond(() => sm3(block)), unit: 'MiB/s' },
    {
      name: `self-test at start (${faults.length} faults)`,
      ours: testing,
      unit: 'ms',
    },
  ];
}

/** SM2, ECDSA and SM3 of one process. */
export const subject: Subject = { title: 'Cryptography', measure };
