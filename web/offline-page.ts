/**
 * The page of verification as one HTML file that needs no network: script, worker, style and the reader of codes stand
 * in it. It is built with empty lists; the node and the command line put theirs in when they hand it out.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const home = dirname(fileURLToPath(import.meta.url));
const style = join(home, '../server/src/modules/verification/assets/page.css');

/** One source as one script without imports, for a page without a server. */
async function scriptOf(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    root: home,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: ['chrome87', 'safari14', 'firefox102'],
      lib: { entry: join(home, entry), formats: ['iife'], name: 'yiwen' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) {
    throw new Error(`${entry} was not built`);
  }
  const [chunk, ...more] = output.output;
  if (more.length > 0) {
    throw new Error(`${entry} needs ${more.map(({ fileName }) => fileName).join(', ')} beside it`);
  }
  // The text must not end the element it stands in.
  return chunk.code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

async function makePage(): Promise<string> {
  const [script, worker] = [
    await scriptOf('src/verdict/public/offline-page.ts'),
    await scriptOf('src/verdict/public/check-worker.ts'),
  ];
  const css = readFileSync(style, 'utf8');
  const reader = readFileSync(
    fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')),
  ).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src ${digest(script)} 'wasm-unsafe-eval' blob:`,
    'worker-src blob:',
    `style-src ${digest(css)}`,
    'img-src blob: data:',
    'media-src blob:',
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>核验公文 · 一文通</title>
<style>${css}</style>
</head>
<body>
<header><span class="name">一文通</span><a class="other" href="#lang=en">English</a></header>
<main><noscript><p>请允许这个页面运行脚本。 Allow this page to run its script.</p></noscript></main>
<script type="application/json" id="lists">null</script>
<script type="text/plain" id="check-worker">${worker}</script>
<script type="text/plain" id="code-reader">${reader}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** Writes `yiwen-verify.html` beside the other pages. */
export function offlinePage(): Plugin {
  return {
    name: 'offline-page',
    apply: 'build',
    enforce: 'post',
    async closeBundle() {
      writeFileSync(join(home, 'dist/yiwen-verify.html'), await makePage());
    },
  };
}
