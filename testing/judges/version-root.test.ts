import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const python = spawnSync('python3', ['--version']).status === 0;
if (!python) {
  console.log(
    'skipped: python3 is not on this machine, so no other language checks contract/version-root.json',
  );
}

it.skipIf(!python)('another language finds the same version roots and accepts the proofs', () => {
  const run = spawnSync(
    'python3',
    ['-B', path('version_root.py'), path('../../contract/version-root.json')],
    {
      encoding: 'utf8',
    },
  );
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
  expect(run.stdout.match(/^ok /gm)?.length).toBeGreaterThanOrEqual(6);
});
