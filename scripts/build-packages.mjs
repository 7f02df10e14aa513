// Builds the published package and the command line. Used by `npm run build`, the bench, the API report and the tests.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './prepare.mjs';

const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** Emits `formats` as ES modules with declarations and a package.json of its own; throws with the compiler's words. */
export function buildFormats(folder = join(root, 'formats/dist')) {
  rmSync(folder, { recursive: true, force: true });
  const compiler = join(root, 'node_modules/tsgo/bin/tsc');
  const project = join(root, 'formats/tsconfig.build.json');
  const emitted = spawnSync(process.execPath, [compiler, '-p', project, '--outDir', folder], {
    encoding: 'utf8',
  });
  if (emitted.status !== 0) {
    throw new Error(`formats does not compile:\n${emitted.stdout}${emitted.stderr}`);
  }
  const own = readJson('formats/package.json');
  const exports = Object.entries(own.exports).map(([door, source]) => {
    const path = source.replace('./src/', './').replace(/\.ts$/, '');
    return [door, { types: `${path}.d.ts`, default: `${path}.js` }];
  });
  const { name, version, type, license, description, dependencies } = own;
  const manifest = {
    name,
    version,
    type,
    license,
    description,
    keywords: ['OFD', 'GB/T 33190', 'PDF', 'OFD-A', 'ofd2pdf', 'pdf2ofd', 'SVG'],
    engines: { node: '>=20.19' },
    sideEffects: false,
    exports: { ...Object.fromEntries(exports), './package.json': './package.json' },
    dependencies,
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const file of ['formats/README.md', 'LICENSE']) {
    if (existsSync(join(root, file))) {
      cpSync(join(root, file), join(folder, file.split('/').at(-1)));
    }
  }
  return folder;
}

/** Bundles the command line. */
export function buildCommand(folder = join(root, 'cli/dist')) {
  rmSync(folder, { recursive: true, force: true });
  return buildProgram('yiwen', 'cli/src/built.ts', folder);
}

/** Bundles a program for Node; packages with native parts stay outside and are found in node_modules. */
export async function buildProgram(name, source, folder) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: { [name]: join(root, source) },
    platform: 'node',
    external: [/^@myriaddreamin\//, /^@napi-rs\//, /^@expo-google-fonts\//],
    plugins: [placesOfSources(folder)],
    logLevel: 'warn',
  });
  await bundle.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minify: false,
    banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
  });
  await bundle.close();
  return folder;
}

/** Files beside a source (templates, fonts, worker processes) are found from the bundle as from the source. */
function placesOfSources(folder) {
  return {
    name: 'places-of-sources',
    transform(code, id) {
      if (!id.startsWith(root) || id.includes('node_modules') || !code.includes('import.meta.url')) {
        return undefined;
      }
      const place = JSON.stringify(relative(folder, id).replaceAll('\\', '/'));
      return code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`);
    },
  };
}
