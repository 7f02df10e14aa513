import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  checkProof,
  type FsckReport,
  fsck,
  KEY_TYPE,
  noteVerifier,
  openCheckpoint,
  readPolicy,
  readVkey,
  type TileSource,
  writeVkey,
} from '@yiwen/trust/log';
import { chooseKeys, claimedOrigin, offeredKeys, trustedKeys } from './log-keys.ts';
import { checkMirror, checkPolicy, type OutsideFinding } from './log-mirror.ts';
import { CannotCheck, folderReader, type LogReader, sourceOf, urlReader } from './log-source.ts';

const help = `yiwen log fsck 网址|目录 [--key 公钥]… [--trust 信任文件或目录] [--known 旧检查点]… [--policy 策略文件]
                [--mirror 网址|目录] [--any-entries] [--json] [--en]
yiwen log check 证明文件 条目文件 (--key 公钥… | --policy 策略文件) [--json] [--en]

fsck   重算整本日志：每个条目、每一层哈希、每个签名。--known 给出从前保存的检查点，可查出历史被改写。
       Recomputes a whole log: every entry, every level, every signature. --known names checkpoints kept from earlier,
       which shows whether history was rewritten. --any-entries is for logs that do not hold our commitments.
       --policy 要求检查点有足够的见证人（C2SP 策略文件）；--mirror 与镜像逐条对照，指出第一条不同的记录。
       --policy asks for the quorum of witnesses of a policy file; --mirror compares record by record with a mirror and
       names the first that differs.
check  核对一份 .tlog-proof 证明：该条目确在日志中。
       Checks a .tlog-proof: that this entry stands in the log.

公钥应来自日志以外的地方（信任文件）；不给时用日志自己附带的，只能说明它前后一致。
Keys should come from elsewhere than the log; without any, those the log offers are used, and the answer then only says
that the log agrees with itself.

退出码 Exit code: 0 无误 good · 1 有误 bad · 2 用法或读不到 wrong use or unreadable`;

type Language = 'zh' | 'en';

/** `yiwen log …`: recomputes a log, or checks one proof. Answers the exit code. */
export async function runLog(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true, default: [] },
        trust: { type: 'string' },
        policy: { type: 'string' },
        mirror: { type: 'string' },
        known: { type: 'string', multiple: true, default: [] },
        'any-entries': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        en: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [what, ...rest] = positionals;
    if (values.help) {
      console.log(help);
      return 0;
    }
    const language: Language = values.en ? 'en' : 'zh';
    if (what === 'fsck' && rest.length === 1) {
      return await runFsck(rest[0]!, { ...values, anyEntries: values['any-entries'], language });
    }
    if (what === 'check' && rest.length === 2) {
      return await runCheck(rest[0]!, rest[1]!, { ...values, language });
    }
    console.error(help);
    return 2;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

async function openLog(place: string): Promise<{ read: LogReader; source: TileSource }> {
  const read = /^https?:\/\//.test(place) ? urlReader(place) : await folderReader(place);
  return { read, source: sourceOf(place, read) };
}

async function runFsck(
  place: string,
  options: {
    key: string[];
    trust?: string | undefined;
    known: string[];
    policy?: string | undefined;
    mirror?: string | undefined;
    anyEntries: boolean;
    json: boolean;
    language: Language;
  },
): Promise<number> {
  const { read, source } = await openLog(place);
  const policy =
    options.policy === undefined ? undefined : readPolicy(await readFile(options.policy, 'utf8'));
  const keys = [
    ...options.key,
    ...(options.trust === undefined ? [] : await trustedKeys(options.trust)),
    ...[...(policy?.logs ?? []), ...(policy?.witnesses ?? [])].map(writeVkey),
  ];
  const areOwn = !keys.some((key) => readVkey(key).type === KEY_TYPE.ed25519);
  const offered = areOwn ? [...keys, ...(await offeredKeys(read))] : keys;
  const { logKey, others } = chooseKeys(offered, await claimedOrigin(source));
  const known = await Promise.all(
    options.known.map(async (path) => openCheckpoint(new Uint8Array(await readFile(path)), logKey)),
  );
  const log = await fsck(source, {
    logKey,
    others,
    known,
    entriesAreCommitments: !options.anyEntries,
    hash: sha256OfNode,
  });
  const outside = [
    ...(policy === undefined ? [] : checkPolicy(log, policy)),
    ...(options.mirror === undefined
      ? []
      : await checkMirror(source, (await openLog(options.mirror)).source, { logKey, others })),
  ];
  const report = {
    ...log,
    findings: [...log.findings, ...outside],
    clean: log.clean && !outside.some((finding) => finding.severity === 'error'),
  };
  if (options.json) {
    const { checkpoint, entries, findings, clean } = report;
    const state = checkpoint && {
      origin: checkpoint.origin,
      size: checkpoint.size,
      root: hexOf(checkpoint.root),
    };
    console.log(
      JSON.stringify({ clean, keysFromLogItself: areOwn, checkpoint: state, entries, findings }, null, 2),
    );
  } else {
    console.log(printed(report, areOwn, options.language));
  }
  return report.clean ? 0 : 1;
}

