/** What another implementation on the same machine takes for one signature, where it is installed. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  ecdsaP256Sign,
  ecdsaP256Verify,
  p256KeyPair,
  sm2KeyPair,
  sm2Signer,
  sm2Verify,
} from '@yiwen/trust/crypto';
import { type Figure, measure, sampleOf } from './measure.ts';

/** Milliseconds of one signature and one verification by `openssl speed`, or undefined where it does not know how. */
function openssl(algorithm: string): { sign: number; verify: number } | undefined {
  const { stdout } = spawnSync('openssl', ['speed', '-seconds', '1', '-mr', algorithm], { encoding: 'utf8' });
  const line = /^\+F\d+:\d+:256:(?:[^:\n]*:)?([\d.]+):([\d.]+)$/m.exec(stdout ?? '');
  return line ? { sign: 1000 / Number(line[1]), verify: 1000 / Number(line[2]) } : undefined;
}

/** Our SM2 and ECDSA against OpenSSL's; no lines where there is no openssl. */
export async function cryptoFigures(): Promise<Figure[]> {
  const random = (n: number) => new Uint8Array(randomBytes(n));
  const message = random(32);
  const sm2 = sm2KeyPair(random);
  const signer = sm2Signer(sm2.privateKey);
  const sm2Signature = signer.sign(message, { random });
  const p256 = p256KeyPair(random);
  const p256Signature = ecdsaP256Sign(p256.privateKey, message);
  const rows = [
    [
      'sm2',
      'SM2',
      () => signer.sign(message, { random }),
      () => sm2Verify(sm2.publicKey, message, sm2Signature),
    ],
    [
      'ecdsap256',
      'ECDSA P-256',
      () => ecdsaP256Sign(p256.privateKey, message),
      () => ecdsaP256Verify(p256.publicKey, message, p256Signature),
    ],
  ] as const;
  const figures: Figure[] = [];
  for (const [algorithm, name, sign, verify] of rows) {
    const judge = openssl(algorithm);
    for (const [what, act, ms] of [
      ['sign', sign, judge?.sign],
      ['verify', verify, judge?.verify],
    ] as const) {
      figures.push({
        name: `${name}: ${what} 32 bytes`,
        unit: 'ms',
        sample: await measure(50, act, { warmUp: 10 }),
        ...(ms === undefined ? {} : { bare: { name: 'openssl speed', sample: sampleOf([ms]) } }),
      });
    }
  }
  return figures;
}
