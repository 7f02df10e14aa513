import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseTrustList, type TrustList } from '@yiwen/trust/certificates';
import { type Report, verifyDocument } from '@yiwen/trust/verification';

const help = `yiwen verify 文件 [--trust 信任文件或目录] [--json] [--en]

核验 OFD 或 PDF。不给 --trust 时只能说“有没有被改过”，不能说“盖章的人是谁担保的”。
Checks an OFD or PDF. Without --trust it can tell whether the file was changed, not whether its signer is to be trusted.

退出码 Exit code: 0 valid · 1 其余结论 any other verdict · 2 用法或文件读不到 wrong use or unreadable file`;

/** Largest file that is read, in bytes. */
const fileLimitBytes = 256 * 1024 * 1024;

/** Reads a trust list, or joins all `*.json` lists of a folder. */
async function readTrust(path: string): Promise<TrustList> {
  const info = await stat(path);
  if (!info.isDirectory()) {
    return parseTrustList(await readFile(path, 'utf8'));
  }
  const names = (await readdir(path)).filter((name) => name.endsWith('.json')).sort();
  const lists = await Promise.all(
    names.map(async (name) => parseTrustList(await readFile(join(path, name), 'utf8'))),
  );
  if (lists.length === 0) {
    throw new Error(`${path} 里没有信任文件（*.json）。 No trust list (*.json) in ${path}.`);
  }
  return {
    name: lists.map((list) => list.name).join(' + '),
    demo: lists.some((list) => list.demo),
    anchors: lists.flatMap((list) => list.anchors),
    logs: lists.flatMap((list) => list.logs),
  };
}

function printed(report: Report, language: 'zh' | 'en'): string {
  const zh = language === 'zh';
  const lines = [report.sentence[language], ''];
  for (const signature of report.signatures) {
    lines.push(
      `${zh ? (signature.kind === 'seal' ? '印章' : '签名') : signature.kind}: ${signature.sealName ?? signature.signer}` +
        `${signature.time ? `  ${signature.time}` : ''}  ${zh ? (signature.intact ? '完好' : '不成立') : signature.intact ? 'intact' : 'broken'}`,
    );
    for (const name of signature.uncovered) {
      lines.push(`  ${zh ? '未覆盖' : 'not covered'}: ${name}`);
    }
    for (const finding of signature.findings) {
      lines.push(`  · ${finding.message}${finding.place ? `（${finding.place}）` : ''}`);
    }
  }
  for (const finding of report.findings) {
    lines.push(`· ${finding.message}${finding.place ? `（${finding.place}）` : ''}`);
  }
  for (const limit of report.doesNotProve) {
    lines.push(`${zh ? '不能证明' : 'Does not prove'}: ${limit[language]}`);
  }
  lines.push('', `verdict: ${report.verdict}`);
  return lines.join('\n');
}

/** `yiwen verify FILE`. */
export async function runVerify(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      trust: { type: 'string' },
      json: { type: 'boolean', default: false },
      en: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (values.help || !file || more.length > 0) {
    console.log(help);
    return values.help ? 0 : 2;
  }
  let bytes: Uint8Array;
  let trust: TrustList | undefined;
  try {
    if ((await stat(file)).size > fileLimitBytes) {
      throw new Error(`文件超过 ${fileLimitBytes} 字节。 The file is larger than ${fileLimitBytes} bytes.`);
    }
    bytes = new Uint8Array(await readFile(file));
    trust = values.trust === undefined ? undefined : await readTrust(values.trust);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
  const report = verifyDocument(bytes, { trust, now: Date.now(), fileName: basename(file) });
  console.log(values.json ? JSON.stringify(report, null, 2) : printed(report, values.en ? 'en' : 'zh'));
  return report.verdict === 'valid' ? 0 : 1;
}
