/** ofdrw as a second opinion on files sealed here (GB/T 38540 V4). Needs Java and Maven; skipped in words without. */

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  entriesIn,
  issued,
  plainEntries,
  sealEntries,
  withText,
} from '../../trust/src/verification/sealed-ofd.fixture.ts';

/** Built once for each machine; Maven fetches ofdrw by its ordinary client. */
const build = join(tmpdir(), 'yiwen-ofdrw-judge-2.3.3');

function classPath(): string | undefined {
  const list = join(build, 'classpath.txt');
  if (!existsSync(list)) {
    if (spawnSync('java', ['-version']).status !== 0 || spawnSync('mvn', ['-v']).status !== 0) {
      console.log('Java or Maven is not on this machine: the opinion of ofdrw is skipped');
      return undefined;
    }
    cpSync(join(import.meta.dirname, 'ofdrw'), build, { recursive: true });
    const goals = ['-q', '-B', 'compile', 'dependency:build-classpath', `-Dmdep.outputFile=${list}`];
    const { status } = spawnSync('mvn', goals, { cwd: build, timeout: 240_000 });
    if (status !== 0) {
      console.log('Maven could not fetch ofdrw: its opinion is skipped');
      return undefined;
    }
  }
  return `${join(build, 'target/classes')}:${readFileSync(list, 'utf8').trim()}`;
}

const judge = classPath();

describe.skipIf(judge === undefined)('ofdrw', () => {
  it('calls our sealed file and our twice sealed file valid, and a changed one invalid', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ofdrw-'));
    const one = await sealEntries(plainEntries());
    const two = await sealEntries(entriesIn(one), { signer: issued.village as never });
    const changed = withText(one, 'Doc_0/Pages/Page_0/Content.xml', '通知', '通报');
    const files = Object.entries({ one, two, changed }).map(([name, bytes]) => {
      const path = join(folder, `${name}.ofd`);
      writeFileSync(path, bytes);
      return path;
    });
    const output = execFileSync('java', ['-cp', judge!, 'Judge', ...files], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const lines = output.toString().trim().split('\n');
    expect(lines.slice(0, 2)).toEqual(['VALID one.ofd', 'VALID two.ofd']);
    expect(lines[2]).toContain('INVALID changed.ofd');
  }, 120_000);
});
