/**
 * Writes what is generated and committed under contract/: the HTTP API, the refusals, the acts, the tables, what
 * the formats package offers; and from the API the web client's types. `--check` compares instead and says what to run.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTypes, { astToString, COMMENT_HEADER } from 'openapi-typescript';

import { formatsApiReport } from './api-report.mjs';

const check = process.argv.includes('--check');
const { describeContract } = await import('../server/src/contract/index.ts');
const { default: beginCluster } = await import('../server/src/testing/test-cluster.ts');
const endCluster = await beginCluster();

/** @type {string[]} */
const stale = [];
const contract = await describeContract();
const clientTypes = `${COMMENT_HEADER}${astToString(await openapiTypes(contract['openapi.json']))}`;
const generated = [
  ...Object.entries(contract).map(([name, text]) => [`contract/${name}`, text]),
  ['contract/formats.api.md', await formatsApiReport()],
  ['web/src/api/generated/openapi.ts', clientTypes],
];
for (const [name, text] of generated) {
  const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const present = await readFile(path, 'utf8').catch(() => undefined);
  if (present === text) {
    continue;
  }
  if (check) {
    stale.push(name);
  } else {
    await writeFile(path, text);
    console.log(`${name} written`);
  }
}
await endCluster();
if (stale.length > 0) {
  console.error(`not as generated: ${stale.join(', ')}; run: npm run generate`);
  process.exitCode = 1;
} else {
  console.log('contract/ is as generated');
}
process.exit();
