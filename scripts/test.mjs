// `npm test`: unit, database and browser tests, and one closing line that counts them all. Where a PostgreSQL server is
// installed beside the embedded one, the database, jobs, log and numbering suites run a second time on it.
// Options: --no-browser leaves the browser journeys out; further words are given to the unit test runner as filters.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { databaseSuites, startExternalDatabase } from './external-database.mjs';
import {
  ensureFonts,
  ensureInstalled,
  ensureWebBuilt,
  findChromium,
  node24,
  root,
  run,
  say,
  toolEnvironment,
} from './prepare.mjs';

const args = process.argv.slice(2);
const noBrowser = args.includes('--no-browser');
const filters = args.filter((arg) => arg !== '--no-browser');

ensureInstalled();
ensureFonts();
ensureWebBuilt();
const node = node24();
const seed = process.env.YIWEN_SEED ?? String(Math.floor(Math.random() * 2 ** 31));
say(`种子 seed YIWEN_SEED=${seed}`);
const results = join(root, 'test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
let broken = false;

/** Runs the unit test runner and adds what it counted. */
function runSuites(name, suites, extra = {}) {
  const reportPath = join(results, `${name}.json`);
  const status = run(
    node,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportPath}`,
      ...suites,
    ],
    { env: toolEnvironment({ YIWEN_SEED: seed, ...extra }) },
  );
  if (existsSync(reportPath)) {
    const report = JSON.parse(readFileSync(reportPath, 'utf8'));
    total.passed += report.numPassedTests;
    total.failed += report.numFailedTests + (report.numFailedTests === 0 ? report.numFailedTestSuites : 0);
    total.skipped += report.numPendingTests + report.numTodoTests;
  }
  broken ||= status !== 0;
}

runSuites('unit', filters);

if (filters.length === 0) {
  const server = startExternalDatabase();
  if (server.url) {
    say(`数据库、作业、日志和编号的测试在 ${server.version} 上再运行一次`);
    say(`Database, jobs, log and numbering suites once more, on ${server.version}`);
    try {
      runSuites('external-database', databaseSuites, { YIWEN_TEST_DATABASE_URL: server.url });
    } finally {
      server.stop();
    }
  } else {
    say(`外部数据库上的第二次运行跳过 Second run on an external database skipped: ${server.missing}`);
  }
}

if (!noBrowser && filters.length === 0) {
  const chromium = findChromium({ install: true });
  if (!chromium) {
    say('没有找到 Chromium，浏览器测试没有运行：请安装 chromium，或用 npm test -- --no-browser 明确跳过。');
    say(
      'No Chromium was found, so the browser journeys did not run: install chromium, or say npm test -- --no-browser.',
    );
    broken = true;
  } else {
    const browserReport = join(results, 'browser.json');
    const status = run(
      node,
      [
        join(root, 'node_modules/@playwright/test/cli.js'),
        'test',
        '--config',
        'testing/e2e/playwright.config.ts',
      ],
      {
        env: toolEnvironment({
          YIWEN_SEED: seed,
          YIWEN_CHROMIUM: chromium,
          PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport,
        }),
      },
    );
    if (existsSync(browserReport)) {
      const { stats } = JSON.parse(readFileSync(browserReport, 'utf8'));
      total.passed += stats.expected + stats.flaky;
      total.failed += stats.unexpected;
      total.skipped += stats.skipped;
    }
    broken ||= status !== 0;
  }
} else if (noBrowser) {
  say('浏览器测试按要求跳过 Browser journeys skipped as asked (--no-browser)');
}

if (broken && total.failed === 0) {
  total.failed = 1;
}
say(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
process.exit(broken ? 1 : 0);
