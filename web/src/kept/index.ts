import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/**
 * What has been typed or written and not yet received by the server, kept in this browser at each keystroke.
 * Keys are words with slashes: `draft/<matter>`, `act/<step>/<verb>`.
 */
interface KeptSchema extends DBSchema {
  kept: { key: string; value: { key: string; value: unknown; at: string } };
}

let opened: Promise<IDBPDatabase<KeptSchema>> | null = null;

function database(): Promise<IDBPDatabase<KeptSchema>> {
  opened ??= openDB<KeptSchema>('yiwen', 1, {
    upgrade(db) {
      db.createObjectStore('kept', { keyPath: 'key' });
    },
  });
  return opened;
}

/** Keeps a value under a key, replacing what was there. Resolves once it is on disk; a browser without a store keeps nothing. */
export async function keep(key: string, value: unknown): Promise<void> {
  try {
    await (await database()).put('kept', { key, value, at: new Date().toISOString() });
  } catch {
    opened = null;
  }
}

/** The value kept under a key, or null. */
export async function kept<T>(key: string): Promise<T | null> {
  try {
    const row = await (await database()).get('kept', key);
    return row === undefined ? null : (row.value as T);
  } catch {
    return null;
  }
}

/** Forgets a key, because the server has the value now or the person threw it away. */
export async function forget(key: string): Promise<void> {
  try {
    await (await database()).delete('kept', key);
  } catch {
    opened = null;
  }
}

/** Everything kept, newest first. */
export async function allKept(): Promise<{ key: string; value: unknown; at: string }[]> {
  try {
    const rows = await (await database()).getAll('kept');
    return rows.sort((left, right) => right.at.localeCompare(left.at));
  } catch {
    return [];
  }
}

/** Forgets everything; called when a person signs out, so that the next one at this machine finds nothing. */
export async function forgetAll(): Promise<void> {
  try {
    await (await database()).clear('kept');
  } catch {
    opened = null;
  }
}
