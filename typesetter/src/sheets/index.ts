/** Office sheets set by the same engine: 处理笺 and 核验单. */
export {
  type OpinionPlace,
  type ProcessingSheet,
  type SetSheet,
  type SheetOpinion,
  typesetProcessingSheet,
} from './processing-sheet.ts';
export { type SheetFacts, type SheetReport, typesetVerificationSheet } from './verification-sheet.ts';
