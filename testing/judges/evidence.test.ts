/** Python's standard library as the judge of an evidence package: list, bodies, chain and proofs by the formats alone. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { makeParts } from '../../trust/src/evidence/evidence.fixture.ts';
import { buildEvidence } from '../../trust/src/evidence/index.ts';

const python = spawnSync('python3', ['--version']).status === 0;
if (!python) {
  console.log('skipped: python3 is not on this machine, so no other program judges our evidence packages');
}
const folder = mkdtempSync(join(tmpdir(), 'yiwen-judge-evidence-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function judge(zip: Uint8Array) {
  const path = join(folder, 'package.zip');
  writeFileSync(path, zip);
  const script = fileURLToPath(new URL('evidence.py', import.meta.url));
  return spawnSync('python3', [script, path], { encoding: 'utf8' });
}

describe.skipIf(!python)('python', () => {
  it('finds our package whole, and not when an act is missing, turned, or of another log', async () => {
    const parts = await makeParts();
    const { status, stdout, stderr } = judge(buildEvidence(parts).zip);
    expect(stderr).toBe('');
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^OK package, files \d+, acts 5\n$/)]);
    const [a, b, ...rest] = parts.acts;
    const other = (await makeParts()).acts;
    for (const acts of [
      [a!, ...rest],
      [b!, a!, ...rest],
      [{ ...a!, proof: other[0]!.proof }, b!, ...rest],
    ]) {
      expect(judge(buildEvidence({ ...parts, acts }).zip).status).toBe(1);
    }
  });
});
