import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{formats,trust,typesetter,server,cli}/src/**/*.test.ts',
      'web/src/**/*.test.ts',
      'testing/**/*.test.ts',
    ],
    globalSetup: ['server/src/testing/test-cluster.ts'],
    exclude: ['**/node_modules/**', 'testing/e2e/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
