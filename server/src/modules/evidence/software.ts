/** Which software made a package: digests that anybody can compare with the published source. */

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const FOLDERS = ['formats/src', 'trust/src', 'server/src', 'typesetter/src'] as const;

let known: Promise<{ [folder: string]: string }> | undefined;

/**
 * SHA-256 by source folder, lower-case hexadecimal, over lines `<sha256>  <path>` sorted by path: what
 * `find … -name '*.ts' | sort | xargs sha256sum | sha256sum` in that folder's parent would give. Computed once.
 */
export function softwareDigests(): Promise<{ [folder: string]: string }> {
  known ??= digestAll();
  return known;
}

async function digestAll(): Promise<{ [folder: string]: string }> {
  const digests: { [folder: string]: string } = {};
  for (const folder of FOLDERS) {
    const names = await readdir(join(root, folder), { recursive: true }).catch(() => []);
    const paths = names.filter((name) => name.endsWith('.ts')).map((name) => name.split(sep).join('/'));
    const whole = createHash('sha256');
    for (const path of paths.sort()) {
      const bytes = await readFile(join(root, folder, path));
      whole.update(`${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`);
    }
    digests[folder] = whole.digest('hex');
  }
  return digests;
}
