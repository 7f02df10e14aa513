import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeContract } from './describe-contract.ts';

describe('contract/', () => {
  it('is what the modules say: API, refusals, acts, tables (else run: npm run generate)', async () => {
    for (const [name, text] of Object.entries(await describeContract())) {
      const path = new URL(`../../../contract/${name}`, import.meta.url);
      const present = existsSync(path) ? readFileSync(path, 'utf8') : '';
      expect(present === text, `contract/${name} is not as generated; run: npm run generate`).toBe(true);
    }
  });
});
