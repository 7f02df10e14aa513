/**
 * The node's demonstration authority and the key that wraps secrets of authority and seals. Both are files under
 * `<data>/sealing` (where they were first kept, so that a data folder made before goes on), made once, readable by the
 * node's user only. An office's own authority replaces it by configuration (settings `authority`).
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  type AuthorityKeys,
  type DemoAuthority,
  makeDemoAuthority,
  openDemoAuthority,
} from '@yiwen/trust/certificates';
import {
  base64,
  fromBase64,
  type RandomSource,
  unwrapKey,
  type WrappedKey,
  wrapKey,
} from '@yiwen/trust/crypto';
import { createFile, readIfThere } from '../../platform/storage/index.ts';

/** Cryptographic randomness. */
export const random: RandomSource = (bytes) => new Uint8Array(randomBytes(bytes));

/** The wrapping secret is 32 random bytes: a high cost would add nothing. */
export const WRAP_LOG_N = 10;

async function readText(path: string): Promise<string | undefined> {
  const bytes = await readIfThere(path);
  return bytes && new TextDecoder().decode(bytes);
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The key that wraps the secrets of seals and of the authority; made at the first start. Throws when it is damaged. */
export async function readSealingKey(dataDir: string): Promise<Uint8Array> {
  const path = join(dataDir, 'sealing', 'node-key');
  const text = await readText(path);
  if (text === undefined) {
    await createFile(path, bytesOf(base64(random(32))));
    return readSealingKey(dataDir);
  }
  const key = fromBase64(text.trim());
  if (key?.length !== 32) {
    throw new Error(`${path} does not hold a key: restore it from the backup`);
  }
  return key;
}

type Stored = Record<string, unknown>;

/** Keys as JSON: every byte string becomes `{ "base64": … }`. */
export function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    return { base64: base64(value) };
  }
  if (Array.isArray(value)) {
    return value.map(toJson);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toJson(inner)]))
    : value;
}

/** What {@link toJson} made, back again. */
export function fromJson(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(fromJson);
  }
  if (typeof value === 'object' && value !== null) {
    const { base64: text } = value as Stored;
    return typeof text === 'string'
      ? (fromBase64(text) ?? new Uint8Array(0))
      : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fromJson(inner)]));
  }
  return value;
}

/** Opens the demonstration authority, making it at the first call. `validFrom`: certificates of papers from then on hold. */
export async function openAuthority(
  dataDir: string,
  nodeKey: Uint8Array,
  times: { now: number; validFrom: number },
): Promise<DemoAuthority> {
  const path = join(dataDir, 'sealing', 'demo-authority.json');
  const text = await readText(path);
  if (text === undefined) {
    const { keys } = makeDemoAuthority({ random, ...times });
    const secret = new TextEncoder().encode(JSON.stringify(toJson(keys)));
    await createFile(
      path,
      bytesOf(JSON.stringify(await wrapKey(secret, nodeKey, { random, logN: WRAP_LOG_N }))),
    );
    return openAuthority(dataDir, nodeKey, times);
  }
  const secret = await unwrapKey(JSON.parse(text) as WrappedKey, nodeKey);
  if (secret === undefined) {
    throw new Error(`${path} does not open with this node's key: restore <data>/sealing from the backup`);
  }
  return openDemoAuthority(fromJson(JSON.parse(new TextDecoder().decode(secret))) as AuthorityKeys, {
    random,
  });
}
