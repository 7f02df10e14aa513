import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createFile, readIfThere } from '../../platform/storage/index.ts';

/**
 * The secret that wraps the logs' private keys: 32 random bytes in `<dataDir>/log/node-key`, outside of the database, so
 * that a copy of the database alone cannot sign. Made on first need; several processes may be first.
 */
export async function readNodeKey(dataDir: string): Promise<Uint8Array> {
  const path = join(dataDir, 'log', 'node-key');
  const known = (await readIfThere(path)) ?? (await make(path));
  if (known?.length !== 32) {
    throw new Error(`${path} should hold 32 bytes; without the right one the logs cannot be signed`);
  }
  return known;
}

async function make(path: string): Promise<Uint8Array | undefined> {
  await createFile(path, new Uint8Array(randomBytes(32)));
  return await readIfThere(path);
}
