import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { readTrustDate, type TrustFolder } from '@yiwen/trust/certificates';
import { type EvidenceReport, looksLikeEvidence } from '@yiwen/trust/evidence';
import { type Report, verifyDetached, verifyDocument } from '@yiwen/trust/verification';
import { asksForCode, runVerifyCode } from './verify-code.ts';
import {
  checkEvidence,
  type EvidenceMeans,
  evidenceText,
  readMirror,
  readPolicyFile,
} from './verify-evidence.ts';
import { signatureBeside } from './verify-signature.ts';
import { readTrustAndRevocation } from './verify-trust.ts';
import { type Language, reportText, totalText } from './verify-words.ts';

const help = `yiwen verify 文件… [--trust 信任文件或目录] [--signature 签名文件] [--policy 策略] [--mirror 日志目录] [--at 时间] [--json] [--en]

核验 OFD、PDF、ASiC-E、证据包（ZIP），或旁边有签名文件（.p7s）的任何文件，可一次给多个文件。不给 --trust 时只能说“有没有被改过”，不能说“盖章的人是谁担保的”。
Checks OFD, PDF and ASiC-E files, evidence packages, and any file with a signature file (.p7s) beside it. Without --trust it can tell whether a file was changed, not whether its signer is to be trusted.

--trust  一个 JSON 信任名单，或一个目录：signers/（签署人的担保机构）seals/（制章机构）times/（时间戳机构）放 PEM 证书，
         logs/ witnesses/ 放日志和见证者的公钥；trust.json 写明期限：
         a JSON list, or a folder with PEM certificates in signers/ seals/ times/ and verifier keys in logs/ witnesses/,
         and dates in trust.json:
         { "dates": { "signers/root.pem": { "from": "2026-01-01", "until": "2030-12-31" } } }
         revocation/ 放吊销列表（CRL）和在线状态答复（OCSP），PEM 或 DER。
         revocation/ holds revocation lists (CRL) and OCSP responses, PEM or DER.
--signature 签名文件（CMS，DER 或 PEM）；不给时用旁边的 文件名.p7s。 The signature file; without it FILE.p7s beside FILE.
--policy 证据包用：认哪些日志、要哪些见证者联署（C2SP tlog-policy）；不给时用信任名单里的，任一见证者即可。
         For packages: logs accepted and witnesses asked for; without it those of the trust list, any one witness.
--mirror 证据包用：日志镜像的目录，可查出包里漏了哪些记录。 For packages: a mirror of the log, to find acts left out.
--code   核验纸上二维码的整段地址（https://…#数字），不联网；--trust 目录的 paper/ 放公钥名单（节点的 /trust/paper-keys.json）。
         Checks the whole address of a printed code, without a network; paper/ of the trust folder holds the dated keys.
--page -o 文件 写出一个不用网络的核验页面，带上 --trust 的名单。 Writes the page that checks without a network, with those lists.
--at     按这个时间判断（2026-11-24 或 2026-11-24T08:00:00Z），不给就是现在。 Judge as of this time instead of now.
--json   每个文件一行 JSON。 One JSON object a line, one line a file.

退出码 Exit code: 0 全部 valid all valid · 1 有别的结论 any other verdict · 2 用法不对或文件读不到 wrong use or unreadable file`;

/** Largest file that is read, in bytes; what the verifier takes is less. */
const fileLimitBytes = 256 * 1024 * 1024;

/** What files are judged with besides trust; `signature` names the signature file of the one file. */
type Means = Pick<EvidenceMeans, 'policy' | 'entries' | 'now'> & { signature: string | undefined };

type Checked = { file: string; report: Report | EvidenceReport; isReadable: boolean };

/** A file that was not opened is refused, so that every file gets its line. */
function refusal(code: string, zh: string, en: string): Report {
  return {
    verdict: 'refused',
    sentence: { zh, en },
    format: 'other',
    status: 'unknown',
    signatures: [],
    findings: [{ code, severity: 'error', message: zh }],
    doesNotProve: [],
    demo: false,
  };
}

async function check(file: string, believed: TrustFolder | undefined, means: Means): Promise<Checked> {
  try {
    const { size } = await stat(file);
    if (size > fileLimitBytes) {
      const zh = `文件超过 ${fileLimitBytes} 字节，没有打开`;
      const en = `The file is larger than ${fileLimitBytes} bytes and was not opened`;
      return { file, report: refusal('file-too-large', zh, en), isReadable: true };
    }
    const bytes = new Uint8Array(await readFile(file));
    if (looksLikeEvidence(bytes)) {
      return { file, report: checkEvidence(bytes, { ...believed, ...means }), isReadable: true };
    }
    const options = { now: means.now, fileName: basename(file), ...believed };
    const signature = await signatureBeside(file, means.signature);
    const report =
      signature === undefined ? verifyDocument(bytes, options) : verifyDetached(bytes, signature, options);
    return { file, report, isReadable: true };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const report = refusal('file-unreadable', `文件读不到：${reason}`, `The file cannot be read: ${reason}`);
    return { file, report, isReadable: false };
  }
}

function print({ file, report }: Checked, { json, language }: { json: boolean; language: Language }): void {
  if (json) {
    const { verdict, findings, ...more } = report;
    const signatures =
      'kind' in report ? report.files.flatMap((one) => one.report.signatures) : report.signatures;
    console.log(JSON.stringify({ file, verdict, signatures, findings, ...more }));
  } else if ('kind' in report) {
    console.log(`${evidenceText(file, report, language)}\n`);
  } else {
    console.log(`${reportText(file, report, language)}\n`);
  }
}

/** `yiwen verify FILE…`. Answers the exit code. */
export async function runVerify(args: string[]): Promise<number> {
  if (asksForCode(args)) {
    return await runVerifyCode(args);
  }
  let trust: TrustFolder | undefined;
  let means: Means;
  let files: string[];
  let how: { json: boolean; language: Language };
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        trust: { type: 'string' },
        signature: { type: 'string' },
        policy: { type: 'string' },
        mirror: { type: 'string' },
        at: { type: 'string' },
        json: { type: 'boolean', default: false },
        en: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help || positionals.length === 0) {
      console.log(help);
      return values.help ? 0 : 2;
    }
    files = positionals;
    if (values.signature !== undefined && files.length > 1) {
      throw new Error('--signature 只能配一个文件。 --signature goes with one file.');
    }
    how = { json: values.json, language: values.en ? 'en' : 'zh' };
    means = {
      now: values.at === undefined ? Date.now() : readTrustDate(values.at, 'until'),
      signature: values.signature,
      policy: values.policy === undefined ? undefined : await readPolicyFile(values.policy),
      entries: values.mirror === undefined ? undefined : await readMirror(values.mirror),
    };
    trust = values.trust === undefined ? undefined : await readTrustAndRevocation(values.trust);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
  let good = 0;
  let areReadable = true;
  for (const file of files) {
    const checked = await check(file, trust, means);
    print(checked, how);
    good += checked.report.verdict === 'valid' ? 1 : 0;
    areReadable &&= checked.isReadable;
  }
  if (!how.json && files.length > 1) {
    console.log(totalText(good, files.length, how.language));
  }
  return areReadable ? (good === files.length ? 0 : 1) : 2;
}
