/** Whether what is stored is what the acts say. */
export { auditEvents } from './audit-events.ts';
export { type AuditedAct, type AuditFault, Faults, type OrganAudit } from './fault.ts';
