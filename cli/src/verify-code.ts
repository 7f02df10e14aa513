/** `yiwen verify --code` checks a printed code; `yiwen verify --page` writes the page that does so without a network. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readTrustDate, type TrustFolder, trustListJson } from '@yiwen/trust/certificates';
import { base64 } from '@yiwen/trust/crypto';
import {
  checkPrintedCode,
  embedLists,
  keyListJson,
  type PaperReport,
  paperLimits,
  parseKeyList,
  type SignedKeyStatement,
} from '@yiwen/trust/paper';
import { readTrustAndRevocation } from './verify-trust.ts';
import type { Language } from './verify-words.ts';

const mostBytes = 8 * 1024 * 1024;
const mostFiles = 200;
const noTrust: TrustFolder = {
  trust: { name: '', demo: false, anchors: [], logs: [] },
  revocation: { crls: [], ocsps: [] },
};

/** Built with the web client. */
const template = new URL('../../web/dist/yiwen-verify.html', import.meta.url);

const words = {
  zh: {
    number: '发文字号',
    title: '标题',
    issuer: '发文机关',
    date: '成文日期',
    pages: '页数',
    shortCode: '核验码',
    signer: '二维码签名',
    listedAt: '公钥名单日期',
    verdict: '结论代码',
  },
  en: {
    number: 'Number',
    title: 'Title',
    issuer: 'Issued by',
    date: 'Date',
    pages: 'Pages',
    shortCode: 'Short code',
    signer: 'Code signed by',
    listedAt: 'Date of the key list',
    verdict: 'Verdict',
  },
} as const;

/** Whether the arguments of `yiwen verify` ask for a printed code or for the page. */
export function asksForCode(args: readonly string[]): boolean {
  return args.some((one) => /^--(code|page)(=|$)/.test(one));
}

/** The key lists in `DIR/paper`; none where there is no such folder. */
async function readPaperKeys(trustPath: string | undefined): Promise<SignedKeyStatement[]> {
  const folder = join(trustPath ?? '', 'paper');
  if (trustPath === undefined || !(await stat(folder).catch(() => undefined))?.isDirectory()) {
    return [];
  }
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const lists: SignedKeyStatement[] = [];
  for (const name of names.slice(0, mostFiles)) {
    const path = join(folder, name);
    try {
      if ((await stat(path)).size > mostBytes) {
        throw new Error(`larger than ${mostBytes} bytes`);
      }
      lists.push(...parseKeyList(await readFile(path, 'utf8')));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`公钥名单 ${path} 用不了。 The list of keys ${path} cannot be used: ${reason}`);
    }
  }
  return lists;
}

function textOf(report: PaperReport, language: Language): string {
  const w = words[language];
  const { content } = report;
  const isKnown = content !== undefined && report.verdict !== 'altered';
  const rows: (readonly [string, string | number | undefined])[] = [
    ...(isKnown
      ? ([
          [w.number, `${content.number.code}〔${content.number.year}〕${content.number.n}号`],
          [w.title, content.title],
          [w.issuer, content.issuer],
          [w.date, content.date],
          [w.pages, content.pages],
          [w.shortCode, report.shortCode],
        ] as const)
      : []),
    [w.signer, report.signer],
    [w.listedAt, report.listedAt],
    [w.verdict, report.verdict],
  ];
  const demo = report.demo ? (language === 'zh' ? '（演示无效）' : ' (demonstration, not valid)') : '';
  return [
    `${report.sentence[language]}${demo}`,
    ...rows.filter(([, value]) => value !== undefined).map(([name, value]) => `  ${name}  ${value}`),
    ...report.findings.map(({ message }) => `  ✕ ${message}`),
    ...paperLimits.map((limit) => `  ${limit[language]}`),
  ].join('\n');
}

/** Answers the exit code: 0 when the code is registered content or the page was written, 1 for another verdict, 2 for wrong use. */
export async function runVerifyCode(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        code: { type: 'string' },
        page: { type: 'boolean', default: false },
        output: { type: 'string', short: 'o' },
        trust: { type: 'string' },
        at: { type: 'string' },
        json: { type: 'boolean', default: false },
        en: { type: 'boolean', default: false },
      },
    });
    if (positionals.length > 0 || (values.page && values.output === undefined)) {
      throw new Error('--page -o 文件 或 --code 地址。 --page -o FILE, or --code ADDRESS.');
    }
    const believed = values.trust === undefined ? noTrust : await readTrustAndRevocation(values.trust);
    const keys = await readPaperKeys(values.trust);
    const now = values.at === undefined ? Date.now() : readTrustDate(values.at, 'until');
    if (values.page) {
      await writePage(values.output!, believed, keys, now);
      return 0;
    }
    const trusted = values.trust === undefined ? {} : { trust: believed.trust };
    const report = checkPrintedCode(values.code ?? '', { keys, ...trusted, now });
    console.log(values.json ? JSON.stringify(report) : textOf(report, values.en ? 'en' : 'zh'));
    return report.verdict === 'registered-content' ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

async function writePage(
  output: string,
  { trust, revocation }: TrustFolder,
  keys: readonly SignedKeyStatement[],
  now: number,
): Promise<void> {
  let page: string;
  try {
    page = await readFile(template, 'utf8');
  } catch {
    throw new Error('页面还没有生成，请先运行 npm start。 The page is not built yet: run npm start once.');
  }
  const lists = {
    at: new Date(now).toISOString(),
    origin: '',
    trust: trustListJson(trust),
    paperKeys: keyListJson(keys),
    revocation: { crls: revocation.crls.map(base64), ocsps: revocation.ocsps.map(base64) },
  };
  await writeFile(output, embedLists(page, lists));
  console.log(output);
}
