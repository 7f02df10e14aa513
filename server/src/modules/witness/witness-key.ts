import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { cosigner, KEY_TYPE, readKeyFile, writeKeyFile } from '@yiwen/trust/log';
import type { Clock } from '../../platform/clock/index.ts';
import { createFile, readIfThere } from '../../platform/storage/index.ts';

/** Signs checkpoints as this node's witness. */
export type WitnessSigner = ReturnType<typeof cosigner>;

/**
 * The witness's own key, in `<dataDir>/witness/key` (C2SP signed-note key file, type 4). Made on first need; the name in
 * the file must be the one of the settings, since a key belongs to one name.
 */
export async function openWitnessKey(dataDir: string, name: string, clock: Clock): Promise<WitnessSigner> {
  const path = join(dataDir, 'witness', 'key');
  await createFile(
    path,
    Buffer.from(writeKeyFile(name, KEY_TYPE.cosignature, new Uint8Array(randomBytes(32)))),
  );
  const kept = await readIfThere(path);
  const { vkey, seed } = readKeyFile(new TextDecoder().decode(kept));
  if (vkey.name !== name || vkey.type !== KEY_TYPE.cosignature) {
    throw new Error(`${path} holds the key of ${vkey.name} (type ${vkey.type}), the settings name ${name}`);
  }
  return cosigner(name, seed, () => Math.floor(clock.now().getTime() / 1000));
}
