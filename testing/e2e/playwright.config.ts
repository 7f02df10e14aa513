/** The browser journeys: one node with the demonstration world, one browser; `everybody.spec.ts` changes widths itself. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const root = join(import.meta.dirname, '../..');
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

export default defineConfig({
  testDir: '.',
  outputDir: join(root, 'test-results/browser'),
  globalSetup: './start-node.ts',
  globalTimeout: 15 * 60_000,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // The JSON report goes to PLAYWRIGHT_JSON_OUTPUT_NAME where that is given.
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    acceptDownloads: true,
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.YIWEN_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    {
      name: 'desktop',
      testMatch: [
        'journey.spec.ts',
        'signing.spec.ts',
        'seals.spec.ts',
        'incoming.spec.ts',
        'viewer.spec.ts',
        'verify.spec.ts',
        'everybody.spec.ts',
      ],
      use: { viewport: { width: 1440, height: 900 } },
    },
    { name: 'phone', testMatch: ['journey.spec.ts'], use: phone },
  ],
});
