/**
 * The audit as a program: `yiwen audit` starts it. It reads a database, writes nothing, and works beside a running node.
 *
 * Usage: audit.ts (--database URL | --data DIR) [--known CHECKPOINT]… [--trust LIST.json] [--json] [--en]
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseTrustList } from '@yiwen/trust/certificates';
import { auditNode, type NodeAudit } from './audit-node.ts';
import {
  type DatabaseAddress,
  openDatabase,
  readDatabaseUrl,
  startCluster,
} from './platform/database/index.ts';

const help = `yiwen audit (--database 网址 | --data 目录) [--known 检查点]… [--trust 名单.json] [--json] [--en]

由办理记录重新推出库里的事项、步骤、版本、签批、登记、文件、分送、收文、台账，逐行比较；日志逐条核对，并与外部已知的
检查点（见证者、镜像、从前的证据包）比较。给 --trust 时也核对本人签名。只读，不改任何内容。
Derives matters, steps, versions, sign-offs, registers, files, deliveries and ledgers again from the acts and compares every
row; checks the logs entry by entry and against checkpoints known from elsewhere. With --trust personal signatures too.

退出码 Exit code: 0 相符 all agrees · 1 有不符 something differs · 2 用法不对或读不到 wrong use or unreadable`;

async function run(): Promise<number> {
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: {
      database: { type: 'string' },
      data: { type: 'string' },
      known: { type: 'string', multiple: true, default: [] },
      trust: { type: 'string' },
      json: { type: 'boolean', default: false },
      en: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const isOne = (values.database === undefined) !== (values.data === undefined);
  if (values.help || !isOne) {
    console.log(help);
    return values.help ? 0 : 2;
  }
  const known = await Promise.all(values.known.map(async (path) => new Uint8Array(await readFile(path))));
  const trust = values.trust === undefined ? undefined : parseTrustList(await readFile(values.trust, 'utf8'));
  const { address, release } = await place(values);
  const db = openDatabase(address, () => undefined, { app: 2, jobs: 2, sequencer: 2 });
  try {
    const audit = await auditNode(db, { known, ...(trust === undefined ? {} : { trust }) });
    console.log(values.json ? JSON.stringify(audit) : printed(audit, values.en));
    return audit.faults.length === 0 ? 0 : 1;
  } finally {
    await db.close();
    await release();
  }
}

/** The database named, or the embedded one of a data folder: that of the running node, else started for the audit. */
async function place(values: {
  database?: string;
  data?: string;
}): Promise<{ address: DatabaseAddress; release(): Promise<void> }> {
  if (values.database !== undefined) {
    return { address: readDatabaseUrl(values.database), release: async () => undefined };
  }
  const folder = join(resolve(values.data!), 'database');
  if (!existsSync(join(folder, 'cluster', 'PG_VERSION'))) {
    throw new Error(`${folder} 里没有数据库。 There is no database in ${folder}.`);
  }
  const cluster = await startCluster(folder);
  // One that was running belongs to the node at work and goes on.
  const release = cluster.adopted ? async () => undefined : () => cluster.stop();
  return { address: { ...cluster.connection, database: 'yiwen' }, release };
}

function printed({ organs, acts, faults }: NodeAudit, english: boolean): string {
  const lines = faults.map(
    ({ code, place: where, message, index }) =>
      `✕ ${where}${index === undefined ? '' : ` (#${index})`}  ${message} (${code})`,
  );
  const total = english
    ? `${organs} organs, ${acts} acts: ${faults.length === 0 ? 'everything agrees' : `${faults.length} differences`}`
    : `${organs} 个机关，${acts} 条办理记录：${faults.length === 0 ? '全部相符' : `${faults.length} 处不符`}`;
  return [...lines, total].join('\n');
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
