/**
 * What a browser is sent for the first page of the office and for the public page of verification: counted on the wire
 * from the running node, as a browser that accepts gzip asks for it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Figure, sampleOf } from './measure.ts';

/** One answer: what came over the wire, and what it says. */
interface Sent {
  bytes: Buffer;
  encoding: string | undefined;
}

function ask(url: string): Promise<Sent> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip', accept: '*/*' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode !== 200) {
          reject(new Error(`${url}: ${response.statusCode}`));
        } else {
          resolve({ bytes: Buffer.concat(chunks), encoding: response.headers['content-encoding'] });
        }
      });
    }).on('error', reject);
  });
}

/** Addresses a page names itself: scripts, styles, modules fetched ahead. */
function namedIn(page: string): string[] {
  const tags = page.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => /^<script|rel="(?:stylesheet|modulepreload)"/.test(tag))
    .map((tag) => /(?:src|href)="([^"]+)"/.exec(tag)?.[1])
    .filter((href) => href !== undefined);
}

/** A page with all it names: bytes on the wire, and gzip of the same where the node sent it plain. */
async function load(url: string, path: string) {
  const page = await ask(new URL(path, url).href);
  const html = (page.encoding === 'gzip' ? gunzipSync(page.bytes) : page.bytes).toString('utf8');
  const files = [page, ...(await Promise.all(namedIn(html).map((href) => ask(new URL(href, url).href))))];
  const sum = (of: (file: Sent) => number) => files.reduce((total, file) => total + of(file), 0) / 1024;
  return {
    html,
    files: files.length,
    wire: sum((file) => file.bytes.length),
    gzip: sum((file) => (file.encoding ? file.bytes.length : gzipSync(file.bytes, { level: 9 }).length)),
  };
}

/** A page with React and nothing in it, made with the same builder: the least this kind of page can weigh. */
function bareReactKiB(root: string): number {
  const folder = join(root, '.cache', 'bench-bare');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'index.html'),
    '<div id="a"></div><script type="module" src="/bare.js"></script>',
  );
  writeFileSync(
    join(folder, 'bare.js'),
    "import { createRoot } from 'react-dom/client'; createRoot(document.getElementById('a')).render('');",
  );
  const build = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', folder, '--logLevel', 'error'],
    { cwd: folder, encoding: 'utf8' },
  );
  if (build.status !== 0) {
    throw new Error(`the bare page was not built: ${build.stderr}`);
  }
  const assets = join(folder, 'dist', 'assets');
  const total = readdirSync(assets).reduce(
    (sum, name) => sum + gzipSync(readFileSync(join(assets, name)), { level: 9 }).length,
    0,
  );
  rmSync(folder, { recursive: true, force: true });
  return total / 1024;
}

/** Weights of the office's first page and of /verify. */
export async function webFigures(url: string, root: string): Promise<Figure[]> {
  const office = await load(url, '/');
  const verify = await load(url, '/verify');
  const words = verify.html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  const react = { name: 'an empty React page, gzip', sample: sampleOf([bareReactKiB(root)]) };
  const text = {
    name: 'its words alone, gzip',
    sample: sampleOf([gzipSync(words, { level: 9 }).length / 1024]),
  };
  const figure = (name: string, kib: number, bare: Figure['bare']): Figure => ({
    name,
    unit: 'KiB',
    sample: sampleOf([kib]),
    bare,
  });
  return [
    figure(`office, first load: ${office.files} files, gzip`, office.gzip, react),
    figure('office, first load: on the wire', office.wire, react),
    figure(`/verify: ${verify.files} files, gzip`, verify.gzip, text),
    figure('/verify: on the wire', verify.wire, text),
  ];
}
