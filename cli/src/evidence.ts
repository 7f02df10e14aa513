/** `yiwen evidence DOC -o FILE.zip`: asks a node for everything about one document. */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { stdin } from 'node:process';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';

const help = `yiwen evidence 文件 -o 证据包.zip --login 登录名 [--server 网址] [--code 动态口令]

向节点要一份文件的全部证据，装成一个 ZIP；之后用 yiwen verify 证据包.zip --trust 目录 离线核验，不需要网络。
文件可以写编号、发文字号（禾汀政发〔2026〕12号）或纸上的 20 位验证码。密码从标准输入或环境变量 YIWEN_PASSWORD 取。
Asks a node for everything about one document as a ZIP; \`yiwen verify FILE.zip --trust DIR\` then checks it with no
network. The document is named by id, number or the 20 digits on paper. The password comes from standard input or
YIWEN_PASSWORD.

--server  节点的网址，不给时用 YIWEN_SERVER 或 http://127.0.0.1:8080  address of the node
--code    两步验证的动态口令  code of the second factor, where the account has one

退出码 Exit code: 0 写好了 written · 1 节点不给 refused by the node · 2 用法不对或连不上 wrong use or no connection`;

/** The node refused; the words are its own. */
class Refused extends Error {}

/** A signed-in session at a node. */
type Session = { server: string; cookie: string; csrf: string };

/** Asks for a package and writes it. Answers the exit code. */
export async function runEvidence(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o' },
        server: { type: 'string' },
        login: { type: 'string' },
        code: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [document] = positionals;
    const { output, login } = values;
    if (values.help || document === undefined || positionals.length > 1 || !output || !login) {
      console.log(help);
      return values.help ? 0 : 2;
    }
    const server = (values.server ?? process.env.YIWEN_SERVER ?? 'http://127.0.0.1:8080').replace(/\/+$/, '');
    const password = process.env.YIWEN_PASSWORD ?? (await text(stdin)).replace(/\r?\n$/, '');
    const session = await signIn(server, { login, password, code: values.code });
    try {
      await download(session, document, output);
    } finally {
      await ask(session, 'DELETE', '/api/v1/session').catch(() => undefined);
    }
    console.log(
      `已写入 ${output}，请用 yiwen verify 核验。 Written to ${output}; check it with yiwen verify.`,
    );
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return error instanceof Refused ? 1 : 2;
  }
}

async function ask(session: Session, method: string, path: string, body?: object): Promise<Response> {
  const answer = await fetch(`${session.server}${path}`, {
    method,
    headers: {
      origin: session.server,
      ...(session.cookie === '' ? {} : { cookie: session.cookie }),
      ...(method === 'GET' ? {} : { 'x-csrf-token': session.csrf }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: 'manual',
    signal: AbortSignal.timeout(120_000),
  });
  for (const line of answer.headers.getSetCookie()) {
    session.cookie = line.split(';', 1)[0]!;
  }
  if (!answer.ok) {
    throw new Refused(await refusalOf(answer));
  }
  return answer;
}

async function refusalOf(answer: Response): Promise<string> {
  const { error } = (await answer.json().catch(() => ({}))) as {
    error?: { message?: { zh?: string; en?: string }; remedy?: { zh?: string; en?: string } };
  };
  const words = [error?.message?.zh, error?.remedy?.zh, error?.message?.en, error?.remedy?.en];
  return words.filter((word) => word !== undefined).join(' ') || `HTTP ${answer.status}`;
}

async function signIn(
  server: string,
  { login, password, code }: { login: string; password: string; code: string | undefined },
): Promise<Session> {
  const session: Session = { server, cookie: '', csrf: '' };
  const step = async (method: string, path: string, body?: object): Promise<string> => {
    const state = (await (await ask(session, method, path, body)).json()) as { csrf: string; state: string };
    session.csrf = state.csrf;
    return state.state;
  };
  await step('GET', '/api/v1/session');
  let state = await step('POST', '/api/v1/session', { login, password });
  if (state === 'second-factor' && code !== undefined) {
    state = await step('POST', '/api/v1/session/second-factor', { code });
  }
  if (state !== 'signed-in') {
    throw new Refused(
      '需要两步验证的动态口令，请用 --code 给出。 A second factor is asked for: give it with --code.',
    );
  }
  return session;
}

async function download(session: Session, document: string, output: string): Promise<void> {
  const answer = await ask(session, 'POST', '/api/v1/evidence', { document });
  try {
    await pipeline(Readable.from(answer.body ?? []), createWriteStream(output, { flags: 'wx' }));
  } catch (error) {
    // A package cut short is none; a file that was there before is not ours to remove.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      await rm(output, { force: true });
    }
    throw error;
  }
}
