export { type LogName, logPath } from './log-name.ts';
export { type EventProof, type LogService, logService } from './log-service.ts';
export { logModule } from './module.ts';
