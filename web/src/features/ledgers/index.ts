export { LedgerPage } from './ledger-page.tsx';
export { LedgersPage } from './ledgers-page.tsx';
export { LogPage } from './log-page.tsx';