type Report = Omit<FsckReport, 'findings'> & { findings: readonly OutsideFinding[] };

function printed(report: Report, areOwn: boolean, language: Language): string {
  const zh = language === 'zh';
  const { checkpoint, findings, clean } = report;
  const lines: string[] = [];
  if (checkpoint !== undefined) {
    const names = checkpoint.verified.length;
    lines.push(
      zh
        ? `日志 ${checkpoint.origin}：${checkpoint.size} 个条目，${names} 个签名有效`
        : `Log ${checkpoint.origin}: ${checkpoint.size} entries, ${names} good signatures`,
    );
  }
  for (const finding of findings) {
    lines.push(
      `${finding.severity === 'error' ? '✗' : '·'} ${finding.place}  ${finding.message} (${finding.code})`,
    );
  }
  if (areOwn) {
    lines.push(
      zh
        ? '注意：公钥来自日志自身，只能说明它前后一致；请用 --key 或 --trust 给出另行取得的公钥。'
        : 'Note: the keys come from the log itself, so this only says that it agrees with itself. Give --key or --trust.',
    );
  }
  lines.push(clean ? (zh ? '结论：无误' : 'Result: clean') : zh ? '结论：有误' : 'Result: NOT clean');
  return lines.join('\n');
}

async function runCheck(
  proofPath: string,
  entryPath: string,
  options: { key: string[]; policy?: string | undefined; json: boolean; language: Language },
): Promise<number> {
  const policyText =
    options.policy === undefined
      ? `${options.key
          .filter((key) => readVkey(key).type === KEY_TYPE.ed25519)
          .map((key) => `log ${key}\n`)
          .join('')}quorum none\n`
      : await readFile(options.policy, 'utf8');
  const policy = readPolicy(policyText);
  if (policy.logs.length === 0) {
    throw new CannotCheck(
      '请用 --key 或 --policy 给出日志的公钥。 Give the log’s key with --key or --policy.',
    );
  }
  const others = options.key.map(readVkey).filter((key) => key.type === KEY_TYPE.private);
  const result = checkProof(
    new Uint8Array(await readFile(proofPath)),
    new Uint8Array(await readFile(entryPath)),
    policy,
    others.map(noteVerifier),
  );
  const zh = options.language === 'zh';
  if (options.json) {
    const answer = result.ok
      ? { ok: true, index: result.index, origin: result.checkpoint.origin, size: result.checkpoint.size }
      : { ok: false, fault: result.fault, reason: result.reason };
    console.log(JSON.stringify(answer, null, 2));
  } else if (result.ok) {
    const { origin, size } = result.checkpoint;
    console.log(
      zh
        ? `属实：该条目是日志 ${origin} 的第 ${result.index} 条（共 ${size} 条时）`
        : `True: this entry is number ${result.index} of log ${origin} (at size ${size})`,
    );
  } else {
    console.log(`${zh ? '不成立' : 'Not shown'}: ${result.reason} (${result.fault})`);
  }
  return result.ok ? 0 : 1;
}

/** The runtime's own SHA-256: twice as fast over a whole log. */
function sha256OfNode(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'));
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
