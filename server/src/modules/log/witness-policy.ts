import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { KEY_TYPE, type Policy, readPolicy, type Vkey } from '@yiwen/trust/log';

/** A witness this node asks. */
export type Witness = { readonly vkey: Vkey; readonly url: string };

/** The policy in force: who is asked, and what is enough. */
export type WitnessPolicy = {
  readonly policy: Policy;
  readonly text: string;
  readonly sha256: Uint8Array;
  /** Witnesses with an address whose cosignatures can be checked here. */
  readonly asked: readonly Witness[];
};

/** Key under which a witness is remembered: one name may have an old and a new key. */
export function witnessKey({ name, keyId }: { name: string; keyId: string }): string {
  return `${name}+${keyId}`;
}

/** Takes a policy's text. @throws LogError `policy-malformed` */
export function witnessPolicy(text: string): WitnessPolicy {
  const policy = readPolicy(text);
  const asked = policy.witnesses.flatMap((vkey) => {
    const url = policy.urls?.get(vkey);
    return url !== undefined && vkey.type === KEY_TYPE.cosignature ? [{ vkey, url }] : [];
  });
  return { policy, text, sha256: new Uint8Array(createHash('sha256').update(text).digest()), asked };
}

/**
 * The policy file of the settings, read again when it changes; below the data folder unless absolute. Undefined without a
 * file: then nobody is asked, and a proof rests on the log's own signature.
 */
export function policyOfFile(
  dataDir: string,
  file: string | undefined,
): () => Promise<WitnessPolicy | undefined> {
  if (file === undefined) {
    return async () => undefined;
  }
  const path = isAbsolute(file) ? file : join(dataDir, file);
  let known: { stamp: string; policy: WitnessPolicy } | undefined;
  return async () => {
    const { mtimeMs, size } = await stat(path);
    const stamp = `${mtimeMs} ${size}`;
    if (known?.stamp !== stamp) {
      known = { stamp, policy: witnessPolicy(await readFile(path, 'utf8')) };
    }
    return known.policy;
  };
}
