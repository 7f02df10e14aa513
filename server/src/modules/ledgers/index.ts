/** The ledgers' door. */
export { addRows, createLedger, type LedgerHead, type LedgerRow, type NewLedger } from './ledgers.ts';
export { ledgersModule } from './module.ts';
