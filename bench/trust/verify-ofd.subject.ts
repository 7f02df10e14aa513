/** A sealed OFD of five typeset pages, its fonts inside: sealed, verified and stamped, against the bare cost of its signatures. */
import { randomBytes } from 'node:crypto';
import { readZip } from '@yiwen/formats/container';
import { pdfToOfd } from '@yiwen/formats/convert';
import { writePng } from '@yiwen/formats/images';
import { readOfd } from '@yiwen/formats/ofd';
import { makeDemoAuthority } from '@yiwen/trust/certificates';
import { keySigner, sm2KeyPair, sm2Signer, sm2Verify, sm3 } from '@yiwen/trust/crypto';
import { completeOfdSeal, entriesToSign, prepareOfdSeal } from '@yiwen/trust/documents';
import { makeSeal } from '@yiwen/trust/seals';
import { verifyDocument } from '@yiwen/trust/verification';
import { stopEngines, typeset } from '@yiwen/typesetter';
import { sampleOf } from '../measure.ts';
import type { Row, Subject } from './row.ts';

const NOW = Date.UTC(2026, 10, 23, 8);
const DAY_MS = 86_400_000;
const random = (n: number) => new Uint8Array(randomBytes(n));
const PAGES = 5;

const paragraph =
  '各村（居）民委员会要落实网格责任，逐户排查火灾隐患，重点检查烟花爆竹、液化气瓶、电动自行车充电和独居老人用火用电情况，' +
  '发现问题当场整改并记入台账，不能当场整改的要明确责任人和时限，整改完成后逐一销号。';

async function unsealed(): Promise<Uint8Array | undefined> {
  for (let paragraphs = 12; paragraphs < 40; paragraphs++) {
    const { pdf, pages } = await typeset({
      form: '文件',
      organMark: ['测试镇人民政府'],
      withWenjian: true,
      number: { code: '测试镇政发', year: 2026, n: 12 },
      title: '测试镇人民政府关于做好冬季防火工作的通知',
      mainReceivers: '各村（居）民委员会',
      body: Array.from({ length: paragraphs }, (_, i) => ({
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
    if (pages === PAGES) {
      return pdf;
    }
  }
  return undefined;
}

/** Milliseconds of each of `runs` runs, the first ones left out. */
function times(runs: number, act: () => unknown): number[] {
  const values: number[] = [];
  for (let run = -5; run < runs; run++) {
    const begun = performance.now();
    act();
    if (run >= 0) {
      values.push(performance.now() - begun);
    }
  }
  return values;
}

/** Processor time of one run, ms: what the machine's other work does not add to. */
function processorTime(runs: number, act: () => unknown): number {
  const before = process.cpuUsage();
  for (let run = 0; run < runs; run++) {
    act();
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / runs;
}

async function measure(): Promise<Row[]> {
  const pdf = await unsealed();
  await stopEngines();
  if (pdf === undefined) {
    process.stderr.write('no number of paragraphs makes five pages: left out\n');
    return [];
  }
  const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 100 * DAY_MS });
  const validity = { notBefore: NOW - DAY_MS, notAfter: NOW + 300 * DAY_MS, algorithm: 'sm2-sm3' } as const;
  const organ = authority.issue({ commonName: '测试镇人民政府' }, { purpose: 'seal', ...validity });
  const maker = authority.issue({ commonName: '演示制章中心' }, { purpose: 'seal-maker', ...validity });
  const picture = writePng({ widthPx: 400, heightPx: 400, channels: 4, data: random(640_000) });
  const seal = await makeSeal(
    {
      esID: 'YW-BENCH',
      vid: 'YIWEN',
      name: '测试镇人民政府（演示无效）',
      type: 'organ',
      certificates: [organ.certificate],
      picture: { type: 'png', data: picture.subarray(0, 60_000), widthMm: 42, heightMm: 42 },
      createDate: NOW,
      validStart: NOW,
      validEnd: NOW + DAY_MS,
    },
    keySigner(maker, { random }),
  );
  const { entries } = pdfToOfd(pdf, { docId: '0'.repeat(32), title: '通知', creationDate: '2026-11-23' });
  const request = {
    seal,
    certificate: organ.certificate,
    stamps: [{ page: PAGES - 1, xMm: 120, yMm: 200, widthMm: 42, heightMm: 42 }],
    time: NOW,
  };
  const signer = keySigner(organ, { random });
  const prepared = prepareOfdSeal(entries, request);
  const file = completeOfdSeal(prepared, await signer.sign(prepared.toBeSigned));
  const trust = authority.trustList();
  const verify = () => {
    const { verdict } = verifyDocument(file, { trust, now: NOW });
    if (verdict !== 'valid') {
      throw new Error(`expected a valid file, found ${verdict}`);
    }
  };
  const pair = sm2KeyPair(random);
  const message = random(64);
  const value = sm2Signer(pair.privateKey).sign(message, { random });
  const inside = [...readZip(file).entries.values()];
  const bare = () => {
    for (const bytes of inside) {
      sm3(bytes);
    }
    for (let i = 0; i < 4; i++) {
      sm2Verify(pair.publicKey, message, value);
    }
  };
  const wholeBare = () => {
    readZip(file);
    bare();
  };
  const byClock = sampleOf(times(60, verify)).median;
  const bareByClock = sampleOf(times(60, wholeBare)).median;
  const verifying = processorTime(60, verify);
  const yardstick = 'unzip once, SM3 of all entries, four SM2 checks';
  const what = `verify a sealed OFD of ${PAGES} pages (${Math.round(file.length / 1024)} KiB, ${inside.length} entries)`;
  return [
    {
      name: `${what}, processor time`,
      ours: verifying,
      unit: 'ms',
      yardstick: { name: yardstick, value: processorTime(60, wholeBare) },
      goal: '< 50 ms',
      met: verifying < 50,
    },
    {
      name: 'the same by the clock',
      ours: byClock,
      unit: 'ms',
      yardstick: { name: yardstick, value: bareByClock },
    },
    {
      name: 'of it: read it as a reader does',
      ours: sampleOf(times(40, () => readOfd(file).findings.length)).median,
      unit: 'ms',
    },
    {
      name: 'prepare the second seal of it',
      ours: sampleOf(times(20, () => prepareOfdSeal(entriesToSign(file), request))).median,
      unit: 'ms',
    },
  ];
}

/** Sealed OFD. */
export const subject: Subject = { title: 'A sealed OFD', measure };
