import type { Tx } from '../../platform/database/index.ts';
import type { DirectoryTables } from './tables.ts';

/** Sets what a person prefers, in the transaction of their home organ; what is not given stays. */
export async function setPreferences(
  tx: Tx,
  person: { id: string; organId: string },
  change: { largePrint?: boolean | undefined; language?: 'zh' | 'en' | undefined },
): Promise<void> {
  const changed = {
    ...(change.largePrint === undefined ? {} : { large_print: change.largePrint }),
    ...(change.language === undefined ? {} : { language: change.language }),
  };
  await tx
    .$extendTables<DirectoryTables>()
    .insertInto('directory.preference')
    .values({ person_id: person.id, organ_id: person.organId, ...changed })
    .onConflict((conflict) =>
      conflict.column('person_id').doUpdateSet({ organ_id: person.organId, ...changed }),
    )
    .execute();
}
