export { auditLog } from './audit.ts';
export { type DocumentState, type DocumentStates, documentStates } from './document-states.ts';
export { type FetchedBytes, fetchBytes } from './fetch-bytes.ts';
export { folderStore } from './folder-store.ts';
export { type LogService, logService } from './log-service.ts';
export { logModule } from './module.ts';
export { allLogs as logsOf } from './store.ts';
