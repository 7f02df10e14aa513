/** An OFD sealed as the office seals one, for tests of sealing and verifying. */

import { randomBytes } from 'node:crypto';
import { readZip, writeZip, type ZipEntry } from '@yiwen/formats/container';
import { writePng } from '@yiwen/formats/images';
import { buildOfd } from '@yiwen/formats/ofd';
import { makeDemoAuthority } from '@yiwen/trust/certificates';
import { keySigner, utf8 } from '@yiwen/trust/crypto';
import {
  completeOfdSeal,
  completeOfdSignature,
  prepareOfdSeal,
  prepareOfdSignature,
  type SealStamp,
} from '@yiwen/trust/documents';
import { makeSeal } from '@yiwen/trust/seals';
import { makeTimeStamp, readTimeStampResponse, timeStampRequest } from '@yiwen/trust/signatures';

export const random = (n: number) => new Uint8Array(randomBytes(n));
export const DAY_MS = 86_400_000;
/** 2026-11-23 16:00 in China. */
export const NOW = Date.UTC(2026, 10, 23, 8);

const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 700 * DAY_MS });
const validity = { notBefore: NOW - 600 * DAY_MS, notAfter: NOW + 600 * DAY_MS };
const national = { algorithm: 'sm2-sm3', ...validity } as const;

/** The demonstration's trust list. */
export const trust = authority.trustList();

const maker = authority.issue({ commonName: '演示制章中心' }, { purpose: 'seal-maker', ...national });
const person = authority.issue({ commonName: '赵六' }, { purpose: 'person', ...national });

export const issued = {
  maker,
  person,
  township: authority.issue({ commonName: '禾汀镇人民政府' }, { purpose: 'seal', ...national }),
  village: authority.issue({ commonName: '柳溪村民委员会' }, { purpose: 'seal', ...national }),
  curve: authority.issue(
    { commonName: '孙七' },
    { purpose: 'person', algorithm: 'ecdsa-p256-sha256', ...validity },
  ),
  time: authority.issue({ commonName: '时间戳' }, { purpose: 'time', ...national }),
};

/** A time-stamp token over some bytes, at a time (Unix ms). */
export async function timeStampToken(stamped: Uint8Array, now = NOW): Promise<Uint8Array> {
  const request = timeStampRequest(stamped, { hash: 'sm3', random });
  const response = await makeTimeStamp(request, keySigner(issued.time, { random }), { now, serial: 7n });
  return readTimeStampResponse(response, request).token!;
}

const png = writePng({ widthPx: 4, heightPx: 4, channels: 4, data: new Uint8Array(64).fill(200) });

/** A package of one page with text, picture, attachment and tags. */
export function plainEntries(): ZipEntry[] {
  return buildOfd({
    docId: '0123456789abcdef0123456789abcdef',
    title: '关于开展冬季消防安全检查的通知',
    author: '禾汀镇人民政府',
    creationDate: '2026-11-23',
    customDatas: [
      { name: '发文字号', value: '禾汀政发〔2026〕12号' },
      { name: '验证码', value: 'ABCD-1234' },
    ],
    fonts: [{ key: 'body', fontName: '宋体' }],
    images: [{ key: 'picture', format: 'PNG', bytes: png }],
    pages: [
      {
        widthMm: 210,
        heightMm: 297,
        objects: [
          {
            kind: 'text',
            font: 'body',
            sizeMm: 5.64,
            tag: '标题',
            runs: [{ text: '通知', xMm: 90, yMm: 40, deltaXMm: [5.64] }],
          },
          { kind: 'image', image: 'picture', ctm: [10, 0, 0, 10, 150, 250] },
        ],
      },
    ],
    attachments: [{ name: '名单', format: 'txt', bytes: utf8('一、柳溪村') }],
  });
}

