/** A command with a client's key is done once: repeated, it gets its first answer; changed, it is refused. */

import { createHash } from 'node:crypto';
import { type CanonicalValue, canonicalBytes } from '@yiwen/trust/content';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { findCommand, keepCommand, lockKey } from './store.ts';

/** A command as the client sent it. */
export type KeyedCommand = {
  organId: string;
  matterId: string;
  key: string;
  /** Everything that makes two commands the same one, whole numbers only. */
  content: unknown;
  at: Date;
};

/** Runs `act` unless the key was answered before, and keeps its answer for a repetition. */
export async function answerOnce<T extends object>(
  tx: Tx,
  command: KeyedCommand,
  act: () => Promise<T>,
): Promise<T> {
  const digest = digestOf(command);
  await lockKey(tx, command.key);
  const answered = await findCommand(tx, command.key);
  if (answered !== undefined) {
    if (!digest.equals(answered.digest)) {
      throw new OfficeError('workflow.key-reused', { key: command.key });
    }
    return answered.answer as T;
  }
  const answer = await act();
  const { organId, key, matterId, at } = command;
  await keepCommand(tx, { organId, key, matterId, digest, answer, at });
  return answer;
}

function digestOf({ matterId, content }: KeyedCommand): Buffer {
  // Through JSON: undefined members are absent in both, the digest is over what the client sent.
  const value = JSON.parse(JSON.stringify({ matterId, content })) as CanonicalValue;
  return createHash('sha256').update(canonicalBytes(value)).digest();
}
