/** A typeset PDF signed (PAdES B-B) and checked, beside pyHanko with the same file and the same keys in the same run. */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDemoAuthority } from '@yiwen/trust/certificates';
import { keySigner, readDer, readPublicKey, type Signer, writePrivateKey } from '@yiwen/trust/crypto';
import { completePdfSignature, preparePdfSignature } from '@yiwen/trust/documents';
import { verifyDocument } from '@yiwen/trust/verification';
import { stopEngines, typeset } from '@yiwen/typesetter';
import { measure } from '../measure.ts';
import type { Row, Subject } from './row.ts';

const DAY_MS = 86_400_000;
const now = Math.floor(Date.now() / 1000) * 1000;
const random = (n: number) => new Uint8Array(randomBytes(n));
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const life = { notBefore: now - DAY_MS, notAfter: now + DAY_MS };
const runs = 40;
const goal = 8;

const paragraph =
  '各村（居）民委员会要落实网格责任，逐户排查火灾隐患，重点检查烟花爆竹、液化气瓶、电动自行车充电和独居老人用火用电情况，' +
  '发现问题当场整改并记入台账，不能当场整改的要明确责任人和时限，整改完成后逐一销号。';

/** A notice of three pages. */
async function notice(): Promise<Uint8Array> {
  const { pdf } = await typeset({
    form: '文件',
    organMark: ['测试镇人民政府'],
    withWenjian: true,
    number: { code: '测试镇政发', year: 2026, n: 12 },
    title: '测试镇人民政府关于做好冬季防火工作的通知',
    mainReceivers: '各村（居）民委员会',
    body: Array.from({ length: 11 }, (_, i) => ({
      id: `b${i + 1}`,
      kind: 'paragraph' as const,
      text: paragraph,
    })),
    attachments: [],
    signature: ['测试镇人民政府'],
    date: '2026-11-23',
    sealed: true,
    printedBy: '测试镇党政办公室',
    printedOn: '2026-11-23',
    verify: { url: 'http://localhost:8080/v/00000000000000000000', code: '00000000000000000000' },
  });
  return pdf;
}

type Key = { signer: Signer; pkcs8: Uint8Array };

function keysOf(authority: ReturnType<typeof makeDemoAuthority>): Record<string, Key> {
  const issued = authority.issue(
    { commonName: '测试镇人民政府' },
    { purpose: 'document', algorithm: 'ecdsa-p256-sha256', ...life },
  );
  const pair = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const pkcs8 = new Uint8Array(pair.privateKey.export({ type: 'pkcs8', format: 'der' }));
  const spki = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }));
  const certified = authority.certify(
    { commonName: '测试镇人民政府' },
    readPublicKey(readDer(spki, { maxNodes: 50 })),
    { purpose: 'document', algorithm: 'ecdsa-p256-sha256', ...life },
  );
  return {
    'ECDSA P-256': {
      signer: keySigner(issued, { random }),
      pkcs8: writePrivateKey('p256', issued.privateKey),
    },
    'RSA-3072': {
      signer: keySigner({ ...certified, algorithm: 'rsa-pkcs1-sha256', privateKey: pkcs8 }, { random }),
      pkcs8,
    },
  };
}

/** Milliseconds of pyHanko, in the environment the judges made; undefined where it is not there. */
function hanko(pdf: Uint8Array, { signer, pkcs8 }: Key): { sign: number; check: number } | undefined {
  const python = join(tmpdir(), 'yiwen-pyhanko-1', 'bin/python');
  const { stdout, stderr, error } = spawnSync(python, [join(import.meta.dirname, 'pyhanko_speed.py')], {
    input: JSON.stringify({
      pdf: base64(pdf),
      certificate: base64(signer.certificate),
      chain: signer.chain.map(base64),
      root: base64(signer.chain[1]!),
      key: base64(pkcs8),
      runs,
    }),
    encoding: 'utf8',
  });
  if (error !== undefined || stdout === '') {
    process.stderr.write(`pyHanko left out: ${error?.message ?? stderr.slice(-400)}\n`);
    return undefined;
  }
  return JSON.parse(stdout) as { sign: number; check: number };
}

function row(name: string, ours: number, theirs: number | undefined, least?: number): Row {
  return {
    name,
    ours,
    unit: 'ms',
    ...(theirs === undefined ? {} : { yardstick: { name: 'pyHanko', value: theirs } }),
    ...(least === undefined ? {} : { goal: `≤ 1/${least}` }),
    ...(least === undefined || theirs === undefined ? {} : { met: theirs / ours >= least }),
  };
}

export const subject: Subject = {
  title: 'PAdES B-B: a PDF of three typeset pages',
  async measure() {
    const pdf = await notice();
    stopEngines();
    const authority = makeDemoAuthority({ random, now, validFrom: now - 2 * DAY_MS });
    const trust = authority.trustList();
    const rows: Row[] = [];
    for (const [name, key] of Object.entries(keysOf(authority))) {
      const { signer } = key;
      const { certificate, chain, algorithm } = signer;
      let signed = pdf;
      const sign = await measure(
        runs,
        async () => {
          const prepared = preparePdfSignature(pdf, {
            certificate,
            chain,
            algorithm,
            time: now,
            fieldName: '印章1',
            signerName: '测试镇人民政府',
          });
          signed = completePdfSignature(prepared, await signer.sign(prepared.toBeSigned));
        },
        { warmUp: 100 },
      );
      const check = await measure(
        runs,
        () => {
          const { verdict } = verifyDocument(signed, { trust, now });
          if (verdict !== 'valid') {
            throw new Error(`expected a valid signature, found ${verdict}`);
          }
        },
        { warmUp: 100 },
      );
      const theirs = hanko(pdf, key);
      rows.push(row(`sign, ${name}`, sign.median, theirs?.sign, name === 'RSA-3072' ? undefined : goal));
      rows.push(row(`check, chain seen before, ${name}`, check.median, theirs?.check));
    }
    return rows;
  },
};