/** Settings of a seal that tests vary. */
export type SealOptions = {
  signer?: { certificate: Uint8Array; privateKey: Uint8Array; chain: Uint8Array[]; algorithm: 'sm2-sm3' };
  listed?: Uint8Array[];
  maker?: typeof maker;
  time?: number;
  validEnd?: number;
  stamps?: SealStamp[];
  closesList?: boolean;
  /** When the time-stamp put in at once was made, Unix ms. */
  stampedAt?: number;
};

/** Seals a package. */
export async function sealEntries(
  entries: readonly ZipEntry[],
  options: SealOptions = {},
): Promise<Uint8Array> {
  const signer = options.signer ?? (issued.township as NonNullable<SealOptions['signer']>);
  const seal = await makeSeal(
    {
      esID: 'YW-DEMO-0001',
      vid: 'YIWEN',
      name: '禾汀镇人民政府（演示无效）',
      type: 'organ',
      certificates: options.listed ?? [signer.certificate],
      picture: { type: 'png', data: png, widthMm: 42, heightMm: 42 },
      createDate: NOW - 100 * DAY_MS,
      validStart: NOW - 100 * DAY_MS,
      validEnd: options.validEnd ?? NOW + 300 * DAY_MS,
    },
    keySigner(options.maker ?? maker, { random }),
  );
  const prepared = prepareOfdSeal(entries, {
    seal,
    certificate: signer.certificate,
    stamps: options.stamps ?? [{ page: 0, xMm: 120, yMm: 200, widthMm: 42, heightMm: 42 }],
    time: options.time ?? NOW,
    ...(options.closesList === undefined ? {} : { closesList: options.closesList }),
  });
  const signature = await keySigner(signer, { random }).sign(prepared.toBeSigned);
  const { stampedAt } = options;
  const timeStamp = stampedAt === undefined ? undefined : await timeStampToken(signature, stampedAt);
  return completeOfdSeal(prepared, signature, timeStamp === undefined ? {} : { timeStamp });
}

/** Signs a package without a seal. */
export async function signEntries(
  entries: readonly ZipEntry[],
  signer: { certificate: Uint8Array; privateKey: Uint8Array; chain: Uint8Array[] } = issued.person,
): Promise<Uint8Array> {
  const { certificate, chain } = signer;
  const prepared = prepareOfdSignature(entries, { certificate, chain, time: NOW });
  const sign = keySigner({ ...signer, algorithm: 'sm2-sm3' }, { random });
  return completeOfdSignature(prepared, await sign.sign(prepared.toBeSigned));
}

/** Entries of a file, in order, to change and write again. */
export function entriesIn(file: Uint8Array): ZipEntry[] {
  const { entries, order } = readZip(file);
  return order.map((name) => ({ name, bytes: entries.get(name)! }));
}

/** The file with one entry's bytes replaced by what `change` makes of them. */
export function withEntry(
  file: Uint8Array,
  name: string,
  change: (bytes: Uint8Array) => Uint8Array,
): Uint8Array {
  const entries = entriesIn(file);
  if (!entries.some((entry) => entry.name === name)) {
    throw new Error(`no entry ${name}`);
  }
  return writeZip(
    entries.map((entry) => (entry.name === name ? { name, bytes: change(entry.bytes) } : entry)),
  );
}

/** `withEntry` on text: the first occurrence of `from` becomes `to`; it must be there. */
export function withText(file: Uint8Array, name: string, from: string, to: string): Uint8Array {
  return withEntry(file, name, (bytes) => {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    if (!text.includes(from)) {
      throw new Error(`no ${from} in ${name}`);
    }
    return utf8(text.replace(from, to));
  });
}

/** Reproducible numbers in [0, 1) from YIWEN_SEED or a fresh seed, which is printed. */
export function seededNumbers(title: string): () => number {
  const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`${title}: YIWEN_SEED=${seed}`);
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How much larger than usual random tests should be. */
export const SOAK = Number(process.env.YIWEN_SOAK ?? 1);
