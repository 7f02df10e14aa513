import { join } from 'node:path';
import { readIfThere, replaceFile } from '../../platform/storage/index.ts';
import { type LogName, logPath } from './log-name.ts';

/**
 * The last signed checkpoint of each log, kept apart from the database in `<dataDir>/log/last/<organ>/<year>`. A database
 * put back from an old backup is found out by it before the node would sign a second history.
 */
export type CheckpointMemory = {
  recall(name: LogName): Promise<Uint8Array | undefined>;
  /** Durable when it returns. */
  remember(name: LogName, note: Uint8Array): Promise<void>;
};

/** The memory in the node's own folder. */
export function folderMemory(dataDir: string): CheckpointMemory {
  const place = (name: LogName): string => join(dataDir, 'log', 'last', ...logPath(name).split('/'));
  return {
    recall: (name) => readIfThere(place(name)),
    remember: (name, note) => replaceFile(place(name), note),
  };
}
