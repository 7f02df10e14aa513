export { type ErrorAnswer, errorAnswer, OfficeError } from './office-error.ts';
export { declareErrors, type ErrorEntry, errorEntries, type Words } from './registry.ts';

import './platform-errors.ts';
