export { witnessModule } from './module.ts';
