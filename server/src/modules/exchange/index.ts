/** The exchange's door. */
export { exchangeModule } from './module.ts';
export { type Transport, transport } from './transport.ts';
