export { type LogService, logService } from './log-service.ts';
export { logModule } from './module.ts';
