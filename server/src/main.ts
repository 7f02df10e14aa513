/**
 * The node's entry, and the one file that knows every module.
 *
 * Usage: main.ts [--data DIR] [--host HOST] [--port PORT] [--tls-cert FILE --tls-key FILE] [--empty] [--clock ISO]
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { selfTest } from '@yiwen/trust/crypto';
import { signInTable, withDemo } from './demo/index.ts';
import { authorityModule } from './modules/authority/index.ts';
import { circulationModule } from './modules/circulation/index.ts';
import { directoryModule, setupToken } from './modules/directory/index.ts';
import { documentsModule } from './modules/documents/index.ts';
import { evidenceModule } from './modules/evidence/index.ts';
import { exchangeModule } from './modules/exchange/index.ts';
import { fontsModule } from './modules/fonts/index.ts';
import { ledgersModule } from './modules/ledgers/index.ts';
import { logModule } from './modules/log/index.ts';
import { paperModule } from './modules/paper/index.ts';
import { permissionsModule } from './modules/permissions/index.ts';
import { sealingModule } from './modules/sealing/index.ts';
import { signingModule } from './modules/signing/index.ts';
import { verificationModule } from './modules/verification/index.ts';
import { witnessModule } from './modules/witness/index.ts';
import { workflowModule } from './modules/workflow/index.ts';
import { shiftedClock, systemClock } from './platform/clock/index.ts';
import { SettingsError } from './platform/config/index.ts';
import { DatabaseUnusableError } from './platform/database/index.ts';
import {
  composeNode,
  DataInUseError,
  type Module,
  type NodeOptions,
  type RunningNode,
} from './platform/node/index.ts';

/** Every module of the node. Floors decide the order; on one floor, a module stands after those it uses. */
export const modules: readonly Module[] = [
  permissionsModule,
  directoryModule,
  logModule,
  witnessModule,
  workflowModule,
  authorityModule,
  sealingModule,
  paperModule,
  fontsModule,
  documentsModule,
  signingModule,
  circulationModule,
  ledgersModule,
  verificationModule,
  exchangeModule,
  evidenceModule,
];

/** Starts a node with every module. */
export function startNode(options: NodeOptions): Promise<RunningNode> {
  return composeNode(options, modules);
}

/** Reads the command line; the environment gives what it leaves out (`DATABASE_URL`, `YIWEN_CLOCK`, `YIWEN_DATA`). */
export function readOptions(
  argv: readonly string[],
  environment: Record<string, string | undefined>,
): NodeOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8080' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      empty: { type: 'boolean', default: false },
      clock: { type: 'string' },
    },
  });
  const clock = values.clock ?? environment.YIWEN_CLOCK;
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(
      `--port 应为 0 到 65535 之间的整数 / must be a whole number from 0 to 65535: ${values.port}`,
    );
  }
  if ((values['tls-cert'] === undefined) !== (values['tls-key'] === undefined)) {
    throw new RangeError('--tls-cert 与 --tls-key 必须同时给出 / must be given together');
  }
  return {
    dataDir: resolve(values.data ?? environment.YIWEN_DATA ?? '.data'),
    ...(environment.DATABASE_URL ? { databaseUrl: environment.DATABASE_URL } : {}),
    host: values.host,
    port,
    ...(values['tls-cert']
      ? { tls: { certificatePath: resolve(values['tls-cert']), keyPath: resolve(values['tls-key']!) } }
      : {}),
    empty: values.empty,
    clock: clock ? shiftedClock(clock) : systemClock,
    environment,
  };
}

/** A build or an engine that computes something else than the published samples must neither sign nor judge. */
function testCryptography(): void {
  const faults = selfTest();
  if (faults.length > 0) {
    console.error(
      `密码算法自检未通过，未启动。The self-test of the cryptography failed; nothing was started: ${faults.join(', ')}`,
    );
    process.exit(4);
  }
}

async function run(): Promise<void> {
  testCryptography();
  let node: RunningNode;
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    warnAboutOpenDoor(options);
    const starting = startNode(withDemo(options, console.log));
    stopOnSignal(starting);
    node = await starting;
  } catch (error) {
    // Workers of a half-started node would keep the process alive.
    process.exit(explain(error));
  }
  const { token } = node.node.services.get(setupToken);
  if (node.node.demo()) {
    console.log(await signInTable(node.node));
  }
  console.log(`一文通 Yiwen  ${node.url}`);
  if (token && !node.node.demo()) {
    console.log(
      `系统尚未初始化。请打开 ${node.url}/setup ，用这个一次性口令设置三位管理员：\n` +
        `Not set up yet. Open ${node.url}/setup and use this one-time token for the first three administrators:\n\n    ${token}\n`,
    );
  }
}

/** Ctrl-C stops in order, also while the node is still starting; a second one ends at once, which loses nothing either. */
function stopOnSignal(starting: Promise<RunningNode>): void {
  let asked = false;
  const stop = async (): Promise<void> => {
    if (asked) {
      process.exit(130);
    }
    asked = true;
    console.log('正在停止…（再按一次 Ctrl-C 立即结束）stopping… (Ctrl-C again ends at once)');
    try {
      await (await starting).stop();
      console.log('已停止，数据已保存。Stopped; all data is kept.');
      process.exit(0);
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}

function warnAboutOpenDoor(options: NodeOptions): void {
  const loopback = ['127.0.0.1', 'localhost', '::1'].includes(options.host);
  if (!loopback && !options.tls) {
    console.error(
      `注意：正在 ${options.host} 上提供服务而没有加密（TLS），密码和公文在网络上可被他人看到。请用 --tls-cert 和 --tls-key 指定证书，或放在有 TLS 的反向代理之后。\n` +
        `Warning: serving on ${options.host} without TLS: others on the network can read passwords and documents. Give --tls-cert and --tls-key, or put it behind a proxy with TLS.`,
    );
  }
}

function explain(error: unknown): number {
  if (error instanceof SettingsError) {
    console.error('设置有误，未启动。The settings are wrong; nothing was started.');
    console.error(error.message);
    return 2;
  }
  if (error instanceof RangeError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
    console.error((error as Error).message);
    return 2;
  }
  if (error instanceof DataInUseError || error instanceof DatabaseUnusableError) {
    console.error(error.message);
    return 3;
  }
  if ((error as { code?: string }).code === 'EADDRINUSE') {
    console.error(
      '端口已被占用，请用 --port 换一个端口。The port is taken by another program; choose another with --port.',
    );
    return 3;
  }
  console.error(error);
  return 1;
}

if (import.meta.main) {
  await run();
}
