/** The ledgers' door. */

export { auditLedgers } from './audit.ts';
export { addRows, createLedger, type LedgerHead, type LedgerRow, type NewLedger } from './ledgers.ts';
export { ledgersModule } from './module.ts';
