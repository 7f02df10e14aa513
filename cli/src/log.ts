import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { parseTrustList } from '@yiwen/trust/certificates';
import {
  checkProof,
  type FsckReport,
  fsck,
  KEY_TYPE,
  LogError,
  type NoteVerifier,
  noteVerifier,
  openCheckpoint,
  readNote,
  readPolicy,
  readVkey,
  type TileSource,
  tileSource,
  type Vkey,
} from '@yiwen/trust/log';

const help = `yiwen log fsck 网址|目录 [--key 公钥]… [--trust 信任文件或目录] [--known 旧检查点]… [--any-entries] [--json] [--en]
yiwen log check 证明文件 条目文件 (--key 公钥… | --policy 策略文件) [--json] [--en]

fsck   重算整本日志：每个条目、每一层哈希、每个签名。--known 给出从前保存的检查点，可查出历史被改写。
       Recomputes a whole log: every entry, every level, every signature. --known names checkpoints kept from earlier,
       which shows whether history was rewritten. --any-entries is for logs that do not hold our commitments.
check  核对一份 .tlog-proof 证明：该条目确在日志中。
       Checks a .tlog-proof: that this entry stands in the log.

公钥应来自日志以外的地方（信任文件）；不给时用日志自己附带的，只能说明它前后一致。
Keys should come from elsewhere than the log; without any, those the log offers are used, and the answer then only says
that the log agrees with itself.

退出码 Exit code: 0 无误 good · 1 有误 bad · 2 用法或读不到 wrong use or unreadable`;

type Language = 'zh' | 'en';

const fileLimitBytes = 20_000_000;
const fetchTimeoutMs = 20_000;

/** Wrong use, or something that could not be read: exit code 2. */
class CannotCheck extends Error {}

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

async function runFsck(
  place: string,
  options: {
    key: string[];
    trust?: string | undefined;
    known: string[];
    anyEntries: boolean;
    json: boolean;
    language: Language;
  },
): Promise<number> {
  const read = /^https?:\/\//.test(place) ? urlReader(place) : await folderReader(place);
  const keys = [...options.key, ...(options.trust === undefined ? [] : await trustedKeys(options.trust))];
  const areOwn = keys.length === 0;
  const offered = areOwn ? await offeredKeys(read) : keys;
  const source = sourceOf(place, read);
  const { logKey, others } = chooseKeys(offered, await claimedOrigin(source));
  const known = await Promise.all(
    options.known.map(async (path) => openCheckpoint(new Uint8Array(await readFile(path)), logKey)),
  );
  const report = await fsck(source, { logKey, others, known, entriesAreCommitments: !options.anyEntries });
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

function printed(report: FsckReport, areOwn: boolean, language: Language): string {
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

type Reader = (path: string) => Promise<Uint8Array | undefined>;

function urlReader(place: string): Reader {
  const base = place.endsWith('/') ? place : `${place}/`;
  return async (path) => {
    const answer = await fetch(new URL(path, base), { signal: AbortSignal.timeout(fetchTimeoutMs) });
    if (answer.status === 404) {
      return undefined;
    }
    if (!answer.ok) {
      throw new CannotCheck(`${base}${path}: HTTP ${answer.status}`);
    }
    return await limited(answer, `${base}${path}`);
  };
}

/** The body of an answer; the other side decides how long it is, so it is counted while it comes. */
async function limited(answer: Response, place: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > fileLimitBytes) {
      throw new CannotCheck(`${place}: 超过 more than ${fileLimitBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

async function folderReader(place: string): Promise<Reader> {
  if (!(await stat(place)).isDirectory()) {
    throw new CannotCheck(`${place} 不是目录。 ${place} is no folder.`);
  }
  return async (path) => {
    try {
      return new Uint8Array(await readFile(join(place, ...path.split('/'))));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  };
}

/** A folder can be listed, so files nobody asked for are looked at as well. */
function sourceOf(place: string, read: Reader): TileSource {
  const source = tileSource(read);
  if (/^https?:\/\//.test(place)) {
    return source;
  }
  return {
    ...source,
    async list() {
      const tiles = join(place, 'tile');
      if (!existsSync(tiles)) {
        return [];
      }
      const files = await readdir(tiles, { recursive: true, withFileTypes: true });
      return files
        .filter((file) => file.isFile())
        .map((file) => relative(place, join(file.parentPath, file.name)).split(sep).join('/'));
    },
  };
}

/** Keys that a log of ours offers under `keys`, and test data under `vkey.txt`. */
async function offeredKeys(read: Reader): Promise<string[]> {
  const bytes = (await read('keys')) ?? (await read('vkey.txt'));
  if (bytes === undefined) {
    throw new CannotCheck('日志没有附带公钥，请用 --key 给出。 The log offers no key: give one with --key.');
  }
  return new TextDecoder().decode(bytes).trim().split(/\s+/);
}

async function trustedKeys(path: string): Promise<string[]> {
  const files = (await stat(path)).isDirectory()
    ? (await readdir(path)).filter((name) => name.endsWith('.json')).map((name) => join(path, name))
    : [path];
  const lists = await Promise.all(files.map(async (file) => parseTrustList(await readFile(file, 'utf8'))));
  return lists.flatMap((list) => list.logs.map((log) => log.vkey));
}

async function claimedOrigin(source: TileSource): Promise<string | undefined> {
  const bytes = await source.checkpoint();
  try {
    return bytes === undefined ? undefined : readNote(bytes).text.split('\n', 1)[0];
  } catch (error) {
    if (error instanceof LogError) {
      return undefined;
    }
    throw error;
  }
}

/** The key the log must have signed with. The claimed origin only picks one of the keys known beforehand. */
function chooseKeys(
  texts: readonly string[],
  origin: string | undefined,
): { logKey: NoteVerifier; others: NoteVerifier[] } {
  const keys: Vkey[] = texts.map(readVkey);
  const logKeys = keys.filter((key) => key.type === KEY_TYPE.ed25519);
  const logKey =
    logKeys.find((key) => key.name === origin) ?? (logKeys.length === 1 ? logKeys[0] : undefined);
  if (logKey === undefined) {
    throw new CannotCheck(`没有 ${origin ?? '该日志'} 的公钥。 No key of ${origin ?? 'this log'} is known.`);
  }
  const others = keys.filter((key) => key.type === KEY_TYPE.private || key.type === KEY_TYPE.cosignature);
  return { logKey: noteVerifier(logKey), others: others.map(noteVerifier) };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
