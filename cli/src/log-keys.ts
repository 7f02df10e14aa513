/** Which keys `yiwen log` checks with, and where they come from. */
import {
  KEY_TYPE,
  LogError,
  type NoteVerifier,
  noteVerifier,
  readNote,
  readVkey,
  type TileSource,
  type Vkey,
} from '@yiwen/trust/log';
import { CannotCheck, type LogReader } from './log-source.ts';
import { readTrust } from './verify-trust.ts';

/** Keys that a log of ours offers under `keys`, and test data under `vkey.txt`. */
export async function offeredKeys(read: LogReader): Promise<string[]> {
  const bytes = (await read('keys')) ?? (await read('vkey.txt'));
  if (bytes === undefined) {
    throw new CannotCheck('日志没有附带公钥，请用 --key 给出。 The log offers no key: give one with --key.');
  }
  return new TextDecoder().decode(bytes).trim().split(/\s+/);
}

/** Keys of the logs that a trust list, or a trust folder, names. */
export async function trustedKeys(path: string): Promise<string[]> {
  return (await readTrust(path)).logs.map((log) => log.vkey);
}

/** The origin a checkpoint claims; nothing about it is believed yet. */
export async function claimedOrigin(source: TileSource): Promise<string | undefined> {
  const bytes = await source.checkpoint();
  try {
    return bytes === undefined ? undefined : readNote(bytes).text.split('\n', 1)[0];
  } catch (error) {
    if (error instanceof LogError) {
      return undefined;
    }
    throw error;
  }
}

/** The key the log must have signed with. The claimed origin only picks one of the keys known beforehand. */
export function chooseKeys(
  texts: readonly string[],
  origin: string | undefined,
): { logKey: NoteVerifier; others: NoteVerifier[] } {
  const keys: Vkey[] = texts.map(readVkey);
  const logKeys = keys.filter((key) => key.type === KEY_TYPE.ed25519);
  const logKey =
    logKeys.find((key) => key.name === origin) ?? (logKeys.length === 1 ? logKeys[0] : undefined);
  if (logKey === undefined) {
    throw new CannotCheck(`没有 ${origin ?? '该日志'} 的公钥。 No key of ${origin ?? 'this log'} is known.`);
  }
  const others = keys.filter((key) => key.type === KEY_TYPE.private || key.type === KEY_TYPE.cosignature);
  return { logKey: noteVerifier(logKey), others: others.map(noteVerifier) };
}
