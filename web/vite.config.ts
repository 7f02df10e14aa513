import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { offlinePage } from './offline-page.ts';

/** Tables the PDF reader asks for by address: characters of fonts that a file does not carry itself. */
function pdfTables(): Plugin {
  const home = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')));
  return {
    name: 'pdf-tables',
    configureServer(server) {
      server.middlewares.use('/pdfjs', (request, response) => {
        const name = /^\/(?:cmaps|standard_fonts)\/[\w.-]+$/.exec(request.url ?? '')?.[0];
        response.end(name === undefined ? '' : readFileSync(join(home, name)));
      });
    },
    writeBundle(options) {
      for (const folder of ['cmaps', 'standard_fonts']) {
        cpSync(join(home, folder), join(options.dir ?? 'dist', 'pdfjs', folder), { recursive: true });
      }
    },
  };
}

/** Leaves a .br and a .gz beside every text file, so that the node sends them as they are and packs nothing itself. */
function packedFiles(): Plugin {
  return {
    name: 'packed-files',
    enforce: 'post',
    closeBundle() {
      const home = join(dirname(fileURLToPath(import.meta.url)), 'dist');
      for (const name of readdirSync(home, { recursive: true, encoding: 'utf8' })) {
        if (/\.(?:js|css|html|svg)$/.test(name)) {
          const bytes = readFileSync(join(home, name));
          writeFileSync(join(home, `${name}.gz`), gzipSync(bytes, { level: 9 }));
          const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
          writeFileSync(join(home, `${name}.br`), brotliCompressSync(bytes, { params }));
        }
      }
    },
  };
}

/**
 * Build of the browser application. Everything is emitted as files of its own (no inline script, style or data
 * address for assets), because the node serves it under a strict Content-Security-Policy.
 */
export default defineConfig({
  plugins: [react(), pdfTables(), packedFiles(), offlinePage()],
  worker: { format: 'es' },
  build: {
    target: ['chrome87', 'safari14', 'firefox102'],
    cssTarget: ['chrome87', 'safari14', 'firefox102'],
    assetsInlineLimit: 0,
    outDir: 'dist',
    rolldownOptions: {
      // The public page of verification is made by the node; it fetches its script by a name that stays.
      input: { index: 'index.html', 'public-verify': 'src/verdict/public/online-page.ts' },
      preserveEntrySignatures: 'exports-only',
      output: {
        entryFileNames: ({ name }) => (name === 'public-verify' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
    sourcemap: false,
  },
  server: {
    // The node's own addresses; /log-book is a page of this application, so /log ends at its slash.
    proxy: Object.fromEntries(
      ['^/api/', '^/verify(?:[/?.-]|$)', '^/v/', '^/log/', '^/trust/', '^/health/', '^/metrics$'].map(
        (address) => [
          address,
          // The node refuses changes from another origin: the browser's own Host must reach it.
          { target: process.env.YIWEN_NODE ?? 'http://localhost:8080', changeOrigin: false },
        ],
      ),
    ),
  },
});
