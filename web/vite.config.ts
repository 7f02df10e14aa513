import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Build of the browser application. Everything is emitted as files of its own (no inline script, style or data
 * address for assets), because the node serves it under a strict Content-Security-Policy.
 */
export default defineConfig({
  plugins: [react()],
  build: {
    target: ['chrome87', 'safari14', 'firefox102'],
    cssTarget: ['chrome87', 'safari14', 'firefox102'],
    assetsInlineLimit: 0,
    outDir: 'dist',
    sourcemap: false,
  },
  server: {
    proxy: {
      '/api': process.env.YIWEN_NODE ?? 'http://localhost:8080',
      '/verify': process.env.YIWEN_NODE ?? 'http://localhost:8080',
      '/v/': process.env.YIWEN_NODE ?? 'http://localhost:8080',
      '/log': process.env.YIWEN_NODE ?? 'http://localhost:8080',
    },
  },
});
