import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { type Policy, readPolicy, type Vkey } from '@yiwen/trust/log';

/** The logs this witness follows, as the operator's policy file names them. */
export type FollowedLogs = {
  /** Keys trusted for an origin; empty for an unknown one. */
  keysOf(origin: string): readonly Vkey[];
  /** Where each log with an address is read from, for mirrors. */
  addresses: ReadonlyMap<string, string>;
};

/**
 * Reads the policy file (C2SP tlog-policy, its `log` lines) now and whenever it has changed, so that a new year's log needs
 * no restart. @throws LogError `policy-malformed` at the call that finds a bad file
 */
export function followedLogs(dataDir: string, file: string): () => Promise<FollowedLogs> {
  const path = isAbsolute(file) ? file : join(dataDir, file);
  let known: { stamp: string; logs: FollowedLogs } | undefined;
  return async () => {
    const { mtimeMs, size } = await stat(path);
    const stamp = `${mtimeMs} ${size}`;
    if (known?.stamp !== stamp) {
      known = { stamp, logs: followed(readPolicy(await readFile(path, 'utf8'))) };
    }
    return known.logs;
  };
}

function followed(policy: Policy): FollowedLogs {
  const addresses = new Map<string, string>();
  for (const vkey of policy.logs) {
    const url = policy.urls?.get(vkey);
    if (url !== undefined) {
      addresses.set(vkey.name, url);
    }
  }
  return { keysOf: (origin) => policy.logs.filter((key) => key.name === origin), addresses };
}
