/** Paper's door: signed addresses for printed codes and the dated list of their keys. */
export { paperModule } from './module.ts';
export { type PaperService, paperService } from './service.ts';
