// What must be there before anything of ours can run: packages, Node 24, the built web pages.
// No dependency and nothing newer than Node 20.19: this file runs on the machine as it was found.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Prints one line of progress. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Ends the process with a reason in words. */
export function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

function sha256(...chunks) {
  const hash = createHash('sha256');
  for (const chunk of chunks) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}

function readStamp(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Installs the packages of package-lock.json when they are missing or the lock has changed. */
export function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(
      `Node ${process.versions.node} 太旧，需要 20.19 或更新版本。\nNode ${process.versions.node} is too old: 20.19 or newer is needed.`,
    );
  }
  const wanted = sha256(readFileSync(join(root, 'package-lock.json')));
  const stamp = join(root, 'node_modules', '.yiwen-lock');
  if (readStamp(stamp) === wanted) {
    return;
  }
  const since = Date.now();
  say('正在安装依赖（只在第一次或依赖变化时）… Installing packages…');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    fail(
      '依赖安装失败：请检查网络能否访问 npm 仓库（或设置 npm 的 registry 镜像），再运行同一条命令。\nInstalling failed: check that the npm registry (or your mirror) can be reached, then run the same command again.',
    );
  }
  writeFileSync(stamp, wanted);
  say(`依赖已装好 Packages installed (${seconds(since)})`);
}

/** Path of a Node ≥ 24: the one from npm, else the running one. */
export function node24() {
  const own = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(own)) {
    return own;
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) {
    return process.execPath;
  }
  return fail(
    '本机平台没有随包提供 Node 24，请安装 Node 24 后重试。\nNo Node 24 comes with the packages for this platform: install Node 24 and try again.',
  );
}

/** Environment in which `node` and the tools are the project's own. */
export function toolEnvironment(extra = {}) {
  return {
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`,
    // Compiled code is kept between starts: it halves the time that loading the sources takes.
    NODE_COMPILE_CACHE: join(root, '.cache', 'compiled'),
    ...extra,
  };
}

function newestUnder(folder) {
  let list = '';
  for (const name of readdirSync(folder, { recursive: true }).sort()) {
    const info = statSync(join(folder, name));
    if (info.isFile()) {
      list += `${name} ${info.size} ${info.mtimeMs}\n`;
    }
  }
  return list;
}

/** Builds the web pages when their sources have changed since the last build. */
export function ensureWebBuilt() {
  const sources = ['web/src', 'web/public', 'formats/src', 'trust/src'].filter((path) =>
    existsSync(join(root, path)),
  );
  const files = [
    'web/index.html',
    'web/vite.config.ts',
    'web/offline-page.ts',
    'server/src/modules/verification/assets/page.css',
    'package-lock.json',
  ].filter((path) => existsSync(join(root, path)));
  const wanted = sha256(
    ...sources.map((path) => newestUnder(join(root, path))),
    ...files.map((path) => readFileSync(join(root, path))),
  );
  const stamp = join(root, '.cache', 'web-build');
  if (existsSync(join(root, 'web/dist/index.html')) && readStamp(stamp) === wanted) {
    return;
  }
  const since = Date.now();
  say('正在生成网页… Building the pages…');
  const result = spawnSync(
    node24(),
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: join(root, 'web'),
      stdio: 'inherit',
      env: toolEnvironment(),
    },
  );
  if (result.status !== 0) {
    fail('网页生成失败，见上面的原因。Building the pages failed; the reason stands above.');
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  say(`网页已生成 Pages built (${seconds(since)})`);
}

/** Fetches the optional 仿宋 and 楷体 stand-ins where apt is present; never fails. */
export function ensureFonts() {
  const script = join(root, 'scripts', 'fonts.mjs');
  const stamp = join(root, '.cache', 'fonts-tried');
  if (!existsSync(script) || existsSync(stamp) || process.env.YIWEN_NO_FONT_FETCH) {
    return;
  }
  spawnSync(node24(), [script], { cwd: root, stdio: 'inherit', env: toolEnvironment() });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, new Date().toISOString());
}

/** Runs a program of ours and ends this process as it ended. */
export function run(program, args, options = {}) {
  const result = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: toolEnvironment(),
    ...options,
  });
  return result.status ?? 1;
}

/** Path of a Chromium, installing Debian's when we may; undefined when there is none. */
export function findChromium({ install = false } = {}) {
  const found = [
    process.env.YIWEN_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((path) => path && existsSync(path));
  if (found || !install) {
    return found;
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('正在安装 Chromium（浏览器测试用）… Installing Chromium for the browser tests…');
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    return existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined;
  }
  return undefined;
}
