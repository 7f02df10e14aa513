/** Starts the node with the demonstration on a fresh folder before the first test, and stops it cleanly after the last. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startNodeProcess } from '../journey/node-process.ts';

/** The administrators' secrets as the sign-in table prints them: login to TOTP secret. */
function printedSecrets(output: string): Record<string, string> {
  return Object.fromEntries(
    [...output.matchAll(/^\s+(\w+)\s.*?\s([A-Z2-7]{32})\s/gm)].map(([, login, secret]) => [login, secret]),
  );
}

/** Playwright calls this once; what it answers is called at the end. A running node named by YIWEN_E2E_URL is used as it is. */
export default async function startNode(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.YIWEN_E2E_URL) {
    return undefined;
  }
  const data = await mkdtemp(join(tmpdir(), 'yiwen-browser-'));
  const node = await startNodeProcess({ data, port: await freePort(), readyMs: 300_000 });
  // The sign-in table is printed right after the node is ready.
  const end = performance.now() + 30_000;
  while (!node.output().includes('Trust list of')) {
    assert(performance.now() < end, `no sign-in table:\n${node.output().slice(-2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  process.env.YIWEN_E2E_URL = node.url;
  process.env.YIWEN_E2E_DATA = data;
  process.env.YIWEN_E2E_SECRETS = JSON.stringify(printedSecrets(node.output()));
  return async () => {
    const code = await node.stop();
    assert.equal(code, 0, `the node ended with ${code}:\n${node.output().slice(-4000)}`);
    await rm(data, { recursive: true, force: true });
  };
}
