export { type ActKind, type ActWords, actKinds, declareAct } from './act-kinds.ts';
export {
  assignIndex,
  type EventEntry,
  entriesOfDocument,
  entriesOfMatter,
  entryById,
  type PendingEntry,
  pendingEntries,
  pendingLogs,
} from './entries.ts';
export { type ActorRecord, type EventRef, type RecordedAct, recordAct } from './record-act.ts';
export type { EventTables } from './tables.ts';
