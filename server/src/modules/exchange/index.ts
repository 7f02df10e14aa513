/** The exchange's door. */

export { auditExchange } from './audit.ts';
export { exchangeModule } from './module.ts';
export { type Transport, transport } from './transport.ts';
