import { CHECKPOINT_PATH, type LogStore, readTilePath, refuseChange } from '@yiwen/trust/log';
import type { Database } from '../../platform/database/index.ts';
import type { LogName } from './log-name.ts';
import { withLogTables } from './tables.ts';

/** Keeps a log's files in the table `log.file`: one backup holds everything. Read without an organ: a log is public. */
export function databaseStore(db: Database, { organId, year }: LogName): LogStore {
  return {
    async read(path) {
      const row = await db.asPublic((tx) =>
        withLogTables(tx)
          .selectFrom('log.file')
          .select('bytes')
          .where('organ_id', '=', organId)
          .where('year', '=', year)
          .where('path', '=', path)
          .executeTakeFirst(),
      );
      return row && new Uint8Array(row.bytes);
    },
    async write(path, bytes) {
      const isReplaced = path === CHECKPOINT_PATH;
      if (!isReplaced) {
        readTilePath(path);
      }
      await db.asSequencer(async (tx) => {
        const result = await withLogTables(tx)
          .insertInto('log.file')
          .values({ organ_id: organId, year, path, bytes })
          .onConflict((conflict) => {
            const target = conflict.columns(['organ_id', 'year', 'path']);
            return isReplaced ? target.doUpdateSet({ bytes }) : target.doNothing();
          })
          .executeTakeFirst();
        if (result.numInsertedOrUpdatedRows === 1n) {
          return;
        }
        const { bytes: stored } = await withLogTables(tx)
          .selectFrom('log.file')
          .select('bytes')
          .where('organ_id', '=', organId)
          .where('year', '=', year)
          .where('path', '=', path)
          .executeTakeFirstOrThrow();
        if (Buffer.compare(stored, bytes) !== 0) {
          refuseChange(path);
        }
      });
    },
    async list() {
      const rows = await db.asPublic((tx) =>
        withLogTables(tx)
          .selectFrom('log.file')
          .select('path')
          .where('organ_id', '=', organId)
          .where('year', '=', year)
          .execute(),
      );
      return rows.map((row) => row.path);
    },
  };
}
