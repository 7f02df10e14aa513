/** Printed codes a second: made, read and checked, on one core; a counter with a queue needs a handful. */
import { randomBytes } from 'node:crypto';
import { makeDemoAuthority, openDemoAuthority } from '@yiwen/trust/certificates';
import { ecdsaP256Sign, ecdsaP256Verify, keySigner, p256KeyPair } from '@yiwen/trust/crypto';
import {
  checkPrintedCode,
  paperKeyId,
  signKeyStatement,
  storedBytes,
  writePrintedCode,
} from '@yiwen/trust/paper';
import type { Row, Subject } from './row.ts';

const random = (n: number) => new Uint8Array(randomBytes(n));

function perSecond(act: () => unknown): number {
  act();
  const since = performance.now();
  let runs = 0;
  while (performance.now() - since < 1000) {
    act();
    runs += 1;
  }
  return (runs * 1000) / (performance.now() - since);
}

async function measure(): Promise<Row[]> {
  const now = Date.now();
  const name = '禾汀镇人民政府';
  const authority = openDemoAuthority(makeDemoAuthority({ random, now, validFrom: now - 86_400_000 }).keys, {
    random,
  });
  const issued = authority.issue(
    { organisation: name, commonName: name },
    { purpose: 'document', algorithm: 'sm2-sm3', notBefore: now - 86_400_000, notAfter: now + 86_400_000 },
  );
  const pair = p256KeyPair(random);
  const signedOn = new Date(now).toISOString().slice(0, 10);
  const statement = await signKeyStatement(
    {
      organ: { id: 'b8f1c9a0-0000-4000-8000-000000000001', name },
      at: new Date(now).toISOString(),
      keys: [{ publicKey: pair.publicKey, from: '2020-01-01' }],
    },
    keySigner({ ...issued, algorithm: 'sm2-sm3' }, { random }),
  );
  const make = () =>
    writePrintedCode(
      {
        number: { code: '禾汀政发', year: 2026, n: 12 },
        issuer: name,
        date: signedOn,
        sha256: 'ab'.repeat(32),
        title: '禾汀镇人民政府关于做好冬季森林防火工作的通知',
        pages: 3,
        signedOn,
      },
      {
        publicUrl: 'https://oa.heting.gov.cn',
        shortCode: '12345678901234567890',
        keyId: paperKeyId(pair.publicKey),
        sign: (bytes) => ecdsaP256Sign(pair.privateKey, bytes),
      },
    );
  const address = make();
  const options = { keys: [statement], trust: authority.trustList([]), now };
  if (checkPrintedCode(address, options).verdict !== 'registered-content') {
    throw new Error('the code of the bench is not registered content');
  }
  const message = random(150);
  const value = ecdsaP256Sign(pair.privateKey, message);
  const sign = perSecond(() => ecdsaP256Sign(pair.privateKey, message));
  const verify = perSecond(() => ecdsaP256Verify(pair.publicKey, message, value));
  return [
    { name: 'size of a code with 20 characters of title', ours: storedBytes(address), unit: 'bytes' },
    {
      name: 'make a code',
      ours: perSecond(make),
      unit: '/s',
      yardstick: { name: 'one P-256 signature', value: sign },
    },
    {
      name: 'check a code with its list: three signatures and a chain',
      ours: perSecond(() => checkPrintedCode(address, options)),
      unit: '/s',
      yardstick: { name: 'one P-256 verification', value: verify },
    },
  ];
}

/** Codes on paper. */
export const subject: Subject = { title: 'Printed codes', measure };
