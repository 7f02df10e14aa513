/** 收文's door: how something comes in, and what is announced about it. */
export {
  type IncomingNews,
  incomingClosed,
  incomingRegistered,
  incomingReturned,
  incomingSignedFor,
} from './acts.ts';
export { auditCirculation } from './audit.ts';
export { createIncoming, type IncomingInput, type IncomingMade } from './create-incoming.ts';
export { circulationModule } from './module.ts';
export { findEntry, printIncomingNumber, type RegisterEntry } from './register-entry.ts';
